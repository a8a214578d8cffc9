//! 今日清单: the workspace's list of the day, as the panels see and change it.
//!
//! What is chosen, ordered and ticked off is written down at once; a record on a feature ticks it off by itself.

use super::context::UiCtx;
use super::work_rows::ref_of;
use crate::model::{Day, FeatureKey};
use crate::session::{Command, DayChange, DayEntry, DayItem};

/// The features of today's list, in order.
pub fn items<'a>(ctx: &UiCtx<'a>) -> &'a [DayItem] {
    ctx.snapshot.days.get(&ctx.snapshot.clock_day).map(Vec::as_slice).unwrap_or_default()
}

pub fn holds(ctx: &UiCtx<'_>, key: &FeatureKey) -> bool {
    items(ctx).iter().any(|item| item.feature == *key)
}

/// The list's entry of a feature, with what has become of it.
pub fn entry(ctx: &UiCtx<'_>, key: &FeatureKey) -> Option<DayEntry> {
    let item = items(ctx).iter().find(|item| item.feature == *key)?;
    Some(ctx.snapshot.day_entry(item, ctx.snapshot.clock_day))
}

/// How many are on it, and how many of them are done.
pub fn counts(ctx: &UiCtx<'_>) -> (usize, usize) {
    let entries = ctx.snapshot.day_list(ctx.snapshot.clock_day);
    (entries.len(), entries.iter().filter(|entry| entry.done_at.is_some()).count())
}

fn change(ctx: &UiCtx<'_>, day: Day, change: DayChange) {
    ctx.outbox.command(Command::ChangeDay { day, change });
}

/// Puts a feature on the list, or takes it off.
pub fn toggle(ctx: &UiCtx<'_>, key: &FeatureKey) {
    let one = vec![key.clone()];
    let wanted = if holds(ctx, key) { DayChange::Remove(one) } else { DayChange::Add(one) };
    change(ctx, ctx.snapshot.clock_day, wanted);
}

/// Puts features on the list; those that are there keep their place.
pub fn add<'k>(ctx: &UiCtx<'_>, keys: impl IntoIterator<Item = &'k FeatureKey>) {
    add_on(ctx, ctx.snapshot.clock_day, keys.into_iter().cloned().collect());
}

/// Puts features on the list of a day to come.
pub fn add_on(ctx: &UiCtx<'_>, day: Day, keys: Vec<FeatureKey>) {
    change(ctx, day, DayChange::Add(keys));
}

/// The way to the list of a day to come; once there, it says so.
pub fn later_ui(ctx: &UiCtx<'_>, ui: &mut egui::Ui, key: &FeatureKey, day: Day) {
    let is_there = ctx
        .snapshot
        .days
        .get(&day)
        .is_some_and(|items| items.iter().any(|item| item.feature == *key));
    let words = if is_there { "list.on_day" } else { "list.add_on_day" };
    let words = egui::RichText::new(ctx.fill(words, &[("day", &ctx.day(day))])).small();
    if is_there {
        ui.label(words.color(ctx.palette.good));
    } else if ui.link(words).clicked() {
        add_on(ctx, day, vec![key.clone()]);
    }
}

/// Moves a feature so many places down the list, or up.
pub fn shift(ctx: &UiCtx<'_>, key: &FeatureKey, places: isize) {
    let mut order: Vec<FeatureKey> = items(ctx).iter().map(|item| item.feature.clone()).collect();
    let Some(from) = order.iter().position(|one| one == key) else { return };
    let to = from.saturating_add_signed(places).min(order.len() - 1);
    let moved = order.remove(from);
    order.insert(to, moved);
    change(ctx, ctx.snapshot.clock_day, DayChange::Order(order));
}

/// Orders the list so that it is short to walk, from the chosen feature or from one end; what is done goes first.
pub fn order_by_walking(ctx: &UiCtx<'_>, from: Option<&FeatureKey>) {
    let entries = ctx.snapshot.day_list(ctx.snapshot.clock_day);
    let (done, open): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|entry| entry.done_at.is_some());
    let start = from.and_then(|key| super::work_order::place_of(ctx, ref_of(ctx, key)?));
    let open: Vec<FeatureKey> = open.into_iter().map(|entry| entry.feature).collect();
    let mut order: Vec<FeatureKey> = done.into_iter().map(|entry| entry.feature).collect();
    order.extend(ctx.snapshot.walking_order(&open, start));
    change(ctx, ctx.snapshot.clock_day, DayChange::Order(order));
}

/// Ticks a feature off by hand, or no longer.
pub fn tick(ctx: &UiCtx<'_>, key: &FeatureKey, done: bool) {
    let key = key.clone();
    let wanted = if done { DayChange::TickOff(key) } else { DayChange::Reopen(key) };
    change(ctx, ctx.snapshot.clock_day, wanted);
}

/// A new day begins: what the last day before it left undone goes on its list, behind what was put there ahead.
pub fn begin(ctx: &UiCtx<'_>, last_day: Option<Day>) {
    let today = ctx.snapshot.clock_day;
    if ctx.snapshot.read_only || last_day.is_none_or(|last| last >= today) {
        return;
    }
    let Some(day) = ctx.snapshot.days.range(..today).next_back().map(|(day, _)| *day) else {
        return;
    };
    let entries = ctx.snapshot.day_list(day);
    let undone = entries.into_iter().filter(|entry| entry.done_at.is_none());
    let undone: Vec<FeatureKey> = undone.map(|entry| entry.feature).collect();
    if !undone.is_empty() {
        add_on(ctx, today, undone);
    }
}

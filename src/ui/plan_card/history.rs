//! 经过: what happened, newest first, one line for each act, as a sentence with name and day. What was taken back
//! or corrected is struck through beside what stands now.

use std::collections::BTreeMap;

use egui::{Frame, Label, Margin, RichText, Ui};
use serde_json::Value;

use super::CardAsk;
use super::past::Past;
use crate::model::{FeatureKey, Lang};
use crate::plan::{
    Body, Entry, Fate, FeatureState, Record, TookBack, describe, may_withdraw, point_of,
};
use crate::session::TakenBack;
use crate::ui::context::UiCtx;
use crate::ui::dates::{day_in_words, time_with_seconds};
use crate::ui::field::metres_in_words;
use crate::ui::forms::{Content, WithdrawForm};
use crate::ui::lines::words_ui;
use crate::ui::work_order::metres;

/// Draws the history. `past` is the day that is looked at.
pub fn history_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    state: Option<&FeatureState>,
    past: &mut Past,
) -> Option<CardAsk> {
    let entries = state.map(|state| state.entries.as_slice()).unwrap_or_default();
    if entries.is_empty() {
        ui.label(RichText::new(ctx.t("history.none")).color(ctx.palette.weak));
        return None;
    }
    past.day_ui(ctx, ui);
    if let Some(state) = state
        && state.missing_parents > 0
    {
        let words = ctx.fill("history.gap", &[("n", &state.missing_parents)]);
        ui.add(Label::new(RichText::new(words).color(ctx.palette.warn)).wrap());
    }
    let before = values_before(entries);
    let mut ask = None;
    for act in acts(entries).into_iter().rev() {
        let wish = act_ui(ctx, ui, key, &act, &before, entries);
        match wish {
            Some(Wish::Withdraw(record)) if !past.is_open() => {
                let form = WithdrawForm { records: vec![record], ..WithdrawForm::default() };
                ask = Some(CardAsk::Form(Box::new(Content::Withdraw(form))));
            }
            Some(Wish::SeeDay(day)) => past.look_at(day),
            _ => {}
        }
    }
    ask
}

/// Entries of one act stand together: what leads first, its evidence after it.
fn acts(entries: &[Entry]) -> Vec<Vec<&Entry>> {
    let mut acts: Vec<Vec<&Entry>> = Vec::new();
    for entry in entries {
        let same =
            |other: &&Entry| entry.record.act.is_some() && other.record.act == entry.record.act;
        match acts.last_mut() {
            Some(act) if act.first().is_some_and(same) => act.push(entry),
            _ => acts.push(vec![entry]),
        }
    }
    for act in &mut acts {
        act.sort_by_key(|entry| match entry.record.body {
            Body::Transition(_) => 0,
            Body::Visit(_) | Body::SampleTaken(_) => 1,
            Body::Adopted(_) => 3,
            _ => 2,
        });
    }
    acts
}

/// What each record's fields had been before it, by the record's id: what is struck through.
type Before<'a> = BTreeMap<&'a str, Vec<(&'a str, &'a Value)>>;

fn values_before(entries: &[Entry]) -> Before<'_> {
    let mut standing: BTreeMap<&str, &Value> = BTreeMap::new();
    let mut before = Before::new();
    for entry in entries.iter().filter(|entry| matches!(entry.fate, Fate::Counts)) {
        let Some(fields) = entry.record.body.fields() else { continue };
        for (code, value) in fields {
            let old = standing.insert(code, value);
            if let Some(old) = old.filter(|old| *old != value && !old.is_null()) {
                before.entry(&entry.record.id).or_default().push((code, old));
            }
        }
    }
    before
}

/// What was clicked.
enum Wish {
    /// Take this record back, by its id.
    Withdraw(String),
    SeeDay(crate::model::Day),
}

fn act_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    act: &[&Entry],
    before: &Before<'_>,
    entries: &[Entry],
) -> Option<Wish> {
    let mut wish = None;
    let standards = &ctx.snapshot.rulebook.standards;
    let procedure = ctx.procedure(key);
    Frame::new().inner_margin(Margin::symmetric(2, 3)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        for (nth, entry) in act.iter().enumerate() {
            let record = &entry.record;
            let words = match nth {
                0 => {
                    let words = describe(record, entries, procedure, standards, ctx.lang());
                    with_year(ctx, record, words)
                }
                _ => format!("+ {}", ctx.sentence_of(key, record, entries)),
            };
            let spoken = words.clone();
            let words = RichText::new(words);
            let words = match &entry.fate {
                Fate::Withdrawn(_) => words.strikethrough().color(ctx.palette.weak),
                Fate::Counts => words,
                _ => words.color(ctx.palette.weak),
            };
            ui.add(Label::new(words).wrap());
            struck_ui(ctx, ui, key, before.get(record.id.as_str()));
            moved_ui(ctx, ui, key, record, entries);
            taken_back_ui(ctx, ui, key, &record.body, entries);
            let full = ctx.sentence_in_full(key, record, entries);
            let is_longer = full != ctx.sentence_of(key, record, entries);
            if is_longer && !matches!(record.body, Body::SampleResult(_)) {
                ui.add(Label::new(RichText::new(full).small().color(ctx.palette.weak)).wrap());
            }
            fate_ui(ctx, ui, entry);
            let foot = match nth {
                0 => foot_ui(ctx, ui, entry, &spoken),
                _ => withdraw_ui(ctx, ui, entry, &spoken),
            };
            wish = wish.take().or(foot);
        }
    });
    ui.separator();
    wish
}

/// A history may go over years: a day of another one names it.
fn with_year(ctx: &UiCtx<'_>, record: &Record, words: String) -> String {
    let year = record.on.year();
    match ctx.lang() {
        Lang::Zh if year != ctx.snapshot.today.year() => format!("{year}年{words}"),
        _ => words,
    }
}

/// When and by whom it was written down, and what can be done with it.
fn foot_ui(ctx: &UiCtx<'_>, ui: &mut Ui, entry: &Entry, spoken: &str) -> Option<Wish> {
    let record = &entry.record;
    let mut wish = None;
    words_ui(ui, |ui| {
        let mut at = ctx.person(&record.by);
        let time = time_with_seconds(&record.at);
        let written = match record.on == record.at.day() {
            true => time.to_owned(),
            false => {
                let day = day_in_words(record.at.day(), record.on, ctx.lang());
                ctx.fill("history.written", &[("at", &format!("{day} {time}"))])
            }
        };
        at = format!("{at} · {written}");
        ui.label(RichText::new(at).small().color(ctx.palette.weak));
        let see = ui.link(RichText::new(ctx.t("history.see_day")).small());
        if see.accessible_name(format!("{} {spoken}", ctx.t("history.see_day"))).clicked() {
            wish = Some(Wish::SeeDay(record.on));
        }
        let withdraw = withdraw_ui(ctx, ui, entry, spoken);
        wish = wish.take().or(withdraw);
    });
    wish
}

/// The link that takes one record back; nothing for what cannot be, or not by who is here.
fn withdraw_ui(ctx: &UiCtx<'_>, ui: &mut Ui, entry: &Entry, spoken: &str) -> Option<Wish> {
    let record = &entry.record;
    let may = ctx.actor.is_none_or(|actor| may_withdraw(actor, record));
    if !may || ctx.snapshot.read_only || !matches!(entry.fate, Fate::Counts) {
        return None;
    }
    let link = ui.link(RichText::new(ctx.t("history.withdraw")).small());
    let link = link.accessible_name(format!("{} {spoken}", ctx.t("history.withdraw")));
    link.clicked().then(|| Wish::Withdraw(record.id.clone()))
}

/// The values this record replaced, struck through.
fn struck_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    replaced: Option<&Vec<(&str, &Value)>>,
) {
    let Some(replaced) = replaced else { return };
    let procedure = ctx.procedure(key);
    words_ui(ui, |ui| {
        for (code, old) in replaced {
            let field = procedure.and_then(|procedure| procedure.field_or_list(code));
            let words = format!("{} {}", ctx.field_label(key, code), ctx.value_label(field, old));
            ui.label(RichText::new(words).small().strikethrough().color(ctx.palette.weak));
        }
    });
}

/// Of a move: from where, and how far. The place before is that of the move before it, else the file's.
fn moved_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, record: &Record, entries: &[Entry]) {
    let Body::Moved(moved) = &record.body else { return };
    let counting = entries.iter().filter(|entry| matches!(entry.fate, Fate::Counts));
    let earlier = counting.take_while(|entry| entry.record.hash != record.hash);
    let before = earlier.filter_map(|entry| match &entry.record.body {
        Body::Moved(moved) => point_of(&moved.geometry),
        Body::Created(created) => created.geometry.as_deref().and_then(point_of),
        _ => None,
    });
    let in_file = || ctx.place(key).and_then(|(view, idx)| view.as_read.shapes.anchor(idx));
    let from = before.last().or_else(in_file);
    let Some((from, to)) = from.zip(point_of(&moved.geometry)) else { return };
    let (lon, lat) = (format!("{:.6}", from.lon_deg), format!("{:.6}", from.lat_deg));
    let far = metres_in_words(metres(from, to));
    let words = ctx.fill("history.moved", &[("lon", &lon), ("lat", &lat), ("far", &far)]);
    ui.add(Label::new(RichText::new(words).small().color(ctx.palette.weak)).wrap());
}

/// Of a withdrawal: each thing it takes back or restores, as it had been said.
fn taken_back_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, body: &Body, entries: &[Entry]) {
    let Body::Withdrawn(withdrawn) = body else { return };
    let took = TookBack::of(withdrawn, entries);
    let words = if took.restores() { "history.restored" } else { "history.taken_back" };
    for record in took.records {
        let what = ctx.sentence_of(key, record, entries);
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("who", &record.by.name), ("at", &ctx.moment(&record.at)), ("what", &what)];
        let words = RichText::new(ctx.fill(words, &values)).small();
        ui.add(Label::new(words.color(ctx.palette.weak)).wrap());
    }
}

fn fate_ui(ctx: &UiCtx<'_>, ui: &mut Ui, entry: &Entry) {
    let words = match &entry.fate {
        Fate::Counts => return,
        Fate::Withdrawn(by) => {
            let at = ctx.moment(&by.at);
            // 撤回 of what nobody else had seen; 划改 of what had left this computer.
            let key = match ctx.snapshot.taken_back(entry) {
                Some(TakenBack::Struck) => "history.struck",
                _ => "history.withdrawn",
            };
            ctx.fill(key, &[("who", &by.by.name), ("at", &at)])
        }
        Fate::NotPermitted(missing) => {
            let why: Vec<&str> = missing.iter().map(|missing| ctx.say(&missing.message)).collect();
            ctx.fill("history.not_permitted", &[("why", &why.join("；"))])
        }
        Fate::Altered => ctx.t("history.altered").to_owned(),
        Fate::Unknown => ctx.t("history.unknown").to_owned(),
        Fate::Later => ctx.t("history.later").to_owned(),
    };
    ui.add(Label::new(RichText::new(words).small().color(ctx.palette.warn)).wrap());
}

//! 截至: which evening the window shows, by what happened or by what had been received; a calendar and short ways.

use egui::{Button, Label, RichText, Ui};

use super::{DialogEnd, foot_ui, line_ui};
use crate::model::{Day, Lang};
use crate::plan::Basis;
use crate::session::{Evening, Snapshot};
use crate::ui::context::UiCtx;
use crate::ui::dates::parse_day_past;

#[derive(Debug)]
pub struct AsOfDialog {
    typed: String,
    basis: Basis,
    /// Any day of the month on the calendar.
    month: Day,
    days: Days,
    focus_wanted: bool,
}

/// The days that there are evenings of.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// That of the present: in a demonstration its story's.
    present: Day,
    /// The last that can be looked at: what is recorded now, also in a demonstration, is recorded on the clock's day.
    last: Day,
    /// That of the newest record.
    newest: Option<Day>,
}

impl Days {
    pub fn of(snapshot: &Snapshot) -> Self {
        // A past evening's snapshot does not know the present: a demonstration's stands on its story's day.
        let present = snapshot.present_day();
        let last = present.max(snapshot.clock_day);
        Self { present, last, newest: snapshot.newest_day().map(|day| day.min(last)) }
    }

    /// The evening of a day. That of the present, by what happened, is the present, unless more was recorded since:
    /// a demonstration's present counts that too.
    fn evening(self, day: Day, basis: Basis) -> Option<Evening> {
        let day = day.min(self.last);
        let has_later = self.newest.is_some_and(|newest| newest > day);
        let is_present = day == self.present && basis == Basis::Happened && !has_later;
        (!is_present).then_some(Evening { day, basis })
    }
}

impl AsOfDialog {
    pub fn new(shown: Option<Evening>, days: Days) -> Self {
        Self {
            typed: shown.map(|evening| evening.day.to_string()).unwrap_or_default(),
            basis: shown.map(|evening| evening.basis).unwrap_or_default(),
            month: shown.map_or(days.present, |evening| evening.day),
            days,
            focus_wanted: true,
        }
    }

    /// The day as typed; without a year, the last such day up to the present.
    fn typed_day(&self) -> Option<Day> {
        parse_day_past(&self.typed, self.days.present)
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        let mut chosen = None;
        ui.horizontal_wrapped(|ui| {
            for (basis, words) in
                [(Basis::Happened, "as_of.happened"), (Basis::Received, "as_of.received")]
            {
                // The keyboard stays in the day, where Enter looks at it.
                self.focus_wanted |= ui.radio_value(&mut self.basis, basis, ctx.t(words)).clicked();
            }
        });
        let why = match self.basis {
            Basis::Happened => "as_of.happened_why",
            Basis::Received => "as_of.received_why",
        };
        let why = RichText::new(ctx.t(why)).small().color(ctx.palette.weak);
        ui.add(Label::new(why).wrap());
        ui.horizontal_wrapped(|ui| chosen = self.short_ways_ui(ctx, ui));
        let response = line_ui(ui, ctx.t("as_of.day"), &mut self.typed, ctx.t("form.date_hint"));
        if std::mem::take(&mut self.focus_wanted) {
            response.request_focus();
        }
        let entered =
            response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if let Some(day) = self.typed_day().filter(|_| response.changed()) {
            self.month = day;
        }
        let typed = self.typed_day().filter(|day| *day <= self.days.last);
        if typed.is_none() && !self.typed.trim().is_empty() {
            let why = match self.typed_day() {
                None => ctx.t("form.day_unread").to_owned(),
                Some(_) => ctx.fill("as_of.ahead", &[("day", &ctx.day(self.days.last))]),
            };
            ui.add(Label::new(RichText::new(why).color(ctx.palette.bad)).wrap());
        }
        chosen = self.calendar_ui(ctx, ui).or(chosen);
        let mut end = None;
        foot_ui(ui, |ui| {
            if ui.add_enabled(typed.is_some(), Button::new(ctx.t("past.look"))).clicked() || entered
            {
                chosen = typed.or(chosen);
            }
            if ui.button(ctx.t("past.back")).clicked() {
                end = Some(DialogEnd::Evening(None));
            }
            if ui.button(ctx.t("dialog.close")).clicked() {
                end = Some(DialogEnd::Closed);
            }
        });
        end.or(chosen.map(|day| DialogEnd::Evening(self.days.evening(day, self.basis))))
    }

    fn short_ways_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<Day> {
        let present = self.days.present;
        let back = |days: i64| present.saturating_sub(jiff::Span::new().days(days));
        let last_month = present.first_of_month().yesterday().unwrap_or(present);
        let mut ways = vec![
            (ctx.t("as_of.yesterday").to_owned(), back(1)),
            (ctx.t("as_of.week_ago").to_owned(), back(7)),
            (ctx.t("as_of.last_month").to_owned(), last_month),
        ];
        if let Some(newest) = self.days.newest {
            ways.push((ctx.fill("as_of.newest", &[("day", &ctx.day(newest))]), newest));
        }
        let mut chosen = None;
        for (words, day) in ways {
            if ui.button(words).on_hover_text(day.to_string()).clicked() {
                chosen = Some(day);
            }
        }
        chosen
    }

    fn calendar_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<Day> {
        let mut chosen = None;
        let month = jiff::Span::new().months(1);
        ui.horizontal(|ui| {
            let back = ui.button("◀").on_hover_text(ctx.t("as_of.month_back"));
            if back.clicked() {
                self.month = self.month.saturating_sub(month);
            }
            let (year, number) = (self.month.year(), self.month.month());
            ui.label(
                RichText::new(ctx.fill("as_of.month", &[("y", &year), ("m", &number)])).strong(),
            );
            let on = ui.button("▶").on_hover_text(ctx.t("as_of.month_on"));
            if on.clicked() {
                self.month = self.month.saturating_add(month);
            }
        });
        let first = self.month.first_of_month();
        // Monday first.
        let ahead = i64::from(first.weekday().to_monday_zero_offset());
        let mut day = first.saturating_sub(jiff::Span::new().days(ahead));
        let shown = self.typed_day();
        egui::Grid::new("calendar").num_columns(7).spacing([4.0, 4.0]).show(ui, |ui| {
            for name in weekdays(ctx.lang()) {
                ui.label(RichText::new(name).small().color(ctx.palette.weak));
            }
            ui.end_row();
            for _ in 0..6 {
                for _ in 0..7 {
                    let is_month = day.month() == self.month.month();
                    let words = RichText::new(day.day().to_string()).color(match is_month {
                        true => ctx.palette.text,
                        false => ctx.palette.weak,
                    });
                    let button = Button::selectable(shown == Some(day), words)
                        .min_size(egui::vec2(36.0, 0.0));
                    let response = ui.add_enabled(day <= self.days.last, button);
                    if response.accessible_name(day.to_string()).clicked() {
                        chosen = Some(day);
                    }
                    day = day.tomorrow().unwrap_or(day);
                }
                ui.end_row();
            }
        });
        chosen
    }
}

const fn weekdays(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::Zh => ["一", "二", "三", "四", "五", "六", "日"],
        Lang::En => ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// 2022 is the story's, 2026 the clock's.
    const STORY: Day = date(2022, 5, 12);
    const CLOCK: Day = date(2026, 11, 26);

    fn check(newest: Option<Day>, day: Day, expected: Option<Day>) {
        let days = Days { present: STORY, last: CLOCK, newest };
        let evening = days.evening(day, Basis::Happened);
        assert_eq!(evening.map(|evening| evening.day), expected);
    }

    #[test]
    fn in_a_demonstration_the_evening_of_ones_own_records_can_be_looked_at() {
        check(Some(CLOCK), CLOCK, Some(CLOCK));
        check(Some(CLOCK), date(2024, 1, 1), Some(date(2024, 1, 1)));
        check(None, date(2099, 1, 1), Some(CLOCK));
    }

    #[test]
    fn the_present_is_no_evening_unless_it_counts_what_came_after() {
        check(Some(STORY), STORY, None);
        check(Some(CLOCK), STORY, Some(STORY));
    }
}

//! Any earlier day of one feature: its card as it stood then. It can be looked at, nothing can be recorded.

use std::sync::Arc;

use egui::{Frame, Margin, RichText, TextEdit, Ui};

use crate::model::{Day, FeatureKey};
use crate::plan::{AsOf, FeatureState, Record, fold};
use crate::ui::context::UiCtx;
use crate::ui::dates::parse_day;

/// The day the card is looked at as of.
#[derive(Debug, Default)]
pub struct Past {
    day: Option<Day>,
    typed: String,
    /// What was folded last, and of what.
    folded: Option<(FeatureKey, Day, u64, Arc<FeatureState>)>,
}

impl Past {
    pub fn is_open(&self) -> bool {
        self.day.is_some()
    }

    pub fn look_at(&mut self, day: Day) {
        self.day = Some(day);
    }

    pub fn close(&mut self) {
        self.day = None;
        self.typed.clear();
        self.folded = None;
    }

    /// The state at the end of the day looked at; `None` while it is today that is shown.
    pub fn state(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey) -> Option<Arc<FeatureState>> {
        let day = self.day?;
        let fits = |folded: &&(FeatureKey, Day, u64, Arc<FeatureState>)| {
            folded.0 == *key && folded.1 == day && folded.2 == ctx.snapshot_no
        };
        if let Some(folded) = self.folded.as_ref().filter(fits) {
            return Some(Arc::clone(&folded.3));
        }
        let now = ctx.state(key)?;
        let records: Vec<Arc<Record>> =
            now.entries.iter().map(|entry| Arc::clone(&entry.record)).collect();
        let baseline = ctx.snapshot.plans.baseline(key);
        let rulebook = &ctx.snapshot.rulebook;
        let state =
            Arc::new(fold(key, &records, baseline.as_ref(), rulebook, &AsOf::Business(day)));
        self.folded = Some((key.clone(), day, ctx.snapshot_no, Arc::clone(&state)));
        Some(state)
    }

    /// The line to name a day in.
    pub fn day_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        ui.horizontal(|ui| {
            let label = ui.label(RichText::new(ctx.t("past.as_of")).color(ctx.palette.weak));
            let hint = ctx.t("form.date_hint");
            let edit = TextEdit::singleline(&mut self.typed).desired_width(130.0).hint_text(hint);
            let response = ui.add(edit).labelled_by(label.id);
            let entered =
                response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if ui.button(ctx.t("past.look")).clicked() || entered {
                self.day = parse_day(&self.typed, ctx.today());
            }
        });
    }

    /// Says that the card is of an earlier day, with the way back.
    pub fn banner_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let Some(day) = self.day else { return };
        let mut back = false;
        let frame = Frame::new().fill(ctx.palette.warn_ground).corner_radius(6);
        frame.inner_margin(Margin::symmetric(8, 4)).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                let words = ctx.fill("past.banner", &[("day", &ctx.day(day))]);
                ui.label(RichText::new(words).color(ctx.palette.warn));
                back = ui.button(ctx.t("past.back")).clicked();
            });
        });
        if back {
            self.close();
        }
    }
}

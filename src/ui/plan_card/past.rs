//! Any earlier day of one feature: its card as it stood then. It can be looked at, nothing can be recorded.

use std::sync::Arc;

use egui::{Frame, Margin, RichText, TextEdit, Ui};

use crate::model::{Day, FeatureKey};
use crate::plan::{AsOf, FeatureState, Record, fold};
use crate::session::Snapshot;
use crate::ui::context::UiCtx;
use crate::ui::dates::{long_day_in_words, parse_day_past};
use crate::ui::refused::Refused;

/// The day the card is looked at as of.
#[derive(Debug, Default)]
pub struct Past {
    day: Option<Day>,
    typed: String,
    /// What was folded last, and of which feature and which state of the workspace.
    folded: Option<(FeatureKey, u64, Then)>,
    refused: Refused,
}

/// A feature's plan and the workspace on an earlier day.
#[derive(Clone)]
pub struct Then {
    pub state: Arc<FeatureState>,
    /// The workspace of today, whose days are counted from that day.
    pub snapshot: Arc<Snapshot>,
}

impl std::fmt::Debug for Then {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Then({})", self.snapshot.today)
    }
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

    /// The feature at the end of the day looked at; `None` while it is today that is shown.
    pub fn look(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey) -> Option<Then> {
        let day = self.day?;
        let fits = |folded: &&(FeatureKey, u64, Then)| {
            folded.0 == *key && folded.1 == ctx.snapshot_no && folded.2.snapshot.today == day
        };
        if let Some((_, _, then)) = self.folded.as_ref().filter(fits) {
            return Some(then.clone());
        }
        let now = ctx.state(key)?;
        let records: Vec<Arc<Record>> =
            now.entries.iter().map(|entry| Arc::clone(&entry.record)).collect();
        let baseline = ctx.snapshot.plans.baseline(key);
        let rulebook = &ctx.snapshot.rulebook;
        let state =
            Arc::new(fold(key, &records, baseline.as_ref(), rulebook, &AsOf::Business(day)));
        let snapshot = Arc::new(Snapshot { today: day, read_only: true, ..ctx.snapshot.clone() });
        let then = Then { state, snapshot };
        self.folded = Some((key.clone(), ctx.snapshot_no, then.clone()));
        Some(then)
    }

    /// Something was to be recorded: of an earlier day nothing can be, and the banner says so. Answers whether it is
    /// one that is looked at.
    pub fn refuse(&mut self) -> bool {
        if self.is_open() {
            self.refused.say();
        }
        self.is_open()
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
                self.day = parse_day_past(&self.typed, ctx.snapshot.today);
            }
        });
    }

    /// Says that the card is of an earlier day, with the way back.
    pub fn banner_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let Some(day) = self.day else { return };
        let is_refused = self.refused.is_said(ctx, ui.input(|input| input.time));
        let (ground, ink, key) = match is_refused {
            true => (ctx.palette.bad_ground, ctx.palette.bad, "past.not_here"),
            false => (ctx.palette.warn_ground, ctx.palette.warn, "past.banner"),
        };
        let words = ctx.fill(key, &[("day", &long_day_in_words(day, ctx.lang()))]);
        let mut back = false;
        let frame = Frame::new().fill(ground).corner_radius(6);
        frame.inner_margin(Margin::symmetric(8, 4)).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(words).color(ink));
                back = ui.button(ctx.t("past.back")).clicked();
            });
        });
        if back {
            self.close();
        }
    }
}

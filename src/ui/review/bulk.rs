//! 一起同意: many cases agreed to at once. What the rules would not have is named first, with its reason; each case is
//! an act of its own, and one undo takes all of them back.

use egui::{RichText, ScrollArea};

use super::opinion::Opinions;
use super::queue::{Queue, case_id};
use super::verdict::{self, Way};
use crate::session::{Act, Command, Outcome, Pending, Rehearsed};
use crate::ui::context::{Ticket, UiCtx};
use crate::ui::lines::named_modal;
use crate::ui::shortcuts::{KeyAct, name_of};

/// So many at once: each is judged before any is recorded.
pub const BULK_MAX: usize = 500;

/// The preview of a common verdict.
#[derive(Debug)]
pub struct Bulk {
    cases: Vec<Case>,
    waiting: Option<Ticket>,
    saving: Option<Ticket>,
    problem: Option<String>,
}

#[derive(Debug)]
struct Case {
    id: String,
    pending: Pending,
    /// The act of agreeing, or why there is none.
    act: Result<Act, String>,
}

/// What became of it in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkEnd {
    Open,
    Closed,
}

/// What an answer of the session came to.
pub enum BulkAnswer {
    NotMine,
    Here,
    /// So many were agreed to; these cases are decided.
    Agreed(Vec<String>),
}

impl Bulk {
    /// Asks the session what agreeing to these would do.
    pub fn of(ctx: &UiCtx<'_>, queue: &Queue, ids: &[String], opinions: &mut Opinions) -> Self {
        let cases = ids.iter().take(BULK_MAX).filter_map(|id| queue.find(id));
        let cases: Vec<Case> = cases
            .map(|pending| {
                let id = case_id(pending);
                let opinion = opinions.of(ctx, &id, pending);
                let act = verdict::act(ctx, pending, opinion, Way::Agree);
                Case { id, pending: pending.clone(), act }
            })
            .collect();
        let acts: Vec<Act> = cases.iter().filter_map(|case| case.act.clone().ok()).collect();
        let waiting = (!acts.is_empty()).then(|| ctx.outbox.command(Command::Rehearse(acts)));
        Self { cases, waiting, saving: None, problem: None }
    }

    fn acts(&self) -> Vec<Act> {
        self.cases.iter().filter_map(|case| case.act.clone().ok()).collect()
    }

    /// Records those that may be.
    pub fn record(&mut self, ctx: &UiCtx<'_>) {
        let acts = self.acts();
        if self.waiting.is_none() && self.saving.is_none() && !acts.is_empty() {
            self.saving = Some(ctx.outbox.command(Command::RecordAll(acts)));
        }
    }

    /// Draws the preview over the window.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, egui_ctx: &egui::Context) -> BulkEnd {
        let mut end = BulkEnd::Open;
        let room = egui_ctx.content_rect().size();
        let modal =
            named_modal(egui_ctx, egui::Id::unique("review bulk"), ctx.t("review.bulk_title"))
                .show(egui_ctx, |ui| {
                    ui.set_width((room.x - 120.0).min(760.0));
                    let title = RichText::new(ctx.t("review.bulk_title"));
                    ui.label(title.size(ctx.palette.sizes.heading_points));
                    let may = self.acts().len();
                    let values: [(&str, &dyn std::fmt::Display); 2] =
                        [("n", &may), ("left", &(self.cases.len() - may))];
                    ui.label(RichText::new(ctx.fill("review.bulk_counts", &values)).strong());
                    ScrollArea::vertical().max_height(room.y * 0.55).show(ui, |ui| {
                        for case in &self.cases {
                            case_ui(ctx, ui, case);
                        }
                    });
                    if let Some(problem) = &self.problem {
                        ui.label(RichText::new(problem).color(ctx.palette.bad));
                    }
                    ui.separator();
                    ui.horizontal(|ui| {
                        if self.waiting.is_some() || self.saving.is_some() {
                            ui.label(RichText::new(ctx.t("form.saving")).color(ctx.palette.warn));
                        }
                        let ready = self.waiting.is_none() && self.saving.is_none() && may > 0;
                        let words = ctx.fill("review.bulk_agree", &[("n", &may)]);
                        let words = format!("{words}  {}", name_of(KeyAct::Record));
                        let agree = egui::Button::new(RichText::new(words).strong());
                        if ui.add_enabled(ready, agree).clicked() {
                            self.record(ctx);
                        }
                        if ui.button(ctx.t("review.bulk_close")).clicked() {
                            end = BulkEnd::Closed;
                        }
                    });
                });
        if modal.should_close() && self.saving.is_none() {
            end = BulkEnd::Closed;
        }
        end
    }

    /// Takes an answer of the session.
    pub fn answer(
        &mut self,
        ctx: &UiCtx<'_>,
        ticket: Ticket,
        outcome: &Result<Outcome, String>,
    ) -> BulkAnswer {
        if self.waiting == Some(ticket) {
            self.waiting = None;
            match outcome {
                Ok(Outcome::Rehearsed(rehearsed)) => self.refuse(ctx, rehearsed),
                Ok(_) => {}
                Err(why) => self.problem = Some(why.clone()),
            }
            return BulkAnswer::Here;
        }
        if self.saving != Some(ticket) {
            return BulkAnswer::NotMine;
        }
        self.saving = None;
        match outcome {
            Ok(Outcome::Recorded { .. }) => {
                let agreed = self.cases.iter().filter(|case| case.act.is_ok());
                BulkAnswer::Agreed(agreed.map(|case| case.id.clone()).collect())
            }
            Ok(Outcome::Rehearsed(refused)) => {
                self.refuse(ctx, refused);
                BulkAnswer::Here
            }
            Ok(_) => BulkAnswer::Here,
            Err(why) => {
                self.problem = Some(why.clone());
                BulkAnswer::Here
            }
        }
    }

    /// Those the rules refuse are out, with the reason. Answers stand in the order of the acts that were sent.
    fn refuse(&mut self, ctx: &UiCtx<'_>, rehearsed: &[Rehearsed]) {
        let mut answers = rehearsed.iter().peekable();
        for case in self.cases.iter_mut().filter(|case| case.act.is_ok()) {
            let Some(answer) = answers.next_if(|it| it.feature == case.pending.feature) else {
                continue;
            };
            let Some(refusal) = &answer.refusal else { continue };
            let why: Vec<&str> = refusal.missing.iter().map(|it| ctx.say(&it.message)).collect();
            case.act = Err(why.join("；"));
        }
    }
}

fn case_ui(ctx: &UiCtx<'_>, ui: &mut egui::Ui, case: &Case) {
    let name = ctx.name_of(&case.pending.feature);
    let words = verdict::words_of(ctx, &case.pending, Way::Agree);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = 22.0;
        match &case.act {
            Ok(_) => {
                ui.label(RichText::new(format!("✓ {name}")).color(ctx.palette.good));
                ui.label(RichText::new(words).color(ctx.palette.weak));
            }
            Err(why) => {
                ui.label(RichText::new(format!("× {name}")).color(ctx.palette.bad));
                ui.add(egui::Label::new(why).wrap());
            }
        }
    });
}

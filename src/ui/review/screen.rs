//! What the keys and buttons of the review do on the screen, and what its answers change.

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use super::bulk::{Bulk, BulkAnswer, BulkEnd};
use super::queue::case_id;
use super::remarks::remarks;
use super::verdict::{self, Way};
use super::{ReviewAsk, Saving};
use crate::plan::Role;
use crate::session::{Act, Command, Outcome, Pending};
use crate::ui::context::{Ticket, UiCtx};
use crate::ui::handles::name_pane_handle;
use crate::ui::notices::Tone;
use crate::ui::screen::{AfterWho, Screen};
use crate::ui::shortcuts::KeyAct;
use crate::ui::side_pane::share_points;
use crate::ui::view_state::Middle;

/// Whether this role judges at all: then the count of what waits stands in the top line.
pub fn judges(ctx: &UiCtx<'_>) -> bool {
    ctx.actor.is_some_and(|actor| matches!(actor.role, Role::District | Role::Municipal))
}

impl Screen {
    /// How many cases wait, for the button of those who judge.
    pub(in crate::ui) fn count_review(&mut self, ctx: &UiCtx<'_>) -> Option<usize> {
        let is_shown = self.view.middle == Middle::Review;
        if !judges(ctx) && !is_shown {
            return None;
        }
        self.review.refresh(ctx);
        Some(self.review.count())
    }

    /// The review in the place of list, map and card.
    pub(in crate::ui) fn review_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, now_s: f64) {
        self.review.queue.refresh_shown(ctx, &self.view.review, &self.list.rows);
        let pending = self.review.open_case(&self.view);
        let open = pending.as_ref().map(case_id);
        self.view.review.open.clone_from(&open);
        if let Some(pending) = &pending {
            // Card, forms and map follow the case.
            if self.view.selected.as_deref() != Some(pending.feature.as_str()) {
                self.select(ctx, &pending.feature);
            }
        }
        let mut ask = None;
        let frame = Frame::new().fill(ctx.palette.panel).inner_margin(Margin::symmetric(8, 5));
        Panel::top("review top").frame(frame).show(ui, |ui| {
            ask = self.review.top_ui(ctx, ui, &mut self.view);
        });
        let roomy = ctx.palette.sizes.body_points / 15.0;
        let width = share_points(ui.available_width(), 0.18, 270.0 * roomy, 380.0 * roomy);
        let width = width.min(ui.available_width() * 0.3);
        Panel::left("review queue").frame(frame).default_size(width).show(ui, |ui| {
            let rows = &self.list.rows;
            let wish = self.review.left_ui(ctx, ui, rows, open.as_deref());
            ask = ask.take().or(wish);
        });
        name_pane_handle(ui, "review queue", ctx.t("handle.queue"));
        self.review.card_beside = false;
        if let Some(pending) = &pending {
            let has_form = self.forms.top().is_some_and(|form| form.feature == pending.feature);
            let card_beside = self.view.review.card_shown || has_form || self.field.is_open();
            self.review.card_beside = card_beside;
            if card_beside {
                let width = (400.0 * roomy).min(ui.available_width() * 0.5);
                Panel::right("review card").frame(frame).default_size(width).show(ui, |ui| {
                    match self.field.is_open() {
                        true => self.field_pane_ui(ctx, ui, now_s),
                        false => self.right_ui(ctx, ui, &pending.feature, now_s),
                    }
                });
                name_pane_handle(ui, "review card", ctx.t("handle.card"));
            }
        }
        let ground = Frame::new().fill(ctx.palette.ground);
        CentralPanel::no_frame().frame(ground).show(ui, |ui| match &pending {
            Some(pending) => {
                let (rows, pictures) = (&self.list.rows, &mut self.card.pictures);
                let wish = self.review.case_ui(ctx, ui, &mut self.view, rows, pending, pictures);
                ask = ask.take().or(wish);
            }
            None => self.review.empty_ui(ctx, ui, &mut self.view),
        });
        self.review.opinions.keep(ctx, now_s);
        if let Some(bulk) = &mut self.review.bulk
            && bulk.ui(ctx, ui.ctx()) == BulkEnd::Closed
        {
            self.review.bulk = None;
        }
        if let Some(ask) = ask {
            self.review_ask(ctx, ask);
        }
    }

    pub(in crate::ui) fn review_ask(&mut self, ctx: &UiCtx<'_>, ask: ReviewAsk) {
        self.review.problem = None;
        match ask {
            ReviewAsk::Open(id) => self.view.review.open = Some(id),
            ReviewAsk::Agree => self.judge(ctx, Way::Agree),
            ReviewAsk::Return => self.judge(ctx, Way::Return),
            ReviewAsk::Leave => self.review_go(ctx, 1),
            ReviewAsk::Go(places) => self.review_go(ctx, places),
            ReviewAsk::Remark(words) => {
                if let Some(pending) = self.review.open_case(&self.view) {
                    let id = case_id(&pending);
                    self.review.opinions.of(ctx, &id, &pending).remark(&words);
                }
            }
            ReviewAsk::HandTo(name) => {
                let Some(pending) = self.review.open_case(&self.view) else { return };
                let act = verdict::handed_on(ctx, &pending, &name);
                let done = ctx.fill("review.handed", &[("who", &name)]);
                self.send_verdict(ctx, &pending, act, done);
            }
            ReviewAsk::Bulk => self.review_bulk(ctx),
            ReviewAsk::ShowOnMap => {
                let Some(pending) = self.review.open_case(&self.view) else { return };
                self.view.middle = Middle::Map;
                self.map.show(ctx, &pending.feature);
            }
            ReviewAsk::Card => self.view.review.card_shown = !self.view.review.card_shown,
            ReviewAsk::Close => self.view.middle = Middle::Map,
        }
    }

    /// A key that the review takes for itself; `false` where it is not shown.
    pub(in crate::ui) fn review_act(&mut self, ctx: &UiCtx<'_>, act: KeyAct) -> bool {
        if self.view.middle != Middle::Review {
            return false;
        }
        // What lies over it takes its keys.
        if let Some(bulk) = &mut self.review.bulk {
            if act == KeyAct::Record {
                bulk.record(ctx);
            }
            return matches!(act, KeyAct::Record | KeyAct::Escape | KeyAct::Return);
        }
        if self.review.viewer.is_some() && act == KeyAct::Escape {
            return true;
        }
        let is_free = !self.forms.is_open() && !self.field.is_open();
        let ask = match act {
            KeyAct::Record if is_free => ReviewAsk::Agree,
            KeyAct::Return if is_free => ReviewAsk::Return,
            KeyAct::NextTodo => ReviewAsk::Go(1),
            KeyAct::LastTodo => ReviewAsk::Go(-1),
            KeyAct::Remark(_) if !ctx.may_record() => {
                self.refuse_to_record(ctx);
                return true;
            }
            KeyAct::Remark(nth) => match remarks(ctx).into_iter().nth(nth) {
                Some(words) => ReviewAsk::Remark(words),
                None => return true,
            },
            KeyAct::Escape if is_free && self.view.review.card_shown => ReviewAsk::Card,
            KeyAct::Escape if is_free => ReviewAsk::Close,
            KeyAct::Tab(_) if is_free => {
                self.view.review.card_shown = true;
                return false;
            }
            _ => return false,
        };
        self.review_ask(ctx, ask);
        true
    }

    /// Somebody else sits down: what was said to, and marked by, the one before is put away; who judges nothing goes
    /// back to the map.
    pub(in crate::ui) fn review_changes_hands(&mut self, ctx: &UiCtx<'_>) {
        self.review.problem = None;
        self.review.marked.clear();
        self.review.bulk = None;
        if self.view.middle == Middle::Review && !judges(ctx) {
            self.view.middle = Middle::Map;
        }
    }

    fn review_go(&mut self, ctx: &UiCtx<'_>, places: isize) {
        let Some(id) = self.view.review.open.clone() else { return };
        match self.review.neighbour(&id, places) {
            Some(next) => {
                self.view.review.open = Some(next);
                self.review.scroll_wanted = true;
            }
            None => self.notices.add(Tone::Plain, ctx.t("review.no_more")),
        }
    }

    /// Whether a verdict can be recorded by who is here, now; asks who that is where it is not known.
    fn may_judge_now(&mut self, ctx: &UiCtx<'_>, then: AfterWho) -> bool {
        if ctx.snapshot.read_only {
            self.refuse_to_record(ctx);
            return false;
        }
        if !self.knows_who(ctx) {
            self.after_who = Some(then);
            self.ask_who(ctx);
            return false;
        }
        true
    }

    pub(in crate::ui) fn judge(&mut self, ctx: &UiCtx<'_>, way: Way) {
        let Some(pending) = self.review.open_case(&self.view) else { return };
        if self.review.saving.is_some() || !self.may_judge_now(ctx, AfterWho::Judge(way)) {
            return;
        }
        let id = case_id(&pending);
        let opinion = self.review.opinions.of(ctx, &id, &pending);
        match verdict::act(ctx, &pending, opinion, way) {
            Ok(act) => {
                let words = verdict::words_of(ctx, &pending, way);
                let name = ctx.name_of(&pending.feature);
                let done = ctx.fill("review.done", &[("what", &words), ("name", &name)]);
                self.send_verdict(ctx, &pending, act, done);
            }
            Err(problem) => self.review.problem = Some(problem),
        }
    }

    fn send_verdict(&mut self, ctx: &UiCtx<'_>, pending: &Pending, act: Act, done: String) {
        let id = case_id(pending);
        let next = self.review.neighbour(&id, 1).or_else(|| self.review.neighbour(&id, -1));
        let ticket = ctx.outbox.command(Command::Record(act));
        self.review.saving = Some(Saving { ticket, id, done, next });
    }

    pub(in crate::ui) fn review_bulk(&mut self, ctx: &UiCtx<'_>) {
        if !self.may_judge_now(ctx, AfterWho::JudgeAll) {
            return;
        }
        let review = &mut self.review;
        let shown = review.queue.shown().map(|case| &case.id);
        let ids: Vec<String> = shown.filter(|id| review.marked.contains(*id)).cloned().collect();
        if !ids.is_empty() {
            review.bulk = Some(Bulk::of(ctx, &review.queue, &ids, &mut review.opinions));
        }
    }

    /// Takes an answer that the review waits for; `false` if it does not.
    pub(in crate::ui) fn review_answer(
        &mut self,
        ctx: &UiCtx<'_>,
        ticket: Ticket,
        outcome: &Result<Outcome, String>,
    ) -> bool {
        if let Some(bulk) = &mut self.review.bulk {
            match bulk.answer(ctx, ticket, outcome) {
                BulkAnswer::NotMine => {}
                BulkAnswer::Here => return true,
                BulkAnswer::Agreed(ids) => {
                    self.review.bulk = None;
                    for id in &ids {
                        self.review.marked.remove(id);
                        self.review.opinions.forget(ctx, id);
                    }
                    let words = ctx.fill("review.bulk_done", &[("n", &ids.len())]);
                    self.notices.add(Tone::Good, words);
                    return true;
                }
            }
        }
        let Some(saving) = self.review.saving.take_if(|saving| saving.ticket == ticket) else {
            return false;
        };
        match outcome {
            Ok(Outcome::Recorded { .. }) => {
                self.review.opinions.forget(ctx, &saving.id);
                self.review.marked.remove(&saving.id);
                self.view.review.open = saving.next;
                self.review.scroll_wanted = true;
                self.notices.add(Tone::Good, saving.done);
            }
            Ok(Outcome::Refused(refusal)) => {
                let why: Vec<&str> =
                    refusal.missing.iter().map(|missing| ctx.say(&missing.message)).collect();
                self.review.problem = Some(why.join("；"));
            }
            Ok(_) => {}
            Err(why) => self.review.problem = Some(ctx.fill("notice.failed", &[("why", why)])),
        }
        true
    }
}

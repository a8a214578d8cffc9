//! 待审: what waits for a verdict, one case at a time: asked for, looked at, agreed to or sent back.
//!
//! Queue on the left, evidence in the middle, the verdict's needs and the remarks on the right. It takes the place of
//! list, map and card; nothing here changes data.

mod bulk;
mod changes;
mod foot;
mod gate;
mod look;
mod opinion;
mod photos;
mod queue;
mod remarks;
mod rows;
mod screen;
mod verdict;

use std::collections::BTreeSet;

use egui::{CentralPanel, Frame, Label, Margin, Panel, RichText, Ui};

use self::bulk::{BULK_MAX, Bulk};
use self::changes::KnownChanges;
use self::foot::{FootAsk, foot_ui};
use self::gate::{Gate, GateAsk, Standing};
use self::look::{Look, LookAsk};
use self::opinion::Opinions;
use self::queue::{Queue, case_id};
use self::remarks::Remarks;
use self::rows::RowAsk;
pub use self::verdict::Way;
use super::context::{Ticket, UiCtx};
use super::handles::name_pane_handle;
use super::plan_card::{Pictures, Viewer, Viewing};
use super::side_pane::share_points;
use super::view_state::ViewState;
use super::work_rows::WorkRows;
use crate::session::{Pending, Verdicts};

/// The review as it stands between frames.
#[derive(Debug, Default)]
pub struct Review {
    queue: Queue,
    opinions: Opinions,
    changes: KnownChanges,
    remarks: Remarks,
    viewer: Option<Viewer>,
    /// Cases chosen for one common verdict, by id.
    marked: BTreeSet<String>,
    bulk: Option<Bulk>,
    saving: Option<Saving>,
    /// Why the last verdict was not recorded.
    problem: Option<String>,
    scroll_wanted: bool,
    /// Card or form stand in the place of the verdict's needs.
    card_beside: bool,
}

/// A verdict on its way to the disk.
#[derive(Debug)]
struct Saving {
    ticket: Ticket,
    /// The case that is being decided.
    id: String,
    /// What is said once it is.
    done: String,
    /// The one to go on with.
    next: Option<String>,
}

/// What a person asked for on the review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewAsk {
    Open(String),
    Agree,
    Return,
    Leave,
    /// One place down the queue, or up.
    Go(isize),
    HandTo(String),
    Remark(String),
    Bulk,
    ShowOnMap,
    Card,
    Close,
}

impl Review {
    /// Works out what waits; call each frame while anybody looks at it or its count.
    pub fn refresh(&mut self, ctx: &UiCtx<'_>) {
        self.queue.refresh(ctx);
    }

    /// How many cases wait for who is here.
    pub const fn count(&self) -> usize {
        self.queue.count_for_me()
    }

    /// What who is here has decided today.
    pub fn today(&self) -> Verdicts {
        self.queue.today
    }

    /// The case on the screen: the one that was opened, while it is shown, else the first that is.
    fn open_case(&self, view: &ViewState) -> Option<Pending> {
        // What is not shown is not judged by a key: the heading that was chosen says what is.
        let named = view.review.open.as_deref().filter(|id| self.queue.shown_place(id).is_some());
        let named = named.and_then(|id| self.queue.find(id));
        let first = || self.queue.shown_at(0).map(|case| &case.pending);
        named.or_else(first).cloned()
    }

    /// The case that stands so many places after this one in what is shown.
    fn neighbour(&self, id: &str, places: isize) -> Option<String> {
        let next = self.queue.shown_place(id)?.checked_add_signed(places)?;
        self.queue.shown_at(next).map(|case| case.id.clone())
    }

    /// Draws the first line: headings, what is shown of them, and how far one is.
    fn top_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) -> Option<ReviewAsk> {
        use super::shortcuts::{KeyAct, name_of};
        let mut ask = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            rows::desks_ui(ctx, ui, &mut view.review, &self.queue);
            ui.separator();
            rows::narrow_ui(ctx, ui, &mut view.review, &self.queue);
            ui.separator();
            if ui
                .button(format!("{} {}", ctx.t("review.last"), name_of(KeyAct::LastTodo)))
                .clicked()
            {
                ask = Some(ReviewAsk::Go(-1));
            }
            if ui
                .button(format!("{} {}", ctx.t("review.next"), name_of(KeyAct::NextTodo)))
                .clicked()
            {
                ask = Some(ReviewAsk::Go(1));
            }
            let today = self.today();
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("agreed", &today.agreed), ("returned", &today.returned)];
            if ctx.may_record() {
                let words = RichText::new(ctx.fill("review.today", &values));
                ui.add(Label::new(words.color(ctx.palette.weak)).extend());
            }
            if ui.button(ctx.t("table.to_map")).clicked() {
                ask = Some(ReviewAsk::Close);
            }
        });
        ask
    }

    fn left_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        list: &WorkRows,
        open: Option<&str>,
    ) -> Option<ReviewAsk> {
        let queue = &self.queue;
        self.marked.retain(|id| queue.find(id).is_some());
        let mut ask = None;
        Panel::bottom("review marks").frame(Frame::NONE).show_separator_line(false).show(
            ui,
            |ui| {
                ui.horizontal_wrapped(|ui| {
                    let words =
                        if self.marked.is_empty() { "review.mark_all" } else { "review.mark_none" };
                    if queue.shown_count() > 0 && ui.button(ctx.t(words)).clicked() {
                        let alone = queue.shown().filter(|one| verdict::agrees_alone(&one.pending));
                        let ids = alone.map(|case| case.id.clone()).take(BULK_MAX);
                        match self.marked.is_empty() {
                            true => self.marked.extend(ids),
                            false => self.marked.clear(),
                        }
                    }
                    if !self.marked.is_empty() {
                        let words = ctx.fill("review.bulk", &[("n", &self.marked.len())]);
                        if ui.button(RichText::new(words).strong()).clicked() {
                            ask = Some(ReviewAsk::Bulk);
                        }
                    }
                });
            },
        );
        CentralPanel::no_frame().show(ui, |ui| {
            let scroll = std::mem::take(&mut self.scroll_wanted);
            let rows = rows::rows_ui(ctx, ui, queue, open, &mut self.marked, list, scroll);
            if let Some(RowAsk::Open(id)) = rows {
                ask = Some(ReviewAsk::Open(id));
            }
        });
        ask
    }

    /// Nothing waits: what was done today.
    fn empty_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) {
        ui.add_space(24.0);
        if !self.queue.is_ready() {
            ui.label(RichText::new(ctx.t("table.working_first")).color(ctx.palette.weak));
            return;
        }
        let left = self.count();
        let today = self.today();
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("agreed", &today.agreed), ("returned", &today.returned)];
        let words = match left {
            0 => ctx.fill("review.all_done", &values),
            left => ctx.fill("review.none_here", &[("n", &left)]),
        };
        ui.vertical_centered(|ui| {
            ui.add(Label::new(RichText::new(words).size(ctx.palette.sizes.heading_points)).wrap());
            if left > 0 && ui.button(ctx.t("review.show_all")).clicked() {
                view.review.desk = None;
                view.review.district.clear();
                view.review.complete_only = false;
            }
        });
    }

    /// Draws one case: middle and foot, and the right side where the card does not stand there.
    fn case_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        view: &mut ViewState,
        list: &WorkRows,
        pending: &Pending,
        pictures: &mut Pictures,
    ) -> Option<ReviewAsk> {
        let state = ctx.state(&pending.feature)?.as_ref();
        let id = case_id(pending);
        let changes = self.changes.of(ctx, &pending.feature, state);
        let opinion = self.opinions.of(ctx, &id, pending);
        let standing = Standing::of(ctx, pending, opinion);
        let mut ask = None;
        let frame = Frame::new().fill(ctx.palette.panel).inner_margin(Margin::same(8));
        Panel::bottom("review foot").frame(frame).show(ui, |ui| {
            if let Some(problem) = &self.problem {
                ui.add(Label::new(RichText::new(problem).color(ctx.palette.bad)).wrap());
            }
            if self.saving.is_some() {
                ui.label(RichText::new(ctx.t("form.saving")).color(ctx.palette.warn));
                return;
            }
            ask = foot_ui(ctx, ui, pending, opinion, &standing).map(|foot| match foot {
                FootAsk::Agree => ReviewAsk::Agree,
                FootAsk::Return => ReviewAsk::Return,
                FootAsk::Leave => ReviewAsk::Leave,
            });
        });
        if !self.card_beside {
            let roomy = ctx.palette.sizes.body_points / 15.0;
            let width = share_points(ui.available_width(), 0.26, 330.0 * roomy, 460.0 * roomy);
            let width = width.min(ui.available_width() * 0.45);
            Panel::right("review gate").frame(frame).default_size(width).show(ui, |ui| {
                let gate = Gate { pending, state, standing: &standing, queue: &self.queue };
                let wish = gate.ui(ctx, ui, opinion, &mut self.remarks, &mut self.viewer);
                ask = ask.take().or(wish.map(|wish| match wish {
                    GateAsk::Remark(words) => ReviewAsk::Remark(words),
                    GateAsk::HandTo(name) => ReviewAsk::HandTo(name),
                }));
            });
            name_pane_handle(ui, "review gate", ctx.t("handle.gate"));
        }
        CentralPanel::default_margins().show(ui, |ui| {
            let look = Look { pending, state, changes: &changes };
            let review = &mut view.review;
            let wish = look.ui(ctx, ui, review, list, opinion, pictures, &mut self.viewer);
            ask = ask.take().or(wish.map(|wish| match wish {
                LookAsk::ShowOnMap => ReviewAsk::ShowOnMap,
                LookAsk::Card => ReviewAsk::Card,
            }));
        });
        if let Some(viewer) = &mut self.viewer
            && let Viewing::Ends | Viewing::Form(_) =
                viewer.ui(ctx, ui.ctx(), &pending.feature, state, pictures)
        {
            self.viewer = None;
        }
        ask
    }
}

//! The right pane while something of the field is typed: head, rows, problems, and the way to the disk.

use egui::{Button, Frame, Id, Label, Margin, RichText, Ui};
use serde::{Deserialize, Serialize};

use super::bulk::BulkForm;
use super::find::{Around, FindForm};
use super::keep::{Keeper, left_open, waiting};
use super::moving::MoveForm;
use super::patrol::PatrolForm;
use super::preview::Preview;
use crate::map::{MapMark, MapSketch, MapTool, ToolAnswer};
use crate::model::FeatureKey;
use crate::session::{Command, Outcome, Recording};
use crate::ui::context::{Ticket, UiCtx};
use crate::ui::forms::FormUi;
use crate::ui::forms::place_line::metres_in_words;
use crate::ui::pane_parts::{Part, pane_parts_ui};
use crate::ui::shortcuts::{KeyAct, name_of};
use crate::ui::work_order::metres;

/// What is being done in the field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    Find(FindForm),
    Move(MoveForm),
    Patrol(PatrolForm),
    Bulk(BulkForm),
}

impl Work {
    /// The row that is typed in first: where the keyboard stood before, a key would press something of another pane.
    fn first_row(&self) -> Option<&'static str> {
        match self {
            Self::Find(_) | Self::Move(_) => Some("place"),
            Self::Patrol(_) => Some("with"),
            Self::Bulk(_) => None,
        }
    }
}

/// The work in the right pane, if there is any.
#[derive(Debug, Default)]
pub struct Field {
    pub(super) work: Option<Work>,
    keeper: Keeper,
    around: Around,
    preview: Preview,
    saving: Option<Ticket>,
    problem: Option<String>,
    /// What was typed when it was said.
    problem_of: Option<Work>,
    /// The row that is to get the keyboard.
    wanted_focus: Option<String>,
}

/// What the map shows for the work in the pane.
#[derive(Clone, Debug, PartialEq)]
pub struct OnMap {
    pub tool: MapTool,
    pub mark: Option<MapMark>,
    pub sketch: Option<MapSketch>,
}

/// What a person wants of the pane.
#[derive(Clone, Debug, PartialEq)]
pub enum PaneAsk {
    Record,
    /// Put away; the draft stays.
    Close,
    /// Thrown away.
    Drop,
    /// It is this known one.
    Instead(FeatureKey),
}

/// What an answer of the session came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Answered {
    /// A preview, or a refusal: it stands in the pane.
    Here,
    Found(FeatureKey),
    Moved(FeatureKey),
    Patrolled(usize),
    /// One change on so many.
    /// So many of these were changed; what else is marked waits for the next time.
    Changed(usize, Vec<FeatureKey>),
}

impl Field {
    pub fn is_open(&self) -> bool {
        self.work.is_some()
    }

    /// Takes work up; where a draft of the same waits, goes on with that.
    pub(super) fn open(&mut self, ctx: &UiCtx<'_>, work: Work) {
        let work = match &work {
            // A patrol is of those chosen now, whatever waited.
            Work::Patrol(_) | Work::Bulk(_) => work,
            _ => waiting(ctx, &work).unwrap_or(work),
        };
        let wanted_focus = work.first_row().map(str::to_owned);
        self.take_up(work);
        self.wanted_focus = wanted_focus;
    }

    /// Goes on with what was on the screen when the window closed.
    pub fn restore(&mut self, ctx: &UiCtx<'_>) {
        if let Some(work) = left_open(ctx) {
            self.take_up(work);
        }
    }

    fn take_up(&mut self, work: Work) {
        *self = Self::default();
        self.keeper.begin(&work);
        self.work = Some(work);
    }

    /// Puts the work away with its draft.
    pub fn put_away(&mut self, ctx: &UiCtx<'_>) {
        if self.saving.is_none()
            && let Some(work) = self.work.take()
        {
            self.keeper.put_away(ctx, &work);
        }
    }

    fn throw_away(&mut self, ctx: &UiCtx<'_>) {
        if let Some(work) = self.work.take() {
            self.keeper.drop(ctx, &work);
        }
    }

    /// Takes what a tool did on the map: a place, a corner.
    pub fn take(&mut self, answer: &ToolAnswer) {
        match (self.work.as_mut(), answer) {
            (Some(Work::Find(form)), answer) => form.take(answer),
            (Some(Work::Move(form)), ToolAnswer::Placed(at)) => form.place.put(*at),
            _ => {}
        }
    }

    /// What the map is to show for it: which tool, and what is decided on.
    pub fn on_map(&self, ctx: &UiCtx<'_>) -> Option<OnMap> {
        match self.work.as_ref()? {
            Work::Find(form) => Some(form.on_map(ctx)),
            Work::Move(form) => {
                let from = form.from(ctx);
                let at = form.place.at().or(from);
                let mark = at.map(|at| {
                    let far = from.map_or(0.0, |from| metres(from, at));
                    let words = metres_in_words(far);
                    MapMark { at, from, label: ctx.fill("field.moves", &[("far", &words)]) }
                });
                Some(OnMap { tool: MapTool::Place, mark, sketch: None })
            }
            Work::Patrol(_) | Work::Bulk(_) => None,
        }
    }

    /// Draws the pane.
    pub(super) fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, now_s: f64) -> Option<PaneAsk> {
        let mut ask = None;
        let mut work = self.work.take()?;
        self.judge_again(ctx, &work);
        pane_parts_ui(ctx, ui, "field", Id::unique("field"), |part, ui| match part {
            Part::Head => {
                head_ui(ctx, ui, &work);
                ui.separator();
            }
            Part::Middle => {
                ui.add_enabled_ui(self.saving.is_none(), |ui| {
                    let mut form = FormUi::new(ctx, self.wanted_focus.take());
                    match &mut work {
                        Work::Find(find) => {
                            let instead = find.rows_ui(&mut form, ui, &mut self.around);
                            ask = instead.map(PaneAsk::Instead).or(ask.take());
                        }
                        Work::Move(moving) => {
                            moving.rows_ui(&mut form, ui, &mut self.around.doubts);
                        }
                        Work::Patrol(patrol) => patrol.rows_ui(&mut form, ui, &mut self.preview),
                        Work::Bulk(bulk) => bulk.rows_ui(&mut form, ui, &mut self.preview),
                    }
                    self.wanted_focus = form.wanted_focus;
                });
            }
            Part::Foot => ask = self.foot_ui(ctx, ui, &work).or(ask.take()),
        });
        if self.saving.is_none() {
            self.keeper.keep(ctx, &work, now_s);
        }
        self.work = Some(work);
        ask
    }

    /// What stands against the work is judged anew once something else is typed or placed.
    fn judge_again(&mut self, ctx: &UiCtx<'_>, work: &Work) {
        if self.problem.is_none() || self.problem_of.as_ref() == Some(work) {
            return;
        }
        // It was said of what stands here now, or of what stood here before.
        if self.problem_of.replace(work.clone()).is_some() {
            self.problem = match work {
                Work::Find(form) => form.act(ctx).err(),
                Work::Move(form) => form.act(ctx).err(),
                Work::Patrol(_) | Work::Bulk(_) => None,
            };
        }
        if self.problem.is_none() {
            self.problem_of = None;
        }
    }

    fn foot_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, work: &Work) -> Option<PaneAsk> {
        if let Some(problem) = &self.problem {
            let ground = Frame::new().fill(ctx.palette.bad_ground).corner_radius(6);
            ground.inner_margin(Margin::same(8)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.add(Label::new(RichText::new(problem).color(ctx.palette.bad)).wrap());
                ui.label(RichText::new(ctx.t("form.kept")).small().color(ctx.palette.weak));
            });
        }
        if self.saving.is_some() {
            ui.label(RichText::new(ctx.t("form.saving")).color(ctx.palette.warn));
            return None;
        }
        let mut ask = None;
        ui.horizontal_wrapped(|ui| {
            let words = match work {
                Work::Find(_) => ctx.t("field.record_new"),
                Work::Move(_) => ctx.t("field.record_move"),
                Work::Patrol(_) => ctx.t("patrol.record"),
                Work::Bulk(_) => ctx.t("bulk.record"),
            };
            let words = format!("{words}  {}", name_of(KeyAct::Record));
            if ui.add(Button::new(RichText::new(words).strong())).clicked() {
                ask = Some(PaneAsk::Record);
            }
            let close = if ctx.is_low(ui.ctx()) { "form.close_short" } else { "form.close" };
            if ui.button(format!("{}  Esc", ctx.t(close))).clicked() {
                ask = Some(PaneAsk::Close);
            }
            if ui.button(ctx.t("draft.drop")).clicked() {
                ask = Some(PaneAsk::Drop);
            }
        });
        ask
    }

    /// Throws the work away for a known feature, or because it is not wanted.
    pub(super) fn drop_work(&mut self, ctx: &UiCtx<'_>) {
        self.throw_away(ctx);
        self.problem = None;
    }

    /// Sends what was typed, or says what is still wanted.
    pub(in crate::ui) fn record(&mut self, ctx: &UiCtx<'_>) {
        if self.saving.is_some() {
            return;
        }
        let Some(work) = &self.work else { return };
        self.problem_of = None;
        let recording = match work {
            Work::Find(form) => form.act(ctx).map(Recording::One),
            Work::Move(form) => form.act(ctx).map(Recording::One),
            Work::Patrol(form) => form.acts(ctx, &self.preview).map(Recording::All),
            Work::Bulk(form) => form.acts(ctx, &self.preview).map(Recording::All),
        };
        match recording {
            Ok(recording) => {
                self.problem = None;
                let after = Keeper::after(work);
                let command = Command::RecordFrom { recording, after };
                self.saving = Some(ctx.outbox.command(command));
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Takes an answer of the session; `None` if nothing here waits for it.
    pub(super) fn answer(
        &mut self,
        ctx: &UiCtx<'_>,
        ticket: Ticket,
        outcome: &Result<Outcome, String>,
    ) -> Option<Answered> {
        let rehearsed = match outcome {
            Ok(Outcome::Rehearsed(rehearsed)) => Some(rehearsed.clone()),
            _ => None,
        };
        if self.preview.take(ticket, rehearsed.clone()) {
            return Some(Answered::Here);
        }
        if self.saving != Some(ticket) {
            return None;
        }
        self.saving = None;
        let said = |missing: &[crate::plan::Missing]| {
            let words: Vec<&str> = missing.iter().map(|one| ctx.say(&one.message)).collect();
            words.join("；")
        };
        match outcome {
            Err(why) => self.problem = Some(why.clone()),
            Ok(Outcome::Refused(refusal)) => self.problem = Some(said(&refusal.missing)),
            Ok(Outcome::Rehearsed(refused)) => {
                let why = refused.iter().filter_map(|one| {
                    let missing = &one.refusal.as_ref()?.missing;
                    Some(format!("{}：{}", ctx.name_of(&one.feature), said(missing)))
                });
                self.problem = Some(why.collect::<Vec<_>>().join("；"));
            }
            Ok(Outcome::Recorded { records }) => {
                let feature = records.first().and_then(|record| record.feature.clone());
                let features: std::collections::BTreeSet<_> =
                    records.iter().filter_map(|record| record.feature.as_ref()).collect();
                let answered = match (&self.work, feature) {
                    (Some(Work::Find(_)), Some(feature)) => Answered::Found(feature),
                    (Some(Work::Move(_)), Some(feature)) => Answered::Moved(feature),
                    (Some(Work::Bulk(form)), _) => {
                        let asked = form.keys.iter().filter_map(|key| FeatureKey::parse(key));
                        Answered::Changed(features.len(), asked.collect())
                    }
                    _ => Answered::Patrolled(features.len()),
                };
                self.work = None;
                self.keeper.recorded();
                return Some(answered);
            }
            Ok(_) => {}
        }
        Some(Answered::Here)
    }
}

fn head_ui(ctx: &UiCtx<'_>, ui: &mut Ui, work: &Work) {
    let (title, about) = match work {
        Work::Find(form) => {
            let kind = ctx.kind_name(&form.kind());
            (&*ctx.fill("field.find_title", &[("kind", &kind)]), String::new())
        }
        Work::Move(form) => {
            let key = FeatureKey::parse(&form.feature);
            (ctx.t("field.move_title"), key.map(|key| ctx.name_of(&key)).unwrap_or_default())
        }
        Work::Patrol(form) => {
            (ctx.t("patrol.title"), ctx.fill("list.marked", &[("n", &form.keys.len())]))
        }
        Work::Bulk(form) => {
            let all = form.keys.len() + form.beyond;
            (ctx.t("bulk.title"), ctx.fill("list.marked", &[("n", &all)]))
        }
    };
    ui.add(Label::new(RichText::new(title).size(ctx.palette.sizes.heading_points)).wrap());
    if !about.is_empty() {
        ui.add(Label::new(RichText::new(about).color(ctx.palette.weak)).truncate());
    }
}

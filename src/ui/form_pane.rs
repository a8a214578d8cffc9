//! The form on the right: its rows, what it still wants as links, and the way to the disk.
//!
//! Forms stack: a link opens another form over this one, and recording that one comes back here.

use egui::{Button, Id, Label, RichText, Ui};

use super::context::{Ticket, UiCtx};
use super::form_refusal::{in_the_way, refusal_ui};
use super::forms::{Content, OpenForm, Phase, Problem, RowPictures, SETTLE_FRAMES};
use super::full_disk::{full_disk_ui, is_unstored};
use super::holding::FormFiles;
use super::lines::{task_link, words_ui};
use super::pane_parts::{Part, pane_parts_ui};
use super::plan_card::{CardAsk, Picture, PictureSize, Pictures, time_in_words};
use super::shortcuts::{KeyAct, name_of};
use super::silent_photos::silent_photos_ui;
use super::theme::HEADING_POINTS;
use super::view_state::ViewState;
use crate::model::FeatureKey;
use crate::plan::{Body, FeatureState, Filed, Missing, Photo};
use crate::session::{Command, Outcome};

const OBJECTED_POINTS: egui::Vec2 = egui::vec2(150.0, 110.0);

#[derive(Debug, Default)]
pub struct FormPane {
    /// The last one is on the screen.
    stack: Vec<OpenForm>,
    /// Counts the openings.
    opened: u64,
    live: LiveCheck,
    /// The last word of the disk: it has no room for what is typed.
    pub disk_is_full: bool,
    pub files: FormFiles,
}

/// What a step still wants as typed so far: judged anew when something was typed or recorded.
#[derive(Debug, Default)]
struct LiveCheck {
    of: Option<(u64, Option<crate::plan::Actor>, String)>,
    missing: Vec<Missing>,
}

/// What happened to the form in this frame.
#[derive(Debug)]
pub enum FormAsk {
    Record,
    /// Put away; its draft stays.
    Close,
    /// A link to another form, or to the person's dialog.
    Card(CardAsk),
    /// The disk takes nothing: the workspace is to go on on another.
    Elsewhere,
    /// The disk is full: what can be thrown away is to go.
    ClearRoom,
}

/// What an answer of the session did to the forms.
#[derive(Debug, PartialEq, Eq)]
pub enum Recorded {
    /// On the disk; the form is gone.
    Done { feature: FeatureKey, form: &'static str },
    /// The form is still there, with the reason.
    StillOpen,
}

impl FormPane {
    pub fn top(&self) -> Option<&OpenForm> {
        self.stack.last()
    }

    pub fn top_mut(&mut self) -> Option<&mut OpenForm> {
        self.stack.last_mut()
    }

    pub fn all(&self) -> impl Iterator<Item = &OpenForm> {
        self.stack.iter()
    }

    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut OpenForm> {
        self.stack.iter_mut()
    }

    /// The open form with this draft, be it under others.
    pub fn named_mut(&mut self, draft_id: &str) -> Option<&mut OpenForm> {
        self.stack.iter_mut().find(|form| form.draft_id() == draft_id)
    }

    pub fn is_open(&self) -> bool {
        !self.stack.is_empty()
    }

    /// Opens a form over the others. The same form is not opened twice: where it is open, the keyboard stays in its row.
    pub fn open(&mut self, mut form: OpenForm) {
        let id = form.draft_id();
        match self.stack.iter().position(|open| open.draft_id() == id) {
            Some(idx) => self.stack.truncate(idx + 1),
            None => {
                self.opened += 1;
                form.opening_no = self.opened;
                self.stack.push(form);
            }
        }
    }

    /// Puts the form on the screen away, keeping its draft.
    pub fn close(&mut self, ctx: &UiCtx<'_>) {
        if self.top().is_some_and(OpenForm::is_saving) {
            return;
        }
        if let Some(mut form) = self.stack.pop() {
            form.keep_draft_now(ctx);
        }
    }

    /// Puts all forms away: another feature was chosen.
    pub fn close_all(&mut self, ctx: &UiCtx<'_>) {
        self.keep_drafts_now(ctx);
        self.stack.retain(OpenForm::is_saving);
    }

    /// Sends what was typed into all forms as their drafts; they stay open.
    pub fn keep_drafts_now(&mut self, ctx: &UiCtx<'_>) {
        for form in &mut self.stack {
            form.keep_draft_now(ctx);
        }
    }

    /// The forms as they stand, to go on with them in another workspace.
    pub fn take(&mut self) -> Vec<OpenForm> {
        std::mem::take(&mut self.stack)
    }

    /// Goes on with forms of another workspace: nothing of them is in this one yet.
    pub fn bring(&mut self, forms: Vec<OpenForm>) {
        self.stack.clear();
        forms.into_iter().map(OpenForm::in_another_workspace).for_each(|form| self.open(form));
    }

    /// Forgets a form whose draft is to go.
    pub fn forget(&mut self, draft_id: &str) {
        self.stack.retain(|form| form.draft_id() != draft_id);
    }

    /// Takes the session's answer to a form's command; `None` if no form waits for it.
    pub fn answer(
        &mut self,
        ctx: &UiCtx<'_>,
        ticket: Ticket,
        outcome: &Result<Outcome, String>,
    ) -> Option<Recorded> {
        let idx = self.stack.iter().position(|form| form.phase == Phase::Saving(ticket))?;
        let form = &mut self.stack[idx];
        match outcome {
            Ok(Outcome::Refused(refusal)) => {
                form.phase = Phase::Refused(refusal.missing.clone());
                form.tell_in = Some(SETTLE_FRAMES);
                Some(Recorded::StillOpen)
            }
            Err(why) => {
                let lost = form.sheet.content.lost_file(ctx, why);
                let problem = lost.unwrap_or_else(|| Problem::new("", why.clone()));
                form.phase = Phase::Problems(vec![problem]);
                form.tell_in = Some(SETTLE_FRAMES);
                Some(Recorded::StillOpen)
            }
            Ok(_) => {
                let form = self.stack.remove(idx);
                // A withdrawal is no record of what was typed.
                if matches!(form.sheet.content, Content::Withdraw(_)) && form.has_draft() {
                    ctx.outbox.command(Command::DropDraft { id: form.draft_id() });
                }
                Some(Recorded::Done {
                    feature: form.feature.clone(),
                    form: form.sheet.content.code(),
                })
            }
        }
    }

    /// Draws the form on the screen.
    pub fn ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        view: &ViewState,
        pictures: &mut Pictures,
        now_s: f64,
    ) -> Option<FormAsk> {
        let depth = self.stack.len();
        let form = self.stack.last_mut()?;
        let state = ctx.state(&form.feature).map(|state| state.as_ref());
        self.live.judge(ctx, form, state);
        let mut ask = None;
        let rows = form.sheet.content.photo_rows().iter();
        let shown: RowPictures = rows
            .filter(|row| !row.sha256.is_empty())
            .map(|row| (row.sha256.clone(), pictures.get(ctx, &row.sha256, PictureSize::Thumbnail)))
            .collect();
        let (live, disk_is_full) = (&self.live.missing, self.disk_is_full);
        // In a tight window what stands in the way scrolls with the rows: the buttons stay where they are.
        let is_tight = ctx.is_tight(ui.ctx());
        let id = Id::unique(("form", form.draft_id(), form.opening_no));
        pane_parts_ui(ctx, ui, "form", id, |part, ui| match part {
            Part::Head => {
                head_ui(ctx, ui, form, depth);
                ui.separator();
            }
            Part::Middle => {
                if let (Content::Answer(answer), Some(state)) = (&form.sheet.content, state)
                    && let Some(photo) = answer.objected(state)
                {
                    objected_ui(ctx, ui, &form.feature, photo, pictures);
                }
                // A form that a link opened comes back by Enter.
                if form.rows_ui(ctx, ui, state, &shown) && depth > 1 {
                    ask = Some(FormAsk::Record);
                }
                if is_tight {
                    ask = refusal_ui(ctx, ui, form, live, view).or(ask.take());
                }
            }
            Part::Foot => {
                self.files.ui(ctx, ui, form);
                silent_photos_ui(ctx, ui, form, &self.files);
                let unstored = is_unstored(ctx, form);
                if !is_tight {
                    ask = refusal_ui(ctx, ui, form, live, view).or(ask.take());
                }
                ask = buttons_ui(ctx, ui, form, live).or(ask.take());
                if unstored {
                    ask = full_disk_ui(ctx, ui, disk_is_full).or(ask.take());
                }
            }
        });
        form.keep_draft(ctx, now_s);
        ask
    }
}

impl LiveCheck {
    fn judge(&mut self, ctx: &UiCtx<'_>, form: &OpenForm, state: Option<&FeatureState>) {
        let Content::Step(step) = &form.sheet.content else {
            self.missing.clear();
            self.of = None;
            return;
        };
        let typed = serde_json::to_string(step).unwrap_or_default();
        let of = Some((ctx.snapshot_no, ctx.actor.cloned(), typed));
        if self.of == of {
            return;
        }
        self.of = of;
        let blank = FeatureState::new(form.feature.clone());
        let state = state.unwrap_or(&blank);
        let actor = ctx.actor.cloned().unwrap_or_default();
        self.missing = match step.step(ctx, &form.feature) {
            Ok(step) => {
                let (body, today) = (Body::Transition(step), ctx.today());
                ctx.snapshot
                    .rulebook
                    .check(state, &body, &actor, today, today, ctx.snapshot)
                    .err()
                    .map(|refusal| refusal.missing)
                    .unwrap_or_default()
            }
            // What cannot be read yet is said when it is to be recorded.
            Err(_) => Vec::new(),
        };
    }
}

/// The picture that was not good enough, over the row for a better one.
fn objected_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    photo: &Filed<Photo>,
    pictures: &mut Pictures,
) {
    let kind = ctx.photo_label(key, &photo.body.photo_kind);
    ui.horizontal_top(|ui| {
        match pictures.get(ctx, &photo.body.sha256, PictureSize::Thumbnail) {
            Picture::Ready(texture) => {
                let image = egui::Image::new(&texture).fit_to_exact_size(OBJECTED_POINTS);
                ui.add(image.alt_text(&kind));
            }
            none => drop(ui.label(none.words(ctx, &photo.body))),
        }
        ui.vertical(|ui| {
            let words = ctx.fill("answer.objected", &[("kind", &kind)]);
            ui.add(Label::new(RichText::new(words).color(ctx.palette.bad)).wrap());
            let when = RichText::new(time_in_words(ctx, &photo.body)).small();
            ui.add(Label::new(when.color(ctx.palette.weak)).wrap());
        });
    });
}

fn head_ui(ctx: &UiCtx<'_>, ui: &mut Ui, form: &OpenForm, depth: usize) {
    let title = match &form.sheet.content {
        Content::Step(_) => form.step_label(ctx).unwrap_or_default(),
        Content::Request(request) => ctx.words.code("request_button", &request.what),
        other => ctx.words.code("form_name", other.code()),
    };
    let name = ctx.name_of(&form.feature);
    let place = format!("{name}  {}", form.feature.code());
    let place = Label::new(RichText::new(place).color(ctx.palette.weak)).truncate();
    if ctx.is_tight(ui.ctx()) {
        words_ui(ui, |ui| {
            ui.label(RichText::new(title).strong());
            ui.add(place);
        });
    } else {
        ui.add(Label::new(RichText::new(title).size(HEADING_POINTS)).wrap());
        ui.add(place);
    }
    if form.is_of_another(ctx.actor) {
        let me = ctx.actor.map(|actor| actor.name.as_str()).unwrap_or_default();
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("who", &form.sheet.author.name), ("me", &me)];
        let words = ctx.fill("draft.of_another", &values);
        ui.add(Label::new(RichText::new(words).color(ctx.palette.warn)).wrap());
    }
    if form.keeps_time {
        let words = RichText::new(ctx.t("form.keeps_time")).color(ctx.palette.warn);
        ui.add(Label::new(words).wrap());
    }
    if depth > 1 {
        ui.label(RichText::new(ctx.t("form.comes_back")).small().color(ctx.palette.accent));
    }
}

fn buttons_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    form: &mut OpenForm,
    live: &[Missing],
) -> Option<FormAsk> {
    let mut ask = None;
    ui.horizontal_wrapped(|ui| {
        if form.is_saving() {
            ui.label(RichText::new(ctx.t("form.saving")).color(ctx.palette.warn));
            return;
        }
        let (record, close) = match &form.sheet.content {
            Content::Withdraw(_) => ("withdraw.do", "withdraw.leave"),
            _ if ctx.is_low(ui.ctx()) => ("form.record", "form.close_short"),
            _ => ("form.record", "form.close"),
        };
        let record = format!("{}  {}", ctx.t(record), name_of(KeyAct::Record));
        if ui.add(Button::new(RichText::new(record).strong())).clicked() {
            ask = Some(FormAsk::Record);
        }
        if ui.button(format!("{}  Esc", ctx.t(close))).clicked() {
            ask = Some(FormAsk::Close);
        }
        let count = in_the_way(form, live);
        if count > 0 && ctx.is_tight(ui.ctx()) {
            let words = RichText::new(ctx.fill("step.missing", &[("n", &count)]));
            if task_link(ctx, ui, words.color(ctx.palette.warn)).clicked() {
                form.tell_in = Some(0);
            }
        }
    });
    ask
}

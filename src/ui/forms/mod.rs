//! The forms: one file each. A form is plain text as typed; recording turns it into the parts of one act, and
//! until that is on the disk, and after a refusal, everything typed stays.
//!
//! Each form's content is JSON that goes into a draft as it is, so that a crash loses at most a second of typing.

mod answer;
mod begun;
mod choice_list;
mod content;
mod document;
mod field_editor;
mod fields;
mod files;
mod item;
mod named_file;
mod note;
mod photo_time;
mod photos;
pub mod place_line;
mod progress;
mod request;
mod resolve;
mod sample;
mod sample_items;
mod step;
mod visit;
mod widgets;
mod withdraw;

pub use answer::{AnswerForm, JudgeForm, not_enough_ui};
pub use begun::not_ahead;
pub use choice_list::{choice_list_ui, narrow_ui};
pub use document::DocumentForm;
pub use document::document_kinds;
pub use field_editor::{field_ui, finished as finished_fields, split_texts};
pub use fields::FieldsForm;
pub use files::{PhotoRow, RowPictures, ending_of, file_name, path_of};
pub use item::ItemForm;
pub use named_file::{NamedFile, What};
pub use note::NoteForm;
pub use photo_time::PhotoTimeForm;
pub use photos::PhotosForm;
pub use photos::photo_kinds;
pub use progress::ProgressForm;
pub use request::{DecideForm, RequestForm, nowhere};
pub use resolve::ResolveForm;
pub use sample::SampleForm;
pub use sample_items::{offered_items, usual_items};
pub use step::{StepForm, asked_fields, preset_inputs};
pub use visit::VisitForm;
pub use widgets::{FormUi, Offer};
pub use withdraw::WithdrawForm;

use egui::Ui;
use serde::{Deserialize, Serialize};

use super::context::{AskingForm, Ticket, UiCtx};
use super::dates::parse_day;
use crate::model::{FeatureKey, Stamp};
use crate::plan::{Actor, Body, FeatureState, Missing, Person, Role};
use crate::session::{Act, ActPart, Attachment, Command, Draft, DraftAfter, Recording};

/// What is being typed, by form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    Visit(VisitForm),
    Sample(SampleForm),
    Photos(PhotosForm),
    PhotoTime(PhotoTimeForm),
    Document(DocumentForm),
    Fields(FieldsForm),
    Step(StepForm),
    Note(NoteForm),
    Progress(ProgressForm),
    Answer(AnswerForm),
    Judge(JudgeForm),
    Request(RequestForm),
    Decide(DecideForm),
    Resolve(ResolveForm),
    Withdraw(WithdrawForm),
    Item(ItemForm),
}

/// What all forms have in common, and their content: what a draft keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The day it happened, as typed; empty is today.
    #[serde(default)]
    pub on: String,
    /// 代录: for whom, where that one has no seat.
    #[serde(default)]
    pub for_name: String,
    #[serde(default)]
    pub for_unit: String,
    /// Who began it; nobody where that was not known.
    #[serde(default)]
    pub author: Person,
    pub content: Content,
}

/// Something in the form that cannot be recorded as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub message: String,
    /// The row to mend it in.
    pub row: String,
}

impl Problem {
    pub fn new(row: &str, message: impl Into<String>) -> Self {
        Self { message: message.into(), row: row.to_owned() }
    }
}

/// Where an open form is between typing and the disk.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Phase {
    #[default]
    Typing,
    /// Sent; the answer is not in yet.
    Saving(Ticket),
    /// The rules said no. What was typed is still there.
    Refused(Vec<Missing>),
    /// It cannot be sent as typed, or could not be stored.
    Problems(Vec<Problem>),
}

/// A form on the screen.
#[derive(Clone, Debug)]
pub struct OpenForm {
    pub feature: FeatureKey,
    pub sheet: Sheet,
    pub phase: Phase,
    /// The row that is to get the keyboard in the next frame. Whichever row is given it, as the form opens or later, is
    /// brought into sight, no further than needed, and stays there while the pane takes its shape or another one.
    pub wanted_focus: Option<String>,
    /// For so many frames yet the pane may take another shape.
    settling: u8,
    /// How much of the form the pane showed in the last frame, points.
    seen_points: egui::Vec2,
    /// Which opening of a form this is: each begins at its top.
    pub opening_no: u64,
    /// The row that has it.
    pub focused: Option<String>,
    /// The draft as last sent to the session.
    kept: Option<String>,
    /// When something was first typed; while nothing is, when it was last looked at on the day it was opened.
    begun_at: Option<Stamp>,
    /// Its time is that of then, and that is said.
    pub keeps_time: bool,
    /// What was typed when it was last looked at, and since when it has been so.
    seen: (String, f64),
    /// The form as it was opened: unchanged, it leaves no draft.
    blank: String,
    /// A draft of it was ever sent: one may lie in the workspace.
    drafted: bool,
    /// What was typed when it was last found wanting.
    judged: String,
    /// It was found wanting: in so many frames, once the pane has made room for it, that is told.
    pub tell_in: Option<u8>,
}

/// A pane that something is said in has its new shape after so many frames.
pub const SETTLE_FRAMES: u8 = 3;
/// How long typing must pause before the draft is written; well below the second that may be lost.
const DRAFT_PAUSE_S: f64 = 0.35;
/// While typing goes on without a pause, a draft is written at least this often.
const DRAFT_EVERY_S: f64 = 0.8;

impl OpenForm {
    /// A fresh form on `feature`, begun by `author`.
    pub fn new(feature: FeatureKey, content: Content, author: Person) -> Self {
        let (on, for_name, for_unit) = Default::default();
        let sheet = Sheet { on, for_name, for_unit, author, content };
        let text = to_json(&sheet);
        Self {
            feature,
            wanted_focus: sheet.content.first_row().map(str::to_owned),
            settling: 0,
            seen_points: egui::Vec2::ZERO,
            opening_no: 0,
            sheet,
            phase: Phase::Typing,
            focused: None,
            kept: None,
            begun_at: None,
            keeps_time: false,
            seen: (text.clone(), 0.0),
            blank: text,
            drafted: false,
            judged: String::new(),
            tell_in: None,
        }
    }

    /// The form a draft holds; `None` if this version cannot read it.
    pub fn from_draft(draft: &Draft) -> Option<Self> {
        let sheet: Sheet = serde_json::from_str(&draft.content).ok()?;
        let mut form = Self::new(draft.feature.clone()?, sheet.content.clone(), Person::default());
        form.sheet = sheet;
        form.kept = Some(draft.content.clone());
        form.seen = (draft.content.clone(), 0.0);
        form.blank = String::new();
        form.drafted = true;
        form.keep_time_of(&draft.saved_at);
        Some(form)
    }

    /// The same form in a workspace that knows nothing of it: its draft is written there anew.
    pub fn in_another_workspace(self) -> Self {
        let wanted_focus = self.focused.clone();
        let (phase, kept, blank) = (Phase::Typing, None, String::new());
        Self { phase, kept, blank, wanted_focus, ..self }
    }

    /// One draft for each form, feature and person: opening the form again goes on with it.
    pub fn draft_id(&self) -> String {
        draft_id(&self.feature, &self.sheet.content, &self.sheet.author)
    }

    /// Whether somebody else began it than who would record it now.
    pub fn is_of_another(&self, actor: Option<&Actor>) -> bool {
        let author = &self.sheet.author;
        !author.is_nobody() && !actor.is_some_and(|actor| actor.person().is_same(author))
    }

    /// Whether a person has given it anything: else nothing of it can be lost.
    pub fn is_typed_into(&self) -> bool {
        self.blank.is_empty() || self.blank != to_json(&self.sheet)
    }

    /// What the step is called that it takes; `None` where it takes none.
    pub fn step_label<'a>(&self, ctx: &UiCtx<'a>) -> Option<&'a str> {
        let Content::Step(step) = &self.sheet.content else { return None };
        let mut transitions = ctx.procedure(&self.feature)?.transitions.iter();
        let transition = transitions.find(|one| one.id == step.transition)?;
        Some(ctx.say(&transition.label))
    }

    /// Whether it is edited where it stands, in its list, not in a pane of its own.
    pub fn is_inline(&self) -> bool {
        matches!(self.sheet.content, Content::Item(_))
    }

    pub fn is_saving(&self) -> bool {
        matches!(self.phase, Phase::Saving(_))
    }

    /// Gives the keyboard back to the row that had it last, or to the first; `false` where no row asks for it.
    pub fn focus_again(&mut self) -> bool {
        let first = self.sheet.content.first_row().map(str::to_owned);
        self.wanted_focus = self.focused.clone().or(first);
        self.wanted_focus.is_some()
    }

    /// Sends the draft when typing has paused or gone on for long. Call each frame.
    ///
    /// None of what is on its way to the disk as a record: it would lie there after its record.
    pub fn keep_draft(&mut self, ctx: &UiCtx<'_>, now_s: f64) {
        if self.is_saving() {
            return;
        }
        self.keep_moment(ctx, &to_json(&self.sheet));
        let text = to_json(&self.sheet);
        self.judge_again(ctx, &text);
        if self.kept.as_deref().unwrap_or(&self.blank) == text {
            self.seen = (text, now_s);
            return;
        }
        let changed = self.seen.0 != text;
        let waiting_since = if self.seen.1 <= 0.0 { now_s } else { self.seen.1 };
        if changed {
            self.seen = (text.clone(), waiting_since);
        }
        let waited_s = now_s - waiting_since;
        let due = if changed { waited_s >= DRAFT_EVERY_S } else { waited_s >= DRAFT_PAUSE_S };
        if due {
            self.send_draft(ctx, text, now_s);
        } else {
            ctx.outbox.ask(super::context::Ask::WakeAfter(DRAFT_PAUSE_S));
        }
    }

    /// What was said against the form is said no longer than it is true.
    fn judge_again(&mut self, ctx: &UiCtx<'_>, text: &str) {
        if !matches!(self.phase, Phase::Refused(_) | Phase::Problems(_)) || self.judged == text {
            return;
        }
        text.clone_into(&mut self.judged);
        self.phase = match (&self.phase, self.act(ctx)) {
            (Phase::Problems(_), Err(problems)) => Phase::Problems(problems),
            _ => Phase::Typing,
        };
    }

    /// Sends the draft now: the form is being put away, or the window.
    pub fn keep_draft_now(&mut self, ctx: &UiCtx<'_>) {
        if self.is_saving() {
            return;
        }
        let text = to_json(&self.sheet);
        if self.kept.as_deref().unwrap_or(&self.blank) != text {
            self.send_draft(ctx, text, 0.0);
        }
    }

    fn send_draft(&mut self, ctx: &UiCtx<'_>, text: String, now_s: f64) {
        ctx.outbox.command(Command::SaveDraft(Draft {
            id: self.draft_id(),
            feature: Some(self.feature.clone()),
            form: self.sheet.content.code().to_owned(),
            content: text.clone(),
            saved_at: ctx.now.to_string(),
        }));
        self.seen = (text.clone(), now_s);
        self.kept = Some(text);
        self.drafted = true;
    }

    /// Whether a draft of it may lie in the workspace, be it an older one.
    pub fn has_draft(&self) -> bool {
        self.drafted
    }

    /// Sends what was typed as one act, or says what cannot be sent.
    pub fn record(&mut self, ctx: &UiCtx<'_>) {
        if self.is_saving() {
            return;
        }
        self.keep_moment(ctx, &to_json(&self.sheet));
        self.judged = to_json(&self.sheet);
        match self.act(ctx) {
            Ok(act) => self.phase = Phase::Saving(ctx.outbox.command(self.command(act))),
            Err(problems) => {
                self.wanted_focus = problems.first().map(|problem| problem.row.clone());
                self.phase = Phase::Problems(problems);
                self.tell_in = Some(SETTLE_FRAMES);
            }
        }
    }

    fn command(&self, act: Act) -> Command {
        match &self.sheet.content {
            Content::Withdraw(form) => Command::TakeBack {
                records: form.records.clone(),
                note: form.note.trim().to_owned(),
            },
            // The draft goes with its record: neither a power cut nor a full disk leaves it to be recorded twice.
            _ => Command::RecordFrom {
                recording: Recording::One(act),
                after: DraftAfter::Gone(self.draft_id()),
            },
        }
    }

    fn act(&self, ctx: &UiCtx<'_>) -> Result<Act, Vec<Problem>> {
        let on = match self.sheet.on.trim() {
            "" => None,
            typed => match parse_day(typed, ctx.today()) {
                Some(day) => Some(day),
                None => return Err(vec![Problem::new("on", ctx.t("form.day_unread"))]),
            },
        };
        let parts = self.sheet.content.parts(ctx, &self.feature, on.unwrap_or(ctx.today()))?;
        let for_name = self.sheet.for_name.trim();
        let on_behalf_of = (!for_name.is_empty()).then(|| Person {
            name: for_name.to_owned(),
            unit: self.sheet.for_unit.trim().to_owned(),
        });
        Ok(Act { feature: self.feature.clone(), on, on_behalf_of, parts })
    }

    /// Draws the rows; answers whether Enter was pressed in a line of text.
    pub fn rows_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        state: Option<&FeatureState>,
        pictures: &RowPictures,
    ) -> bool {
        let key = self.feature.clone();
        let asking = AskingForm { draft_id: self.draft_id(), feature: key.clone() };
        let wanted_focus = self.wanted_focus.take();
        let was_wanted = wanted_focus.is_some();
        let mut form = FormUi::new(ctx, wanted_focus).choosing_for(asking).showing(pictures);
        // Once, and last: what scrolls takes two frames to get there, and asked again meanwhile it goes too far.
        form.keeps_in_sight = self.settling == 1;
        ui.add_enabled_ui(!self.is_saving(), |ui| {
            self.sheet.content.rows_ui(&mut form, ui, &key, state);
            if self.sheet.content.has_day() {
                let hint = ctx.fill("form.on_hint", &[("day", &ctx.today())]);
                form.hinted_line_ui(ui, "on", ctx.t("form.on"), &mut self.sheet.on, &hint);
            }
            // A responsible party has no seat of its own: the district bureau records for it.
            let may_stand_in = ctx.actor.is_some_and(|actor| actor.role == Role::District);
            if may_stand_in || !self.sheet.for_name.is_empty() {
                form.line_ui(ui, "for_name", ctx.t("form.for_name"), &mut self.sheet.for_name);
                form.line_ui(ui, "for_unit", ctx.t("form.for_unit"), &mut self.sheet.for_unit);
            }
        });
        // A row that was added in this frame is drawn in the next one.
        self.wanted_focus = form.wanted_focus;
        let seen_points = ui.clip_rect().size();
        let is_reshaped = std::mem::replace(&mut self.seen_points, seen_points) != seen_points;
        self.settling = match is_reshaped || was_wanted && self.wanted_focus.is_none() {
            true => SETTLE_FRAMES,
            false => self.settling.saturating_sub(1),
        };
        if self.settling > 0 {
            ui.ctx().request_repaint();
        }
        self.focused = form.focused.or(self.focused.take());
        form.entered
    }
}

/// The id of a person's one draft of a form on a feature.
pub fn draft_id(feature: &FeatureKey, content: &Content, author: &Person) -> String {
    let form = format!("{}|{feature}|{}", content.code(), content.subject());
    match author.is_nobody() {
        true => form,
        false => format!("{form}|{}|{}", author.name, author.unit),
    }
}

/// Who began a draft; nobody where it does not say.
pub fn draft_author(draft: &Draft) -> Person {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Signed {
        author: Person,
    }
    serde_json::from_str::<Signed>(&draft.content).unwrap_or_default().author
}

fn to_json(sheet: &Sheet) -> String {
    serde_json::to_string(sheet).unwrap_or_default()
}

/// A part without a file.
pub fn part(body: Body) -> ActPart {
    ActPart { body, attachment: None }
}

/// A part with the file it speaks of.
pub fn part_with(body: Body, path: &str) -> ActPart {
    ActPart { body, attachment: Some(Attachment { path: files::path_of(path) }) }
}

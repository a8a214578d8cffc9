//! The card on the right: one feature, its one plan. The header and the bottom lines stay while there
//! is room.

mod conflicts;
mod drafts;
mod evidence;
mod five_things;
mod header;
mod history;
mod lists;
mod next_step;
mod overview;
mod own_properties;
mod past;
mod phases;
mod pictures;
mod plan_tab;
mod points;
mod requests;
mod stored_file;
mod tests_tab;
mod viewer;
mod water_months;
mod waters;

pub use evidence::{time_in_words, wanted_fields, wanted_photos};
pub use next_step::{NextSteps, StepView, best as best_step};
pub use pictures::{Picture, PictureSize, Pictures};
pub use tests_tab::sample_ui;
pub use viewer::{Viewer, Viewing};

use egui::{Button, Id, Ui};

use super::companions::samplers;
use super::context::UiCtx;
use super::feature_doubts::FeatureDoubts;
use super::forms::{
    Content, DocumentForm, FieldsForm, NoteForm, OpenForm, PhotosForm, ProgressForm, RequestForm,
    SampleForm, VisitForm, draft_id, offered_items,
};
use super::pane_parts::{Part, pane_parts_ui};
use super::shortcuts::{KeyAct, name_of};
use super::view_state::{CardTab, ViewState};
use crate::model::FeatureKey;
use crate::plan::{Actor, FeatureState, Jump, Person};
use crate::session::Act;

/// What a person asked for on the card.
#[derive(Clone, Debug)]
pub enum CardAsk {
    Form(Box<Content>),
    /// Go on with a draft, by its id.
    Resume(String),
    DropDraft(String),
    /// The row of a form that a link names, in a form of its own.
    FormAt(Box<Content>, String),
    WhoAmI,
    ShowOnMap,
    /// A place on the map is to be given.
    Place,
    /// Many pictures at once, of several features.
    Tray,
    /// Recorded at once, without a form; what is said of it then.
    Act(Box<Act>, String),
    /// Another feature, with its card.
    Open(FeatureKey),
    /// The item that is edited in its list: recorded, or put away.
    Record,
    Close,
}

/// What the card keeps between frames.
#[derive(Debug, Default)]
pub struct PlanCard {
    pub pictures: Pictures,
    viewer: Option<viewer::Viewer>,
    next_steps: NextSteps,
    past: past::Past,
    waters: waters::Waters,
    own_properties: own_properties::OwnProperties,
    doubts: FeatureDoubts,
}

impl PlanCard {
    /// Draws the card of `key`.
    pub fn ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        view: &mut ViewState,
        key: &FeatureKey,
        open: Option<&mut OpenForm>,
    ) -> Option<CardAsk> {
        let steps = self.next_steps.of(ctx, key);
        let past = self.past.look(ctx, key);
        // Days are counted from the one that is looked at.
        let then = past.as_ref().map(|past| UiCtx { snapshot: &past.snapshot, ..*ctx });
        let ctx = then.as_ref().unwrap_or(ctx);
        let state = past.as_ref().map(|past| &past.state).or(ctx.state(key)).map(AsRef::as_ref);
        let mut ask = None;
        let mut open = open.filter(|_| past.is_none());
        let scrolled = Id::unique(("card", view.card_tab.text(), key.as_str()));
        pane_parts_ui(ctx, ui, "card", scrolled, |part, ui| {
            let asked = match part {
                Part::Head => {
                    self.past.banner_ui(ctx, ui);
                    let steps: &[StepView] = if past.is_some() { &[] } else { &steps };
                    let asked = header::header_ui(ctx, ui, key, state, steps);
                    tabs_ui(ctx, ui, view, key, state);
                    asked
                }
                Part::Foot if past.is_some() => None,
                Part::Foot => next_step::bottom_ui(ctx, ui, key, &steps, view),
                // The item that is being edited stands in its list.
                Part::Middle if open.is_some() && view.card_tab == CardTab::Plan => {
                    plan_tab::plan_tab_ui(ctx, ui, key, state, open.as_deref_mut())
                }
                Part::Middle => self.tab_ui(ctx, ui, view.card_tab, key, state),
            };
            ask = ask.take().or(asked);
        });
        if let (Some(viewer), Some(state)) = (&mut self.viewer, state) {
            match viewer.ui(ctx, ui.ctx(), key, state, &mut self.pictures) {
                Viewing::GoesOn => {}
                Viewing::Ends => self.viewer = None,
                Viewing::Form(form) => {
                    self.viewer = None;
                    ask = Some(CardAsk::Form(form));
                }
            }
        }
        // Of an earlier day nothing can be recorded.
        ask.filter(|ask| past.is_none() || matches!(ask, CardAsk::ShowOnMap | CardAsk::Open(_)))
    }

    fn tab_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        tab: CardTab,
        key: &FeatureKey,
        state: Option<&FeatureState>,
    ) -> Option<CardAsk> {
        match tab {
            CardTab::Overview => {
                let at = ctx.place(key).and_then(|(view, idx)| view.layer.shapes.anchor(idx));
                let day = ctx.snapshot.today;
                self.doubts.refresh(ctx, &key.kind(), &format!("{key} {day}"), state, at);
                self.doubts.ui(ctx, ui);
                let own = &mut self.own_properties;
                overview::overview_ui(ctx, ui, key, state, own)
            }
            CardTab::Plan => plan_tab::plan_tab_ui(ctx, ui, key, state, None),
            CardTab::Tests => {
                let ask = self.waters.ui(ctx, ui, key);
                ask.or(tests_tab::tests_tab_ui(ctx, ui, key, state))
            }
            CardTab::Evidence => {
                // Of an earlier day nothing is wanted.
                let gathering = match self.past.is_open() {
                    true => Default::default(),
                    false => self.next_steps.gathering(ctx, key),
                };
                let (pictures, viewer) = (&mut self.pictures, &mut self.viewer);
                evidence::evidence_ui(ctx, ui, key, state, &gathering, pictures, viewer)
            }
            CardTab::History => history::history_ui(ctx, ui, key, state, &mut self.past),
        }
    }

    /// Refuses to record on an earlier day, if it is one that is looked at: the card's banner says so.
    pub fn refuse_on_past_day(&mut self) -> bool {
        self.past.refuse()
    }

    /// The steps of `key` whose evidence is to be gathered now.
    pub fn gathering(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey) -> std::rc::Rc<Vec<StepView>> {
        self.next_steps.gathering(ctx, key)
    }

    /// What the next step of `key` wants, for the form of that step.
    pub fn steps(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey) -> std::rc::Rc<Vec<StepView>> {
        self.next_steps.of(ctx, key)
    }
}

fn tabs_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    view: &mut ViewState,
    key: &FeatureKey,
    state: Option<&FeatureState>,
) {
    let procedure = ctx.procedure(key);
    ui.horizontal_wrapped(|ui| {
        let is_low = ctx.is_low(ui.ctx());
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.spacing_mut().button_padding.x = if is_low { 4.0 } else { 7.0 };
        for (nth, tab) in CardTab::ALL.into_iter().enumerate() {
            let count = state.map_or(0, |state| count_in(tab, state));
            // A kind may call a tab by another name: 一河一策五清单.
            let own = procedure.and_then(|procedure| procedure.tabs.get(tab.code()));
            let name = own.map_or(ctx.t(tab.text()), |own| ctx.say(own));
            let label = match count {
                0 => name.to_owned(),
                count => format!("{name} {count}"),
            };
            let chosen = view.card_tab == tab;
            let label = egui::RichText::new(label);
            let label = if is_low { label.small() } else { label };
            let response = ui.add(Button::selectable(chosen, label));
            if response.on_hover_text(name_of(KeyAct::Tab(nth))).clicked() {
                view.card_tab = tab;
            }
        }
    });
    ui.separator();
}

fn count_in(tab: CardTab, state: &FeatureState) -> usize {
    match tab {
        CardTab::Overview | CardTab::Plan => 0,
        CardTab::Tests => state.samples.len(),
        CardTab::Evidence => state.photos.len() + state.documents.len(),
        CardTab::History => state.entries.len(),
    }
}

/// The form in which what is missing can be given; `None` where there is nothing to fill in.
pub fn form_for(
    ctx: &UiCtx<'_>,
    key: &FeatureKey,
    jump: &Jump,
    view: &ViewState,
) -> Option<CardAsk> {
    let form = |content| Some(CardAsk::Form(Box::new(content)));
    match jump {
        Jump::Field(field) => {
            let content = Content::Fields(FieldsForm::for_field(ctx, key, field));
            Some(CardAsk::FormAt(Box::new(content), field.clone()))
        }
        Jump::Photo(kind) => {
            let kind = if kind == "any" { "" } else { kind };
            form(Content::Photos(PhotosForm::of_kind(kind)))
        }
        Jump::Document(kind) => form(Content::Document(DocumentForm::of_kind(kind))),
        Jump::Sample => form(Content::Sample(new_sample(ctx, key, view))),
        Jump::Visit => form(new_visit(ctx, key, view)),
        Jump::Progress => form(Content::Progress(ProgressForm::default())),
        Jump::Request(what) => form(Content::Request(RequestForm::of(what))),
        Jump::Items => {
            let state = ctx.state(key)?;
            let open = state.items.iter().find(|item| item.is_open())?;
            form(Content::Answer(super::forms::AnswerForm::to(open, state)))
        }
        Jump::Person | Jump::AnotherPerson => Some(CardAsk::WhoAmI),
        Jump::Position => Some(CardAsk::Place),
        Jump::Input(_) | Jump::Note | Jump::Day(_) | Jump::Nowhere => None,
    }
}

/// A visit, preset as the last one was.
pub fn new_visit(ctx: &UiCtx<'_>, key: &FeatureKey, view: &ViewState) -> Content {
    let last = ctx.state(key).and_then(|state| state.visits.last()).map(|visit| &visit.body);
    Content::Visit(VisitForm::new(&view.companions, last))
}

/// A sample with its number offered: today's, by the end of the feature's code, counted on.
pub fn new_sample(ctx: &UiCtx<'_>, key: &FeatureKey, view: &ViewState) -> SampleForm {
    let day = ctx.today();
    let code = key.code();
    let tail = code.rsplit(['-', '_', ' ', '/']).next().unwrap_or(code);
    let prefix = format!("{:02}{:02}-{tail}", day.month(), day.day());
    let known: Vec<&str> = ctx
        .state(key)
        .map(|state| state.samples.iter().map(|sample| sample.no.as_str()).collect())
        .unwrap_or_default();
    let no = (1..)
        .map(|count: u32| format!("{prefix}-{count}"))
        .find(|no| !known.contains(&no.as_str()))
        .unwrap_or_default();
    let me = ctx.actor.map(|actor| actor.name.as_str()).unwrap_or_default();
    let items = offered_items(ctx, key);
    SampleForm::new(no, samplers(me, &view.companions), items)
}

/// The forms that a feature's card offers as buttons, beside the step.
pub fn note_form() -> Content {
    Content::Note(NoteForm::default())
}

/// Whether a draft of this form, begun by who is here or by nobody known, waits on this feature, and opens it if so;
/// else the fresh form, begun by `author`.
pub fn open_or_resume(
    ctx: &UiCtx<'_>,
    key: &FeatureKey,
    content: Content,
    author: Person,
) -> OpenForm {
    let here = ctx.actor.map(Actor::person).unwrap_or_default();
    let ids = [here, Person::default()].map(|who| draft_id(key, &content, &who));
    let own = ids.iter().find_map(|id| ctx.snapshot.drafts.iter().find(|it| it.id == *id));
    own.and_then(OpenForm::from_draft)
        .unwrap_or_else(|| OpenForm::new(key.clone(), content, author))
}

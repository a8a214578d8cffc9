//! The card's foot: what to record, the next step with what is missing as links, and drafts that wait.

use std::rc::Rc;

use egui::{RichText, Ui};

use super::drafts::{drafts_line_ui, drafts_menu_ui};
use super::{CardAsk, form_for, new_sample, new_visit};
use crate::model::{Day, FeatureKey, Text};
use crate::plan::{
    Actor, FeatureState, Jump, Missing, Register, Role, StageGroup, Standing, Verdict,
};
use crate::ui::context::UiCtx;
use crate::ui::forms::{Content, PhotosForm, StepForm};
use crate::ui::lines::{buttons_points, elided, task_link, words_ui};
use crate::ui::menus::in_sight;
use crate::ui::rare::Rare;
use crate::ui::shortcuts::{KeyAct, letter_of, name_of};
use crate::ui::today;
use crate::ui::view_state::ViewState;

/// A step out of the present stage as the card shows it.
#[derive(Clone, Debug)]
pub struct StepView {
    pub transition: String,
    pub label: Text,
    pub to: String,
    pub missing: Vec<Missing>,
    pub role_fits: bool,
    /// It leads aside: back, on hold, out of the count.
    is_aside: bool,
    /// Who may take it.
    pub roles: Vec<Role>,
}

/// The steps of the feature on the card, worked out once for each snapshot and actor.
#[derive(Debug, Default)]
pub struct NextSteps {
    of: Option<(u64, FeatureKey, Option<Actor>, Day)>,
    steps: Rc<Vec<StepView>>,
    /// Those out of the stage that the step which leads on leads to.
    ahead: Rc<Vec<StepView>>,
}

impl NextSteps {
    pub fn of(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey) -> Rc<Vec<StepView>> {
        let of = (ctx.snapshot_no, key.clone(), ctx.actor.cloned(), ctx.today());
        if self.of.as_ref() != Some(&of) {
            let blank = FeatureState::new(key.clone());
            let state = ctx.state(key).map_or(&blank, |state| state.as_ref());
            self.steps = Rc::new(work_out(ctx, key, state));
            let ahead = best(&self.steps).map(|step| work_out(ctx, key, &taken(state, step)));
            self.ahead = Rc::new(ahead.unwrap_or_default());
            self.of = Some(of);
        }
        Rc::clone(&self.steps)
    }

    /// The steps whose evidence is to be gathered now: the next ones, or where these want none those after them.
    pub fn gathering(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey) -> Rc<Vec<StepView>> {
        let steps = self.of(ctx, key);
        let is_evidence = |one: &Missing| matches!(one.jump, Jump::Photo(_) | Jump::Document(_));
        match best(&steps).is_some_and(|step| !step.missing.iter().any(is_evidence)) {
            true => Rc::clone(&self.ahead),
            false => steps,
        }
    }
}

/// A plan as it would be once a step was taken.
fn taken(state: &FeatureState, step: &StepView) -> FeatureState {
    let standing = vec![Standing { value: step.to.clone(), record: None }];
    FeatureState { stage: Register { standing }, ..state.clone() }
}

fn work_out(ctx: &UiCtx<'_>, key: &FeatureKey, state: &FeatureState) -> Vec<StepView> {
    let Some(procedure) = ctx.procedure(key) else { return Vec::new() };
    let nobody = Actor::default();
    let actor = ctx.actor.unwrap_or(&nobody);
    let rank = |step: &StepView| {
        procedure.transitions.iter().position(|transition| transition.id == step.transition)
    };
    let place = |code: &str| procedure.stages.iter().position(|stage| stage.code == code);
    let present = state.stage_code().and_then(|code| procedure.stage(code));
    // Out of trouble every way leads back to the works; from anywhere else it is a step back.
    let on_the_way = present.filter(|it| !is_off_the_way(it.group));
    let is_aside = |to: &str, verdict: Option<Verdict>| {
        let group = procedure.stage(to).map(|stage| stage.group);
        let is_back = on_the_way.is_some_and(|present| place(to) < place(&present.code));
        verdict == Some(Verdict::Return) || group.is_some_and(is_off_the_way) || is_back
    };
    let mut steps: Vec<StepView> = ctx
        .snapshot
        .rulebook
        .next_steps(state, actor, ctx.today(), ctx.snapshot)
        .into_iter()
        .map(|step| StepView {
            is_aside: is_aside(&step.to, step.transition.verdict),
            roles: step.transition.roles.iter().map(|rule| rule.role).collect(),
            transition: step.transition.id.clone(),
            label: step.transition.label.clone(),
            to: step.to,
            missing: step.missing,
            role_fits: step.role_fits,
        })
        .collect();
    // In the order of the procedure, which is the order of the works.
    steps.sort_by_key(rank);
    steps
}

fn is_off_the_way(group: StageGroup) -> bool {
    matches!(group, StageGroup::Trouble | StageGroup::NotCounted)
}

/// The step that F8 takes: the first that leads on and that no sample speaks against. Holding, returning, going back and
/// striking off are never offered first.
pub fn best(steps: &[StepView]) -> Option<&StepView> {
    let is_barred = |step: &StepView| step.missing.iter().any(|one| one.jump == Jump::Sample);
    let leading = steps.iter().filter(|step| !step.is_aside);
    leading.min_by_key(|step| (is_barred(step), !step.role_fits))
}

impl StepView {
    /// The form that takes this step.
    pub fn form(&self) -> Content {
        Content::Step(StepForm {
            transition: self.transition.clone(),
            to: self.to.clone(),
            ..StepForm::default()
        })
    }
}

/// Draws the lines that never scroll away; in a tight window one line, where there is room for it.
pub fn bottom_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    steps: &[StepView],
    view: &ViewState,
) -> Option<CardAsk> {
    if ctx.snapshot.read_only {
        ui.label(RichText::new(ctx.why_read_only()).color(ctx.palette.warn));
        return None;
    }
    let mut ask = None;
    if ctx.is_tight(ui.ctx()) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().button_padding.x = 5.0;
            ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
            // What waits half-written comes first: it is what was being done.
            let drafts = drafts_menu_ui(ctx, ui, key, view);
            let visit = visit_ui(ctx, ui, key, view);
            let step = best(steps).and_then(|step| step_ui(ctx, ui, key, steps, step, view));
            let more = ui.menu_button(ctx.t("card.more"), |ui| {
                in_sight(ui, |ui| {
                    let seldom = seldom_ui(ctx, ui, key, view);
                    let rare = more_ui(ctx, ui, key);
                    let others = others_ui(ctx, ui, key, steps, best(steps));
                    seldom.or(rare).or(others)
                })
            });
            ask = drafts.or(visit).or(step).or(more.inner.flatten());
        });
        return ask;
    }
    ask = ui.horizontal_wrapped(|ui| record_ui(ctx, ui, key, view)).inner.or(ask);
    if !steps.is_empty() {
        ui.separator();
        ask = ask.or(steps_ui(ctx, ui, key, steps, view));
    }
    let from_drafts = drafts_line_ui(ctx, ui, key, view);
    ask.or(from_drafts)
}

fn steps_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    steps: &[StepView],
    view: &ViewState,
) -> Option<CardAsk> {
    match best(steps) {
        Some(step) => step_ui(ctx, ui, key, steps, step, view),
        // All that can be done leads aside: it is there, and not pressed upon anybody.
        None => others_ui(ctx, ui, key, steps, None),
    }
}

/// What can be recorded at any time.
fn record_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, view: &ViewState) -> Option<CardAsk> {
    if ctx.is_low(ui.ctx()) {
        ui.spacing_mut().button_padding.x = 6.0;
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
    }
    let visit = visit_ui(ctx, ui, key, view);
    let seldom = seldom_ui(ctx, ui, key, view);
    let more = ui.menu_button(ctx.t("card.more"), |ui| in_sight(ui, |ui| more_ui(ctx, ui, key)));
    visit.or(seldom).or(more.inner.flatten())
}

fn visit_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, view: &ViewState) -> Option<CardAsk> {
    let is_asked = form_button_ui(ctx, ui, KeyAct::Visit, "card.visit");
    is_asked.then(|| CardAsk::Form(Box::new(new_visit(ctx, key, view))))
}

/// Photos and samples.
fn seldom_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, view: &ViewState) -> Option<CardAsk> {
    let photo = form_button_ui(ctx, ui, KeyAct::Photo, "card.photo");
    let sample = form_button_ui(ctx, ui, KeyAct::Sample, "card.sample");
    let content = match (photo, sample) {
        (true, _) => Content::Photos(PhotosForm::of_kind("")),
        (_, true) => Content::Sample(new_sample(ctx, key, view)),
        _ => return None,
    };
    ui.close();
    Some(CardAsk::Form(Box::new(content)))
}

/// A button with its key; answers whether it was pressed.
fn form_button_ui(ctx: &UiCtx<'_>, ui: &mut Ui, act: KeyAct, words: &'static str) -> bool {
    let button = ui.button(format!("{} {}", name_of(act), ctx.t(words)));
    button.on_hover_text(letter_of(act)).clicked()
}

/// What is recorded more rarely.
fn more_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey) -> Option<CardAsk> {
    let mut ask = None;
    for rare in Rare::ALL.into_iter().filter(|rare| rare.is_for(ctx, key)) {
        if ui.button(ctx.t(rare.text())).clicked() {
            ask = Some(CardAsk::Form(Box::new(rare.form())));
            ui.close();
        }
    }
    ask
}

fn step_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    steps: &[StepView],
    step: &StepView,
    view: &ViewState,
) -> Option<CardAsk> {
    let mut ask = None;
    // Where there is little room the card's middle comes first: what is missing folds behind its count.
    let is_low = ctx.is_low(ui.ctx());
    let mut line_ui = |ui: &mut Ui| {
        if !is_low {
            ui.label(ctx.t("step.next"));
        }
        let whole = format!("{} {}", name_of(KeyAct::NextStep), ctx.say(&step.label));
        let count = step.missing.len();
        let missing = ctx.fill("step.missing", &[("n", &count)]);
        // A tight window's foot keeps to its line: a long name is cut before what follows it.
        let is_tight = ctx.is_tight(ui.ctx());
        // In a tight window who takes it stands among what is missing.
        let by_others = (!step.role_fits && (!is_tight || count == 0)).then(|| {
            let roles: Vec<&str> =
                step.roles.iter().map(|role| ctx.words.code("role", role.code())).collect();
            ctx.fill("step.by_others", &[("roles", &roles.join(" / "))])
        });
        let ready = (count == 0 && (by_others.is_none() || !is_tight)).then(|| ctx.t("step.ready"));
        let shown = match is_tight {
            true => {
                let count = (count > 0).then_some(missing.as_str());
                let beside = [count, by_others.as_deref(), ready, Some(ctx.t("card.more"))];
                let beside: Vec<&str> = beside.into_iter().flatten().collect();
                let beside = buttons_points(ui, &egui::TextStyle::Button, &beside);
                elided(ui, &whole, ui.available_size_before_wrap().x - beside)
            }
            false => whole.clone(),
        };
        let button = ui.button(RichText::new(shown).strong()).accessible_name(whole);
        let to = ctx.stage_label(key, &step.to);
        let tip = ctx.fill("step.leads_to", &[("stage", &to)]);
        if button.on_hover_text(format!("{tip}  {}", letter_of(KeyAct::NextStep))).clicked() {
            ask = Some(CardAsk::Form(Box::new(step.form())));
        }
        if let Some(words) = by_others {
            ui.label(RichText::new(words).color(ctx.palette.weak));
        }
        if let Some(words) = ready {
            ui.label(RichText::new(words).color(ctx.palette.good));
        }
        let words = RichText::new(missing).color(ctx.palette.warn);
        if count > 0 && is_low {
            let listed = ui.menu_button(words, |ui| {
                ui.set_max_width(ctx.palette.sizes.body_points * 22.0);
                let missing = step.missing.len();
                let ask = in_sight(ui, |ui| missing_ui(ctx, ui, key, step, view, missing));
                if ask.is_some() {
                    ui.close();
                }
                ask
            });
            ask = ask.take().or(listed.inner.flatten());
        } else if count > 0 {
            ui.label(words);
        }
        // In a tight window they stand among what is recorded more rarely.
        if !is_tight {
            let other = others_ui(ctx, ui, key, steps, Some(step));
            ask = ask.take().or(other);
        }
    };
    // A tight window's foot is in one line already.
    match ctx.is_tight(ui.ctx()) {
        true => line_ui(ui),
        false => ui.horizontal_wrapped(line_ui).inner,
    }
    if is_low {
        return ask;
    }
    let listed = words_ui(ui, |ui| missing_ui(ctx, ui, key, step, view, MISSING_SHOWN_MAX));
    ask.or(listed.inner)
}

/// So many missing things are listed at the foot; the step's form lists them all.
const MISSING_SHOWN_MAX: usize = 4;

/// The missing things, as links to where each is given.
fn missing_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    step: &StepView,
    view: &ViewState,
    most: usize,
) -> Option<CardAsk> {
    let mut ask = None;
    for one in step.missing.iter().take(most) {
        let in_step = |row: &str| Some(CardAsk::FormAt(Box::new(step.form()), row.to_owned()));
        let jump = match &one.jump {
            Jump::Input(field) => in_step(field),
            Jump::Note => in_step("note"),
            other => form_for(ctx, key, other, view),
        };
        let words = RichText::new(format!("· {}", ctx.say(&one.message))).small();
        match jump {
            Some(jump) => {
                if task_link(ctx, ui, words).clicked() {
                    ask = Some(jump);
                }
            }
            None => {
                ui.label(words.color(ctx.palette.weak));
                if let Jump::Day(day) = &one.jump {
                    today::later_ui(ctx, ui, key, *day);
                }
            }
        }
    }
    // The step's form lists them all.
    let rest = step.missing.len().saturating_sub(most);
    if rest > 0 {
        let words = RichText::new(ctx.fill("step.missing_more", &[("n", &rest)])).small();
        if task_link(ctx, ui, words).clicked() {
            ask = Some(CardAsk::Form(Box::new(step.form())));
        }
    }
    ask
}

/// The other steps out of this stage, folded away behind one line.
fn others_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    steps: &[StepView],
    shown: Option<&StepView>,
) -> Option<CardAsk> {
    let is_shown = |step: &StepView| {
        shown.is_some_and(|shown| step.transition == shown.transition && step.to == shown.to)
    };
    let others: Vec<&StepView> = steps.iter().filter(|step| !is_shown(step)).collect();
    if others.is_empty() {
        return None;
    }
    let mut ask = None;
    ui.menu_button(ctx.fill("step.others", &[("n", &others.len())]), |ui| {
        for step in others {
            let to = ctx.stage_label(key, &step.to);
            let words = match (step.role_fits, step.missing.len()) {
                (false, _) => {
                    ctx.fill("step.other_role", &[("step", &ctx.say(&step.label)), ("to", &to)])
                }
                (true, 0) => {
                    ctx.fill("step.other_ready", &[("step", &ctx.say(&step.label)), ("to", &to)])
                }
                (true, n) => ctx.fill(
                    "step.other_missing",
                    &[("step", &ctx.say(&step.label)), ("to", &to), ("n", &n)],
                ),
            };
            if ui.button(words).clicked() {
                ask = Some(CardAsk::Form(Box::new(step.form())));
                ui.close();
            }
        }
    });
    ask
}

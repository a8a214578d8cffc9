//! Requests about a plan: who asked for what, how it was decided, and the way to decide it.

use egui::{Frame, Label, Margin, RichText, Ui};

use super::CardAsk;
use crate::model::FeatureKey;
use crate::plan::{Body, FeatureState, RequestState, Role};
use crate::ui::context::UiCtx;
use crate::ui::forms::{Content, DecideForm};

/// Every request, decided or not.
pub fn requests_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    state: Option<&FeatureState>,
) -> Option<CardAsk> {
    let mut ask = None;
    for request in state.iter().flat_map(|state| &state.requests) {
        ask = ask.or(request_ui(ctx, ui, key, request));
    }
    ask
}

/// What still waits for a decision, where nobody can overlook it.
pub fn open_requests_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    state: &FeatureState,
) -> Option<CardAsk> {
    let mut open = state.open_requests().peekable();
    open.peek()?;
    let mut ask = None;
    let frame = Frame::new().fill(ctx.palette.warn_ground).corner_radius(6);
    frame.inner_margin(Margin::same(8)).show(ui, |ui| {
        for request in open {
            ask = ask.take().or(request_ui(ctx, ui, key, request));
        }
    });
    ui.add_space(4.0);
    ask
}

fn request_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    state: &RequestState,
) -> Option<CardAsk> {
    let request = &state.request;
    let (who, at) = (&request.record.by.name, ctx.moment(&request.record.at));
    let asked = ctx.sentence(key, &Body::Requested(request.body.clone()));
    ui.add(Label::new(format!("{asked} · {who} {at}")).wrap());
    if let Some((verdict, record)) = state.decision() {
        let verdict = ctx.words.code("verdict", verdict);
        let values = [("verdict", &verdict as &dyn std::fmt::Display), ("who", &record.by.name)];
        ui.label(RichText::new(ctx.fill("request.decided", &values)).color(ctx.palette.weak));
        return None;
    }
    for standing in &state.decisions.standing {
        let who = standing.record.as_ref().map(|record| record.by.name.as_str());
        let verdict = ctx.words.code("verdict", &standing.value);
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("verdict", &verdict), ("who", &who.unwrap_or_default())];
        ui.label(RichText::new(ctx.fill("request.decided", &values)).color(ctx.palette.weak));
    }
    if !state.is_open() {
        let words = RichText::new(ctx.t("request.contradicted")).color(ctx.palette.warn);
        ui.add(Label::new(words).wrap());
        return None;
    }
    let waits = match ctx.actor.filter(|actor| actor.role == Role::Municipal) {
        None => "request.waiting",
        Some(actor) if request.record.author().is_same(&actor.person()) => "request.own",
        Some(_) => {
            let decide = egui::Button::new(ctx.t("request.decide"));
            let decide = ctx.record_button_ui(ui, decide).clicked();
            return decide.then(|| {
                let request = request.record.id.clone();
                let form = DecideForm { request, ..DecideForm::default() };
                CardAsk::Form(Box::new(Content::Decide(form)))
            });
        }
    };
    ui.add(Label::new(RichText::new(ctx.t(waits)).color(ctx.palette.warn)).wrap());
    None
}

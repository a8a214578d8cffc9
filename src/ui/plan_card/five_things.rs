//! 五件事: 查 测 溯 治 管, each done or with a link to what it wants.

use egui::{Frame, Margin, RichText, Ui};

use super::CardAsk;
use crate::model::{FeatureKey, Kind};
use crate::plan::{FeatureState, Five, FiveStands, FiveWants, five_things};
use crate::ui::context::UiCtx;
use crate::ui::forms::{Content, FieldsForm, PhotosForm};
use crate::ui::lines::words_ui;

/// Draws the five of an outfall; other kinds have none.
pub fn five_things_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    state: &FeatureState,
) -> Option<CardAsk> {
    if key.kind().code() != Kind::OUTFALL {
        return None;
    }
    let mut ask = None;
    let frame = Frame::new().fill(ctx.palette.ground).corner_radius(6);
    frame.inner_margin(Margin::symmetric(8, 5)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        for stands in five_things(state) {
            words_ui(ui, |ui| {
                let (mark, colour) = match stands.wants {
                    None => ("✓", ctx.palette.good),
                    Some(_) => ("○", ctx.palette.warn),
                };
                let label = stands.thing.label();
                ui.label(RichText::new(mark).color(colour));
                ui.label(RichText::new(ctx.say(&label)).strong());
                let words = words(ctx, key, state, stands);
                let wants = stands.wants.filter(|_| ctx.may_record());
                match wants.and_then(|wants| form(ctx, key, wants)) {
                    Some(content) => {
                        let spoken = format!("{} {words}", ctx.say(&label));
                        if ui.link(&words).accessible_name(spoken).clicked() {
                            ask = Some(CardAsk::Form(Box::new(content)));
                        }
                    }
                    None => {
                        ui.label(RichText::new(&words).color(ctx.palette.weak));
                    }
                }
            });
        }
    });
    ui.add_space(4.0);
    ask
}

/// The day it was done, or what it wants.
fn words(ctx: &UiCtx<'_>, key: &FeatureKey, state: &FeatureState, stands: FiveStands) -> String {
    if stands.thing == Five::Remediate {
        return match state.stage_code() {
            None => ctx.t("card.not_started").to_owned(),
            Some(stage) => ctx.stage_label(key, stage),
        };
    }
    match (stands.wants, stands.exemption()) {
        (Some(wants), _) => ctx.say(&wants.label()).to_owned(),
        (None, Some(exemption)) => ctx.say(&exemption).to_owned(),
        (None, None) => stands.on.map(|day| ctx.day(day)).unwrap_or_default(),
    }
}

/// Where what is wanted is given; the plan's own steps stand elsewhere on the card.
fn form(ctx: &UiCtx<'_>, key: &FeatureKey, wants: FiveWants) -> Option<Content> {
    let fields = |group: &str| Content::Fields(FieldsForm::of_group(group));
    Some(match wants {
        FiveWants::SurveyOnFoot => fields("survey"),
        FiveWants::Decision | FiveWants::Subject | FiveWants::TraceComplete => fields("trace"),
        FiveWants::Sample | FiveWants::Result | FiveWants::Laboratory => {
            Content::Sample(super::new_sample(ctx, key, &Default::default()))
        }
        FiveWants::Signboard => Content::Photos(PhotosForm::of_kind("signboard")),
        FiveWants::Filing => fields("manage"),
        FiveWants::Stage => return None,
    })
}

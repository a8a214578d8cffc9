//! 五件事: 查 测 溯 治 管. They run beside each other, so each is done or wants something of its own.

use egui::{Frame, Margin, RichText, Ui};

use super::CardAsk;
use crate::model::{Day, FeatureKey, Kind};
use crate::plan::{FeatureState, is_surveyed_on_foot};
use crate::ui::context::UiCtx;
use crate::ui::forms::{Content, FieldsForm, PhotosForm};

/// Where one of the five stands.
struct Thing {
    name: &'static str,
    done: bool,
    /// The day it was done, or what it wants.
    words: String,
    /// Where what it wants is given.
    ask: Option<Content>,
}

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
        for thing in things(ctx, key, state) {
            ui.horizontal(|ui| {
                ui.spacing_mut().interact_size.y = 22.0;
                let (mark, colour) =
                    if thing.done { ("✓", ctx.palette.good) } else { ("○", ctx.palette.warn) };
                ui.label(RichText::new(mark).color(colour));
                ui.label(RichText::new(ctx.t(thing.name)).strong());
                match thing.ask {
                    Some(content) if !thing.done => {
                        let spoken = format!("{} {}", ctx.t(thing.name), thing.words);
                        if ui.link(&thing.words).accessible_name(spoken).clicked() {
                            ask = Some(CardAsk::Form(Box::new(content)));
                        }
                    }
                    _ => {
                        ui.label(RichText::new(&thing.words).color(ctx.palette.weak));
                    }
                }
            });
        }
    });
    ui.add_space(4.0);
    ask
}

fn things(ctx: &UiCtx<'_>, key: &FeatureKey, state: &FeatureState) -> [Thing; 5] {
    let yes =
        |field: &str| state.texts(field).iter().any(|value| value == "yes" || value == "true");
    let set_on = |field: &str| -> Option<Day> {
        Some(state.fields.get(field)?.standing.last()?.record.as_ref()?.on)
    };
    let on = |day: Option<Day>| day.map(|day| ctx.day(day)).unwrap_or_default();
    let fields = |group: &str| Some(Content::Fields(FieldsForm::of_group(group)));

    let decided = !state.texts("is_outfall").is_empty();
    let survey = Thing {
        name: "five.survey",
        done: is_surveyed_on_foot(state) && decided,
        words: match (is_surveyed_on_foot(state), decided) {
            (true, true) => on(set_on("is_outfall").or(set_on("survey_level"))),
            (false, _) => ctx.t("five.survey_wanted").to_owned(),
            (true, false) => ctx.t("five.decision_wanted").to_owned(),
        },
        ask: fields(if is_surveyed_on_foot(state) { "trace" } else { "survey" }),
    };
    let exempt =
        state.texts("sampling_possible").iter().any(|value| value == "no" || value == "false")
            && state.text("sampling_blocker").is_some();
    let monitor = Thing {
        name: "five.monitor",
        done: !state.samples.is_empty() || exempt,
        words: match (state.samples.last(), exempt) {
            (Some(sample), _) => on(Some(sample.day)),
            (None, true) => ctx.t("five.no_condition").to_owned(),
            (None, false) => ctx.t("five.sample_wanted").to_owned(),
        },
        ask: Some(Content::Sample(super::new_sample(ctx, key, &Default::default()))),
    };
    let subject = state.text("responsible_subject");
    let trace = Thing {
        name: "five.trace",
        done: subject.is_some() && yes("trace_complete"),
        words: match subject {
            Some(_) if yes("trace_complete") => on(set_on("trace_complete")),
            Some(_) => ctx.t("five.trace_wanted").to_owned(),
            None => ctx.t("five.subject_wanted").to_owned(),
        },
        ask: fields("trace"),
    };
    let stage = state.stage_code().unwrap_or_default();
    let remediate = Thing {
        name: "five.remediate",
        done: matches!(stage, "signed_off" | "not_required"),
        words: match stage {
            "" => ctx.t("card.not_started").to_owned(),
            stage => ctx.stage_label(key, stage),
        },
        ask: None,
    };
    let signboard = state.photos.iter().any(|photo| photo.body.photo_kind == "signboard");
    let filed = state.text("filing_no").is_some();
    let manage = Thing {
        name: "five.manage",
        done: signboard && filed,
        words: match (signboard, filed) {
            (true, true) => on(set_on("filing_no")),
            (false, _) => ctx.t("five.signboard_wanted").to_owned(),
            (true, false) => ctx.t("five.filing_wanted").to_owned(),
        },
        ask: match signboard {
            false => Some(Content::Photos(PhotosForm::of_kind("signboard"))),
            true => fields("manage"),
        },
    };
    [survey, monitor, trace, remediate, manage]
}

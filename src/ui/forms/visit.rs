//! 巡查登记: one envelope of time, weather, companions, five looks, pictures and a note.

use std::collections::BTreeMap;

use egui::Ui;
use serde::{Deserialize, Serialize};

use super::field_editor::{offers_of, split_texts};
use super::files::{PhotoRow, photo_row_name, photo_rows_ui};
use super::photos::{photo_kinds, photo_parts};
use super::widgets::{FormUi, Offer};
use super::{Problem, part};
use crate::model::{Day, FeatureKey};
use crate::plan::{Body, FeatureState, FieldKind, Looks, Visit};
use crate::session::ActPart;
use crate::ui::context::{PickFor, UiCtx};
use crate::ui::dates::parse_moment;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VisitForm {
    pub time: String,
    pub with: String,
    pub weather: String,
    /// By the look's code: the choice's code.
    pub looks: BTreeMap<String, String>,
    /// `yes`, `no` or nothing.
    pub abnormal: String,
    pub note: String,
    pub photos: Vec<PhotoRow>,
}

/// The five looks in the order people take them.
const LOOKS: [&str; 5] = ["discharging", "colour", "turbidity", "odour", "oil_film"];
const DISCHARGING: [&str; 3] = ["yes", "no", "unknown"];

impl VisitForm {
    /// A visit with the companions of this person preset.
    pub fn with_companions(companions: &str) -> Self {
        Self { with: companions.to_owned(), ..Self::default() }
    }

    /// Takes over looks and weather of the last visit: 和上次一样. Nothing abnormal is assumed.
    fn same_as(&mut self, last: &Visit) {
        self.weather.clone_from(&last.weather);
        self.looks = looks_by_code(&last.looks);
        "no".clone_into(&mut self.abnormal);
    }

    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, key: &FeatureKey) {
        let ctx = form.ctx;
        let last = ctx.state(key).and_then(|state| last_visit(state));
        ui.horizontal_wrapped(|ui| {
            if let Some(last) = last
                && ui.button(ctx.t("visit.same_as_last")).clicked()
            {
                self.same_as(last);
            }
            if ui.button(ctx.t("photo.add")).clicked() {
                form.wanted_focus = Some(photo_row_name(self.photos.len()));
                self.photos.push(PhotoRow::default());
            }
            if ui.button(ctx.t("photo.choose")).clicked() {
                ctx.outbox.pick_files(PickFor::Photos);
            }
        });
        let kinds = photo_kinds(ctx, key);
        photo_rows_ui(form, ui, &mut self.photos, &kinds);
        for (code, label, offers) in look_rows(form, key) {
            let mut value = self.looks.get(&code).cloned().unwrap_or_default();
            let row = format!("look/{code}");
            if offers.is_empty() {
                form.line_ui(ui, &row, &label, &mut value);
            } else {
                form.choice_ui(ui, &row, &label, &offers, &mut value);
            }
            if value.is_empty() {
                self.looks.remove(&code);
            } else {
                self.looks.insert(code, value);
            }
        }
        let yes_no = ["no", "yes"].map(|code| Offer::new(code, ctx.words.code("answer", code)));
        form.choice_ui(ui, "abnormal", ctx.t("visit.abnormal"), &yes_no, &mut self.abnormal);
        form.lines_ui(ui, "note", ctx.t("form.note"), &mut self.note);
        form.hinted_line_ui(
            ui,
            "with",
            ctx.t("visit.with"),
            &mut self.with,
            ctx.t("form.texts_hint"),
        );
        form.line_ui(ui, "weather", ctx.t("visit.weather"), &mut self.weather);
        let time_hint = crate::ui::dates::time_of_day(ctx.now);
        form.hinted_line_ui(ui, "time", ctx.t("visit.time"), &mut self.time, time_hint);
    }

    pub fn parts(&self, ctx: &UiCtx<'_>, on: Day) -> Result<Vec<ActPart>, Vec<Problem>> {
        let visited_at = match self.time.trim() {
            "" if on == ctx.today() => Some(ctx.now.to_string()),
            "" => None,
            typed => match parse_moment(typed, on) {
                Some(moment) => Some(moment.to_string()),
                None => return Err(vec![Problem::new("time", ctx.t("form.time_unread"))]),
            },
        };
        let look = |code: &str| self.looks.get(code).map(|value| value.trim().to_owned());
        let visit = Visit {
            visited_at,
            with: split_texts(&self.with),
            weather: self.weather.trim().to_owned(),
            looks: Looks {
                discharging: look("discharging"),
                colour: look("colour"),
                turbidity: look("turbidity"),
                odour: look("odour"),
                oil_film: look("oil_film"),
            },
            abnormal: match self.abnormal.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            note: self.note.trim().to_owned(),
        };
        let mut parts = vec![part(Body::Visit(visit))];
        parts.extend(photo_parts(ctx, &self.photos, on)?);
        Ok(parts)
    }
}

/// The looks a form asks for: those of the kind's procedure, else the five.
fn look_rows(form: &FormUi<'_>, key: &FeatureKey) -> Vec<(String, String, Vec<Offer>)> {
    let ctx = form.ctx;
    let defined =
        ctx.procedure(key).map(|procedure| procedure.looks.as_slice()).unwrap_or_default();
    if defined.is_empty() {
        return LOOKS
            .map(|code| {
                let offers = match code {
                    "discharging" => DISCHARGING
                        .map(|answer| Offer::new(answer, ctx.words.code("answer", answer)))
                        .to_vec(),
                    _ => Vec::new(),
                };
                (code.to_owned(), ctx.words.code("look", code).to_owned(), offers)
            })
            .to_vec();
    }
    let offers = |kind: &FieldKind| match kind {
        FieldKind::Choice(choices) => offers_of(form, choices),
        FieldKind::Bool => {
            DISCHARGING.map(|answer| Offer::new(answer, ctx.words.code("answer", answer))).to_vec()
        }
        _ => Vec::new(),
    };
    defined
        .iter()
        .map(|look| (look.code.clone(), ctx.say(&look.label).to_owned(), offers(&look.kind)))
        .collect()
}

/// The newest visit that counts.
pub fn last_visit(state: &FeatureState) -> Option<&Visit> {
    state.visits.last().map(|filed| &filed.body)
}

/// The looks of a visit by code.
pub fn looks_by_code(looks: &Looks) -> BTreeMap<String, String> {
    [
        ("discharging", &looks.discharging),
        ("colour", &looks.colour),
        ("turbidity", &looks.turbidity),
        ("odour", &looks.odour),
        ("oil_film", &looks.oil_film),
    ]
    .into_iter()
    .filter_map(|(code, value)| Some((code.to_owned(), value.clone()?)))
    .collect()
}

//! 巡查登记: one envelope of time, weather, companions, five looks, pictures and a note.

use std::collections::BTreeMap;

use egui::Ui;
use serde::{Deserialize, Serialize};

use super::field_editor::offers_of;
use super::files::{PhotoRow, photo_row_name, photo_rows_ui};
use super::photos::{photo_kinds, photo_parts};
use super::widgets::{FormUi, Offer};
use super::{Problem, not_ahead, part};
use crate::model::{Day, FeatureKey};
use crate::plan::{Body, FieldKind, Filed, Looks, Visit, common_looks};
use crate::session::ActPart;
use crate::ui::companions::companions_of;
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
    /// What was abnormal last time and is presumed to be so still.
    pub was_abnormal: String,
    pub photos: Vec<PhotoRow>,
}

const DISCHARGING: [&str; 3] = ["yes", "no", "unknown"];

impl VisitForm {
    /// A visit with the companions of this person preset, nothing abnormal, and 和上次一样: looks and weather as they
    /// were last time. What is different today is changed, what is the same is confirmed by recording it.
    ///
    /// Something abnormal is the same too: that it is over is for the person to say, and that it goes on is recorded
    /// in the words of last time, marked as such.
    pub fn new(companions: &str, last: Option<&Visit>) -> Self {
        let mut form = Self { with: companions.to_owned(), ..Self::default() };
        if let Some(last) = last {
            form.weather.clone_from(&last.weather);
            form.looks = looks_by_code(&last.looks);
        }
        let abnormal = last.filter(|last| last.abnormal == Some(true));
        form.was_abnormal = abnormal.map_or_else(String::new, |last| last.note.trim().to_owned());
        let answer = if abnormal.is_some() { "yes" } else { "no" };
        answer.clone_into(&mut form.abnormal);
        form
    }

    /// What is recorded where no note is typed: that it is as it was, in the words of then.
    fn still_abnormal(&self, ctx: &UiCtx<'_>) -> Option<String> {
        if self.abnormal != "yes" || self.was_abnormal.is_empty() {
            return None;
        }
        let mark = ctx.fill("visit.still", &[("what", &"")]);
        let said = self.was_abnormal.trim_start_matches(mark.trim_end());
        Some(ctx.fill("visit.still", &[("what", &said.trim_start())]))
    }

    /// The line above the looks: whose looks they are, and the way to start from none.
    fn preset_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, last: &Filed<Visit>) {
        let same = !self.looks.is_empty() && self.looks == looks_by_code(&last.body.looks);
        ui.horizontal_wrapped(|ui| {
            if same {
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("day", &ctx.day(last.record.on)), ("who", &last.record.by.name)];
                let words = ctx.fill("visit.preset", &values);
                ui.label(egui::RichText::new(words).color(ctx.palette.weak));
                if ui.button(ctx.t("visit.clear")).clicked() {
                    self.looks.clear();
                    self.weather.clear();
                    self.abnormal.clear();
                    self.was_abnormal.clear();
                }
            } else if ui.button(ctx.t("visit.same_as_last")).clicked() {
                let fresh = Self::new(&self.with, Some(&last.body));
                (self.looks, self.weather, self.abnormal) =
                    (fresh.looks, fresh.weather, fresh.abnormal);
                self.was_abnormal = fresh.was_abnormal;
            }
        });
    }

    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, key: &FeatureKey) {
        let ctx = form.ctx;
        if let Some(last) = ctx.state(key).and_then(|state| state.visits.last()) {
            self.preset_ui(ctx, ui, last);
        }
        ui.horizontal_wrapped(|ui| {
            if ui.button(ctx.t("photo.add")).clicked() {
                form.wanted_focus = Some(photo_row_name(self.photos.len()));
                self.photos.push(PhotoRow::default());
            }
            form.choose_ui(ui, PickFor::Photos);
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
        let yes_no = ["no", "yes"].map(|code| Offer::new(code, ctx.words.code("abnormal", code)));
        form.choice_ui(ui, "abnormal", ctx.t("visit.abnormal"), &yes_no, &mut self.abnormal);
        match self.still_abnormal(ctx).filter(|_| self.note.trim().is_empty()) {
            Some(still) => {
                let hint = ctx.fill("visit.still_hint", &[("still", &still)]);
                form.hinted_lines_ui(ui, "note", ctx.t("form.note"), &mut self.note, &hint);
            }
            None => form.lines_ui(ui, "note", ctx.t("form.note"), &mut self.note),
        }
        form.hinted_line_ui(
            ui,
            "with",
            ctx.t("visit.with"),
            &mut self.with,
            ctx.t("form.texts_hint"),
        );
        form.line_ui(ui, "weather", ctx.t("visit.weather"), &mut self.weather);
        let now = crate::ui::dates::time_of_day(ctx.now);
        let time_hint = ctx.fill("visit.time_hint", &[("time", &now)]);
        form.hinted_line_ui(ui, "time", ctx.t("visit.time"), &mut self.time, &time_hint);
    }

    pub fn parts(&self, ctx: &UiCtx<'_>, on: Day) -> Result<Vec<ActPart>, Vec<Problem>> {
        let visited_at = match self.time.trim() {
            "" if on == ctx.today() => Some(ctx.now.to_string()),
            "" => None,
            typed => match parse_moment(typed, on) {
                Some(moment) => {
                    not_ahead(ctx, &moment).map_err(|problem| vec![problem])?;
                    Some(moment.to_string())
                }
                None => return Err(vec![Problem::new("time", ctx.t("form.time_unread"))]),
            },
        };
        let look = |code: &str| self.looks.get(code).map(|value| value.trim().to_owned());
        let visit = Visit {
            visited_at,
            with: companions_of(ctx.actor.map_or("", |me| &me.name), &self.with),
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
            note: match self.note.trim() {
                "" => self.still_abnormal(ctx).unwrap_or_default(),
                typed => typed.to_owned(),
            },
        };
        let mut parts = vec![part(Body::Visit(visit))];
        parts.extend(photo_parts(ctx, &self.photos, on)?);
        Ok(parts)
    }
}

/// The looks a form asks for: those of the kind's procedure, else those of an outfall.
fn look_rows(form: &FormUi<'_>, key: &FeatureKey) -> Vec<(String, String, Vec<Offer>)> {
    let ctx = form.ctx;
    let own = ctx.procedure(key).map(|procedure| procedure.looks.as_slice());
    let defined = own.filter(|looks| !looks.is_empty()).unwrap_or(common_looks());
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

/// The looks of a visit by code.
fn looks_by_code(looks: &Looks) -> BTreeMap<String, String> {
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

//! 采样: a sample's two lives in one form. Without results it is on its way to the laboratory; results may be
//! typed along with it or, by its number, days later.

use egui::{Button, TextEdit, Ui};
use serde::{Deserialize, Serialize};

use super::choice_list::choice_list_ui;
use super::field_editor::{split_texts, standard_offers};
use super::place_line::PlaceLine;
use super::sample_items::{offered_items, read_items, usual_items};
use super::widgets::{FormUi, Offer};
use super::{Problem, not_ahead, part};
use crate::map::MapMark;
use crate::model::{Day, FeatureKey};
use crate::plan::{
    Body, Measured, SampleResult, SampleState, SampleTaken, as_recorded, place_of, point_name,
    read_pasted, sampling_places,
};
use crate::session::ActPart;
use crate::ui::context::UiCtx;
use crate::ui::dates::parse_moment;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SampleForm {
    pub no: String,
    /// Its taking is on record already: only results are wanted.
    pub taken_before: bool,
    pub time: String,
    pub place: String,
    /// The sampling point of several, where the kind is graded by points.
    pub point: String,
    /// Where that is.
    pub at: PlaceLine,
    /// A press on the map puts it down.
    pub picking: bool,
    pub by: String,
    /// What the laboratory is asked for, in words.
    pub items: String,
    pub results: Vec<ResultRow>,
    /// `lab`, `auto` or `quick`.
    pub source: String,
    pub standard: String,
    /// Lines of the table pasted last that were not understood, as they are.
    pub unread: Vec<String>,
    /// What the table pasted last put in the place of other values: `COD 62→70`.
    pub replaced: Vec<String>,
}

/// One measured value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResultRow {
    pub item: String,
    pub value: String,
    pub unit: String,
}

/// So many sampling points are offered at least: fewer are no survey.
const POINTS_OFFERED: usize = 3;

/// Room for a sampling point's number or short name.
const POINT_POINTS: f32 = 80.0;

const SOURCES: [&str; 3] = ["lab", "auto", "quick"];

impl SampleForm {
    /// A new sample, its number and items offered.
    pub fn new(no: String, by: String, items: String) -> Self {
        Self { no, by, items, source: "lab".to_owned(), ..Self::default() }
    }

    /// The results of a sample that was taken before.
    pub fn results_of(no: &str) -> Self {
        Self {
            no: no.to_owned(),
            taken_before: true,
            source: "lab".to_owned(),
            results: vec![ResultRow::default()],
            ..Self::default()
        }
    }

    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, key: &FeatureKey) {
        let ctx = form.ctx;
        // Before any line is drawn: the one with the keyboard would take the whole table as its text.
        self.take_pasted_table(form, ui, key);
        form.line_ui(ui, "no", ctx.t("sample.no"), &mut self.no);
        if !self.taken_before {
            let hint = crate::ui::dates::time_of_day(ctx.now);
            form.hinted_line_ui(ui, "time", ctx.t("sample.time"), &mut self.time, hint);
            self.point_ui(form, ui, key);
            form.line_ui(ui, "spot", ctx.t("sample.place"), &mut self.place);
            if ctx.snapshot.rulebook.is_sampled_by_points(&key.kind()) {
                self.at_ui(form, ui, key);
            }
            form.hinted_line_ui(
                ui,
                "by",
                ctx.t("sample.by"),
                &mut self.by,
                ctx.t("form.texts_hint"),
            );
            let hint = ctx.t("sample.items_hint");
            form.hinted_line_ui(ui, "items", ctx.t("sample.items"), &mut self.items, hint);
        }
        ui.add_space(4.0);
        ui.label(ctx.t("sample.results"));
        if self.results.is_empty() {
            ui.label(egui::RichText::new(ctx.t("sample.results_later")).color(ctx.palette.weak));
        }
        let hint = egui::RichText::new(ctx.t("sample.paste_hint")).small();
        ui.add(egui::Label::new(hint.color(ctx.palette.weak)).wrap());
        for (key, rows) in [("sample.unread", &self.unread), ("sample.replaced", &self.replaced)] {
            if !rows.is_empty() {
                let words = ctx.fill(key, &[("rows", &rows.join(ctx.t("sample.rows_between")))]);
                ui.add(egui::Label::new(egui::RichText::new(words).color(ctx.palette.warn)).wrap());
            }
        }
        self.result_rows_ui(form, ui, key);
        if ui.button(ctx.t("sample.add_result")).clicked() {
            self.results.push(ResultRow::default());
            form.wanted_focus = Some(format!("result{}", self.results.len() - 1));
        }
        if !self.results.is_empty() {
            let sources = SOURCES.map(|code| Offer::new(code, ctx.words.code("source", code)));
            form.choice_ui(ui, "source", ctx.t("sample.source"), &sources, &mut self.source);
            let mut standards = vec![Offer::new("", ctx.t("sample.standard_own"))];
            standards.extend(standard_offers(form));
            let label = ctx.t("sample.standard");
            form.choice_list_ui(ui, "standard", label, &standards, &mut self.standard);
        }
    }

    /// Where what its points come to counts: which one this sample is of, with those known and the next to choose.
    fn point_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, key: &FeatureKey) {
        let ctx = form.ctx;
        if !ctx.snapshot.rulebook.is_sampled_by_points(&key.kind()) {
            return;
        }
        let chosen = point_name(&self.point);
        form.row_ui(ui, ctx.t("point.label"), |form, ui, label_id| {
            ui.horizontal_wrapped(|ui| {
                for offered in points_offered(ctx, key) {
                    let is_on = chosen.as_ref() == Some(&offered);
                    let name = format!("{} {offered}", ctx.t("point.label"));
                    let chip = Button::selectable(is_on, &offered).frame_when_inactive(true);
                    if ui.add(chip).accessible_name(name).clicked() {
                        self.point = if is_on { String::new() } else { offered };
                    }
                }
                let edit = TextEdit::singleline(&mut self.point);
                let edit = ui.add(edit.desired_width(POINT_POINTS).id_salt("point"));
                form.follow_focus("point", &edit.labelled_by(label_id));
            });
        });
    }

    /// Where the point is: typed, pressed on the map, or where a picture was taken. One that has a place keeps it.
    fn at_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, key: &FeatureKey) {
        let ctx = form.ctx;
        let state = ctx.state(key).map(AsRef::as_ref);
        let point = point_name(&self.point).unwrap_or_default();
        let known = state.map(sampling_places).unwrap_or_default();
        if let Some(known) = known.iter().find(|known| known.point == point) {
            let at = format!("{:.6}, {:.6}", known.at.lon_deg, known.at.lat_deg);
            let words = ctx.fill("point.has_place", &[("point", &point), ("at", &at)]);
            ui.add(egui::Label::new(egui::RichText::new(words).color(ctx.palette.weak)).wrap());
        }
        self.at.rows_ui(form, ui);
        ui.horizontal_wrapped(|ui| {
            let pick = Button::selectable(self.picking, ctx.t("point.pick"));
            if ui.add(pick.frame_when_inactive(true)).clicked() {
                self.picking = !self.picking;
            }
            let photos = state.map(|state| state.photos.as_slice()).unwrap_or_default();
            let placed = photos
                .iter()
                .rev()
                .find_map(|photo| Some((photo, place_of(photo.body.lon_lat.as_ref()?)?)));
            if let Some((photo, at)) = placed {
                let kind = ctx.photo_label(key, &photo.body.photo_kind);
                let day = ctx.day(photo.record.on);
                let words = ctx.fill("point.of_photo", &[("kind", &kind), ("day", &day)]);
                if ui.button(words).clicked() {
                    self.at.put(at);
                }
            }
        });
    }

    /// What the map shows of it: the mark that a press puts down.
    pub fn on_map(&self) -> Option<MapMark> {
        let at = self.at.at()?;
        Some(MapMark { at, from: None, label: point_name(&self.point).unwrap_or_default() })
    }

    /// A table on the clipboard goes into the rows, wherever in the form the keyboard is; one cell is typing.
    fn take_pasted_table(&mut self, form: &FormUi<'_>, ui: &Ui, key: &FeatureKey) {
        let standards = &form.ctx.snapshot.rulebook.standards;
        let usual = usual_items(form.ctx, key);
        let mut taken = None;
        ui.input_mut(|input| {
            input.events.retain(|event| {
                let egui::Event::Paste(text) = event else { return true };
                taken = read_pasted(text, standards, usual, self.no.trim()).or(taken.take());
                taken.is_none()
            });
        });
        let Some(pasted) = taken else { return };
        self.unread = pasted.unread;
        self.replaced.clear();
        self.results.retain(|row| !row.value.trim().is_empty());
        for read in pasted.items {
            let row = ResultRow { item: read.code, value: read.value, unit: read.unit };
            match self.results.iter_mut().find(|own| own.item == row.item) {
                Some(own) => {
                    let said = |row: &ResultRow| {
                        format!("{} {}", row.value.trim(), row.unit.trim()).trim().to_owned()
                    };
                    if said(own) != said(&row) {
                        let name = form.ctx.item_label(&row.item);
                        self.replaced.push(format!("{name} {}→{}", said(own), said(&row)));
                    }
                    *own = row;
                }
                None => self.results.push(row),
            }
        }
    }

    fn result_rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, key: &FeatureKey) {
        let ctx = form.ctx;
        let items = &ctx.snapshot.rulebook.standards.items;
        // What this kind is usually sampled for comes first.
        let usual = usual_items(ctx, key);
        let rank = |code: &str| usual.iter().position(|one| one == code).unwrap_or(usize::MAX);
        let mut offers: Vec<Offer> =
            items.iter().map(|item| Offer::new(&item.code, ctx.say(&item.label))).collect();
        offers.sort_by_key(|offer| rank(&offer.code));
        let mut removed = None;
        for (nth, row) in self.results.iter_mut().enumerate() {
            let number = nth + 1;
            ui.horizontal(|ui| {
                let before = row.item.clone();
                let shown = ctx.t("sample.item");
                let combo =
                    choice_list_ui(ctx, ui, ("item", nth), shown, 110.0, &offers, &mut row.item)
                        .accessible_name(ctx.fill("sample.item_no", &[("n", &number)]));
                if row.item != before {
                    let taken = items.iter().find(|item| item.code == row.item);
                    row.unit = taken.map(|item| item.unit.clone()).unwrap_or_default();
                }
                form.follow_focus(&format!("result{nth}"), &combo);
                let value = ui
                    .add(
                        TextEdit::singleline(&mut row.value)
                            .desired_width(70.0)
                            .id_salt(("value", nth)),
                    )
                    .accessible_name(ctx.fill("sample.value_no", &[("n", &number)]));
                form.follow_focus(&format!("result{nth}/value"), &value);
                ui.add(
                    TextEdit::singleline(&mut row.unit).desired_width(80.0).id_salt(("unit", nth)),
                )
                .accessible_name(ctx.fill("sample.unit_no", &[("n", &number)]));
                let remove = ui
                    .button(ctx.t("form.remove"))
                    .accessible_name(ctx.fill("sample.remove_no", &[("n", &number)]));
                if remove.clicked() {
                    removed = Some(nth);
                }
            });
        }
        if let Some(nth) = removed {
            self.results.remove(nth);
        }
    }

    pub fn parts(
        &self,
        ctx: &UiCtx<'_>,
        key: &FeatureKey,
        on: Day,
    ) -> Result<Vec<ActPart>, Vec<Problem>> {
        let mut problems = Vec::new();
        let no = self.no.trim().to_owned();
        if no.is_empty() {
            problems.push(Problem::new("no", ctx.t("sample.no_wanted")));
        }
        let taken_at = match self.time.trim() {
            "" if on == ctx.today() => Some(ctx.now.to_string()),
            "" => None,
            typed => {
                let moment = parse_moment(typed, on);
                match &moment {
                    Some(moment) => problems.extend(not_ahead(ctx, moment).err()),
                    None => problems.push(Problem::new("time", ctx.t("form.time_unread"))),
                }
                moment.map(|moment| moment.to_string())
            }
        };
        let mut items = std::collections::BTreeMap::new();
        for (nth, row) in self.results.iter().enumerate() {
            if row.item.is_empty() && row.value.trim().is_empty() {
                continue;
            }
            let (row_name, value_name) = (format!("result{nth}"), format!("result{nth}/value"));
            if row.item.is_empty() {
                problems.push(Problem::new(&row_name, ctx.t("sample.item_wanted")));
            } else if row.value.trim().is_empty() {
                problems.push(Problem::new(&value_name, ctx.t("sample.value_wanted")));
            } else {
                let measured =
                    Measured { value: as_recorded(&row.value), unit: row.unit.trim().to_owned() };
                if items.insert(row.item.clone(), measured).is_some() {
                    problems.push(Problem::new(&row_name, ctx.t("sample.item_twice")));
                }
            }
        }
        let has_place = !self.at.text.trim().is_empty();
        if has_place && let Some(wanted) = self.at.wanted(ctx) {
            problems.push(Problem::new("place", wanted));
        }
        if self.taken_before && items.is_empty() && problems.is_empty() {
            problems.push(Problem::new("result0", ctx.t("sample.value_wanted")));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut parts = Vec::new();
        if !self.taken_before {
            // Where values are given at once, what was merely offered is not asked for.
            let is_meant = items.is_empty() || self.items.trim() != offered_items(ctx, key);
            let line = if is_meant { self.items.as_str() } else { "" };
            let mut asked = read_items(ctx, key, line);
            asked.extend(
                items.keys().filter(|code| !asked.contains(code)).cloned().collect::<Vec<_>>(),
            );
            parts.push(part(Body::SampleTaken(SampleTaken {
                no: no.clone(),
                taken_at,
                place: self.place.trim().to_owned(),
                point: point_name(&self.point),
                lon_lat: self
                    .at
                    .at()
                    .map(|at| [at.lon_deg, at.lat_deg].map(|degrees| format!("{degrees:.7}"))),
                by: split_texts(&self.by),
                items: asked,
                ..SampleTaken::default()
            })));
        }
        if !items.is_empty() {
            parts.push(part(Body::SampleResult(SampleResult {
                no,
                source: self.source.clone(),
                standard: (!self.standard.is_empty()).then(|| self.standard.clone()),
                items,
                ..SampleResult::default()
            })));
        }
        Ok(parts)
    }
}

/// The sampling points known here and the next number; three where there are fewer.
fn points_offered(ctx: &UiCtx<'_>, key: &FeatureKey) -> Vec<String> {
    let known = ctx.state(key).map(|state| state.samples.as_slice()).unwrap_or_default();
    let mut offered: Vec<String> = known.iter().filter_map(SampleState::point).collect();
    let numbered = |count: usize| (1..=count).map(|no| format!("{no}#"));
    let highest = (1..=offered.len() + 1).find(|no| !offered.contains(&format!("{no}#")));
    offered.extend(numbered(highest.unwrap_or(1).max(POINTS_OFFERED)));
    crate::plan::sort_points(&mut offered);
    offered
}

//! 新增: what a person found here. Its kind, its place or outline clicked or typed, the known ones around it, a name.
//! Recorded, the form of its survey opens.

use std::collections::BTreeMap;
use std::fmt::Display;

use egui::{Button, Frame, Label, Margin, RichText, Ui};
use serde::{Deserialize, Serialize};

use super::outline::Outline;
use crate::map::{MapMark, MapTool, ToolAnswer};
use crate::model::{Drawn, DrawnShape, FeatureKey, Kind, LonLat};
use crate::plan::{Body, Created, FieldDef, Fields, StepFrom};
use crate::session::{Act, ActPart, Neighbour, ProposedDistrict, district_field, known_kinds};
use crate::ui::context::UiCtx;
use crate::ui::feature_doubts::FeatureDoubts;
use crate::ui::field::pane::OnMap;
use crate::ui::forms::place_line::{PlaceLine, metres_in_words, note_of};
use crate::ui::forms::{FormUi, Offer, choice_list_ui};

/// Nearer than this a known one may well be the same.
const SAME_M: f64 = 100.0;
/// Known ones are named up to here.
const NEAR_M: f64 = 2_000.0;
/// Further from everything known than this, numbers or system are probably wrong.
const FAR_M: f64 = 30_000.0;
const NEIGHBOURS: usize = 3;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FindForm {
    /// The kind's code; empty: an outfall.
    pub kind: String,
    pub place: PlaceLine,
    pub outline: Outline,
    pub name: String,
    /// As typed, or as it was proposed and confirmed.
    pub district: String,
    /// Whether it lies in an area, by the fields that ask so: `yes` or `no`.
    pub within: BTreeMap<String, String>,
    pub note: String,
}

/// The known ones around a place, looked up when kind, place or layers change.
#[derive(Debug, Default)]
pub struct Around {
    of: Option<(u64, Kind, LonLat)>,
    near: Vec<Neighbour>,
    district: Option<ProposedDistrict>,
    within: Within,
    pub(super) doubts: FeatureDoubts,
}

impl Around {
    fn refresh(&mut self, ctx: &UiCtx<'_>, kind: &Kind, at: Option<LonLat>) {
        let of = at.map(|at| (ctx.snapshot_no, kind.clone(), at));
        if self.of == of {
            return;
        }
        self.of = of;
        let nearest = |at| ctx.snapshot.nearest(kind, at, NEIGHBOURS);
        self.near = at.map(nearest).unwrap_or_default();
        self.district = at.and_then(|at| ctx.snapshot.propose_district(kind, at));
    }
}

/// What the areas on the map say of what is being drawn: by the fields that ask, whether it lies in one.
#[derive(Debug, Default)]
struct Within {
    of: Option<(u64, Kind, Vec<LonLat>)>,
    said: BTreeMap<String, bool>,
}

impl Within {
    fn refresh(&mut self, ctx: &UiCtx<'_>, kind: &Kind, drawn: Option<&Drawn>) {
        let of = drawn.map(|drawn| (ctx.snapshot_no, kind.clone(), drawn.corners.clone()));
        if self.of == of {
            return;
        }
        let said = |(field, area): (&FieldDef, &str)| {
            let lies = ctx.snapshot.lies_within(area, &drawn?.corners)?;
            Some((field.code.clone(), lies))
        };
        self.said = asked_within(ctx, kind).filter_map(said).collect();
        self.of = of;
    }
}

/// The fields of a kind that ask whether a feature lies in an area, with the kind of the area.
fn asked_within<'c>(ctx: &UiCtx<'c>, kind: &Kind) -> impl Iterator<Item = (&'c FieldDef, &'c str)> {
    let procedure = ctx.snapshot.rulebook.procedure(kind);
    let fields = procedure.into_iter().flat_map(|procedure| &procedure.fields);
    fields.filter_map(|field| Some((field, field.within.as_deref()?)))
}

/// The kinds whose procedure begins with what a person found, in the order of the product.
fn kinds_found(ctx: &UiCtx<'_>) -> Vec<Kind> {
    let procedures = ctx.snapshot.rulebook.procedures.values();
    let begins = procedures.filter(|procedure| {
        procedure.transitions.iter().any(|step| step.from.contains(&StepFrom::New))
    });
    let mut kinds: Vec<Kind> = begins.map(|procedure| procedure.kind()).collect();
    let place = |kind: &Kind| known_kinds().iter().position(|known| known.code == kind.code());
    kinds.sort_by_key(|kind| place(kind).unwrap_or(usize::MAX));
    kinds
}

impl FindForm {
    pub fn kind(&self) -> Kind {
        Kind::new(if self.kind.is_empty() { Kind::OUTFALL } else { &self.kind })
    }

    /// Draws the rows; answers the known one that it is instead.
    pub fn rows_ui(
        &mut self,
        form: &mut FormUi<'_>,
        ui: &mut Ui,
        around: &mut Around,
    ) -> Option<FeatureKey> {
        let ctx = form.ctx;
        let offers: Vec<Offer> = kinds_found(ctx)
            .iter()
            .map(|kind| Offer::new(kind.code(), &ctx.kind_name(kind)))
            .collect();
        let mut code = self.kind().code().to_owned();
        form.row_ui(ui, ctx.t("outline.kind"), |_, ui, label_id| {
            let width = ui.available_width();
            choice_list_ui(ctx, ui, "kind", "", width, &offers, &mut code).labelled_by(label_id);
        });
        self.kind = code;
        let kind = self.kind();
        self.outline.rows_ui(form, ui, &kind, &mut self.place, &mut self.note);
        let middle = self.drawn().filter(Drawn::is_whole).and_then(|drawn| drawn.middle());
        let at = middle.or_else(|| self.place.at());
        around.refresh(ctx, &kind, at);
        around.doubts.refresh(ctx, &kind, "", None, at);
        around.doubts.ui(ctx, ui);
        let instead = neighbours_ui(ctx, ui, &kind, &around.near);
        form.line_ui(ui, "name", ctx.t("field.name"), &mut self.name);
        if self.district_field(ctx).is_some() {
            form.line_ui(ui, "district", ctx.t("field.district"), &mut self.district);
            if self.district.trim().is_empty() {
                self.proposal_ui(ctx, ui, around.district.as_ref());
            }
        }
        let drawn = self.drawn().filter(Drawn::is_whole);
        around.within.refresh(ctx, &kind, drawn.as_ref());
        self.within_ui(form, ui, &kind, &around.within);
        form.lines_ui(ui, "note", ctx.t("form.note"), &mut self.note);
        instead
    }

    /// Whether it lies in an area: a person says so, and a layer of such areas says which is likely.
    fn within_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, kind: &Kind, within: &Within) {
        let ctx = form.ctx;
        let answer = |code: &'static str| ctx.words.code("answer", code);
        for (field, area) in asked_within(ctx, kind) {
            let said = self.within.entry(field.code.clone()).or_default();
            let offers = ["yes", "no"].map(|code| Offer::new(code, answer(code)));
            form.choice_ui(ui, &field.code, ctx.say(&field.label), &offers, said);
            let Some(lies) = within.said.get(&field.code).filter(|_| said.is_empty()) else {
                continue;
            };
            let (why, code) = match lies {
                true => ("field.within", "yes"),
                false => ("field.not_within", "no"),
            };
            let why = ctx.fill(why, &[("area", &ctx.kind_name(&Kind::new(area)))]);
            ui.horizontal_wrapped(|ui| {
                ui.add(Label::new(RichText::new(why).color(ctx.palette.weak)).wrap());
                let (label, is_so) = (ctx.say(&field.label), answer(code));
                let values: [(&str, &dyn Display); 2] = [("field", &label), ("answer", &is_so)];
                if ui.button(ctx.fill("field.within_yes", &values)).clicked() {
                    code.clone_into(said);
                }
            });
        }
    }

    fn district_field(&self, ctx: &UiCtx<'_>) -> Option<&'static str> {
        district_field(ctx.snapshot.rulebook.procedure(&self.kind())?)
    }

    /// Where it probably lies, and why one thinks so: nothing is filled in that nobody has confirmed.
    fn proposal_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, proposed: Option<&ProposedDistrict>) {
        let Some(ProposedDistrict { name, of }) = proposed else { return };
        let why = match of {
            None => ctx.fill("field.district_inside", &[("name", name)]),
            Some((other, far)) => {
                let far = metres_in_words(*far);
                ctx.fill("field.district_near", &[("other", other), ("far", &far), ("name", name)])
            }
        };
        ui.horizontal_wrapped(|ui| {
            ui.add(Label::new(RichText::new(why).color(ctx.palette.weak)).wrap());
            if ui.button(ctx.fill("field.district_yes", &[("name", name)])).clicked() {
                self.district.clone_from(name);
            }
        });
    }

    fn drawn(&self) -> Option<Drawn> {
        self.outline.drawn(&self.kind(), &self.place)
    }

    /// Takes what was done on the map.
    pub fn take(&mut self, answer: &ToolAnswer) {
        match answer {
            ToolAnswer::Placed(at) => self.place.put(*at),
            other => self.outline.take(other),
        }
    }

    pub fn on_map(&self, ctx: &UiCtx<'_>) -> OnMap {
        let kind = self.kind();
        if let Some((tool, sketch)) = self.outline.on_map(ctx, &kind) {
            return OnMap { tool, mark: None, sketch: Some(sketch) };
        }
        let label = match self.name.trim() {
            "" => ctx.fill("field.new_here", &[("kind", &ctx.kind_name(&kind))]),
            name => name.to_owned(),
        };
        let mark = self.place.at().map(|at| MapMark { at, from: None, label });
        OnMap { tool: MapTool::Place, mark, sketch: None }
    }

    pub fn act(&self, ctx: &UiCtx<'_>) -> Result<Act, String> {
        let kind = self.kind();
        let wanted = self.outline.wanted(ctx, &kind, &self.place);
        let (None, Some(drawn)) = (wanted, self.drawn()) else {
            return Err(wanted.unwrap_or_default().to_owned());
        };
        let mut fields = Fields::new();
        if !self.name.trim().is_empty() {
            fields.insert("name".to_owned(), self.name.trim().into());
        }
        let district = self.district.trim();
        if let Some(code) = self.district_field(ctx).filter(|_| !district.is_empty()) {
            fields.insert(code.to_owned(), district.into());
        }
        for (field, _) in asked_within(ctx, &kind) {
            let said = self.within.get(&field.code).filter(|said| !said.is_empty());
            fields.extend(said.map(|said| (field.code.clone(), said.as_str().into())));
        }
        for (code, value) in self.drawn_fields(ctx, &drawn) {
            fields.insert(code.to_owned(), value.into());
        }
        let created = Created { geometry: Some(drawn.geojson()), fields };
        let mut parts = vec![ActPart { body: Body::Created(created), attachment: None }];
        // Where the corners of a line or an area were worked out of is in the note already.
        parts.extend(match drawn.shape {
            DrawnShape::Point => self.place.note(ctx, &self.note),
            _ => note_of(std::iter::once(self.note.trim().to_owned())),
        });
        let feature = FeatureKey::new(&kind, "");
        Ok(Act { feature, on: None, on_behalf_of: None, parts })
    }

    /// What the drawing says by itself, in the fields that the kind has for it: ends and length of a line, area.
    fn drawn_fields(&self, ctx: &UiCtx<'_>, drawn: &Drawn) -> Vec<(&'static str, String)> {
        let Some(procedure) = ctx.snapshot.rulebook.procedure(&self.kind()) else {
            return Vec::new();
        };
        let measures = drawn.measures();
        let end = |at: Option<&LonLat>| {
            at.map_or_else(String::new, |at| format!("{:.6}, {:.6}", at.lon_deg, at.lat_deg))
        };
        let mut said = match drawn.shape {
            DrawnShape::Point => Vec::new(),
            DrawnShape::Line => vec![
                ("length_m", format!("{:.0}", measures.length_m)),
                ("start_lonlat", end(drawn.corners.first())),
                ("end_lonlat", end(drawn.corners.last())),
            ],
            DrawnShape::Area => vec![("area_m2", format!("{:.0}", measures.area_m2))],
        };
        said.retain(|(code, _)| procedure.field(code).is_some());
        said
    }
}

fn neighbours_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    kind: &Kind,
    near: &[Neighbour],
) -> Option<FeatureKey> {
    let nearest = near.first()?;
    if nearest.distance_m > FAR_M {
        let far = metres_in_words(nearest.distance_m);
        let words = ctx.fill("field.far", &[("far", &far), ("kind", &ctx.kind_name(kind))]);
        ui.add(Label::new(RichText::new(words).color(ctx.palette.warn)).wrap());
        return None;
    }
    let mut instead = None;
    for (nth, one) in near.iter().enumerate().filter(|(_, one)| one.distance_m <= NEAR_M) {
        let asks = nth == 0 && one.distance_m <= SAME_M;
        let ground = if asks { ctx.palette.warn_ground } else { ctx.palette.panel };
        let frame =
            Frame::new().fill(ground).corner_radius(5).inner_margin(Margin::symmetric(6, 3));
        frame.show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                let far = metres_in_words(one.distance_m);
                let key = if asks { "field.same" } else { "field.near" };
                let words = ctx.fill(key, &[("far", &far), ("name", &one.name)]);
                ui.add(Label::new(words).wrap());
                let go = ctx.fill("field.go", &[("name", &one.name)]);
                if ui.add(Button::new(go)).clicked() {
                    instead = Some(one.feature.clone());
                }
            });
        });
    }
    instead
}

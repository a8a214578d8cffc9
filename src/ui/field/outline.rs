//! The shape of what is found: a place, or the corners of a line or an area, clicked on the map or typed one by one.

use egui::{Label, RichText, Ui};
use serde::{Deserialize, Serialize};

use crate::map::{MapSketch, MapTool, ToolAnswer};
use crate::model::{Drawn, DrawnShape, Kind, LonLat, lon_lat};
use crate::session::kind_aliases;
use crate::ui::context::UiCtx;
use crate::ui::forms::place_line::PlaceLine;
use crate::ui::forms::{FormUi, Offer};

const SHAPES: [(DrawnShape, &str); 3] =
    [(DrawnShape::Point, "point"), (DrawnShape::Line, "line"), (DrawnShape::Area, "area")];

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outline {
    /// `point`, `line` or `area`; empty: the first that the kind has.
    shape: String,
    /// Of a line or an area, as longitude and latitude in WGS 84.
    corners: Vec<[f64; 2]>,
    ended: bool,
}

/// The shapes features of a kind have, the usual one first; all where nobody says.
pub(super) fn shapes_of(kind: &Kind) -> Vec<(DrawnShape, &'static str)> {
    let Some(known) = kind_aliases(kind) else { return SHAPES.to_vec() };
    let named = known.geometry.iter();
    let shapes = named.filter_map(|name| {
        SHAPES.iter().find(|(shape, _)| shape.geometry().name() == name).copied()
    });
    let shapes: Vec<_> = shapes.collect();
    if shapes.is_empty() { SHAPES.to_vec() } else { shapes }
}

impl Outline {
    pub fn shape(&self, kind: &Kind) -> DrawnShape {
        let shapes = shapes_of(kind);
        let chosen = shapes.iter().find(|(_, code)| *code == self.shape);
        chosen.or(shapes.first()).map_or(DrawnShape::Point, |(shape, _)| *shape)
    }

    /// What is drawn so far; `None` for a point without a place.
    pub fn drawn(&self, kind: &Kind, place: &PlaceLine) -> Option<Drawn> {
        match self.shape(kind) {
            DrawnShape::Point => place.at().map(|at| Drawn::point(at).rounded()),
            shape => {
                let corners = self.corners.iter().map(|[lon, lat]| lon_lat(*lon, *lat)).collect();
                Some(Drawn { shape, corners }.rounded())
            }
        }
    }

    /// Why it is no shape yet.
    pub fn wanted(&self, ctx: &UiCtx<'_>, kind: &Kind, place: &PlaceLine) -> Option<&'static str> {
        let is_whole = || self.drawn(kind, place).is_some_and(|drawn| drawn.is_whole());
        match self.shape(kind) {
            DrawnShape::Point => place.wanted(ctx),
            DrawnShape::Line => (!is_whole()).then(|| ctx.t("outline.line_wanted")),
            DrawnShape::Area => (!is_whole()).then(|| ctx.t("outline.area_wanted")),
        }
    }

    pub fn rows_ui(
        &mut self,
        form: &mut FormUi<'_>,
        ui: &mut Ui,
        kind: &Kind,
        place: &mut PlaceLine,
        note: &mut String,
    ) {
        let ctx = form.ctx;
        let shapes = shapes_of(kind);
        let shape = self.shape(kind);
        if shapes.len() > 1 {
            let mut chosen = code_of(shape).to_owned();
            let offers: Vec<Offer> = shapes
                .iter()
                .map(|(_, code)| Offer::new(code, ctx.words.code("shape", code)))
                .collect();
            form.choice_ui(ui, "shape", ctx.t("outline.shape"), &offers, &mut chosen);
            // The chosen one clicked again stays chosen: a feature has some shape.
            if !chosen.is_empty() {
                self.shape = chosen;
            }
        }
        let how = match shape {
            DrawnShape::Point => ctx.t("field.find_how"),
            _ => ctx.t("outline.how"),
        };
        ui.add(Label::new(RichText::new(how).color(ctx.palette.weak)).wrap());
        form.entered = false;
        place.rows_ui(form, ui);
        if shape == DrawnShape::Point {
            return;
        }
        let entered = std::mem::take(&mut form.entered).then(|| place.at()).flatten();
        if let Some(at) = self.corners_ui(ctx, ui, kind, place).or(entered) {
            self.add(at);
            // The line of typing is empty again: what the corner was worked out of stands in the note.
            if let Some(words) = place.taken().converted_from(ctx) {
                *note = [note.trim(), &words].join("\n").trim().to_owned();
            }
            form.wanted_focus = Some("place".to_owned());
        }
    }

    /// How many corners there are, and what the keys on the map do, as buttons; answers a typed corner to add.
    fn corners_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        kind: &Kind,
        place: &PlaceLine,
    ) -> Option<LonLat> {
        let mut typed = None;
        ui.horizontal_wrapped(|ui| {
            typed = place.at().filter(|_| ui.button(ctx.t("outline.add")).clicked());
            let has_corners = !self.corners.is_empty();
            let back = format!("{}  Backspace", ctx.t("outline.back"));
            if has_corners && ui.button(back).clicked() {
                self.back();
            }
            let is_whole = self.drawn(kind, place).is_some_and(|drawn| drawn.is_whole());
            let end = format!("{}  Enter", ctx.t("outline.end"));
            if is_whole && !self.ended && ui.button(end).clicked() {
                self.ended = true;
            }
        });
        if let Some(drawn) = self.drawn(kind, place).filter(|drawn| !drawn.corners.is_empty()) {
            ui.label(RichText::new(label(ctx, &drawn)).strong());
        }
        if self.ended {
            ui.add(
                Label::new(RichText::new(ctx.t("outline.ended")).color(ctx.palette.weak)).wrap(),
            );
        }
        typed
    }

    fn add(&mut self, at: LonLat) {
        self.corners.push([at.lon_deg, at.lat_deg]);
        self.ended = false;
    }

    fn back(&mut self) {
        self.corners.pop();
        self.ended = false;
    }

    /// Takes what was done on the map.
    pub fn take(&mut self, answer: &ToolAnswer) {
        match answer {
            ToolAnswer::Corner(at) => self.add(*at),
            ToolAnswer::CornerBack => self.back(),
            ToolAnswer::Ended => self.ended = true,
            ToolAnswer::Nothing | ToolAnswer::Caught(_) | ToolAnswer::Placed(_) => {}
        }
    }

    /// What the map shows of a line or an area; `None` for a point, which is a mark.
    pub fn on_map(&self, ctx: &UiCtx<'_>, kind: &Kind) -> Option<(MapTool, MapSketch)> {
        let drawn = match self.shape(kind) {
            DrawnShape::Point => return None,
            _ => self.drawn(kind, &PlaceLine::default())?,
        };
        let label = label(ctx, &drawn);
        Some((MapTool::Sketch, MapSketch { drawn, ended: self.ended, label }))
    }
}

fn code_of(shape: DrawnShape) -> &'static str {
    SHAPES.iter().find(|(known, _)| *known == shape).map_or("point", |(_, code)| code)
}

/// `4 点 · 320 m`.
fn label(ctx: &UiCtx<'_>, drawn: &Drawn) -> String {
    let count = drawn.corners.len();
    let measures = drawn.measures();
    let size = match drawn.shape {
        DrawnShape::Point => return String::new(),
        DrawnShape::Line => crate::ui::forms::place_line::metres_in_words(measures.length_m),
        DrawnShape::Area if measures.area_m2 >= 1e6 => format!("{:.2} km²", measures.area_m2 / 1e6),
        DrawnShape::Area => format!("{:.0} m²", measures.area_m2),
    };
    ctx.fill("outline.so_far", &[("n", &count), ("size", &size)])
}

//! A place as it is typed or clicked: numbers, and the system they are in. The system is asked, never guessed.

use serde::{Deserialize, Serialize};

use super::widgets::{FormUi, Offer};
use crate::model::LonLat;
pub use crate::plan::metres_in_words;
use crate::plan::{Body, Note};
use crate::session::{ActPart, lon_lat_from_datum};
use crate::ui::context::UiCtx;
use crate::ui::coordinates::parse_place;

/// The systems degrees may be in.
const DATUMS: [&str; 4] = ["EPSG:4326", "EPSG:4490", "gcj02", "bd09"];

/// What the map's own numbers are in.
const MAP_DATUM: &str = "EPSG:4326";

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaceLine {
    pub text: String,
    /// One of the known datums; empty until it is said.
    pub datum: String,
    /// The numbers are the map's, not typed.
    from_map: bool,
}

impl PlaceLine {
    /// Takes a place of the map.
    pub fn put(&mut self, at: LonLat) {
        self.text = format!("{:.6}, {:.6}", at.lon_deg, at.lat_deg);
        MAP_DATUM.clone_into(&mut self.datum);
        self.from_map = true;
    }

    /// What was typed; the line is empty for the next place, which is in the same system unless another is said.
    pub fn taken(&mut self) -> Self {
        let next = Self { datum: self.datum.clone(), ..Self::default() };
        std::mem::replace(self, next)
    }

    /// WGS 84 longitude and latitude; `None` until both numbers and system are there.
    pub fn at(&self) -> Option<LonLat> {
        let typed = parse_place(&self.text)?;
        lon_lat_from_datum(&self.datum, typed.lon_deg, typed.lat_deg)
    }

    /// What is still wanted, in words.
    pub fn wanted(&self, ctx: &UiCtx<'_>) -> Option<&'static str> {
        match (self.text.trim(), parse_place(&self.text)) {
            ("", _) => Some(ctx.t("field.place_wanted")),
            (_, None) => Some(ctx.t("field.place_unread")),
            _ if self.at().is_none() => Some(ctx.t("field.datum_wanted")),
            _ => None,
        }
    }

    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut egui::Ui) {
        let ctx = form.ctx;
        let before = self.text.clone();
        let hint = ctx.t("field.place_hint");
        form.hinted_line_ui(ui, "place", ctx.t("field.place"), &mut self.text, hint);
        // Numbers typed over the map's may be of any system.
        if self.text != before && std::mem::take(&mut self.from_map) {
            self.datum.clear();
        }
        let offers = DATUMS.map(|code| Offer::new(code, ctx.words.code("datum_name", code)));
        form.choice_ui(ui, "datum", ctx.t("field.datum"), &offers, &mut self.datum);
        let words = match (self.wanted(ctx), self.at()) {
            (Some(wanted), _) if !self.text.trim().is_empty() => wanted.to_owned(),
            (None, Some(at)) if self.is_converted() => ctx.fill(
                "field.converted",
                &[("lon", &format!("{:.6}", at.lon_deg)), ("lat", &format!("{:.6}", at.lat_deg))],
            ),
            _ => return,
        };
        ui.add(egui::Label::new(egui::RichText::new(words).color(ctx.palette.weak)).wrap());
    }

    fn is_converted(&self) -> bool {
        !matches!(self.datum.as_str(), "EPSG:4326" | "EPSG:4490")
    }

    /// Says what was typed, where the place was worked out of it.
    pub fn converted_from(&self, ctx: &UiCtx<'_>) -> Option<String> {
        if self.at().is_none() || !self.is_converted() {
            return None;
        }
        let datum = ctx.words.code("datum_name", &self.datum);
        let text = self.text.trim();
        Some(ctx.fill("field.converted_from", &[("datum", &datum), ("text", &text)]))
    }

    /// A note of what was typed where the place was worked out of it, and of what the person wrote.
    pub fn note(&self, ctx: &UiCtx<'_>, written: &str) -> Option<ActPart> {
        let written = Some(written.trim().to_owned()).filter(|written| !written.is_empty());
        note_of(written.into_iter().chain(self.converted_from(ctx)))
    }
}

/// A note about a place; none without words.
pub fn note_of(lines: impl Iterator<Item = String>) -> Option<ActPart> {
    let text = lines.collect::<Vec<_>>().join("\n");
    let about = Some("geometry".to_owned());
    let body = Body::Note(Note { text: text.clone(), about, ..Note::default() });
    (!text.is_empty()).then_some(ActPart { body, attachment: None })
}

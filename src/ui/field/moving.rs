//! 移动位置: a point's new place, dragged on the map or typed, with the reason. The old one is shown until it is saved.

use egui::{Label, RichText, Ui};
use serde::{Deserialize, Serialize};

use super::outline::shapes_of;
use crate::model::{Drawn, DrawnShape, FeatureKey, GeometryKind, LonLat};
use crate::plan::{Body, Moved};
use crate::session::{Act, ActPart};
use crate::ui::context::UiCtx;
use crate::ui::feature_doubts::FeatureDoubts;
use crate::ui::forms::FormUi;
use crate::ui::forms::place_line::{PlaceLine, metres_in_words};
use crate::ui::work_order::metres;

/// Less than this is no move: numbers are shown to a tenth of a metre.
const MOVE_M_MIN: f64 = 0.2;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    pub feature: String,
    pub place: PlaceLine,
    pub reason: String,
}

impl MoveForm {
    /// A blank form; `None` for what is no point. What came without a place can be given one, where its kind is one
    /// of points.
    pub fn of(ctx: &UiCtx<'_>, key: &FeatureKey) -> Option<Self> {
        let (view, idx) = ctx.place(key)?;
        let can_be_point = || shapes_of(&key.kind()).iter().any(|it| it.0 == DrawnShape::Point);
        let is_point = match view.layer.shapes.kind(idx) {
            GeometryKind::Point => true,
            GeometryKind::Null => can_be_point(),
            _ => false,
        };
        is_point.then(|| Self { feature: key.to_string(), ..Self::default() })
    }

    /// Where it stands now; `None` where it came without a place.
    pub fn from(&self, ctx: &UiCtx<'_>) -> Option<LonLat> {
        let (view, idx) = ctx.place(&FeatureKey::parse(&self.feature)?)?;
        view.layer.shapes.anchor(idx)
    }

    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, doubts: &mut FeatureDoubts) {
        let ctx = form.ctx;
        let from = self.from(ctx);
        let how = if from.is_some() { "field.move_how" } else { "field.place_how" };
        ui.add(Label::new(RichText::new(ctx.t(how)).color(ctx.palette.weak)).wrap());
        if let Some(from) = from {
            let (lon, lat) = (format!("{:.6}", from.lon_deg), format!("{:.6}", from.lat_deg));
            ui.label(ctx.fill("field.move_from", &[("lon", &lon), ("lat", &lat)]));
        }
        self.place.rows_ui(form, ui);
        let moved = from.zip(self.place.at()).map(|(from, to)| metres(from, to));
        if let Some(moved) = moved.filter(|moved| *moved >= MOVE_M_MIN) {
            let far = metres_in_words(moved);
            ui.label(RichText::new(ctx.fill("field.moves", &[("far", &far)])).strong());
        }
        if let (Some(key), Some(to)) = (FeatureKey::parse(&self.feature), self.place.at()) {
            let state = ctx.state(&key).map(AsRef::as_ref);
            doubts.refresh(ctx, &key.kind(), &self.feature, state, Some(to));
            doubts.ui(ctx, ui);
        }
        let why = if from.is_some() { "field.move_reason" } else { "form.note" };
        form.lines_ui(ui, "reason", ctx.t(why), &mut self.reason);
    }

    pub fn act(&self, ctx: &UiCtx<'_>) -> Result<Act, String> {
        let feature = FeatureKey::parse(&self.feature).ok_or_else(String::new)?;
        let (None, Some(to)) = (self.place.wanted(ctx), self.place.at()) else {
            return Err(self.place.wanted(ctx).unwrap_or_default().to_owned());
        };
        if let Some(from) = self.from(ctx) {
            if metres(from, to) < MOVE_M_MIN {
                return Err(ctx.t("field.not_moved").to_owned());
            }
            if self.reason.trim().is_empty() {
                return Err(ctx.t("field.reason_wanted").to_owned());
            }
        }
        // The session names the system of what has none: the map's own.
        let moved = Moved { geometry: Drawn::point(to).rounded().geojson(), datum: String::new() };
        let mut parts = vec![ActPart { body: Body::Moved(moved), attachment: None }];
        parts.extend(self.place.note(ctx, &self.reason));
        Ok(Act { feature, on: None, on_behalf_of: None, parts })
    }
}

//! 登记新排口: a place clicked or typed, the known outfalls around it, a name. Recorded, its survey form opens.

use egui::{Button, Frame, Label, Margin, RichText, Ui};
use serde::{Deserialize, Serialize};

use super::place_line::{PlaceLine, metres_in_words, point_text};
use crate::model::{FeatureKey, Kind, LonLat};
use crate::plan::{Body, Created, Fields};
use crate::session::{Act, ActPart, Neighbour};
use crate::ui::context::UiCtx;
use crate::ui::forms::FormUi;

/// Nearer than this a known outfall may well be the same.
const SAME_M: f64 = 100.0;
/// Known ones are named up to here.
const NEAR_M: f64 = 2_000.0;
/// Further from everything known than this, numbers or system are probably wrong.
const FAR_M: f64 = 30_000.0;
const NEIGHBOURS: usize = 3;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FindForm {
    pub place: PlaceLine,
    pub name: String,
    pub note: String,
}

/// The known outfalls around a place, looked up when place or layers change.
#[derive(Debug, Default)]
pub struct Around {
    of: Option<(u64, LonLat)>,
    near: Vec<Neighbour>,
}

impl Around {
    fn refresh(&mut self, ctx: &UiCtx<'_>, at: Option<LonLat>) {
        let of = at.map(|at| (ctx.snapshot_no, at));
        if self.of == of {
            return;
        }
        self.of = of;
        let nearest = |at| ctx.snapshot.nearest(&Kind::new(Kind::OUTFALL), at, NEIGHBOURS);
        self.near = at.map(nearest).unwrap_or_default();
    }
}

impl FindForm {
    /// Draws the rows; answers the known outfall that it is instead.
    pub fn rows_ui(
        &mut self,
        form: &mut FormUi<'_>,
        ui: &mut Ui,
        around: &mut Around,
    ) -> Option<FeatureKey> {
        let ctx = form.ctx;
        ui.add(Label::new(RichText::new(ctx.t("field.find_how")).color(ctx.palette.weak)).wrap());
        self.place.rows_ui(form, ui);
        around.refresh(ctx, self.place.at());
        let instead = neighbours_ui(ctx, ui, &around.near);
        form.line_ui(ui, "name", ctx.t("field.name"), &mut self.name);
        form.lines_ui(ui, "note", ctx.t("form.note"), &mut self.note);
        instead
    }

    pub fn act(&self, ctx: &UiCtx<'_>) -> Result<Act, String> {
        let (None, Some(at)) = (self.place.wanted(ctx), self.place.at()) else {
            return Err(self.place.wanted(ctx).unwrap_or_default().to_owned());
        };
        let mut fields = Fields::new();
        if !self.name.trim().is_empty() {
            fields.insert("name".to_owned(), self.name.trim().into());
        }
        let created = Created { geometry: Some(point_text(at)), fields };
        let mut parts = vec![ActPart { body: Body::Created(created), attachment: None }];
        parts.extend(self.place.note(ctx, &self.note));
        let feature = FeatureKey::new(&Kind::new(Kind::OUTFALL), "");
        Ok(Act { feature, on: None, on_behalf_of: None, parts })
    }
}

fn neighbours_ui(ctx: &UiCtx<'_>, ui: &mut Ui, near: &[Neighbour]) -> Option<FeatureKey> {
    let nearest = near.first()?;
    if nearest.distance_m > FAR_M {
        let far = metres_in_words(nearest.distance_m);
        let words = ctx.fill("field.far", &[("far", &far)]);
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

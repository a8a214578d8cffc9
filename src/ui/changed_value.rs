//! 改过的格子: a value that says something else than it first did wears a small triangle, which tells what it was, and who
//! changed it when: under the pointer, on a click, by the keyboard and to a screen reader.

use egui::{
    Color32, Popup, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
};
use serde_json::Value;

use super::context::UiCtx;
use crate::model::FeatureKey;
use crate::plan::{Body, Fate, FeatureState, FieldDef};

/// The sides of the triangle.
const SIDE_POINTS: f32 = 7.0;
/// The room around it that takes a click.
const REACH_POINTS: f32 = 22.0;
/// How wide its words are told.
const WORDS_EMS: f32 = 22.0;

/// How the triangle is come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Tab stops at it.
    Tab,
    /// A table has too many for that: its row's card has them.
    Pointer,
}

/// A value that was changed here.
pub struct ChangedValue<'a> {
    state: &'a FeatureState,
    code: &'a str,
    before: &'a Value,
}

impl<'a> ChangedValue<'a> {
    /// `None` where the value is the first there was, or where its history does not say it was another.
    pub fn of(state: &'a FeatureState, code: &'a str) -> Option<Self> {
        let register = state.fields.get(code)?;
        let newest = register.standing.last()?.record.as_ref()?;
        if matches!(newest.body, Body::Adopted(_)) {
            return None;
        }
        let earlier = state
            .entries
            .iter()
            .filter(|entry| matches!(entry.fate, Fate::Counts))
            .take_while(|entry| entry.record.hash != newest.hash);
        let before = earlier.filter_map(|entry| entry.record.body.fields()?.get(code)).last()?;
        let is_other = !before.is_null() && register.value() != Some(before);
        is_other.then_some(Self { state, code, before })
    }

    /// The triangle in the upper right corner of where the value stands.
    pub fn ui(
        &self,
        ctx: &UiCtx<'_>,
        ui: &Ui,
        key: &FeatureKey,
        field: Option<&FieldDef>,
        cell: Rect,
        reach: Reach,
    ) {
        corner(ui, cell, ctx.palette.accent);
        let words = self.words(ctx, field);
        let id = egui::Id::unique(("changed value", key.as_str(), self.code));
        ui.interact(cell, id.with("value"), Sense::hover()).on_hover_text(&words);
        let room = egui::vec2(REACH_POINTS.min(cell.width()), REACH_POINTS.min(cell.height()));
        let room = Rect::from_min_size(pos2(cell.right() - room.x, cell.top()), room);
        let sense = match reach {
            Reach::Tab => Sense::click(),
            Reach::Pointer => Sense::CLICK,
        };
        let triangle = ui.interact(room, id, sense).on_hover_text(&words);
        let name = format!("{} {words}", ctx.field_label(key, self.code));
        triangle.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
        focus_ring(ui, &triangle);
        Popup::from_toggle_button_response(&triangle).show(|ui| {
            ui.set_max_width(ctx.palette.sizes.body_points * WORDS_EMS);
            ui.label(&words)
        });
    }

    fn words(&self, ctx: &UiCtx<'_>, field: Option<&FieldDef>) -> String {
        let before = match field.is_some_and(|field| field.personal) {
            true => ctx.t("card.personal").to_owned(),
            false => ctx.value_label(field, self.before),
        };
        let register = self.state.fields.get(self.code);
        let by = register.and_then(|it| it.standing.last()?.record.as_deref());
        ctx.fill("plan.was", &[("value", &before), ("by", &ctx.set_by(by))])
    }
}

fn focus_ring(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let stroke = Stroke::new(2.0, ui.visuals().selection.stroke.color);
        ui.painter().rect_stroke(response.rect, 2.0, stroke, StrokeKind::Inside);
    }
}

fn corner(ui: &Ui, cell: Rect, color: Color32) {
    let top = cell.right_top();
    let points = vec![top, pos2(top.x - SIDE_POINTS, top.y), pos2(top.x, top.y + SIDE_POINTS)];
    ui.painter().add(Shape::convex_polygon(points, color, egui::Stroke::NONE));
}

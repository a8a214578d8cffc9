//! Several features of a layer that say they are one and the same: each can be looked at, and a person says which
//! it is.

use egui::{Button, Frame, Label, Margin, RichText, Ui};

use super::context::UiCtx;
use super::layer_panel::LayerWish;
use crate::model::FeatureKey;
use crate::session::{Command, LayerView};

/// So many features that claim one key are offered; the rest are counted.
const OFFERED_MAX: usize = 12;

/// The questions of a layer; nothing where there are none.
pub fn same_key_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view_of: &LayerView) -> Option<LayerWish> {
    let mut wish = None;
    for (key, features) in view_of.unsettled.iter() {
        let one = ui
            .push_id(("same key", key.as_str()), |ui| question_ui(ctx, ui, view_of, key, features));
        wish = wish.or(one.inner);
    }
    wish
}

fn question_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    view_of: &LayerView,
    key: &FeatureKey,
    features: &[usize],
) -> Option<LayerWish> {
    let mut wish = None;
    Frame::new().fill(ctx.palette.bad_ground).inner_margin(Margin::same(6)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let words = [("n", &features.len() as &dyn std::fmt::Display), ("key", &key.code())];
        ui.add(Label::new(RichText::new(ctx.fill("same_key.which", &words)).strong()).wrap());
        let rows = features.iter().filter_map(|idx| Some((*idx, view_of.rows.get(*idx)?)));
        for (feature_idx, row) in rows.take(OFFERED_MAX) {
            let ordinal = view_of.layer.features.get(feature_idx).map_or(0, |it| it.ordinal + 1);
            let who = [("n", &ordinal as &dyn std::fmt::Display), ("name", &row.name)];
            let who = ctx.fill("same_key.feature", &who).trim().to_owned();
            ui.horizontal_wrapped(|ui| {
                ui.label(&who);
                let look = Button::new(ctx.t("same_key.look"));
                let name = format!("{} {who}", ctx.t("same_key.look"));
                if ui.add(look).accessible_name(name).clicked() {
                    wish = Some(LayerWish::Select(row.key.clone()));
                }
                let take = Button::new(ctx.t("same_key.take"));
                let name = format!("{} {who}", ctx.t("same_key.take"));
                let can = !ctx.snapshot.read_only;
                if ui.add_enabled(can, take).accessible_name(name).clicked() {
                    ctx.outbox.command(Command::AttachKey {
                        layer: view_of.id,
                        feature_idx,
                        key: key.clone(),
                    });
                }
            });
        }
        if let Some(more) = features.len().checked_sub(OFFERED_MAX).filter(|more| *more > 0) {
            ui.label(ctx.fill("same_key.more", &[("n", &more)]));
        }
    });
    wish
}

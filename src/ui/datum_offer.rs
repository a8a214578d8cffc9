//! Points that lie off the known lines as phone maps' positions do: the suspicion, and the two answers to it.

use egui::{Label, RichText, Ui};

use super::context::UiCtx;
use crate::session::{Command, GCJ02, LayerView};

/// What a person answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatumAnswer {
    Convert,
    /// The numbers are right.
    AsIs,
}

/// Draws the suspicion with its answers, where there is one. Either answer names the layer's datum, so that the
/// question is not put again.
pub fn datum_offer_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view_of: &LayerView) -> Option<DatumAnswer> {
    let shifted = view_of.shifted.as_ref().filter(|_| !ctx.snapshot.read_only)?;
    let sentence = shifted.sentence();
    ui.add(Label::new(RichText::new(ctx.say(&sentence)).color(ctx.palette.warn)).wrap());
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        let answers = [
            ("datum_offer.convert", GCJ02, DatumAnswer::Convert),
            ("datum_offer.as_is", view_of.layer.crs.as_str(), DatumAnswer::AsIs),
        ];
        for (words, datum, one) in answers {
            let button = ui.button(ctx.t(words));
            let name = format!("{} {}", ctx.t(words), view_of.layer.name);
            if button.accessible_name(name).clicked() {
                let datum = Some(datum.to_owned());
                ctx.outbox.command(Command::SetLayerDatum { layer: view_of.id, datum });
                answer = Some(one);
            }
        }
    });
    answer
}

/// What came of a conversion, with the way back.
pub fn converted_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view_of: &LayerView) {
    ui.horizontal_wrapped(|ui| {
        let words = ctx.t("datum_offer.converted");
        ui.label(RichText::new(words).color(ctx.palette.good));
        let back = ui.button(ctx.t("datum_offer.back"));
        let name = format!("{} {}", ctx.t("datum_offer.back"), view_of.layer.name);
        if back.accessible_name(name).clicked() {
            ctx.outbox.command(Command::SetLayerDatum { layer: view_of.id, datum: None });
        }
    });
}

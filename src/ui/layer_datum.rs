//! The system of coordinates of a layer: which it is taken for, and a chooser for another.

use egui::{CollapsingHeader, Label, RichText, Ui};

use super::context::UiCtx;
use super::datum_offer::datum_offer_ui;
use crate::model::Datum;
use crate::session::{Command, LayerView, known_datums};

/// A layer whose system is unknown is not on the map: the choice lies open. Elsewhere it is folded.
pub fn datum_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view_of: &LayerView) {
    let layer = &view_of.layer;
    if let Datum::Unnamed(system) = &layer.datum {
        let text = ctx.fill("layer.datum_unknown", &[("crs", system)]);
        ui.add(Label::new(RichText::new(text).color(ctx.palette.warn)).wrap());
        return choices_ui(ctx, ui, view_of, None, system.trim_end_matches('?'));
    }
    datum_offer_ui(ctx, ui, view_of);
    let taken_for = match &layer.datum {
        Datum::Named(code) => code.as_str(),
        _ => layer.crs.as_str(),
    };
    let known = known_datums();
    let name = known.iter().find(|(code, _)| *code == taken_for).map(|(_, name)| ctx.say(name));
    let name = name.unwrap_or_else(|| ctx.words.code("datum_name", taken_for)).to_owned();
    let title = ctx.fill("layer.datum", &[("name", &name)]);
    CollapsingHeader::new(title).id_salt("datum").show(ui, |ui| {
        ui.add(Label::new(RichText::new(ctx.t("layer.datum_change")).small()).wrap());
        choices_ui(ctx, ui, view_of, Some(taken_for), taken_for);
    });
}

/// `first`: what the numbers look like, offered before the others.
fn choices_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view_of: &LayerView, now: Option<&str>, first: &str) {
    let set = |datum: Option<String>| {
        ctx.outbox.command(Command::SetLayerDatum { layer: view_of.id, datum });
    };
    let mut known = known_datums();
    known.sort_by_key(|(code, _)| *code != first);
    for (code, name) in known {
        let is_now = now == Some(code);
        if ui.radio(is_now, ctx.say(&name)).clicked() && !is_now {
            set(Some(code.to_owned()));
        }
    }
    if now.is_some() && ui.button(ctx.t("layer.datum_own")).clicked() {
        set(None);
    }
}

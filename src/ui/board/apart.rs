//! 谁卡住了, and what is told apart: not counted and who approved that, unproven sign-offs, contradictions.

use egui::{CollapsingHeader, Label, RichText, Ui};

use super::Look;
use super::charts::feature_link_ui;
use super::districts::some_key;
use crate::model::Kind;
use crate::plan::{Holder, LeftOut};

/// So many lines stand on the board; the number above them opens all.
const LINES: usize = 8;
/// … and so many beside a target.
const BESIDE: usize = 2;

/// Who holds what, for how long.
pub fn holders_ui(look: &mut Look<'_>, ui: &mut Ui) {
    let (ctx, board) = (look.ctx, look.board);
    if board.holders.is_empty() {
        return look.weak_ui(ui, ctx.t("board.nobody_holds"));
    }
    // Who decides stands first; of many who work the rest is folded.
    let (first, rest) = board.holders.split_at(board.holders.len().min(LINES));
    first.iter().for_each(|holder| holder_ui(look, ui, holder));
    if !rest.is_empty() {
        let words = ctx.fill("board.more_holders", &[("n", &rest.len())]);
        CollapsingHeader::new(words).id_salt("more holders").show(ui, |ui| {
            rest.iter().for_each(|holder| holder_ui(look, ui, holder));
        });
    }
}

fn holder_ui(look: &mut Look<'_>, ui: &mut Ui, holder: &Holder) {
    let (ctx, board) = (look.ctx, look.board);
    let stage = ctx.stage_label(&some_key(&holder.kind), &holder.stage);
    let roles: Vec<&str> =
        holder.roles.iter().map(|role| ctx.words.code("role", role.code())).collect();
    let kind = ctx.kind_name(&holder.kind);
    let title = format!("{kind} {stage}");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(&stage);
        look.number_ui(ui, &holder.members.len().to_string(), &title, &holder.members);
        if !roles.is_empty() {
            look.weak_ui(ui, ctx.fill("board.waits_for", &[("who", &roles.join("/"))]));
        }
        if let Some((days, place)) = holder.longest {
            let name = look.name_at(place);
            let words = ctx.fill("board.longest", &[("n", &days), ("name", &name)]);
            if let Some(key) = board.keys.get(place as usize) {
                feature_link_ui(look, ui, key, &words);
            }
        }
    });
}

/// 不计入, 未核实, 填报不一致.
pub fn apart_ui(look: &mut Look<'_>, ui: &mut Ui) {
    let (ctx, board) = (look.ctx, look.board);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let left: Vec<u32> = board.left_out.iter().map(|one| one.place).collect();
        for (words, of) in [
            ("board.left_out", &left),
            ("board.unproven", &board.unproven),
            ("board.conflicts", &board.conflicts),
            ("board.held", &board.held),
        ] {
            // What there is rarely takes no room while there is none.
            if words == "board.held" && of.is_empty() {
                continue;
            }
            ui.label(ctx.t(words));
            look.number_ui(ui, &of.len().to_string(), ctx.t(words), of);
        }
    });
    for one in board.left_out.iter().take(LINES) {
        ui.horizontal_wrapped(|ui| left_out_one_ui(look, ui, one));
    }
    let more = board.left_out.len().saturating_sub(LINES);
    if more > 0 {
        look.weak_ui(ui, ctx.fill("board.and_more", &[("n", &more)]));
    }
    let undated: usize = board.summary.kinds.values().map(|counts| counts.undated).sum();
    if undated > 0 {
        look.weak_ui(ui, ctx.fill("board.undated", &[("n", &undated)]));
    }
    let why = RichText::new(ctx.t("board.apart_why")).small().color(ctx.palette.weak);
    ui.add(Label::new(why).wrap());
}

/// What of a kind is not counted, and who approved that, beside the figures it is not in.
pub fn left_out_of_ui(look: &mut Look<'_>, ui: &mut Ui, kind: &Kind) {
    let (ctx, board) = (look.ctx, look.board);
    let of_kind = || board.left_out.iter().filter(|one| one.kind == *kind);
    let places: Vec<u32> = of_kind().map(|one| one.place).collect();
    if places.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(ctx.t("board.left_out"));
        look.number_ui(ui, &places.len().to_string(), ctx.t("board.left_out"), &places);
        of_kind().take(BESIDE).for_each(|one| left_out_one_ui(look, ui, one));
        if places.len() > BESIDE {
            look.weak_ui(ui, "…");
        }
    });
}

fn left_out_one_ui(look: &mut Look<'_>, ui: &mut Ui, one: &LeftOut) {
    let (ctx, board) = (look.ctx, look.board);
    let Some(key) = board.keys.get(one.place as usize) else { return };
    let stage = ctx.stage_label(&some_key(&one.kind), &one.stage);
    let by = match &one.by {
        Some((by, on)) => {
            ctx.fill("board.approved_by", &[("who", &by.name), ("day", &ctx.day(*on))])
        }
        None => ctx.t("card.as_received").to_owned(),
    };
    ui.spacing_mut().item_spacing.x = 4.0;
    let name = look.name_at(one.place);
    feature_link_ui(look, ui, key, &name);
    look.weak_ui(ui, format!("{stage} {by}"));
}

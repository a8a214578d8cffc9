//! The foot of the board: what changed, by groups, and by what everything is counted.

use egui::{Label, RichText, Ui};

use super::{BoardAsk, Look};
use crate::plan::{Basis, ChangeGroup, PlanChange};

/// So many changes stand on the board; the rest are a click away.
const LINES: usize = 6;

/// 本周变化.
pub fn changes_ui(look: &mut Look<'_>, ui: &mut Ui) {
    let (ctx, board) = (look.ctx, look.board);
    let day = ctx.day(board.compared_with);
    if board.changes.is_empty() {
        look.weak_ui(ui, ctx.fill("board.no_changes", &[("day", &day)]));
        return since_file_ui(look, ui);
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(ctx.fill("board.since", &[("day", &day)]));
        for group in ChangeGroup::ALL {
            let of_group = board.changes.iter().filter(|change| change.group == group);
            let count: usize = of_group.map(PlanChange::count).sum();
            if count > 0 {
                let words = format!("{} {count}", ctx.say(&group.label()));
                if ui.link(RichText::new(words).color(ctx.palette.accent)).clicked() {
                    look.ask = Some(BoardAsk::Changes(Some(group)));
                }
            }
        }
        if ui.button(ctx.t("board.one_by_one")).clicked() {
            look.ask = Some(BoardAsk::Changes(None));
        }
        since_file_ui(look, ui);
    });
    for change in board.changes.iter().take(LINES) {
        let subject = change.subject(&|key| ctx.name_of(key), ctx.lang());
        let words = change.sentence(&subject, ctx.lang());
        let words = format!("{} · {words}", ctx.say(&change.group.label()));
        let line = Label::new(words).truncate().sense(egui::Sense::click());
        if ui.add(line).clicked() {
            look.ask = Some(BoardAsk::Feature(change.feature.clone()));
        }
    }
}

fn since_file_ui(look: &mut Look<'_>, ui: &mut Ui) {
    if ui.button(look.ctx.t("board.since_file")).clicked() {
        look.ask = Some(BoardAsk::SinceFile);
    }
}

/// 口径.
pub fn basis_ui(look: &mut Look<'_>, ui: &mut Ui) {
    let (ctx, board) = (look.ctx, look.board);
    let day = ctx.long_day(board.as_of);
    let evening = ctx.snapshot.evening;
    let key = match evening.map(|evening| evening.basis) {
        Some(Basis::Received) => "board.basis_received",
        _ => "board.basis_happened",
    };
    let mut words = ctx.fill(key, &[("day", &day)]);
    if ctx.snapshot.synthetic {
        words = format!("{} · {words}", ctx.t("top.synthetic"));
    }
    ui.horizontal_wrapped(|ui| {
        ui.add(Label::new(RichText::new(words).small().color(ctx.palette.weak)).wrap());
        let source = &board.summary.programme.source;
        let words = ctx.fill("board.source", &[("source", &ctx.say(source))]);
        ui.add(Label::new(RichText::new(words).small().color(ctx.palette.weak)).wrap());
    });
    for (idx, frozen) in board.frozen.iter().enumerate() {
        let (day, at) = (ctx.day(frozen.as_of), ctx.moment(&frozen.record.at));
        let who = &frozen.record.by.name;
        let count = frozen.changes.len();
        ui.horizontal_wrapped(|ui| {
            ui.label(ctx.fill("board.frozen", &[("day", &day), ("who", who), ("at", &at)]));
            let words = match (count, frozen.figures.len()) {
                (0, 0) => ctx.t("board.frozen_same").to_owned(),
                (0, figures) => ctx.fill("board.frozen_figures", &[("n", &figures)]),
                _ => ctx.fill("board.frozen_differs", &[("n", &count)]),
            };
            if ui.button(words).clicked() {
                look.ask = Some(BoardAsk::Frozen(idx));
            }
        });
    }
}

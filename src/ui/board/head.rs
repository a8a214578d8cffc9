//! The board's own line on top: what it shows, compared with what, and what can be made of it.

use egui::{Button, RichText, Ui};

use super::{BoardAsk, BoardView, Compare};
use crate::plan::{Basis, Board};
use crate::ui::context::UiCtx;
use crate::ui::dialogs::ReportKind;
use crate::ui::shortcuts::{KeyAct, name_of};
use crate::ui::theme::HEADING_POINTS;

pub fn head_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    view: &mut BoardView,
    board: Option<&Board>,
    is_current: bool,
) -> Option<BoardAsk> {
    let mut ask = None;
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(ctx.t("board.title")).size(HEADING_POINTS).strong());
        let keys = name_of(KeyAct::Board);
        if ui.button(format!("{} {keys}", ctx.t("board.to_map"))).clicked() {
            ask = Some(BoardAsk::Map);
        }
        let day = ctx.long_day(ctx.snapshot.today);
        let as_of = ui.button(ctx.fill("board.as_of", &[("day", &day)]));
        if as_of.on_hover_text(name_of(KeyAct::AsOf)).clicked() {
            ask = Some(BoardAsk::ChooseDay);
        }
        ui.label(ctx.t("board.compare"));
        for compare in Compare::ALL {
            let chosen = view.compare == compare;
            if ui.add(Button::selectable(chosen, ctx.t(compare.text()))).clicked() {
                view.compare = compare;
            }
        }
        if board.is_some() && ui.button(ctx.t("board.briefing")).clicked() {
            ask = Some(BoardAsk::Briefing);
        }
        if board.is_some() {
            // In a low window the tiles have the room.
            let made = match ctx.is_low(ui.ctx()) {
                true => {
                    ui.menu_button(ctx.t("board.make_menu"), |ui| make_ui(ctx, ui)).inner.flatten()
                }
                false => make_ui(ctx, ui),
            };
            ask = made.map(BoardAsk::Make).or(ask.take());
        }
        // Figures are frozen by business date.
        let may_freeze = match ctx.snapshot.evening {
            Some(evening) => evening.basis == Basis::Happened,
            None => !ctx.snapshot.read_only,
        };
        if may_freeze && board.is_some() && ui.button(ctx.t("board.freeze")).clicked() {
            ask = Some(BoardAsk::Freeze);
        }
        if !is_current {
            ui.label(RichText::new(ctx.t("board.counting")).color(ctx.palette.weak));
        }
    });
    ask
}

/// What can be made of the figures at one press.
fn make_ui(ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<ReportKind> {
    let kinds = [ReportKind::Ranking, ReportKind::WallMap, ReportKind::Programme];
    kinds.into_iter().find(|kind| {
        let words = ctx.fill("board.make", &[("what", &ctx.t(kind.text()))]);
        ui.button(words).clicked()
    })
}

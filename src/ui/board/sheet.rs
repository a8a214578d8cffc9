//! What lies over the board for a moment: the briefing to copy, changes one by one, 上报版, 零报告.

use std::sync::Arc;

use egui::{Button, Id, Label, Response, RichText, ScrollArea, TextEdit, Ui};

use super::since_file::SinceFile;
use super::{BoardAsk, BoardPanel};
use crate::model::{FeatureKey, Text};
use crate::plan::{Board, BriefingInput, ChangeGroup, PlanChange, Role, briefing};
use crate::ui::context::UiCtx;
use crate::ui::lines::named_modal;

/// What is open.
#[derive(Clone, Debug)]
pub(super) enum Sheet {
    Briefing(String),
    Changes(Option<ChangeGroup>),
    SinceFile(SinceFile),
    Frozen(usize),
    Freeze { note: String },
    ZeroReport(FeatureKey),
}

/// What was decided on it.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetEnd {
    Feature(FeatureKey),
    Freeze { note: String },
    ZeroReport(FeatureKey),
}

impl BoardPanel {
    pub(super) fn open_sheet(&mut self, ctx: &UiCtx<'_>, ask: &BoardAsk) {
        let sheet = match ask {
            BoardAsk::Briefing => {
                let Some(board) = &self.board else { return };
                Sheet::Briefing(briefing_text(ctx, board))
            }
            BoardAsk::Changes(group) => Sheet::Changes(*group),
            BoardAsk::SinceFile => Sheet::SinceFile(SinceFile::default()),
            BoardAsk::Frozen(idx) => Sheet::Frozen(*idx),
            BoardAsk::Freeze => Sheet::Freeze { note: String::new() },
            BoardAsk::ZeroReport(district) => Sheet::ZeroReport(district.clone()),
            BoardAsk::Show { .. }
            | BoardAsk::Feature(_)
            | BoardAsk::Make(_)
            | BoardAsk::ChooseDay
            | BoardAsk::Map => return,
        };
        self.sheet = Some(sheet);
        self.sheet_shown = false;
    }

    /// The comparison with a file that is open, if one is.
    pub(super) fn since_file(&mut self) -> Option<&mut SinceFile> {
        match &mut self.sheet {
            Some(Sheet::SinceFile(since)) => Some(since),
            _ => None,
        }
    }

    /// Draws what is open over the board.
    pub fn sheet_ui(&mut self, ctx: &UiCtx<'_>, egui_ctx: &egui::Context) -> Option<SheetEnd> {
        let board = self.board.clone()?;
        let sheet = self.sheet.as_mut()?;
        let is_new = !std::mem::replace(&mut self.sheet_shown, true);
        let (mut end, mut is_open) = (None, true);
        let name = title(ctx, &board, sheet);
        let response =
            named_modal(egui_ctx, Id::unique("board sheet"), &name).show(egui_ctx, |ui| {
                ui.set_width((egui_ctx.content_rect().width() - 48.0).min(640.0));
                let points = ctx.palette.sizes.heading_points;
                ui.label(RichText::new(&name).size(points));
                ui.separator();
                match sheet {
                    Sheet::Briefing(text) => is_open = briefing_ui(ctx, ui, text),
                    Sheet::Changes(group) => {
                        let of =
                            |change: &&PlanChange| group.is_none_or(|group| change.group == group);
                        end = changes_ui(ctx, ui, board.changes.iter().filter(of));
                        is_open = !ui.button(ctx.t("dialog.close")).clicked();
                    }
                    Sheet::Frozen(idx) => {
                        end = frozen_ui(ctx, ui, &board, *idx);
                        is_open = !ui.button(ctx.t("dialog.close")).clicked();
                    }
                    Sheet::Freeze { note } => {
                        (end, is_open) = freeze_ui(ctx, ui, &board, note, is_new);
                    }
                    Sheet::ZeroReport(district) => {
                        (end, is_open) = zero_ui(ctx, ui, &board, district, is_new);
                    }
                    Sheet::SinceFile(since) => {
                        end = since.ui(ctx, ui);
                        is_open = !ui.button(ctx.t("dialog.close")).clicked();
                    }
                }
            });
        if !is_open || response.should_close() || end.is_some() {
            self.sheet = None;
        }
        end
    }
}

fn title(ctx: &UiCtx<'_>, board: &Board, sheet: &Sheet) -> String {
    match sheet {
        Sheet::Briefing(_) => ctx.t("board.briefing_title").to_owned(),
        Sheet::Changes(_) => ctx.fill("board.since", &[("day", &ctx.day(board.compared_with))]),
        Sheet::SinceFile(_) => ctx.t("board.since_file").to_owned(),
        Sheet::Frozen(idx) => {
            let day = board.frozen.get(*idx).map(|one| ctx.long_day(one.as_of));
            ctx.fill("board.frozen_title", &[("day", &day.unwrap_or_default())])
        }
        Sheet::Freeze { .. } => ctx.t("board.freeze_title").to_owned(),
        Sheet::ZeroReport(_) => ctx.t("board.zero_title").to_owned(),
    }
}

/// The board's own numbers in sentences.
pub(super) fn briefing_text(ctx: &UiCtx<'_>, board: &Arc<Board>) -> String {
    let input = BriefingInput {
        now: &board.summary,
        before: Some(&board.before),
        rulebook: &ctx.snapshot.rulebook,
        basis: ctx.snapshot.basis(),
    };
    let paragraphs = briefing(&input);
    paragraphs.iter().map(|text| ctx.say(text)).collect::<Vec<_>>().join("\n")
}

fn briefing_ui(ctx: &UiCtx<'_>, ui: &mut Ui, text: &mut String) -> bool {
    let height = (ui.ctx().content_rect().height() * 0.55).max(120.0);
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        let edit = TextEdit::multiline(text).desired_width(f32::INFINITY).desired_rows(8);
        ui.add(edit).accessible_name(ctx.t("board.briefing_title").to_owned());
    });
    let mut is_open = true;
    ui.horizontal(|ui| {
        if ui.button(ctx.t("board.briefing_copy")).clicked() {
            ui.ctx().copy_text(text.clone());
            is_open = false;
        }
        is_open &= !ui.button(ctx.t("dialog.close")).clicked();
    });
    is_open
}

/// Changes under their groups; each line leads to its feature.
pub(super) fn changes_ui<'c>(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    changes: impl Iterator<Item = &'c PlanChange>,
) -> Option<SheetEnd> {
    let lines: Vec<Line<'_>> = changes.map(Line::Change).collect();
    match lines.is_empty() {
        true => lines_ui(ctx, ui, &[Line::Weak("board.nothing_changed")]),
        false => lines_ui(ctx, ui, &lines),
    }
}

/// One line of what scrolls on a sheet.
enum Line<'a> {
    /// Words of the product's own, by their key.
    Weak(&'static str),
    Figure(&'a Text),
    Change(&'a PlanChange),
}

/// Lines one below the other: what does not fit scrolls, and title and buttons stay in sight.
fn lines_ui(ctx: &UiCtx<'_>, ui: &mut Ui, lines: &[Line<'_>]) -> Option<SheetEnd> {
    let mut end = None;
    let row_points = ctx.palette.sizes.body_points * 1.6;
    let height = (ui.ctx().content_rect().height() * 0.55).max(120.0);
    let area = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
    area.show_rows(ui, row_points, lines.len(), |ui, range| {
        for line in lines.get(range).unwrap_or_default() {
            match line {
                Line::Weak(words) => {
                    ui.label(RichText::new(ctx.t(words)).color(ctx.palette.weak));
                }
                Line::Figure(text) => {
                    ui.add(Label::new(ctx.say(text)).truncate());
                }
                Line::Change(change) if change_ui(ctx, ui, change).clicked() => {
                    end = Some(SheetEnd::Feature(change.feature.clone()));
                }
                Line::Change(_) => {}
            }
        }
    });
    end
}

fn change_ui(ctx: &UiCtx<'_>, ui: &mut Ui, change: &PlanChange) -> Response {
    let subject = change.subject(&|key| ctx.name_of(key), ctx.lang());
    let words = change.sentence(&subject, ctx.lang());
    let words = format!("{} · {words}", ctx.say(&change.group.label()));
    let line = Button::new(RichText::new(words).color(ctx.palette.accent));
    ui.add(line.frame(false).truncate())
}

fn frozen_ui(ctx: &UiCtx<'_>, ui: &mut Ui, board: &Board, idx: usize) -> Option<SheetEnd> {
    let frozen = board.frozen.get(idx)?;
    let who = ctx.person(&frozen.record.by);
    let at = ctx.moment(&frozen.record.at);
    ui.label(ctx.fill("board.frozen_by", &[("who", &who), ("at", &at)]));
    if let crate::plan::Body::Reported(reported) = &frozen.record.body
        && !reported.note.is_empty()
    {
        ui.add(Label::new(reported.note.as_str()).wrap());
    }
    let no_figures = frozen.figures.is_empty().then_some(Line::Weak("board.figures_same"));
    let no_changes = frozen.changes.is_empty().then_some(Line::Weak("board.nothing_changed"));
    let figures = frozen.figures.iter().map(Line::Figure);
    let changes = frozen.changes.iter().map(Line::Change);
    let lines = no_figures.into_iter().chain(figures).chain(no_changes).chain(changes);
    lines_ui(ctx, ui, &lines.collect::<Vec<_>>())
}

/// Answers what was decided, and whether the sheet stays open.
fn freeze_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    board: &Board,
    note: &mut String,
    is_new: bool,
) -> (Option<SheetEnd>, bool) {
    let day = ctx.long_day(board.as_of);
    ui.add(Label::new(ctx.fill("board.freeze_what", &[("day", &day)])).wrap());
    let label = ui.label(ctx.t("board.freeze_note"));
    let line = ui.add(TextEdit::singleline(note).desired_width(f32::INFINITY));
    let line = line.labelled_by(label.id);
    if is_new {
        line.request_focus();
    }
    let entered = line.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let (yes, is_open) = decide_ui(ctx, ui, "board.freeze_do", "dialog.close");
    let decided = entered || yes.clicked();
    (decided.then(|| SheetEnd::Freeze { note: note.clone() }), is_open)
}

fn zero_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    board: &Board,
    district: &FeatureKey,
    is_new: bool,
) -> (Option<SheetEnd>, bool) {
    let name = ctx.name_of(district);
    let answer = board.survey.iter().find(|one| one.key == *district);
    let waters = answer.map(|one| one.waters.as_slice()).unwrap_or_default();
    if waters.is_empty() {
        let words = ctx.fill("board.zero_what", &[("name", &name), ("n", &board.survey.len())]);
        ui.add(Label::new(words).wrap());
    } else {
        gainsaid_ui(ctx, ui, &name, waters);
    }
    let is_others = is_of_another_district(ctx, board, &name);
    if is_others {
        let unit = ctx.actor.map(|actor| actor.unit.as_str()).unwrap_or_default();
        let words = ctx.fill("board.zero_others", &[("unit", &unit), ("name", &name)]);
        ui.add(Label::new(RichText::new(words).color(ctx.palette.bad)).wrap());
    }
    let is_doubted = is_others || !waters.is_empty();
    let yes = if is_doubted { "board.zero_do_still" } else { "board.zero_do" };
    let (yes, is_open) = decide_ui(ctx, ui, yes, "board.zero_not_yet");
    // Against what is known it takes a hand that means it, not an Enter too many.
    if is_new && !is_doubted {
        yes.request_focus();
    }
    (yes.clicked().then(|| SheetEnd::ZeroReport(district.clone())), is_open)
}

/// Whether the unit of who is here bears the name of another district, and not of this one.
fn is_of_another_district(ctx: &UiCtx<'_>, board: &Board, name: &str) -> bool {
    let Some(actor) = ctx.actor.filter(|actor| actor.role == Role::District) else { return false };
    let is_named = |name: &str| {
        let short = name.trim_end_matches(['区', '县']).trim_end_matches("新");
        !short.is_empty() && actor.unit.contains(short)
    };
    !is_named(name) && board.survey.iter().any(|one| is_named(&ctx.name_of(&one.key)))
}

/// Which identified waters speak against a zero report, and that it will not count.
fn gainsaid_ui(ctx: &UiCtx<'_>, ui: &mut Ui, name: &str, waters: &[FeatureKey]) {
    const NAMED_MAX: usize = 6;
    let named: Vec<String> = waters.iter().take(NAMED_MAX).map(|key| ctx.name_of(key)).collect();
    let mut list = named.join(ctx.t("board.zero_and"));
    if waters.len() > NAMED_MAX {
        list.push('…');
    }
    let parts: [(&str, &dyn std::fmt::Display); 3] =
        [("name", &name), ("n", &waters.len()), ("list", &list)];
    let words = ctx.fill("board.zero_gainsaid", &parts);
    ui.add(Label::new(RichText::new(words).color(ctx.palette.bad)).wrap());
}

/// The two buttons at the end of a sheet: the one that does it, and whether the other left the sheet open.
fn decide_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    yes: &'static str,
    no: &'static str,
) -> (Response, bool) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let yes = ui.add(Button::new(RichText::new(ctx.t(yes)).strong()));
        (yes, !ui.button(ctx.t(no)).clicked())
    })
    .inner
}

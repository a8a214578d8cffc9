//! 调度: the board of the supervisor. Targets, pace, districts, quality, holders; every number opens its list.
//!
//! All numbers are [`Board`]'s, counted beside the frame; here they are only shown.

mod apart;
mod bars;
mod charts;
mod districts;
mod figures;
mod foot;
mod head;
mod quality;
mod screen;
mod sheet;
mod since_file;
mod survey;
mod targets;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Frame, Label, Margin, RichText, ScrollArea, Ui};
use serde::{Deserialize, Serialize};

pub(super) use self::quality::month_cell_ui;
use self::sheet::Sheet;
pub use self::sheet::SheetEnd;
use super::context::{Ask, UiCtx};
use crate::model::{Day, FeatureKey};
use crate::plan::{Board, ChangeGroup};
use crate::ui::dialogs::ReportKind;

/// Which numbers are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoardOrder {
    /// The snapshot they are of.
    pub snapshot_no: u64,
    pub compared_with: Day,
}

/// How the board was left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BoardView {
    pub compare: Compare,
    /// The figure whose curve is shown, by code.
    pub curve: Option<String>,
    /// The kind whose districts are shown, by code.
    pub kind: Option<String>,
    /// By what they are split.
    pub split: districts::SplitChoice,
    pub sort: districts::DistrictSort,
}

/// What the figures are compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compare {
    Yesterday,
    #[default]
    Week,
    Month,
}

impl Compare {
    pub const ALL: [Self; 3] = [Self::Yesterday, Self::Week, Self::Month];

    /// The key of its words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Yesterday => "board.since_yesterday",
            Self::Week => "board.since_week",
            Self::Month => "board.since_month",
        }
    }

    fn day(self, today: Day) -> Day {
        let span = match self {
            Self::Yesterday => jiff::Span::new().days(1),
            Self::Week => jiff::Span::new().days(7),
            Self::Month => jiff::Span::new().months(1),
        };
        today.saturating_sub(span)
    }
}

/// What a person wants of the board.
#[derive(Clone, Debug, PartialEq)]
pub enum BoardAsk {
    /// The list and the map of exactly these features.
    Show {
        title: String,
        keys: BTreeSet<FeatureKey>,
    },
    /// One feature, with its card.
    Feature(FeatureKey),
    /// Changes, one by one: of a group, or all of them.
    Changes(Option<ChangeGroup>),
    /// What changed since a file was written.
    SinceFile,
    /// What a 上报版 differs in, by its number among them.
    Frozen(usize),
    Briefing,
    /// A report into the folder of the last one, at once.
    Make(ReportKind),
    Freeze,
    /// 零报告 of a district.
    ZeroReport(FeatureKey),
    /// Another day to look at.
    ChooseDay,
    /// Back to the map.
    Map,
}

#[derive(Debug, Default)]
pub struct BoardPanel {
    ordered: Option<BoardOrder>,
    board: Option<Arc<Board>>,
    /// The order that `board` answers.
    counted: Option<BoardOrder>,
    sheet: Option<Sheet>,
    /// Whether the sheet has been drawn: only then is the keyboard its own.
    sheet_shown: bool,
}

/// What the tiles are given: the numbers, and where their wishes go.
pub(super) struct Look<'a> {
    pub ctx: &'a UiCtx<'a>,
    pub board: &'a Board,
    pub ask: Option<BoardAsk>,
}

impl Look<'_> {
    /// A number that opens its list. What is nothing opens nothing.
    pub fn number_ui(&mut self, ui: &mut Ui, words: &str, title: &str, places: &[u32]) {
        match places.is_empty() {
            true => drop(ui.label(words)),
            false => self.link_ui(ui, words, title, || places.to_vec()),
        }
    }

    /// A sum that opens the list of all it is the sum of: they are gathered only when asked for.
    pub fn sum_ui<'p>(
        &mut self,
        ui: &mut Ui,
        title: &str,
        parts: impl Iterator<Item = &'p Vec<u32>> + Clone,
    ) {
        let count: usize = parts.clone().map(Vec::len).sum();
        match count {
            0 => drop(ui.label("0")),
            count => {
                let all = || parts.flatten().copied().collect::<Vec<u32>>();
                self.link_ui(ui, &count.to_string(), title, all);
            }
        }
    }

    fn link_ui(
        &mut self,
        ui: &mut Ui,
        words: &str,
        title: &str,
        places: impl FnOnce() -> Vec<u32>,
    ) {
        let text = RichText::new(words).color(self.ctx.palette.accent);
        let name = format!("{title} {words}");
        if ui.link(text).on_hover_text(title).accessible_name(name).clicked() {
            self.show(title, &places());
        }
    }

    pub fn show(&mut self, title: &str, places: &[u32]) {
        let keys = self.board.features(places).into_iter().collect();
        self.ask = Some(BoardAsk::Show { title: title.to_owned(), keys });
    }

    pub fn weak_ui(&self, ui: &mut Ui, words: impl Into<String>) {
        ui.label(RichText::new(words).color(self.ctx.palette.weak));
    }

    pub fn name_at(&self, place: u32) -> String {
        let key = self.board.keys.get(place as usize);
        key.map(|key| self.ctx.name_of(key)).unwrap_or_default()
    }
}

/// From so many points on, tiles stand in three columns; from fewer in two.
const THREE_COLUMNS_POINTS: f32 = 1020.0;
const TWO_COLUMNS_POINTS: f32 = 640.0;

impl BoardPanel {
    /// Takes numbers that were ordered; older ones are of no use.
    pub fn take(&mut self, order: BoardOrder, board: Board) {
        if self.ordered == Some(order) {
            self.board = Some(Arc::new(board));
            self.counted = Some(order);
        }
    }

    fn order(&mut self, ctx: &UiCtx<'_>, view: &BoardView) {
        let compared_with = view.compare.day(ctx.snapshot.today);
        let order = BoardOrder { snapshot_no: ctx.snapshot_no, compared_with };
        if self.ordered != Some(order) {
            self.ordered = Some(order);
            ctx.outbox.ask(Ask::CountBoard(order));
        }
    }

    /// Draws the board.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut BoardView) -> Option<BoardAsk> {
        self.order(ctx, view);
        let is_current = self.counted == self.ordered;
        let mut ask = head::head_ui(ctx, ui, view, self.board.as_deref(), is_current);
        let Some(board) = self.board.clone() else {
            ui.add_space(20.0);
            ui.label(ctx.t("board.counting"));
            return ask;
        };
        let mut look = Look { ctx, board: &board, ask: None };
        ui.separator();
        ScrollArea::vertical().id_salt("board").auto_shrink([false, false]).show(ui, |ui| {
            columns_ui(&mut look, ui, view);
            tile_ui(&mut look, ui, "board.changes", foot::changes_ui);
            tile_ui(&mut look, ui, "board.figures", figures::figures_ui);
            foot::basis_ui(&mut look, ui);
        });
        ask = look.ask.or(ask.take());
        if let Some(ask) = &ask {
            self.open_sheet(ctx, ask);
        }
        ask
    }
}

/// How many columns have room in so many points.
fn columns_in(width: f32) -> usize {
    match width {
        width if width >= THREE_COLUMNS_POINTS => 3,
        width if width >= TWO_COLUMNS_POINTS => 2,
        _ => 1,
    }
}

fn columns_ui(look: &mut Look<'_>, ui: &mut Ui, view: &mut BoardView) {
    let roomy = look.ctx.palette.sizes.body_points / 15.0;
    let count = columns_in(ui.available_width() / roomy);
    ui.columns(count, |columns| {
        let last = count - 1;
        tile_ui(look, &mut columns[0], "board.targets", targets::targets_ui);
        let middle = &mut columns[1.min(last)];
        tile_ui(look, middle, "board.pace", |look, ui| charts::curve_ui(look, ui, view));
        tile_ui(look, middle, "board.overdue", charts::ageing_ui);
        tile_ui(look, middle, "board.mix", charts::mix_ui);
        tile_ui(look, middle, "board.quality", quality::quality_ui);
        tile_ui(look, middle, "board.survey", survey::survey_ui);
        let right = &mut columns[last];
        tile_ui(look, right, "board.districts", |look, ui| {
            districts::districts_ui(look, ui, view);
        });
        tile_ui(look, right, "board.holders", apart::holders_ui);
        tile_ui(look, right, "board.apart", apart::apart_ui);
    });
}

/// A part of the board under its heading.
fn tile_ui(
    look: &mut Look<'_>,
    ui: &mut Ui,
    title: &'static str,
    content: impl FnOnce(&mut Look<'_>, &mut Ui),
) {
    let palette = look.ctx.palette;
    let edge = egui::Stroke::new(palette.sizes.line_points, palette.line);
    let frame = Frame::new().fill(palette.ground).stroke(edge).corner_radius(6);
    frame.inner_margin(Margin::same(8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(Label::new(RichText::new(look.ctx.t(title)).strong()).wrap());
        ui.spacing_mut().interact_size.y = palette.sizes.body_points * 1.4;
        // Of a column's words none are spread over its width.
        ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| content(look, ui));
    });
    ui.add_space(6.0);
}

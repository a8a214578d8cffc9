//! 各区: stages stacked by district, and the table of districts, sorted by any column; a number opens its list. The same
//! by water, class or category.

use std::collections::BTreeMap;

use egui::{Button, RichText, Ui};
use egui_plot::{Bar, BarChart, GridMark};
use serde::{Deserialize, Serialize};

use super::charts::mark;
use super::{BoardView, Look};
use crate::map::{group_words, word};
use crate::model::{FeatureKey, Kind};
use crate::plan::{Board, DistrictRow, Split, StageGroup};
use crate::ui::lines::small;
use crate::ui::plain_plot::plain_plot;
use crate::ui::stage_symbol::colour;

/// By what the features are split.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SplitChoice {
    #[default]
    District,
    Water,
    Class,
    Category,
}

impl SplitChoice {
    const ALL: [Self; 4] = [Self::District, Self::Water, Self::Class, Self::Category];

    const fn text(self) -> &'static str {
        match self {
            Self::District => "board.by_district",
            Self::Water => "board.by_water",
            Self::Class => "board.by_class",
            Self::Category => "board.by_category",
        }
    }

    const fn split(self) -> Option<Split> {
        match self {
            Self::District => None,
            Self::Water => Some(Split::Water),
            Self::Class => Some(Split::Class),
            Self::Category => Some(Split::Category),
        }
    }

    fn rows(self, board: &Board) -> &BTreeMap<String, Vec<DistrictRow>> {
        let other = self.split().and_then(|split| board.splits.get(&split));
        other.unwrap_or(&board.districts)
    }
}

/// A column of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DistrictColumn {
    #[default]
    Name,
    Features,
    Planned,
    Closed,
    Overdue,
    Change,
}

/// The column the rows are sorted by, and which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DistrictSort {
    pub column: DistrictColumn,
    pub falling: bool,
}

impl DistrictColumn {
    const ALL: [Self; 6] =
        [Self::Name, Self::Features, Self::Planned, Self::Closed, Self::Overdue, Self::Change];

    const fn text(self) -> &'static str {
        match self {
            Self::Name => "board.district",
            Self::Features => "board.all",
            Self::Planned => "board.with_plan",
            Self::Closed => "board.closed",
            Self::Overdue => "board.late",
            Self::Change => "board.gained",
        }
    }

    /// The features its numbers open; none where it has no list.
    fn places(self, row: &DistrictRow) -> Option<&Vec<u32>> {
        match self {
            Self::Name | Self::Change => None,
            Self::Features => Some(&row.features),
            Self::Planned => Some(&row.planned),
            Self::Closed => Some(&row.closed),
            Self::Overdue => Some(&row.overdue),
        }
    }

    fn rank(self, row: &DistrictRow) -> i64 {
        match self {
            Self::Name => 0,
            Self::Change => gained(row),
            _ => self.places(row).map_or(0, Vec::len) as i64,
        }
    }
}

fn gained(row: &DistrictRow) -> i64 {
    row.closed.len() as i64 - row.closed_before as i64
}

pub fn districts_ui(look: &mut Look<'_>, ui: &mut Ui, view: &mut BoardView) {
    let (ctx, board) = (look.ctx, look.board);
    // What no kind here can be split by is not offered.
    let offered = |choice: &SplitChoice| !choice.rows(board).is_empty();
    if !offered(&view.split) {
        view.split = SplitChoice::District;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for choice in SplitChoice::ALL.into_iter().filter(offered) {
            let label = ctx.t(choice.text());
            if ui.add(small(ctx, Button::selectable(view.split == choice, label))).clicked() {
                view.split = choice;
            }
        }
    });
    let split = view.split;
    let of_kinds = split.rows(board);
    let kinds: Vec<&String> = of_kinds.keys().collect();
    let chosen = kinds.iter().find(|kind| Some(**kind) == view.kind.as_ref());
    let usual = kinds.iter().find(|kind| kind.as_str() == Kind::OUTFALL);
    let Some(kind) = chosen.or(usual).or(kinds.first()).copied() else {
        return look.weak_ui(ui, ctx.t("board.no_districts"));
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for one in &kinds {
            let label = ctx.kind_name(&Kind::new(one));
            if ui.add(small(ctx, Button::selectable(*one == kind, label))).clicked() {
                view.kind = Some((*one).clone());
            }
        }
    });
    let mut rows: Vec<&DistrictRow> = of_kinds.get(kind).into_iter().flatten().collect();
    let shown = Shown { kind: Kind::new(kind), split };
    let sort = view.sort;
    rows.sort_by_key(|row| sort.column.rank(row));
    if sort.falling {
        rows.reverse();
    }
    stages_ui(look, ui, &shown, &rows);
    table_ui(look, ui, &shown, &rows, view);
    ui.horizontal(|ui| {
        let hit = egui::vec2(0.0, ctx.palette.sizes.hit_points);
        if ui.add(Button::new(ctx.t("board.copy_table")).min_size(hit)).clicked() {
            ui.ctx().copy_text(tsv(look, &shown, &rows));
        }
    });
}

/// What is being shown.
struct Shown {
    kind: Kind,
    split: SplitChoice,
}

impl Shown {
    fn name_of(&self, look: &Look<'_>, row: &DistrictRow) -> String {
        let ctx = look.ctx;
        let field = self.split.split().map(Split::field);
        match (row.name.as_str(), field) {
            ("", None) => ctx.t("board.no_district").to_owned(),
            ("", Some(_)) => ctx.t("board.not_said").to_owned(),
            (name, None) => name.to_owned(),
            (code, Some(field)) => {
                let procedure = ctx.procedure_of(&self.kind);
                let field = procedure.and_then(|procedure| procedure.field(field));
                ctx.value_label(field, &code.into())
            }
        }
    }

    /// What the first column is called.
    fn head(&self, look: &Look<'_>, column: DistrictColumn) -> &'static str {
        match column {
            DistrictColumn::Name => look.ctx.t(self.split.text()),
            column => look.ctx.t(column.text()),
        }
    }
}

/// Bars of stages, the groups' own colours, the largest legend being the list of what occurs.
fn stages_ui(look: &mut Look<'_>, ui: &mut Ui, of: &Shown, rows: &[&DistrictRow]) {
    let ctx = look.ctx;
    let names: Vec<String> = rows.iter().map(|row| of.name_of(look, row)).collect();
    let mut charts: Vec<BarChart> = Vec::new();
    let mut shown = Vec::new();
    for (at, group) in StageGroup::ALL.into_iter().enumerate() {
        if rows.iter().all(|row| row.groups[at].is_empty()) {
            continue;
        }
        let fill = colour(ctx.map_theme.group(group).fill);
        let bars = (0..).zip(rows).map(|(idx, row)| {
            Bar::new(-f64::from(idx), row.groups[at].len() as f64).width(0.7).fill(fill)
        });
        let chart = BarChart::new(group_name(look, group), bars.collect()).color(fill).horizontal();
        let below: Vec<&BarChart> = charts.iter().collect();
        charts.push(chart.stack_on(&below));
        shown.push((at, group));
    }
    let roomy = ctx.palette.sizes.body_points / 15.0;
    let height = (rows.len() as f32 * 22.0 + 34.0).clamp(60.0, 420.0) * roomy;
    let first = names.len() as f64 - 0.5;
    plain_plot(ctx.palette, "stages by district", height)
        .include_x(0.0)
        .include_y(0.5)
        .include_y(-first)
        .y_grid_spacer(|_| (0..names.len()).map(|idx| mark(-(idx as f64))).collect())
        .y_axis_formatter(|mark: GridMark, _: &_| {
            names.get((-mark.value).round() as usize).cloned().unwrap_or_default()
        })
        .y_axis_min_width(64.0 * roomy)
        .show(ui, |plot| charts.into_iter().for_each(|chart| plot.bar_chart(chart)));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (at, group) in shown {
            let label = group_name(look, group);
            let fill = colour(ctx.map_theme.group(group).fill);
            let (rect, _) = ui.allocate_exact_size(egui::vec2(10.0, 10.0), egui::Sense::hover());
            ui.painter().rect(
                rect,
                1.0,
                fill,
                egui::Stroke::new(1.0, ctx.palette.text),
                egui::StrokeKind::Inside,
            );
            ui.label(&label);
            look.sum_ui(ui, &label, rows.iter().map(|row| &row.groups[at]));
        }
    });
}

fn group_name(look: &Look<'_>, group: StageGroup) -> String {
    word(group_words(group), look.ctx.lang()).to_owned()
}

fn table_ui(
    look: &mut Look<'_>,
    ui: &mut Ui,
    of: &Shown,
    rows: &[&DistrictRow],
    view: &mut BoardView,
) {
    let ctx = look.ctx;
    egui::Grid::new("districts").num_columns(6).striped(true).spacing([8.0, 2.0]).show(ui, |ui| {
        for column in DistrictColumn::ALL {
            let sign = match (view.sort.column == column, view.sort.falling) {
                (false, _) => "",
                (true, false) => " ▲",
                (true, true) => " ▼",
            };
            let head = of.head(look, column);
            let words = RichText::new(format!("{head}{sign}")).strong();
            let name = ctx.fill("table.sort_by", &[("name", &head)]);
            let hit = egui::vec2(0.0, ctx.palette.sizes.hit_points);
            let response = ui.add(Button::new(words).frame(false).min_size(hit));
            if response.accessible_name(name).clicked() {
                let falling = view.sort.column == column && !view.sort.falling;
                view.sort = DistrictSort { column, falling };
            }
        }
        ui.end_row();
        for row in rows {
            let name = of.name_of(look, row);
            ui.label(&name);
            for column in DistrictColumn::ALL {
                if let Some(places) = column.places(row) {
                    let title = format!("{name} {}", ctx.t(column.text()));
                    look.number_ui(ui, &places.len().to_string(), &title, places);
                }
            }
            ui.label(signed(gained(row)));
            ui.end_row();
        }
        ui.label(RichText::new(ctx.t("board.total")).strong());
        for column in DistrictColumn::ALL {
            if rows.iter().any(|row| column.places(row).is_some()) {
                let title = format!("{} {}", ctx.t("board.total"), ctx.t(column.text()));
                look.sum_ui(ui, &title, rows.iter().filter_map(|row| column.places(row)));
            }
        }
        ui.label(signed(rows.iter().map(|row| gained(row)).sum()));
        ui.end_row();
    });
}

fn signed(count: i64) -> String {
    match count {
        0 => "0".to_owned(),
        1.. => format!("+{count}"),
        _ => format!("−{}", -count),
    }
}

/// What a spreadsheet takes from the clipboard.
fn tsv(look: &Look<'_>, of: &Shown, rows: &[&DistrictRow]) -> String {
    let head: Vec<&str> = DistrictColumn::ALL.iter().map(|it| of.head(look, *it)).collect();
    let mut text = head.join("\t") + "\n";
    for row in rows {
        let numbers = DistrictColumn::ALL.iter().skip(1).map(|column| column.rank(row).to_string());
        let cells: Vec<String> = std::iter::once(of.name_of(look, row)).chain(numbers).collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    text
}

/// A key of a kind, to ask what its stages are called.
pub(super) fn some_key(kind: &Kind) -> FeatureKey {
    FeatureKey::new(kind, "")
}

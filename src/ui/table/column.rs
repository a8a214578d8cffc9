//! The columns a table can have, by the kind it lists: common ones, the procedure's fields, the file's own properties.

use std::collections::BTreeSet;

use crate::model::{Kind, Text};
use crate::plan::{Choice, FieldDef, FieldKind, GRADE_MEASURED, StageDef};
use crate::ui::context::UiCtx;
use crate::ui::view_state::ViewState;

/// What a column says of a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    Stage,
    Name,
    Code,
    Kind,
    Due,
    /// Days until the deadline; less than none once it is past.
    DaysLeft,
    District,
    River,
    Percent,
    ChangedOn,
    ChangedBy,
    /// Where the grade that was reported is not the one that was measured.
    GradeDiffers,
    /// A field of the procedure, by its code.
    Field(String),
    /// A property of the file, by its name.
    Property(String),
}

/// What the cells of a column hold, and are compared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Day,
    Number,
    Words,
}

/// What a word is in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// One of its choices, as its cells are spelt, in lower case.
    Choice(String),
    /// None of them.
    Unknown,
    /// It has no choices.
    Anything,
}

const COMMON: [Column; 11] = [
    Column::Stage,
    Column::Name,
    Column::Code,
    Column::Kind,
    Column::Due,
    Column::DaysLeft,
    Column::District,
    Column::River,
    Column::Percent,
    Column::ChangedOn,
    Column::ChangedBy,
];

/// Shown where a person chose nothing.
const USUAL: [Column; 8] = [
    Column::Stage,
    Column::Name,
    Column::Code,
    Column::Due,
    Column::DaysLeft,
    Column::District,
    Column::ChangedOn,
    Column::ChangedBy,
];

/// The properties of so many features are looked at for their names.
const NAMES_FROM: usize = 20;

impl Column {
    /// What it is remembered and sorted by.
    pub fn code(&self) -> String {
        let word = match self {
            Self::Stage => "stage",
            Self::Name => "name",
            Self::Code => "code",
            Self::Kind => "kind",
            Self::Due => "due",
            Self::DaysLeft => "days_left",
            Self::District => "district",
            Self::River => "river",
            Self::Percent => "percent",
            Self::ChangedOn => "changed_on",
            Self::ChangedBy => "changed_by",
            Self::GradeDiffers => "grade_differs",
            Self::Field(code) => return format!("field:{code}"),
            Self::Property(name) => return format!("property:{name}"),
        };
        word.to_owned()
    }

    /// Its heading.
    pub fn title(&self, ctx: &UiCtx<'_>, view: &ViewState) -> String {
        let key = match self {
            Self::Stage => "table.stage",
            Self::Name => "table.name",
            Self::Code => "table.code",
            Self::Kind => "table.kind",
            Self::Due => "table.due",
            Self::DaysLeft => "table.days_left",
            Self::District => "table.district",
            Self::River => "table.river",
            Self::Percent => "table.percent",
            Self::ChangedOn => "table.changed_on",
            Self::ChangedBy => "table.changed_by",
            Self::GradeDiffers => "table.grade_differs",
            Self::Field(code) => {
                let field = field_of(ctx, view, code);
                return field
                    .map_or_else(|| code.clone(), |field| ctx.say(&field.label).to_owned());
            }
            Self::Property(name) => return name.clone(),
        };
        ctx.t(key).to_owned()
    }

    /// What its cells hold.
    pub fn measure(&self, ctx: &UiCtx<'_>, view: &ViewState) -> Measure {
        let kind = match self {
            Self::Due | Self::ChangedOn => return Measure::Day,
            Self::DaysLeft | Self::Percent => return Measure::Number,
            Self::Field(code) => field_of(ctx, view, code).map(|field| &field.kind),
            _ => None,
        };
        match kind {
            Some(FieldKind::Date) => Measure::Day,
            Some(FieldKind::Number { .. }) => Measure::Number,
            _ => Measure::Words,
        }
    }

    /// What a word means in a column of choices: their labels, codes and other names.
    pub fn said(&self, ctx: &UiCtx<'_>, view: &ViewState, word: &str) -> Said {
        let is = |known: &str| known.eq_ignore_ascii_case(word);
        let label = |known: &Text| Said::Choice(ctx.say(known).to_lowercase());
        let found = match self {
            Self::Stage => {
                let kind = view.list_kind.as_deref().map(Kind::new);
                let procedure = kind.and_then(|kind| ctx.procedure_of(&kind));
                let Some(procedure) = procedure.filter(|known| known.has_stages()) else {
                    return Said::Anything;
                };
                let is_meant = |stage: &&StageDef| {
                    let other = stage.synonyms.iter().any(|other| is(other));
                    other || is(&stage.code) || is(&stage.label.zh) || is(&stage.label.en)
                };
                procedure.stages.iter().find(is_meant).map(|stage| label(&stage.label))
            }
            Self::Field(code) => {
                let Some(FieldKind::Choice(choices)) =
                    field_of(ctx, view, code).map(|field| &field.kind)
                else {
                    return Said::Anything;
                };
                let is_meant = |choice: &&Choice| {
                    let other = choice.synonyms.iter().any(|other| is(other));
                    other || is(&choice.code) || is(&choice.label.zh) || is(&choice.label.en)
                };
                choices.iter().find(is_meant).map(|choice| label(&choice.label))
            }
            _ => return Said::Anything,
        };
        found.unwrap_or(Said::Unknown)
    }

    /// The width it begins with, in points.
    pub fn width(&self, body_points: f32) -> f32 {
        let characters = match self {
            Self::Stage => 10.5,
            Self::Name => 9.0,
            Self::GradeDiffers => 14.0,
            Self::Code => 10.0,
            Self::DaysLeft | Self::Percent => 5.0,
            Self::Due | Self::ChangedOn | Self::District | Self::Kind => 6.5,
            Self::River | Self::ChangedBy | Self::Field(_) | Self::Property(_) => 7.0,
        };
        characters * body_points
    }
}

/// The field of the listed kind's procedure.
pub fn field_of<'a>(ctx: &UiCtx<'a>, view: &ViewState, code: &str) -> Option<&'a FieldDef> {
    let kind = Kind::new(view.list_kind.as_deref()?);
    ctx.procedure_of(&kind)?.field_or_list(code)
}

/// All columns that the listed kind can have.
pub fn columns_on_offer(ctx: &UiCtx<'_>, view: &ViewState) -> Vec<Column> {
    let mut offered = COMMON.to_vec();
    let Some(kind) = view.list_kind.as_deref().map(Kind::new) else { return offered };
    if let Some(procedure) = ctx.procedure_of(&kind) {
        // Two of the common columns show these already.
        let fields = procedure
            .fields
            .iter()
            .filter(|it| !matches!(&*it.code, "name" | "district" | "county"));
        offered.extend(fields.map(|field| Column::Field(field.code.clone())));
        if procedure.field(GRADE_MEASURED).is_some() {
            offered.push(Column::GradeDiffers);
        }
    }
    let mut seen = BTreeSet::new();
    for layer in ctx.snapshot.layers.iter().filter(|layer| layer.layer.kind == kind) {
        for idx in 0..layer.rows.len().min(NAMES_FROM) {
            let names = ctx.snapshot.properties(layer, idx).0.into_iter().map(|one| one.name);
            let own = names.filter(|name| !name.starts_with("yice_"));
            let fresh = own.filter(|name| seen.insert(name.clone()));
            offered.extend(fresh.map(Column::Property));
        }
    }
    offered
}

/// The columns chosen for the listed kind, else the usual ones.
pub fn columns_shown(view: &ViewState, offered: &[Column]) -> Vec<Column> {
    let chosen = view.table.columns.get(view.list_kind.as_deref().unwrap_or_default());
    let Some(chosen) = chosen.filter(|chosen| !chosen.is_empty()) else {
        let mut usual = USUAL.to_vec();
        usual.extend(offered.iter().filter(|column| **column == Column::GradeDiffers).cloned());
        return usual;
    };
    offered.iter().filter(|column| chosen.contains(&column.code())).cloned().collect()
}

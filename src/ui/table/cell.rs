//! What one cell says, as people read it and as rows are ordered by it.

use std::cmp::Ordering;

use super::column::Column;
use crate::plan::{grade_differs, parse_day, parse_number};
use crate::ui::context::UiCtx;
use crate::ui::dates::days_between;
use crate::ui::row_facts::RowFacts;
use crate::ui::stage_symbol;
use crate::ui::work_lines::{RowRef, row_at};

/// The cell's words; empty where nothing is known.
pub fn text(ctx: &UiCtx<'_>, at: RowRef, column: &Column, facts: &RowFacts) -> String {
    let Some(row) = row_at(ctx, at) else { return String::new() };
    let state = ctx.peek(&row.key);
    let state = state.as_deref();
    let due = facts.standing(at).due;
    match column {
        Column::Stage => stage_symbol::look_of(ctx, &row.key, state)
            .map(|look| ctx.say(&look.label).to_owned())
            .unwrap_or_default(),
        Column::Name => row.name.to_string(),
        Column::Code => row.code.clone(),
        Column::Kind => ctx.kind_name(&row.key.kind()),
        // One that is done with keeps its deadline; no days are left or over.
        Column::Due => {
            let due = due.or_else(|| state.and_then(|state| state.deadline_current));
            due.map(|due| due.to_string()).unwrap_or_default()
        }
        Column::DaysLeft => {
            due.map(|due| days_between(ctx.snapshot.today, due).to_string()).unwrap_or_default()
        }
        Column::District => {
            facts.facet(ctx, at).map(|it| it.district.to_string()).unwrap_or_default()
        }
        Column::River => facts.facet(ctx, at).map(|it| it.river.to_string()).unwrap_or_default(),
        Column::Percent => state
            .and_then(|state| state.percent)
            .map(|percent| percent.to_string())
            .unwrap_or_default(),
        Column::ChangedOn => state
            .and_then(|state| state.updated.as_ref())
            .map(|(at, _)| at.day().to_string())
            .unwrap_or_default(),
        Column::ChangedBy => state
            .and_then(|state| state.updated.as_ref())
            .map(|(_, by)| by.name.clone())
            .unwrap_or_default(),
        Column::GradeDiffers => state
            .zip(ctx.procedure(&row.key))
            .and_then(|(state, procedure)| grade_differs(procedure, state))
            .map(|words| ctx.say(&words).to_owned())
            .unwrap_or_default(),
        Column::Field(code) => {
            let Some(state) = state else { return String::new() };
            let field = ctx.procedure(&row.key).and_then(|procedure| procedure.field_or_list(code));
            let items = state.list_items(code).count();
            if items > 0 {
                return ctx.fill("table.items", &[("n", &items)]);
            }
            let value = state.fields.get(code).and_then(|register| register.value());
            value.map(|value| ctx.value_label(field, value)).unwrap_or_default()
        }
        Column::Property(name) => {
            let Some(layer) = ctx.snapshot.layers.get(at.layer_idx()) else { return String::new() };
            let properties = ctx.snapshot.properties(layer, at.feature_idx());
            properties.text(&[name]).unwrap_or_default().to_owned()
        }
    }
}

/// A cell's words with what they mean: numbers stand in their order, whatever their units; what is empty comes last.
#[derive(Clone, Debug, PartialEq)]
pub enum Rank {
    /// A stage's place in its procedure.
    Place(usize),
    Number(f64),
    Words(String),
    Empty,
}

impl Rank {
    pub fn of(ctx: &UiCtx<'_>, at: RowRef, column: &Column, facts: &RowFacts) -> Self {
        if *column == Column::Stage {
            return Self::Place(facts.standing(at).stage_no);
        }
        let text = text(ctx, at, column, facts);
        if text.trim().is_empty() {
            return Self::Empty;
        }
        number_in(&text).map_or(Self::Words(text), Self::Number)
    }

    /// The order of two cells; empty ones come last whichever way.
    pub fn order(&self, other: &Self, falling: bool) -> Ordering {
        let rising = match (self, other) {
            (Self::Empty, Self::Empty) => Ordering::Equal,
            (Self::Empty, _) => return Ordering::Greater,
            (_, Self::Empty) => return Ordering::Less,
            (Self::Place(one), Self::Place(other)) => one.cmp(other),
            (Self::Number(one), Self::Number(other)) => one.total_cmp(other),
            (Self::Words(one), Self::Words(other)) => one.cmp(other),
            (one, other) => one.sort_of_value().cmp(&other.sort_of_value()),
        };
        if falling { rising.reverse() } else { rising }
    }

    fn sort_of_value(&self) -> u8 {
        match self {
            Self::Place(_) => 0,
            Self::Number(_) => 1,
            Self::Words(_) => 2,
            Self::Empty => 3,
        }
    }
}

/// The number that a cell shows, its unit after a blank left out; a date is no number.
pub fn number_in(text: &str) -> Option<f64> {
    let text = text.trim();
    if parse_day(text).is_some() {
        return None;
    }
    let digits = text.split_once(' ').map_or(text, |(number, _)| number);
    parse_number(digits)
}

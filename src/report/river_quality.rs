//! 河流水质 on paper, as 单因子评价 has it: every river this year in a programme report, one by sections and months in
//! its own dossier.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::doc::{Block, Column, Doc, Row, Table};
use super::source::Source;
use crate::model::{Day, FeatureKey, Kind};
use crate::plan::FeatureState;

/// The sections of each river, by its code.
fn sections_by_river(source: &Source<'_>) -> BTreeMap<String, Vec<Arc<FeatureState>>> {
    let snapshot = source.snapshot;
    let plans = snapshot.plans_at(source.as_of);
    let mut by_river: BTreeMap<String, Vec<Arc<FeatureState>>> = BTreeMap::new();
    for view in snapshot.layers.iter().filter(|view| view.layer.kind.code() == Kind::SECTION) {
        for row in view.rows.iter() {
            let Some(state) = plans.peek(&row.key) else { continue };
            if let Some(river) = state.text("river_code") {
                by_river.entry(river.to_owned()).or_default().push(Arc::clone(&state));
            }
        }
    }
    by_river
}

/// The first day of the year that is told of.
fn year_begin(source: &Source<'_>) -> Day {
    Day::new(source.as_of.year(), 1, 1).unwrap_or(source.as_of)
}

/// A river's quality in its own paper: this year's of all its sections, and each section by its months.
pub(super) fn of_river(doc: &mut Doc, source: &Source<'_>, river: &FeatureKey) {
    let (snapshot, as_of) = (source.snapshot, source.as_of);
    let by_river = sections_by_river(source);
    let Some(sections) = by_river.get(river.code()) else { return };
    let sections: Vec<&FeatureState> = sections.iter().map(AsRef::as_ref).collect();
    let quality = snapshot.rulebook.river_between(&sections, year_begin(source), as_of);
    doc.heading(
        source.say("水质（今年累计，单因子评价）", "Water quality this year, by the single factor"),
    );
    let whole = quality.sentence().map(|sentence| source.get(&sentence));
    doc.pair(
        source.say("全河", "The river"),
        &whole
            .unwrap_or_else(|| source.say("今年没有参评的水样", "no sample this year").to_owned()),
    );
    let mut rows = Vec::new();
    for state in sections {
        let Some(key) = &state.key else { continue };
        let name =
            snapshot.row(key).map_or_else(|| key.code().to_owned(), |row| row.name.to_string());
        let year = snapshot.rulebook.quality_between(state, year_begin(source), as_of);
        let words = year.map_or_else(String::new, |year| source.get(&year.sentence()));
        rows.push(Row::Span(format!("{name}  {words}")));
        let this_year = state.months.iter().filter(|month| month.month().0 == as_of.year());
        rows.extend(this_year.map(|month| {
            let (year, no) = month.month();
            Row::of([format!("{year}-{no:02}"), source.get(&month.sentence())])
        }));
    }
    let columns = vec![
        Column::new(source.say("月份", "Month"), 16.0),
        Column::new(source.say("水质", "Quality"), 84.0),
    ];
    doc.push(Block::Table(Table { columns, rows, is_dense: true }));
}

/// Rivers with a section that was sampled this year; nothing where none was.
pub(super) fn rivers(doc: &mut Doc, source: &Source<'_>) {
    let (snapshot, as_of) = (source.snapshot, source.as_of);
    let (begin, by_river) = (year_begin(source), sections_by_river(source));
    let name_of = |code: &str| {
        let key = FeatureKey::new(&Kind::new(Kind::RIVER), code);
        snapshot.row(&key).map_or_else(|| code.to_owned(), |row| row.name.to_string())
    };
    let rows: Vec<Row> = by_river
        .iter()
        .filter_map(|(river, sections)| {
            let sections: Vec<&FeatureState> = sections.iter().map(AsRef::as_ref).collect();
            let quality = snapshot.rulebook.river_between(&sections, begin, as_of);
            Some(Row::of([name_of(river), source.get(&quality.sentence()?)]))
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    doc.heading(source.say("七、河流水质（今年累计）", "7. Rivers, this year so far"));
    let columns = vec![
        Column::new(source.say("河流", "River"), 22.0),
        Column::new(source.say("水质", "Quality"), 78.0),
    ];
    doc.push(Block::Table(Table { columns, rows, is_dense: true }));
}

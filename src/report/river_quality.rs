//! 河流水质 of a programme report: each river this year by its sections' means, as 单因子评价 has it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::doc::{Block, Column, Doc, Row, Table};
use super::source::Source;
use crate::model::{Day, Kind};
use crate::plan::FeatureState;

/// Rivers with a section that was sampled this year; nothing where none was.
pub(super) fn rivers(doc: &mut Doc, source: &Source<'_>) {
    let (snapshot, as_of) = (source.snapshot, source.as_of);
    let begin = Day::new(as_of.year(), 1, 1).unwrap_or(as_of);
    let plans = snapshot.plans_at(as_of);
    let mut by_river: BTreeMap<String, Vec<Arc<FeatureState>>> = BTreeMap::new();
    for view in snapshot.layers.iter().filter(|view| view.layer.kind.code() == Kind::SECTION) {
        for row in view.rows.iter() {
            let Some(state) = plans.peek(&row.key) else { continue };
            if let Some(river) = state.text("river_code") {
                by_river.entry(river.to_owned()).or_default().push(Arc::clone(&state));
            }
        }
    }
    let name_of = |code: &str| {
        let key = crate::model::FeatureKey::new(&Kind::new(Kind::RIVER), code);
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

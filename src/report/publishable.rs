//! 黑臭水体公示清单: the list a city publishes, each body with who answers for it and until when.
//!
//! Suspected and excluded bodies are not on it: suspicion is no verdict.

use super::doc::{Block, Cell, Column, Doc, Layout, Row, Table};
use super::dossier::field_words;
use super::location_map::Locator;
use super::source::{Facts, Source};
use crate::model::{FeatureKey, Kind, Lang};
use crate::plan::{GRADE_MEASURED, is_overdue};

/// How high the map stands on its page, in points.
const MAP_HEIGHT_POINTS: f32 = 430.0;

/// The list of these bodies, districts together.
pub fn publishable_doc(source: &Source<'_>, features: &[FeatureKey]) -> Doc {
    let title = match source.lang {
        Lang::Zh => format!("黑臭水体清单（截至 {}）", source.as_of),
        Lang::En => format!("List of black-odorous waters as of {}", source.as_of),
    };
    let mut doc = source.doc(title.clone(), Layout::Landscape);
    doc.push(Block::Title(title));
    let listed = |key: &&FeatureKey| key.kind().code() == Kind::BLACK_ODOROUS_WATER;
    let all: Vec<Facts<'_>> = features.iter().filter(listed).map(|key| source.facts(key)).collect();
    let left_out = all.iter().filter(|facts| !is_identified(facts));
    let has_stage = |facts: &&Facts<'_>| facts.state.is_some_and(|it| it.stage_code().is_some());
    let (doubted, unstarted): (Vec<_>, Vec<_>) = left_out.partition(has_stage);
    let (doubted, unstarted) = (doubted.len(), unstarted.len());
    let mut identified: Vec<&Facts<'_>> = all.iter().filter(|it| is_identified(it)).collect();
    identified.sort_by(|a, b| (&a.district, &a.code).cmp(&(&b.district, &b.code)));
    let rows = identified.iter().enumerate().map(|(idx, facts)| row(source, idx + 1, facts));
    let say = |zh, en| source.say(zh, en);
    let columns = vec![
        Column::figure(say("序", "No."), 5.0),
        Column::new(say("编号", "Code"), 13.0),
        Column::new(say("水体名称", "Name"), 13.0),
        Column::new(say("所在区", "District"), 9.0),
        Column::new(say("城乡", "Where"), 6.0),
        Column::new(say("建成区内", "Built-up"), 6.0),
        Column::figure(say("长度 m", "Length, m"), 7.0),
        Column::new(say("黑臭级别", "Grade"), 9.0),
        Column::new(say("河湖长", "River chief"), 13.0),
        Column::new(say("责任单位", "Responsible unit"), 14.0),
        Column::new(say("主责部门", "Leading department"), 14.0),
        Column::new(say("达标期限", "Deadline"), 11.0),
        Column::new(say("现状", "Stage"), 11.0),
    ];
    let rows: Vec<Row> = rows.collect();
    let (count, is_empty) = (rows.len(), rows.is_empty());
    doc.push(Block::Table(Table { columns, rows, is_dense: true }));
    if is_empty {
        doc.paragraph(say("没有已认定的黑臭水体。", "No body of water is identified."));
    }
    doc.remark(match source.lang {
        Lang::Zh => format!(
            "共 {count} 条；另有疑似或已排除的 {doubted} 条、未建档的 {unstarted} 条不在此列。空格处为尚未填报，公示前请补齐；已变更的期限括注原定期限。"
        ),
        Lang::En => format!(
            "{count} bodies; {doubted} suspected or excluded and {unstarted} in no stage yet are not on the list. What is blank is not filled in yet; a moved deadline names the first one in brackets."
        ),
    });
    let keys: Vec<FeatureKey> = identified.iter().map(|facts| facts.key.clone()).collect();
    let map =
        (!is_empty).then(|| Locator::of_waters(source, &keys).overview(source, &keys)).flatten();
    if let Some(map) = map {
        doc.push(Block::NewPage);
        doc.heading(say("分布图", "Where they are"));
        doc.push(Block::Figure(map, MAP_HEIGHT_POINTS));
        let mut layers = source.snapshot.layers.iter();
        doc.remark(match layers.any(|view| view.layer.kind.code() == Kind::BUILT_UP_AREA) {
            true => say("淡红底色为建成区。", "The pale red ground is the built-up area."),
            false => say(
                "没有建成区图层，图上没有画建成区。",
                "No layer of the built-up area is loaded: the map does not show it.",
            ),
        });
    }
    doc
}

fn is_identified(facts: &Facts<'_>) -> bool {
    let stage = facts.state.and_then(|state| state.stage_code()).zip(facts.procedure);
    stage.is_some_and(|(stage, procedure)| procedure.is_in_set("identified", stage))
}

fn row(source: &Source<'_>, no: usize, facts: &Facts<'_>) -> Row {
    let field = |code: &str| {
        let (state, procedure) = facts.state.zip(facts.procedure)?;
        field_words(source, state, procedure.field(code)?)
    };
    let said = |code: &str| Cell::from(field(code).unwrap_or_default());
    // What samples say goes before what somebody filled in.
    let grade = field(GRADE_MEASURED).or_else(|| field("grade")).unwrap_or_default();
    let length = facts.state.and_then(|state| state.text("length_m"));
    Row::Cells(vec![
        no.to_string().into(),
        facts.code.clone().into(),
        facts.name.clone().into(),
        facts.district.clone().into(),
        said("scope"),
        said("built_up"),
        length.unwrap_or_default().into(),
        grade.into(),
        said("river_chief"),
        said("responsible_unit"),
        said("lead_dept"),
        deadline(source, facts),
        facts.stage.clone().into(),
    ])
}

/// The deadline that holds, the first one in brackets where it was moved.
fn deadline(source: &Source<'_>, facts: &Facts<'_>) -> Cell {
    let Some((state, procedure)) = facts.state.zip(facts.procedure) else {
        return Cell::default();
    };
    let Some(current) = state.deadline_current else { return Cell::default() };
    let mut words = current.to_string();
    if let Some(original) = state.deadline_original.filter(|original| *original != current) {
        words = match source.lang {
            Lang::Zh => format!("{words}（原定 {original}）"),
            Lang::En => format!("{words} (first {original})"),
        };
    }
    match is_overdue(procedure, state, source.as_of) {
        true => Cell::bad(words),
        false => words.into(),
    }
}

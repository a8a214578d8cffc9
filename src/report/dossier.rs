//! 一口一档: one feature with its map, its plan, its samples and their verdicts, its photos and its history. Without
//! pictures, the sheet that Ctrl+P saves.
//!
//! A record that nobody else had when it was taken back is left out; one that others had is struck through (划改).

use super::doc::{Block, Column, Doc, Layout, Picture, Row, Table};
use super::location_map::Locator;
use super::source::{Facts, Source};
use super::{dossier_evidence, dossier_samples};
use crate::model::{FeatureKey, Kind, Lang};
use crate::plan::{
    DEADLINE_CURRENT, Fate, FeatureState, FieldDef, FieldKind, Five, Procedure, describe,
    field_label, five_things, request_label, value_label,
};
use crate::session::TakenBack;

/// How high the map stands on the page, in points.
const MAP_HEIGHT: f32 = 230.0;

/// What one feature's paper shows beside its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Words only, and when it was printed.
    Sheet,
    /// With the map and the photos.
    Dossier,
}

/// The papers of these features, one after another.
pub fn dossier_doc(source: &Source<'_>, features: &[FeatureKey], detail: Detail) -> Doc {
    let title = match features {
        [one] => {
            let facts = source.facts(one);
            format!("{} {}", facts.name, facts.code)
        }
        several => match source.lang {
            Lang::Zh => format!("一口一档（{} 个）", several.len()),
            Lang::En => format!("Dossiers ({})", several.len()),
        },
    };
    let mut doc = source.doc(title, Layout::Portrait);
    let mut locator = (detail == Detail::Dossier).then(|| Locator::new(source));
    for (idx, key) in features.iter().enumerate() {
        if idx > 0 {
            doc.push(Block::NewPage);
        }
        let map = locator.as_mut().and_then(|locator| locator.picture(source, key));
        feature(&mut doc, source, key, detail, map);
    }
    if detail == Detail::Sheet {
        // To the minute: nobody reads more of it on paper.
        let now = source.now.as_str();
        let minute = now.get(..16).unwrap_or(now).replace('T', " ");
        doc.push(Block::Space(8.0));
        doc.remark(format!("{} {minute}", source.say("打印于", "printed")));
    }
    doc
}

fn feature(
    doc: &mut Doc,
    source: &Source<'_>,
    key: &FeatureKey,
    detail: Detail,
    map: Option<Picture>,
) {
    let facts = source.facts(key);
    doc.push(Block::Title(format!("{} {}", facts.name, facts.code)));
    if detail == Detail::Dossier {
        let kind = facts.procedure.map(|known| source.get(&known.label)).unwrap_or_default();
        doc.remark(match source.lang {
            Lang::Zh => format!("一口一档 · {kind}"),
            Lang::En => format!("Dossier · {kind}"),
        });
    }
    head(doc, source, &facts);
    if let Some(picture) = map {
        doc.heading(source.say("位置", "Where it is"));
        doc.push(Block::Figure(picture, MAP_HEIGHT));
    }
    if key.kind().code() == Kind::RIVER {
        super::river_quality::of_river(doc, source, key);
    }
    let Some(state) = facts.state else {
        doc.paragraph(source.say("还没有记录。", "Nothing is recorded."));
        return;
    };
    if key.kind().code() == Kind::OUTFALL {
        five(doc, source, &facts, state);
    }
    fields(doc, source, state, facts.procedure);
    requests(doc, source, state);
    dossier_samples::samples(doc, source, state);
    dossier_evidence::evidence(doc, source, state, facts.procedure, detail);
    items(doc, source, state);
    history(doc, source, state);
}

fn head(doc: &mut Doc, source: &Source<'_>, facts: &Facts<'_>) {
    let say = |zh, en| source.say(zh, en);
    doc.pair(say("阶段", "Stage"), &facts.stage);
    doc.pair(say("期限", "Due"), &source.due(facts));
    if let Some(state) = facts.state {
        let day = |day: Option<crate::model::Day>| day.map(|day| day.to_string());
        let (original, current) = (day(state.deadline_original), day(state.deadline_current));
        if original != current {
            doc.pair(say("原定期限", "First due"), &original.unwrap_or_default());
        }
        let percent = state.percent.map(|percent| format!("{percent} %"));
        doc.pair(say("进度", "Progress"), &percent.unwrap_or_default());
    }
    doc.pair(say("区县", "District"), &facts.district);
    doc.pair(say("位置（CGCS2000）", "Position (CGCS2000)"), &facts.position);
    let Some(state) = facts.state else { return };
    if let Some(why) = state.unproven_why() {
        let words = format!("{}{}", source.get(&why), say("。", "."));
        doc.remark(format!("{}{words}", say("阶段：", "Stage: ")));
    }
    let labels: Vec<String> = state
        .conflicts()
        .iter()
        .map(|code| source.get(&field_label(facts.procedure, code)))
        .collect();
    doc.pair(say("填报不一致", "In conflict"), &labels.join(say("、", ", ")));
}

fn five(doc: &mut Doc, source: &Source<'_>, facts: &Facts<'_>, state: &FeatureState) {
    doc.heading(source.say("五件事", "The five things"));
    let columns = vec![
        Column::new(source.say("事项", "Thing"), 12.0),
        Column::new(source.say("状态", "Done"), 14.0),
        Column::new(source.say("说明", "What of it"), 74.0),
    ];
    let rows = five_things(state).into_iter().map(|stands| {
        let done = match stands.wants {
            None => source.say("✓ 已办", "✓ done"),
            Some(_) => source.say("○ 未办", "○ open"),
        };
        let words = match (stands.thing, stands.wants, stands.exemption()) {
            (Five::Remediate, ..) => facts.stage.clone(),
            (_, Some(wants), _) => source.get(&wants.label()),
            (_, None, Some(exemption)) => source.get(&exemption),
            (_, None, None) => stands.on.map(|day| source.day(day)).unwrap_or_default(),
        };
        Row::of([source.get(&stands.thing.label()), done.to_owned(), words])
    });
    doc.push(Block::Table(Table { columns, rows: rows.collect(), is_dense: false }));
}

fn fields(doc: &mut Doc, source: &Source<'_>, state: &FeatureState, procedure: Option<&Procedure>) {
    let Some(procedure) = procedure else { return };
    for group in &procedure.groups {
        let of_group = |field: &&FieldDef| field.group == group.code && !field.personal;
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut lists: Vec<&FieldDef> = Vec::new();
        for field in procedure.fields.iter().filter(of_group) {
            if matches!(field.kind, FieldKind::List(_)) {
                lists.push(field);
            } else if let Some(words) = field_words(source, state, field) {
                pairs.push((source.get(&field.label), words));
            }
        }
        lists.retain(|list| state.list_items(&list.code).next().is_some());
        if pairs.is_empty() && lists.is_empty() {
            continue;
        }
        doc.heading(source.get(&group.label));
        pairs.iter().for_each(|(label, words)| doc.pair(label, words));
        lists.iter().for_each(|list| list_table(doc, source, state, list));
    }
}

/// A field's folded value in words; `None` where there is none.
pub(super) fn field_words(
    source: &Source<'_>,
    state: &FeatureState,
    field: &FieldDef,
) -> Option<String> {
    if field.code == DEADLINE_CURRENT {
        return state.deadline_current.map(|day| day.to_string());
    }
    let value = state.fields.get(&field.code)?.value()?;
    let standards = &source.snapshot.rulebook.standards;
    let words = source.get(&value_label(Some(field), value, standards));
    Some(words).filter(|words| !words.trim().is_empty())
}

/// A list with its items as rows: problems, measures, milestones.
fn list_table(doc: &mut Doc, source: &Source<'_>, state: &FeatureState, list: &FieldDef) {
    let FieldKind::List(defs) = &list.kind else { return };
    let standards = &source.snapshot.rulebook.standards;
    let (ids, items): (Vec<&str>, Vec<_>) = state.list_items(&list.code).unzip();
    let cell = |item: &serde_json::Value, def: &FieldDef| {
        let value = item.get(&def.code);
        value.map(|value| source.get(&value_label(Some(def), value, standards)))
    };
    // Columns that no item fills take no room.
    let filled: Vec<&FieldDef> = defs
        .iter()
        .filter(|def| items.iter().any(|item| cell(item, def).is_some_and(|it| !it.is_empty())))
        .collect();
    doc.push(Block::Space(4.0));
    let mut columns = vec![Column::new(&source.get(&list.label), 12.0)];
    columns.extend(filled.iter().map(|def| {
        let share = match def.kind {
            FieldKind::Text | FieldKind::LongText => 30.0,
            FieldKind::Bool => 10.0,
            _ => 18.0,
        };
        Column::new(&source.get(&def.label), share)
    }));
    let rows = items.iter().enumerate().map(|(idx, item)| {
        let cells = filled.iter().map(|def| cell(item, def).unwrap_or_default());
        // An item of a month is known by it, not by a number.
        let number = match ids.get(idx).filter(|_| list.by_month) {
            Some(month) => (*month).to_owned(),
            None => (idx + 1).to_string(),
        };
        Row::of(std::iter::once(number).chain(cells))
    });
    doc.push(Block::Table(Table { columns, rows: rows.collect(), is_dense: false }));
}

/// Requests with their decisions: deadlines move by these alone.
fn requests(doc: &mut Doc, source: &Source<'_>, state: &FeatureState) {
    if state.requests.is_empty() {
        return;
    }
    doc.heading(source.say("申请与审定", "Requests and decisions"));
    let columns = vec![
        Column::new(source.say("申请", "Request"), 16.0),
        Column::new(source.say("理由", "Reason"), 40.0),
        Column::new(source.say("申请人", "By"), 20.0),
        Column::new(source.say("审定", "Decision"), 24.0),
    ];
    let rows = state.requests.iter().map(|request| {
        let body = &request.request.body;
        let asked = &request.request.record;
        let until = body.new.as_deref().map(|day| format!(" → {day}")).unwrap_or_default();
        let decided = request.decisions.standing.iter().filter_map(|standing| {
            let by = standing.record.as_ref()?;
            let words = match standing.value.as_str() {
                "approved" => source.say("同意", "approved"),
                _ => source.say("不同意", "refused"),
            };
            Some(format!("{words} {} {}", by.by.name, source.day(by.on)))
        });
        let mut decision: Vec<String> = decided.collect();
        match (request.is_open(), state.is_to_settle(request)) {
            (true, _) => decision.push(source.say("待审定", "open").to_owned()),
            (_, true) => decision.push(
                source
                    .say("结论不一致，待市级选定", "contradicted: for the municipality")
                    .to_owned(),
            ),
            _ => {}
        }
        Row::of([
            format!("{}{until}", source.get(&request_label(&body.what))),
            body.reason.clone(),
            format!("{} {}", asked.by.name, source.day(asked.on)),
            decision.join(source.say("；", "; ")),
        ])
    });
    doc.push(Block::Table(Table { columns, rows: rows.collect(), is_dense: false }));
}

fn items(doc: &mut Doc, source: &Source<'_>, state: &FeatureState) {
    if state.items.is_empty() {
        return;
    }
    doc.heading(source.say("待改事项", "To correct"));
    for (idx, item) in state.items.iter().enumerate() {
        let stands = match (&item.accepted, &item.answered) {
            (Some(_), _) => source.say("已认可", "accepted"),
            (None, Some(_)) => source.say("已答复", "answered"),
            (None, None) => source.say("待答复", "open"),
        };
        let mut words = item.item.text.clone();
        if let (Some(again), None) = (&item.again, &item.accepted) {
            let (answer, why) = again.words();
            words += &match source.lang {
                Lang::Zh => format!("；上次答：{answer}；再改：{why}"),
                Lang::En => format!("; answered before: {answer}; not enough: {why}"),
            };
        }
        doc.pair(&format!("{} {stands}", idx + 1), &words);
    }
}

fn history(doc: &mut Doc, source: &Source<'_>, state: &FeatureState) {
    let rulebook = &source.snapshot.rulebook;
    let mut is_headed = false;
    for entry in &state.entries {
        let record = &entry.record;
        let procedure = rulebook.version(&record.procedure);
        let words = describe(record, &state.entries, procedure, &rulebook.standards, source.lang);
        // A file is kept for years: its history names them.
        let words = match source.lang {
            Lang::Zh => format!("{}年{words}", record.on.year()),
            Lang::En => words,
        };
        let block = match (source.snapshot.taken_back(entry), &entry.fate) {
            (Some(TakenBack::Unseen), _) | (None, Fate::Later) => continue,
            (Some(TakenBack::Struck), _) => Block::Struck(words),
            (None, Fate::NotPermitted(_)) => {
                let mark = source.say("［不生效］", " [not permitted]");
                Block::Paragraph(format!("{words}{mark}"))
            }
            (None, Fate::Altered) => {
                Block::Paragraph(format!("{words}{}", source.say("［待核］", " [altered]")))
            }
            (None, _) => Block::Paragraph(words),
        };
        if !std::mem::replace(&mut is_headed, true) {
            doc.heading(source.say("经过", "History"));
        }
        doc.push(block);
    }
}

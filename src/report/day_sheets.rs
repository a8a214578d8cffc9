//! The list of a day with codes, and a blank sheet for each feature on it: for the field, where no screen is.

use super::doc::{Block, Column, Doc, Layout, Row, Table};
use super::source::{Facts, Source};
use crate::model::{Day, FeatureKey, Lang, Text};
use crate::plan::{FieldDef, FieldKind, common_looks};

/// The list of `day` and the sheets, in the order of going; judged as of the source's day, as the screen judges.
pub fn day_doc(source: &Source<'_>, day: Day, features: &[FeatureKey]) -> Doc {
    let title = match source.lang {
        Lang::Zh => format!("今日清单 {day}"),
        Lang::En => format!("List of the day {day}"),
    };
    let mut doc = source.doc(title.clone(), Layout::Portrait);
    doc.push(Block::Title(title));
    if let Some(person) = source.person {
        let mut who = format!("{} {}", person.name, person.unit).trim().to_owned();
        if !source.companions.trim().is_empty() {
            who += &format!("（{} {}）", source.say("同行", "with"), source.companions.trim());
        }
        doc.paragraph(&who);
    }
    list(&mut doc, source, day, features);
    for key in features {
        doc.push(Block::NewPage);
        blank_sheet(&mut doc, source, day, key);
    }
    doc
}

fn list(doc: &mut Doc, source: &Source<'_>, day: Day, features: &[FeatureKey]) {
    let entries = source.snapshot.day_list(day);
    let done = |key: &FeatureKey| {
        let entry = entries.iter().find(|entry| entry.feature == *key)?;
        entry.done_at.as_ref()?.as_str().get(11..16).map(|time| format!("✓ {time}"))
    };
    let columns = vec![
        Column::new(source.say("序", "No."), 5.0),
        Column::new(source.say("名称", "Name"), 24.0),
        Column::new(source.say("编码", "Code"), 24.0),
        Column::new(source.say("阶段", "Stage"), 16.0),
        Column::new(source.say("期限", "Due"), 20.0),
        Column::new(source.say("办完", "Done"), 9.0),
    ];
    let rows: Vec<Row> = features
        .iter()
        .enumerate()
        .map(|(idx, key)| {
            let facts = source.facts(key);
            let due = source.due(&facts);
            Row::of([
                (idx + 1).to_string(),
                facts.name,
                facts.code,
                facts.stage,
                due,
                done(key).unwrap_or_default(),
            ])
        })
        .collect();
    let is_empty = rows.is_empty();
    doc.push(Block::Table(Table { columns, rows, is_dense: false }));
    if is_empty {
        doc.remark(source.say("这一天还没有选点。", "Nothing has been chosen for this day."));
    }
}

fn blank_sheet(doc: &mut Doc, source: &Source<'_>, day: Day, key: &FeatureKey) {
    let say = |zh, en| source.say(zh, en);
    let facts = source.facts(key);
    doc.push(Block::Title(format!("{}　{}", facts.name, facts.code)));
    let due = source.due(&facts);
    let due = if due.is_empty() { due } else { format!(" · {} {due}", say("期限", "due")) };
    doc.pair(say("阶段", "Stage"), &format!("{}{due}", facts.stage));
    doc.pair(say("位置（CGCS2000）", "Position (CGCS2000)"), &facts.position);
    let subject = facts.state.and_then(|state| state.text("responsible_subject"));
    doc.pair(say("责任主体", "Responsible"), subject.unwrap_or_default());
    doc.pair(say("上次巡查", "Last visit"), &last_visit(&facts, source));
    let to_correct_lines = to_correct(doc, &facts, source.lang);

    doc.heading(say("到场", "The visit"));
    let date = match source.lang {
        Lang::Zh => format!("{}　时间", source.full_day(day)),
        Lang::En => format!("{day}, at"),
    };
    blanks(doc, &[&date, say("天气", "Weather"), say("同行", "With")]);
    let looks = facts.procedure.map(|procedure| procedure.looks.as_slice());
    for look in looks.filter(|looks| !looks.is_empty()).unwrap_or_else(|| common_looks()) {
        choices(doc, look.label.get(source.lang), choices_of(look, source.lang));
    }
    let answers = [say("否", "no"), say("是", "yes")].map(str::to_owned);
    choices(doc, say("异常", "Abnormal"), answers.to_vec());
    blanks(doc, &[say("情况", "What was seen")]);
    // What is to be put right takes its room from the empty lines: one outfall, one page.
    if to_correct_lines == 0 {
        blanks(doc, &[""]);
    }
    doc.heading(say("照片（张号与内容）", "Photos (number and what they show)"));
    if let Some(procedure) = facts.procedure {
        let kinds = procedure.photo_kinds.iter().map(|kind| kind.label.get(source.lang).to_owned());
        choices(doc, say("已拍", "Taken"), kinds.collect());
    }
    blanks(doc, &[say("张号", "Numbers")]);
    doc.heading(say("采样", "Sample"));
    blanks(doc, &[say("编号", "Number"), say("时间", "Time"), say("点位", "Place")]);
    blanks(doc, &[say("项目", "Items"), say("采样人", "By")]);
    let columns = vec![
        Column::new(say("快检项目（参考）", "Quick test (reference)"), 2.0),
        Column::new(say("数值", "Value"), 2.0),
        Column::new(say("单位", "Unit"), 1.0),
    ];
    let rows = vec![Row::of(["", "", ""]); 3_usize.saturating_sub(to_correct_lines).max(1)];
    doc.push(Block::Table(Table { columns, rows, is_dense: false }));
    // Where the sheet runs over a page, what is signed is still named.
    let signed = format!("{} {}", facts.code, say("记录人签字", "Signed"));
    blanks(doc, &[&signed, say("同行签字", "Signed"), say("日期", "Date")]);
}

fn blanks(doc: &mut Doc, labels: &[&str]) {
    doc.push(Block::Blanks(labels.iter().map(|label| (*label).to_owned()).collect()));
}

fn choices(doc: &mut Doc, label: &str, choices: Vec<String>) {
    doc.push(Block::Choices(label.to_owned(), choices));
}

/// Things to correct that nobody has answered yet, each with a box to tick. Answers how many there are.
fn to_correct(doc: &mut Doc, facts: &Facts<'_>, lang: Lang) -> usize {
    let open: Vec<_> =
        facts.state.iter().flat_map(|it| &it.items).filter(|it| it.is_open()).collect();
    let count = open.len();
    if count == 0 {
        return 0;
    }
    doc.heading(Text::new("待改事项", "To correct").get(lang));
    for (idx, item) in open.into_iter().enumerate() {
        choices(doc, &(idx + 1).to_string(), vec![item.item.text.clone()]);
    }
    count
}

fn last_visit(facts: &Facts<'_>, source: &Source<'_>) -> String {
    let visit = facts.state.and_then(|it| it.visits.iter().max_by_key(|it| it.record.on));
    let Some(visit) = visit else { return String::new() };
    let day = source.day(visit.record.on);
    format!("{day} {} {}", visit.record.by.name, visit.body.note).trim_end().to_owned()
}

fn choices_of(look: &FieldDef, lang: Lang) -> Vec<String> {
    match &look.kind {
        FieldKind::Choice(choices) | FieldKind::Choices(choices) => {
            choices.iter().map(|choice| choice.label.get(lang).to_owned()).collect()
        }
        FieldKind::Bool => vec![Text::new("是", "yes"), Text::new("否", "no")]
            .into_iter()
            .map(|text| text.get(lang).to_owned())
            .collect(),
        _ => vec!["________".to_owned()],
    }
}

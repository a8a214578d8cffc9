//! 监测 in a dossier: every sample item by item with its limit, and by which standard and clause it was judged.

use std::collections::BTreeMap;

use super::doc::{Block, Cell, Column, Doc, Row, Table};
use super::source::Source;
use crate::model::{Day, Lang};
use crate::plan::{
    BodyGrade, FeatureState, ItemJudgement, Judgement, Measured, Outcome, PeriodQuality,
    SampleState,
};

/// Every sample of a feature, the oldest first.
pub(super) fn samples(doc: &mut Doc, source: &Source<'_>, state: &FeatureState) {
    let taken_back: Vec<_> = source.snapshot.struck_results(state).collect();
    if state.samples.is_empty() && taken_back.is_empty() {
        return;
    }
    doc.heading(source.say("监测", "Samples"));
    if let Some(grade) = &state.grade {
        by_points(doc, source, grade);
    }
    let columns = vec![
        Column::new(source.say("项目", "Item"), 30.0),
        Column::figure(source.say("结果", "Result"), 18.0),
        Column::new(source.say("单位", "Unit"), 14.0),
        Column::new(source.say("限值", "Limit"), 18.0),
        Column::new(source.say("评价", "Verdict"), 20.0),
    ];
    let mut rows = Vec::new();
    for sample in &state.samples {
        rows.push(Row::Span(head(source, sample)));
        match (&sample.judgement, &sample.result) {
            (Some(judgement), _) => {
                rows.extend(judgement.items.iter().map(|item| judged(source, item)));
            }
            (None, Some(result)) => {
                let items = &source.snapshot.rulebook.standards;
                rows.extend(result.body.items.iter().map(|(code, measured)| {
                    let label = items.item(code).map(|item| source.get(&item.label));
                    let label = label.unwrap_or_else(|| code.clone());
                    Row::of([&label, &measured.value, &measured.unit, "", ""].map(str::to_owned))
                }));
            }
            (None, None) => {}
        }
        rows.extend(sample.rivals.iter().map(|rival| {
            let said = match sample.is_in_dispute() {
                true => source.say("不一致，待市级选定", "contradicted, for the municipality"),
                false => source.say("另一份", "filed beside it"),
            };
            let (values, by) = (values(source, &rival.body.items), &rival.record.by.name);
            Row::Span(format!("≠ {values}（{by}；{said}）"))
        }));
        rows.extend(sample.replaced.iter().map(|old| {
            struck(format!("{}（{}）", values(source, &old.body.items), old.record.by.name))
        }));
    }
    rows.extend(
        taken_back
            .iter()
            .map(|old| struck(format!("{} {}", old.body.no, values(source, &old.body.items)))),
    );
    doc.push(Block::Table(Table { columns, rows, is_dense: true }));
    months(doc, source, state);
}

/// 逐月水质: each month's means, and the year's.
fn months(doc: &mut Doc, source: &Source<'_>, state: &FeatureState) {
    if state.months.is_empty() {
        return;
    }
    let columns = vec![
        Column::new(source.say("时段", "Span"), 18.0),
        Column::new(source.say("水质（均值，单因子评价）", "Quality (means, single factor)"), 82.0),
    ];
    let row =
        |name: String, quality: &PeriodQuality| Row::of([name, source.get(&quality.sentence())]);
    let mut rows: Vec<Row> = state
        .months
        .iter()
        .map(|quality| {
            let (year, month) = quality.month();
            row(format!("{year}-{month:02}"), quality)
        })
        .collect();
    let year = source.as_of.year();
    let begin = Day::new(year, 1, 1).unwrap_or(source.as_of);
    let so_far = source.snapshot.rulebook.quality_between(state, begin, source.as_of);
    if let Some(quality) = so_far.filter(|quality| quality.months > 1) {
        let name = match source.lang {
            Lang::Zh => format!("{year}年累计"),
            Lang::En => format!("{year} so far"),
        };
        rows.push(row(name, &quality));
    }
    doc.push(Block::Table(Table { columns, rows, is_dense: true }));
}

/// The grade of a water: the sentence, a row for each point, what the survey lacks.
fn by_points(doc: &mut Doc, source: &Source<'_>, grade: &BodyGrade) {
    doc.paragraph(source.get(&grade.sentence()));
    let columns = vec![
        Column::new(source.say("采样点", "Point"), 14.0),
        Column::new(source.say("评定", "Grade"), 16.0),
        Column::new(source.say("依据", "By what"), 46.0),
        Column::new(source.say("采样", "Sampled"), 24.0),
    ];
    let rows = grade.points.iter().map(|point| {
        let name = match point.name.as_str() {
            "" => source.say("未注明点位", "no point named").to_owned(),
            name => name.to_owned(),
        };
        let days = match point.from == point.to {
            true => source.day(point.to),
            false => format!("{}—{}", source.day(point.from), source.day(point.to)),
        };
        Row::of([
            Cell::from(name),
            source.get(&point.class.label).into(),
            source.get(&grade.why(point)).into(),
            days.into(),
        ])
    });
    doc.push(Block::Table(Table { columns, rows: rows.collect(), is_dense: true }));
    let lacking = grade.lacking();
    let remarks = std::iter::once(grade.basis()).chain(lacking).map(|one| source.get(&one));
    doc.remark(remarks.collect::<Vec<_>>().join(source.say("；", "; ")));
}

fn struck(words: String) -> Row {
    Row::Cells(vec![Cell::struck(words)])
}

/// `COD 62；氨氮 4.1`.
pub(super) fn values(source: &Source<'_>, items: &BTreeMap<String, Measured>) -> String {
    let standards = &source.snapshot.rulebook.standards;
    let words = items.iter().map(|(code, measured)| {
        let label = standards.item(code).map(|item| source.get(&item.label));
        format!(
            "{} {}",
            label.unwrap_or_else(|| code.clone()),
            standards.value_words(code, measured)
        )
    });
    words.collect::<Vec<_>>().join(source.say("；", "; "))
}

/// `TJ-0502-031-1　5月2日　检测报告　超标　DB12/599-2015 C级（第4.2条）　限值待核`.
fn head(source: &Source<'_>, sample: &SampleState) -> String {
    let mut parts = vec![sample.no.clone(), source.day(sample.day)];
    let kind = sample.result.as_ref().map(|result| match result.body.source.as_str() {
        "quick" => source.say("快检（参考，不作评价）", "quick test, for reference"),
        "auto" => source.say("自动监测", "automatic"),
        _ => source.say("检测报告", "laboratory"),
    });
    parts.push(kind.unwrap_or(source.say("送检中", "at the laboratory")).to_owned());
    if let Some(judgement) = &sample.judgement {
        parts.push(verdict(source, judgement));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(source.say("　", " · "))
}

/// The verdict with standard, clause and class; never one without the other.
pub(super) fn verdict(source: &Source<'_>, judgement: &Judgement) -> String {
    let outcome = match &judgement.outcome {
        Outcome::Compliant => source.say("达标", "compliant").to_owned(),
        Outcome::Failing => source.say("超标", "failing").to_owned(),
        Outcome::NotJudged(why) => source.get(why),
    };
    let (standard, clause) = (source.get(&judgement.standard), source.get(&judgement.clause));
    let mut words = vec![outcome, standard, clause];
    words.extend(judgement.class_label().map(|class| source.get(&class)));
    if judgement.rests_on_recalled() {
        words.push(source.say("限值待核", "limits to be checked").to_owned());
    }
    words.extend(judgement.other_standard().map(|other| source.get(&other)));
    words.retain(|part| !part.is_empty());
    words.join(source.say("　", " · "))
}

fn judged(source: &Source<'_>, item: &ItemJudgement) -> Row {
    let mut verdict = match (item.compliant, &item.class) {
        (Some(true), _) => Cell::from(source.say("✓ 达标", "✓ compliant")),
        (Some(false), _) => Cell::bad(source.say("✗ 超标", "✗ over")),
        (None, Some(class)) => Cell::from(source.get(&class.label)),
        (None, None) => Cell::from(source.say("不评价", "not judged")),
    };
    if item.apart {
        verdict = source.say("另列，不参评", "apart").into();
    }
    if item.recalled && item.limit.is_some() {
        verdict.text.push_str(source.say(" 限值待核", " limit to be checked"));
    }
    Row::of([
        source.get(&item.label).into(),
        item.value.clone().into(),
        item.unit.clone().into(),
        item.limit_words().map_or_else(|| "—".to_owned(), |limit| source.get(&limit)).into(),
        verdict,
    ])
}

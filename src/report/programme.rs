//! 通报: the programme's report — where it stands in sentences, every target, every figure with numerator and
//! denominator, the districts in their order, and what is told apart.

use std::borrow::Cow;

use super::doc::{Block, Cell, Column, Doc, Layout, Row, Table};
use super::order::ReportError;
use super::ranking::ranking;
use super::river_quality::rivers;
use super::source::Source;
use crate::model::{Day, Kind, Lang, Text};
use crate::plan::{
    Amount, BriefingInput, Summary, TargetStanding, TargetSummary, briefing, category_label,
    due_remark, feeding_layer, figure_layers, figure_remark, figure_splits, kpi_codes, kpi_label,
    mix_words, per_cent, standing_label, target_pair, target_rate, unit_label, unstated_words,
};
use crate::session::Snapshot;

/// Changes are told against so many days before.
pub const CHANGE_DAYS: i32 = 7;

/// So many are told by name: more than that nobody reads on paper.
const LISTED_MAX: usize = 200;

/// A week before the day of a report, by what the report is told by.
pub(super) struct WeekBefore<'a> {
    pub on: Day,
    pub snapshot: Cow<'a, Snapshot>,
}

impl<'a> WeekBefore<'a> {
    fn of(source: &Source<'a>) -> Result<Self, ReportError> {
        let on = source.as_of.saturating_sub(jiff::Span::new().days(CHANGE_DAYS));
        let snapshot = source.snapshot.seen_on(on).map_err(|why| ReportError(why.text()))?;
        Ok(Self { on, snapshot })
    }

    fn summary(&self) -> Summary {
        self.snapshot.summary(self.on)
    }
}

/// 简报 as paragraphs, against the week before.
///
/// # Errors
/// If what had been received by then cannot be read.
pub fn briefing_paragraphs(source: &Source<'_>) -> Result<Vec<String>, ReportError> {
    let now = source.snapshot.summary(source.as_of);
    let before = WeekBefore::of(source)?.summary();
    Ok(told(source, &now, &before).iter().map(|text| source.get(text)).collect())
}

fn told(source: &Source<'_>, now: &Summary, before: &Summary) -> Vec<Text> {
    let rulebook = &source.snapshot.rulebook;
    let basis = source.snapshot.basis();
    briefing(&BriefingInput { now, before: Some(before), rulebook, basis })
}

/// 简报 as a report of its own.
pub fn briefing_doc(source: &Source<'_>) -> Result<Doc, ReportError> {
    let mut paragraphs = briefing_paragraphs(source)?.into_iter();
    let title = paragraphs.next().unwrap_or_default();
    let mut doc = source.doc(title.clone(), Layout::Portrait);
    doc.push(Block::Title(title));
    paragraphs.for_each(|words| doc.paragraph(words));
    Ok(doc)
}

/// The districts' ranking by itself.
pub fn ranking_doc(source: &Source<'_>) -> Result<Doc, ReportError> {
    let now = source.snapshot.summary(source.as_of);
    let before = WeekBefore::of(source)?;
    let label = source.get(&now.programme.label);
    let title = match source.lang {
        Lang::Zh => format!("{label}各区排名表（截至 {}）", now.as_of),
        Lang::En => format!("{label}: districts ranked, as of {}", now.as_of),
    };
    let mut doc = source.doc(title.clone(), Layout::Portrait);
    doc.push(Block::Title(title));
    doc.remark(origin(source, &now));
    ranking(&mut doc, source, &before);
    Ok(doc)
}

/// The whole report.
pub fn programme_doc(source: &Source<'_>) -> Result<Doc, ReportError> {
    let now = source.snapshot.summary(source.as_of);
    let week = WeekBefore::of(source)?;
    let before = week.summary();
    let label = source.get(&now.programme.label);
    let title = match source.lang {
        Lang::Zh => format!("{label}进展通报（截至 {}）", now.as_of),
        Lang::En => format!("{label}: report as of {}", now.as_of),
    };
    let mut doc = source.doc(title.clone(), Layout::Portrait);
    doc.push(Block::Title(title));
    doc.remark(origin(source, &now));

    doc.heading(source.say("一、总体情况", "1. Where it stands"));
    let sentences = told(source, &now, &before);
    sentences.iter().skip(1).for_each(|words| doc.paragraph(source.get(words)));

    doc.heading(source.say("二、专项目标", "2. Targets"));
    targets(&mut doc, source, &now, &before);
    doc.heading(source.say("三、考核指标", "3. Figures"));
    figures(&mut doc, source, &now);
    doc.heading(source.say("四、各区情况", "4. Districts"));
    ranking(&mut doc, source, &week);
    doc.heading(source.say("五、阶段分布", "5. Stages"));
    stages(&mut doc, source, &now);
    doc.heading(source.say("六、另列", "6. Told apart"));
    apart(&mut doc, source);
    rivers(&mut doc, source);
    Ok(doc)
}

fn origin(source: &Source<'_>, now: &Summary) -> String {
    let recalled = match now.programme.source_is_recalled {
        true => source.say("，凭记忆录入，待核", ", from memory, to be checked"),
        false => "",
    };
    let words = source.get(&now.programme.source);
    match source.lang {
        Lang::Zh => {
            format!("目标来源：{words}{recalled}。分子/分母随率并列；无数据处写“—”，不作 0 计。")
        }
        Lang::En => format!(
            "Targets from {words}{recalled}. Every rate stands with its two numbers; \"—\" is no data, not nothing."
        ),
    }
}

fn targets(doc: &mut Doc, source: &Source<'_>, now: &Summary, before: &Summary) {
    let say = |zh, en| source.say(zh, en);
    let columns = vec![
        Column::new(say("任务", "Task"), 5.5),
        Column::new(say("目标", "Target"), 27.0),
        Column::figure(say("现状", "Now"), 14.0),
        Column::figure(say("比例", "Rate"), 9.0),
        Column::figure(say("较上周", "Week"), 8.0),
        Column::figure(say("序时应有", "Planned"), 9.0),
        Column::new(say("期限", "Due"), 13.0),
        Column::new(say("评价", "Stands"), 12.0),
    ];
    let with_data = now.targets.iter().filter(|target| target.num.is_some());
    let rows: Vec<Row> = with_data.map(|target| target_row(source, target, before)).collect();
    doc.push(Block::Table(Table { columns, rows, is_dense: true }));
    let is_said = |target: &TargetSummary| due_remark(target.due_said_by) == Text::default();
    if !now.targets.iter().all(is_said) {
        doc.remark(say(
            "* 来源只写年份或未写期限，按年底计，为本软件的读法。",
            "* The source names the year or no date: the year's end is this program's reading.",
        ));
    }
    for target in &now.targets {
        let rulebook = &source.snapshot.rulebook;
        let beside = mix_words(rulebook, target).into_iter().chain(unstated_words(target));
        let beside: Vec<String> = beside.map(|words| source.get(&words)).collect();
        if !beside.is_empty() {
            let (no, label) = (target.task, source.get(&target.label));
            doc.remark(format!("{no} {label}{}{}", say("：", ": "), beside.join(say("；", "; "))));
        }
    }
    let without: Vec<String> = now
        .targets
        .iter()
        .filter(|target| target.num.is_none())
        .map(|target| {
            let layer = source.get(&feeding_layer(&source.snapshot.rulebook, target));
            match source.lang {
                Lang::Zh => format!("{} —（缺{layer}图层或数据）", target.label.zh),
                Lang::En => format!("{} — (no layer or data: {layer})", target.label.en),
            }
        })
        .collect();
    if !without.is_empty() {
        let list = without.join(say("；", "; "));
        doc.remark(format!("{}{list}", say("没有数据的目标：", "Targets without data: ")));
    }
}

fn target_row(source: &Source<'_>, target: &TargetSummary, before: &Summary) -> Row {
    let rate = target_rate(target);
    let pair = target_pair(target).map(|pair| source.get(&pair)).unwrap_or_default();
    let unit = source.get(&unit_label(target.unit.as_deref()));
    let planned = target.planned.map(|planned| format!("{planned} {unit}").trim_end().to_owned());
    let dash = || "—".to_owned();
    let is_late = matches!(target.standing, Some(TargetStanding::Behind | TargetStanding::Missed));
    let stands = standing_label(target);
    let stands = stands.map_or_else(dash, |words| source.get(&words));
    let star = if due_remark(target.due_said_by) == Text::default() { "" } else { "*" };
    Row::Cells(vec![
        target.task.to_string().into(),
        source.get(&target.label).into(),
        pair.into(),
        rate.unwrap_or_else(dash).into(),
        change(target, before).into(),
        planned.unwrap_or_else(dash).into(),
        format!("{}{star}", target.due).into(),
        if is_late { Cell::bad(stands) } else { stands.into() },
    ])
}

fn change(target: &TargetSummary, before: &Summary) -> String {
    let then = before.targets.iter().find(|one| one.id == target.id).and_then(|one| one.num);
    match target.num.zip(then) {
        None => "—".to_owned(),
        Some((now, then)) if now > then => format!("+{}", now.less(then)),
        Some((now, then)) if now < then => format!("-{}", then.less(now)),
        Some(_) => "0".to_owned(),
    }
}

/// Every figure of the summary: numerator and denominator beside the rate, "—" without data.
fn figures(doc: &mut Doc, source: &Source<'_>, now: &Summary) {
    let columns = vec![
        Column::new(source.say("指标", "Figure"), 34.0),
        Column::figure(source.say("分子", "Of them"), 13.0),
        Column::figure(source.say("分母", "All"), 13.0),
        Column::figure(source.say("率", "Rate"), 12.0),
        Column::new(source.say("说明", "Beside it"), 28.0),
    ];
    let rows = kpi_codes().iter().map(|code| {
        let value = now.kpis.get(*code).filter(|value| !value.is_null());
        let number = |name: &str| value.and_then(|value| value.get(name)?.as_u64());
        let (num, den) = (number("num"), number("den"));
        let rate = num.zip(den).and_then(|(num, den)| per_cent(Amount::of(num), Amount::of(den)));
        let shown = |number: Option<u64>| number.map_or_else(|| "—".into(), |it| it.to_string());
        let beside = value.map(|value| beside(source, code, value)).unwrap_or_default();
        let label = source.get(&kpi_label(code));
        Row::of([label, shown(num), shown(den), rate.unwrap_or_else(|| "—".into()), beside])
    });
    doc.push(Block::Table(Table { columns, rows: rows.collect(), is_dense: true }));
}

/// What a figure tells beside its two numbers.
fn beside(source: &Source<'_>, code: &str, value: &serde_json::Value) -> String {
    let number = |name: &str| value.get(name).and_then(serde_json::Value::as_f64);
    if code == "k_mix" {
        return mix(source, value);
    }
    if let Some(days) = number("median_days") {
        return match source.lang {
            Lang::Zh => format!("{days} 天（{} 个）", number("n").unwrap_or_default()),
            Lang::En => format!("{days} days (of {})", number("n").unwrap_or_default()),
        };
    }
    let count =
        number("count").map(|count| format!("{} {count}", source.say("已核实", "confirmed:")));
    let unit = value.get("unit").and_then(serde_json::Value::as_str).map(|unit| {
        let label = source.get(&unit_label(Some(unit)));
        format!("{} {label}", source.say("单位", "in"))
    });
    let layers = figure_layers(&source.snapshot.rulebook, value);
    let splits = figure_splits(value).into_iter().chain(layers);
    let splits = splits.map(|split| source.get(&split)).collect::<Vec<_>>();
    let remark = source.get(&figure_remark(code));
    let remark = (!remark.is_empty()).then_some(remark);
    let parts = count.into_iter().chain(splits).chain(unit).chain(remark);
    parts.collect::<Vec<_>>().join(source.say("，", ", "))
}

fn mix(source: &Source<'_>, value: &serde_json::Value) -> String {
    let counts = value.as_object().into_iter().flatten();
    let words = counts.map(|(code, count)| {
        let label = category_label(&source.snapshot.rulebook, code);
        format!("{} {count}", source.get(&label))
    });
    words.collect::<Vec<_>>().join(source.say("，", ", "))
}

fn stages(doc: &mut Doc, source: &Source<'_>, now: &Summary) {
    let columns = vec![
        Column::new(source.say("类别", "Kind"), 22.0),
        Column::new(source.say("阶段", "Stage"), 38.0),
        Column::figure(source.say("个数", "Count"), 14.0),
        Column::figure(source.say("其中未核实", "Unproven"), 26.0),
    ];
    let mut rows = Vec::new();
    for (kind, counts) in &now.kinds {
        let Some(procedure) = source.snapshot.rulebook.procedure(&Kind::new(kind)) else {
            continue;
        };
        if !procedure.has_stages() {
            continue;
        }
        let label = source.get(&procedure.label);
        let staged: usize = counts.stages.values().sum();
        rows.push(Row::Span(match source.lang {
            Lang::Zh => format!(
                "{label} {} 个：逾期 {}，临期 {}，填报不一致 {}",
                counts.features, counts.overdue, counts.due_soon, counts.conflicts
            ),
            Lang::En => format!(
                "{label}: {}, {} overdue, {} due soon, {} in conflict",
                counts.features, counts.overdue, counts.due_soon, counts.conflicts
            ),
        }));
        // In the order of the procedure, not of the codes.
        for stage in &procedure.stages {
            let Some(count) = counts.stages.get(&stage.code) else { continue };
            let unproven = counts.unproven.get(&stage.code).copied().unwrap_or_default();
            let unproven = if unproven > 0 { unproven.to_string() } else { String::new() };
            let cells = [String::new(), source.get(&stage.label), count.to_string(), unproven];
            rows.push(Row::of(cells));
        }
        let none = counts.features.saturating_sub(staged);
        if none > 0 {
            let label = source.say("未建档", "not started").to_owned();
            rows.push(Row::of([String::new(), label, none.to_string(), String::new()]));
        }
    }
    doc.push(Block::Table(Table { columns, rows, is_dense: true }));
}

/// Sign-offs that nobody here proved, and open contradictions, each by name.
fn apart(doc: &mut Doc, source: &Source<'_>) {
    let (mut unproven, mut conflicts) = (Vec::new(), Vec::new());
    for (key, state) in source.plans.iter() {
        let Some(procedure) = source.snapshot.rulebook.procedure(&key.kind()) else { continue };
        let closed = state.stage_code().is_some_and(|it| procedure.is_in_set("closing", it));
        let lacks = closed && crate::plan::lacks_bytes(&state, source.snapshot);
        let codes = state.conflicts();
        let is_unproven = closed && (state.unproven || lacks);
        if !is_unproven && codes.is_empty() {
            continue;
        }
        let facts = source.facts(key);
        if is_unproven {
            let absent = || Text::new("照片或材料未到", "photos or documents are not here");
            let why = source.get(&state.unproven_why().unwrap_or_else(absent));
            unproven.push((facts.code.clone(), facts.name.clone(), why));
        }
        if !codes.is_empty() {
            let labels = codes
                .iter()
                .map(|code| source.get(&crate::plan::field_label(Some(procedure), code)));
            let labels = labels.collect::<Vec<_>>().join(source.say("、", ", "));
            conflicts.push((facts.code, facts.name, labels));
        }
    }
    // Plans stand in no order: names do.
    unproven.sort();
    conflicts.sort();
    let table = |mut rows: Vec<(String, String, String)>, what: &str| {
        let more = rows.len().saturating_sub(LISTED_MAX);
        rows.truncate(LISTED_MAX);
        if more > 0 {
            let words = match source.lang {
                Lang::Zh => format!("其余 {more} 个见台账"),
                Lang::En => format!("{more} more: see the ledger"),
            };
            rows.push((words, String::new(), String::new()));
        }
        let columns = vec![
            Column::new(source.say("编码", "Code"), 30.0),
            Column::new(source.say("名称", "Name"), 34.0),
            Column::new(what, 36.0),
        ];
        let rows = rows.into_iter().map(|(code, name, why)| Row::of([code, name, why]));
        Block::Table(Table { columns, rows: rows.collect(), is_dense: true })
    };
    if unproven.is_empty() && conflicts.is_empty() {
        doc.paragraph(source.say(
            "没有未核实的办结，也没有填报不一致。",
            "No unproven sign-off and no contradiction.",
        ));
    }
    if !unproven.is_empty() {
        let count = unproven.len();
        doc.push(Block::Caption(match source.lang {
            Lang::Zh => format!("办结而未核实 {count} 个（计入办结数，请核对）："),
            Lang::En => format!("{count} closed and unproven (counted as closed, to be checked):"),
        }));
        doc.push(table(unproven, source.say("原因", "Why")));
    }
    if !conflicts.is_empty() {
        let count = conflicts.len();
        doc.push(Block::Caption(match source.lang {
            Lang::Zh => format!("填报不一致 {count} 个（裁定前不计入办结）："),
            Lang::En => format!("{count} in conflict (counted as open until settled):"),
        }));
        doc.push(table(conflicts, source.say("不一致的内容", "What contradicts")));
    }
}

//! 简报: where the programme stands in a few sentences, made of a summary and, for the changes, of an earlier one.
//!
//! Every number is one of the summary's: text and board cannot differ. What nobody proved and what contradicts itself
//! is said apart, and what the data do not allow to be counted is not mentioned as if it were nothing.

use super::amount::Amount;
use super::as_of::Basis;
use super::figure_words::{kpi_label, unit_label};
use super::plain_words::day_zh;
use super::procedure::StageGroup;
use super::programme::Figure;
use super::programme_figures::{TargetStanding, TargetSummary};
use super::rules::Rulebook;
use super::summary::{KindSummary, Summary};
use super::target_words::standing_label;
use super::target_words::{target_pair, target_rate, unstated_words};
use super::values::parse_day;
use crate::model::{Day, Kind, Text};

/// What a briefing is made of.
#[derive(Clone, Copy)]
pub struct BriefingInput<'a> {
    pub now: &'a Summary,
    /// An earlier day's, usually of a week before: changes are told against it.
    pub before: Option<&'a Summary>,
    pub rulebook: &'a Rulebook,
    /// By what both days are told.
    pub basis: Basis,
}

/// Kinds in the order a briefing tells of them, each with the layers whose targets belong to it; then all others.
const SUBJECTS: [(&str, &[&str]); 4] = [
    (Kind::OUTFALL, &[Kind::OUTFALL]),
    (Kind::BLACK_ODOROUS_WATER, &[Kind::BLACK_ODOROUS_WATER]),
    (Kind::RIVER, &[Kind::SECTION, Kind::RIVER]),
    (Kind::PLOT, &[Kind::PLOT]),
];

/// A figure that is counted over districts and tells of black-odorous waters: 排查完成.
pub(super) const WATERS_BY_DISTRICT: &str = "k_bow_survey";

/// The figure of sign-offs, and the stage it counts.
const SIGN_OFF: &str = "k_signoff";
const SIGNED_OFF: &str = "signed_off";

/// The paragraphs: a heading, one for each subject with figures, what is told apart, and by what was counted.
pub fn briefing(input: &BriefingInput<'_>) -> Vec<Text> {
    let mut paragraphs = vec![heading(input.now)];
    for (kind, layers) in SUBJECTS {
        paragraphs.extend(subject(input, kind, layers));
    }
    let told = |kind: &str| SUBJECTS.iter().any(|(one, of)| *one == kind || of.contains(&kind));
    for kind in input.now.kinds.keys().filter(|kind| !told(kind)) {
        // Base layers that no procedure knows are no subject.
        if input.rulebook.procedure(&Kind::new(kind)).is_some() {
            paragraphs.extend(subject(input, kind, &[kind]));
        }
    }
    paragraphs.extend(apart(input));
    paragraphs.push(counted_by(input));
    paragraphs
}

fn heading(now: &Summary) -> Text {
    let (zh_mark, en_mark) = match now.synthetic {
        true => ("（示意数据）", " (SYNTHETIC DATA)"),
        false => ("", ""),
    };
    let label = &now.programme.label;
    let day = parse_day(&now.as_of);
    let zh_day = day.map_or_else(|| now.as_of.clone(), long_day_zh);
    Text::new(
        format!("【简报】{}进展（截至{zh_day}）{zh_mark}", label.zh),
        format!("Briefing: {}, as of {}{en_mark}", label.en, now.as_of),
    )
}

/// What is to be told of one kind; nothing where there is no figure.
fn subject(input: &BriefingInput<'_>, kind: &str, layers: &[&str]) -> Option<Text> {
    let mut clauses = Vec::new();
    if let Some(counts) = input.now.kinds.get(kind) {
        clauses.push(how_many(input, kind, counts));
    }
    let with_data = |target: &&TargetSummary| {
        layers.contains(&layer_told_with(input.rulebook, target)) && target.num.is_some()
    };
    let targets: Vec<&TargetSummary> = input.now.targets.iter().filter(with_data).collect();
    clauses.extend(targets.iter().filter_map(|target| target_clause(input, target)));
    match kind {
        Kind::RIVER => clauses.extend(super::briefing_rivers::clause(input.now)),
        Kind::PLOT => clauses.extend(super::briefing_plots::clauses(input.now)),
        Kind::BLACK_ODOROUS_WATER => clauses.extend(super::briefing_surveys::clauses(input.now)),
        _ => {}
    }
    if let Some(counts) = input.now.kinds.get(kind) {
        clauses.extend(late(counts));
        clauses.extend(not_counted(input.rulebook, kind, counts));
    }
    (!clauses.is_empty()).then(|| sentence(clauses))
}

/// The layer with which a target is told: that which feeds it, but for what districts say of waters.
fn layer_told_with<'a>(rulebook: &Rulebook, target: &'a TargetSummary) -> &'a str {
    let known = rulebook.programme.targets.iter().find(|known| known.id == target.id);
    let figure = known.and_then(|known| known.measure.as_ref()).map(|(figure, _)| figure);
    match figure {
        Some(Figure::Kpi { code, .. }) if code == WATERS_BY_DISTRICT => Kind::BLACK_ODOROUS_WATER,
        _ => &target.layer,
    }
}

fn how_many(input: &BriefingInput<'_>, kind: &str, counts: &KindSummary) -> Text {
    let known = input.rulebook.procedure(&Kind::new(kind));
    let label = known.map_or_else(|| Text::same(kind), |procedure| procedure.label.clone());
    let (zh_loaded, en_loaded) = match (kind, total_of_programme(input.now)) {
        // The size of the programme is the file's own word; fewer features than that are said.
        (Kind::OUTFALL, Some(total)) if total != counts.features as u64 => {
            (format!("（专项共 {total} 个）"), format!(" (of {total} in the programme)"))
        }
        _ => (String::new(), String::new()),
    };
    Text::new(
        format!("{} {} 个{zh_loaded}", label.zh, counts.features),
        format!("{}: {}{en_loaded}", label.en, counts.features),
    )
}

fn total_of_programme(now: &Summary) -> Option<u64> {
    now.kpis.get("k_programme")?.get("den")?.as_u64()
}

/// `已销号的入海排污口 17/66（25.8%），较5月5日 +5，按序时进度应有 24，落后 7，距12月31日还有 233 天`.
fn target_clause(input: &BriefingInput<'_>, target: &TargetSummary) -> Option<Text> {
    let num = target.num?;
    let pair = target_pair(target)?;
    let rate = target_rate(target);
    let (zh_rate, en_rate) = match rate {
        Some(rate) => (format!("（{rate}）"), format!(" ({rate})")),
        None => (String::new(), String::new()),
    };
    let mut zh = format!("{} {}{zh_rate}", target.label.zh, pair.zh);
    let mut en = format!("{} {}{en_rate}", target.label.en, pair.en);
    let mut say = |text: Text| {
        zh.push_str(&text.zh);
        en.push_str(&text.en);
    };
    if let Some(as_received) = as_received(input, target) {
        say(as_received);
    }
    if let Some(unstated) = unstated_words(target) {
        say(Text::new(format!("，{}", unstated.zh), format!(", {}", unstated.en)));
    }
    if let Some(change) = change(input, target) {
        say(change);
    }
    if let Some(standing) = standing(target, num) {
        say(standing);
    }
    if let Some(left) = days_left(input.now, target) {
        say(left);
    }
    Some(Text::new(zh, en))
}

/// How much of a rate rests on what the received files state: nobody here proved it.
fn as_received(input: &BriefingInput<'_>, target: &TargetSummary) -> Option<Text> {
    let known = input.rulebook.programme.targets.iter().find(|known| known.id == target.id)?;
    let Some((Figure::Kpi { code, .. }, _)) = &known.measure else { return None };
    let classes = || input.now.kpis.get(code)?.get("stated")?.as_u64();
    let sign_offs = || {
        let counts = input.now.kinds.get(Kind::OUTFALL).filter(|_| code == SIGN_OFF)?;
        Some(*counts.unproven.get(SIGNED_OFF)? as u64)
    };
    let count = classes().or_else(sign_offs).filter(|count| *count > 0)?;
    Some(Text::new(
        format!("，其中 {count} 个来件所报未核实"),
        format!(", {count} of them as received, unproven"),
    ))
}

fn change(input: &BriefingInput<'_>, target: &TargetSummary) -> Option<Text> {
    let before = input.before?;
    let then = before.targets.iter().find(|one| one.id == target.id)?.num?;
    let now = target.num?;
    let signed = match now.cmp(&then) {
        std::cmp::Ordering::Greater => format!("+{}", now.less(then)),
        std::cmp::Ordering::Less => format!("-{}", then.less(now)),
        // What is as it was is not said each time: the last line says so once.
        std::cmp::Ordering::Equal => return None,
    };
    Some(Text::new(
        format!("，较{} {signed}", short_day_zh(&before.as_of)),
        format!(", {signed} since {}", before.as_of),
    ))
}

fn standing(target: &TargetSummary, num: Amount) -> Option<Text> {
    let unit = unit_label(target.unit.as_deref());
    let with = |amount: Amount, unit: &str| format!("{amount} {unit}").trim_end().to_owned();
    Some(match (target.standing?, target.planned) {
        (TargetStanding::Reached, _) if target.to_check > 0 => {
            let words = standing_label(target)?;
            Text::new(format!("，{}", words.zh), format!(", {}", words.en))
        }
        (TargetStanding::Reached, _) => Text::new("，已达到目标", ", goal reached"),
        (TargetStanding::Missed, _) => {
            let goal = target.goal?;
            Text::new(
                format!("，到期未达到（目标 {}）", with(goal, &unit.zh)),
                format!(", missed (goal {})", with(goal, &unit.en)),
            )
        }
        (TargetStanding::OnPace, Some(planned)) => Text::new(
            format!("，按序时进度应有 {}，符合进度", with(planned, &unit.zh)),
            format!(", {} planned by now, on pace", with(planned, &unit.en)),
        ),
        (TargetStanding::Behind, Some(planned)) => {
            let behind = planned.less(num);
            Text::new(
                format!("，按序时进度应有 {planned}，落后 {}", with(behind, &unit.zh)),
                format!(", {planned} planned by now, behind by {}", with(behind, &unit.en)),
            )
        }
        (TargetStanding::OnPace, None) => return None,
        // Of what is to be none or few, there are too many.
        (TargetStanding::Behind, None) if target.goal.is_some_and(|goal| goal < num) => {
            let goal = target.goal?;
            Text::new(
                format!("，超出目标 {}", with(goal, &unit.zh)),
                format!(", above its goal of {}", with(goal, &unit.en)),
            )
        }
        (TargetStanding::Behind, None) => {
            let goal = target.goal?;
            Text::new(
                format!("，未达到目标 {}", with(goal, &unit.zh)),
                format!(", short of its goal of {}", with(goal, &unit.en)),
            )
        }
    })
}

/// Only while there is something left to do by that day.
fn days_left(now: &Summary, target: &TargetSummary) -> Option<Text> {
    let is_open = matches!(target.standing, Some(TargetStanding::OnPace | TargetStanding::Behind));
    let (as_of, due) = (parse_day(&now.as_of)?, parse_day(&target.due)?);
    let days = due.since(as_of).ok()?.get_days();
    (is_open && target.planned.is_some() && days >= 0).then(|| {
        Text::new(
            format!("，距{}还有 {days} 天", day_zh(due)),
            format!(", {days} days left to {due}"),
        )
    })
}

fn late(counts: &KindSummary) -> Option<Text> {
    let (overdue, due_soon) = (counts.overdue, counts.due_soon);
    (overdue + due_soon > 0).then(|| {
        Text::new(
            format!("逾期 {overdue} 个、临期 {due_soon} 个"),
            format!("{overdue} overdue, {due_soon} due soon"),
        )
    })
}

/// What left the denominator is never silent: each such stage with its number.
fn not_counted(rulebook: &Rulebook, kind: &str, counts: &KindSummary) -> Option<Text> {
    let procedure = rulebook.procedure(&Kind::new(kind))?;
    let left: Vec<(Text, usize)> = counts
        .stages
        .iter()
        .filter_map(|(code, count)| {
            let stage = procedure.stage(code)?;
            (stage.group == StageGroup::NotCounted).then(|| (stage.label.clone(), *count))
        })
        .collect();
    let total: usize = left.iter().map(|(_, count)| count).sum();
    if total == 0 {
        return None;
    }
    let zh: Vec<String> = left.iter().map(|(it, count)| format!("{} {count}", it.zh)).collect();
    let en: Vec<String> = left.iter().map(|(it, count)| format!("{} {count}", it.en)).collect();
    Some(Text::new(
        format!("不计入 {total} 个（{}）", zh.join("、")),
        format!("{total} not counted ({})", en.join(", ")),
    ))
}

/// Sign-offs and classes of sections that nobody here proved, and contradictions.
fn apart(input: &BriefingInput<'_>) -> Option<Text> {
    let mut clauses = Vec::new();
    for (kind, counts) in &input.now.kinds {
        let Some(procedure) = input.rulebook.procedure(&Kind::new(kind)) else { continue };
        let unproven: usize = counts
            .unproven
            .iter()
            .filter(|(stage, _)| procedure.is_in_set("closing", stage))
            .map(|(_, count)| count)
            .sum();
        if unproven > 0 {
            let (zh, en) = match counts.undated {
                0 => (String::new(), String::new()),
                undated => (
                    format!("（其中 {undated} 个来件没写日期，往日也都算在内）"),
                    format!(" ({undated} of them without a day: counted on every past day)"),
                ),
            };
            clauses.push(Text::new(
                format!("{}办结状态为来件所报、未核实的 {unproven} 个{zh}", procedure.label.zh),
                format!("{}: {unproven} closed as received, unproven{en}", procedure.label.en),
            ));
        }
        if counts.conflicts > 0 {
            clauses.push(Text::new(
                format!("{}填报不一致 {} 个", procedure.label.zh, counts.conflicts),
                format!("{}: {} in conflict", procedure.label.en, counts.conflicts),
            ));
        }
        if counts.held > 0 {
            clauses.push(Text::new(
                format!(
                    "{}新来件有改动、统计未采用、等市级办的 {} 个",
                    procedure.label.zh, counts.held
                ),
                format!(
                    "{}: {} changed by a newer file, not followed, waiting for the municipality",
                    procedure.label.en, counts.held
                ),
            ));
        }
    }
    let replaced = input.now.kpis.get("k_comply").and_then(|it| it.get("replaced")?.as_u64());
    if let Some(replaced) = replaced.filter(|replaced| *replaced > 0) {
        clauses.push(Text::new(
            format!("最近水样的结果被他人改过的 {replaced} 个"),
            format!("{replaced} whose latest result another person replaced"),
        ));
    }
    // The figures of sections share their classes: the one that counts most of them tells it.
    let stated = input.now.kpis.values().filter_map(|figure| figure.get("stated")?.as_u64()).max();
    if let Some(stated) = stated.filter(|stated| *stated > 0) {
        clauses.push(Text::new(
            format!("断面水质类别为来件所报、未核实的 {stated} 个"),
            format!("sections: the class of {stated} as received, unproven"),
        ));
    }
    if clauses.is_empty() {
        return None;
    }
    let told = sentence(clauses);
    Some(Text::new(format!("另列：{}", told.zh), format!("Apart: {}", told.en)))
}

/// 口径: by which day, against which, and whose targets.
fn counted_by(input: &BriefingInput<'_>) -> Text {
    let now = input.now;
    let source = &now.programme.source;
    let is_bare = |of: &Summary| of.kinds.values().all(|counts| counts.features == 0);
    let (zh_before, en_before) = match input.before {
        // Of what had not come yet nothing rises or stays.
        Some(before) if is_bare(before) && !is_bare(now) => (
            format!("；{} 时还没有收到来件，不比增减", before.as_of),
            format!("; nothing had been received by {}: no changes are told", before.as_of),
        ),
        Some(before) => (
            format!("；增减与 {} 相比，未写的持平", before.as_of),
            format!("; changes are against {}, what names none is as it was", before.as_of),
        ),
        None => (String::new(), String::new()),
    };
    let overdue = kpi_label("k_overdue");
    let basis = input.basis.words(&now.as_of);
    Text::new(
        format!(
            "口径：{}{zh_before}；分母为需整治的对象，不含无需整治和已核减，{}以未办结的为分母；目标来源：{}。",
            basis.zh, overdue.zh, source.zh
        ),
        format!(
            "Counted {}{en_before}; of what needs remediation, without what is not required or struck off; {} of what is open; targets from {}.",
            basis.en,
            overdue.en.to_lowercase(),
            source.en
        ),
    )
}

fn sentence(clauses: Vec<Text>) -> Text {
    let zh: Vec<&str> = clauses.iter().map(|clause| clause.zh.as_str()).collect();
    let en: Vec<&str> = clauses.iter().map(|clause| clause.en.as_str()).collect();
    Text::new(zh.join("；") + "。", en.join("; ") + ".")
}

fn long_day_zh(day: Day) -> String {
    format!("{}年{}", day.year(), day_zh(day))
}

fn short_day_zh(day: &str) -> String {
    parse_day(day).map_or_else(|| day.to_owned(), day_zh)
}

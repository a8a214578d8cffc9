//! Samples as evidence: which of them count for a need, and what they say by their standard.

use std::collections::BTreeSet;

use super::graded;
use super::judge::Case;
use super::judged_by::JudgedBy;
use super::moments::Since;
use super::need::{Finding, SampleNeed, Scope};
use super::procedure::FINISHED_ON;
use super::record::Record;
use super::rules::{Jump, Missing, Rulebook};
use super::state::{FeatureState, Filed, SampleState};
use super::verdict::{Judgement, Outcome};
use crate::model::{Day, Text};
use crate::plan::SampleResult;

impl Rulebook {
    /// Judges every sample that has a result by the standard named on it or on the feature.
    pub(super) fn judge_samples(&self, state: &mut FeatureState) {
        let procedure = state.key.as_ref().and_then(|key| self.procedure(&key.kind()));
        let by = JudgedBy::new(&self.standards, procedure, state);
        let judged: Vec<_> = state.samples.iter().map(|sample| by.provisional(sample)).collect();
        for (sample, judged) in state.samples.iter_mut().zip(judged) {
            let Some((place, judgement)) = judged else { continue };
            sample.judgement = Some(judgement);
            // Of results that contradict each other the strictest is shown until one is chosen.
            if let (Some(rival), Some(result)) = (sample.rivals.get_mut(place), &mut sample.result)
            {
                std::mem::swap(rival, result);
            }
        }
        state.grade = graded::standing(state, procedure, &by);
        graded::write_field(state, procedure);
    }
}

/// A sample that counts for a need, and what it says.
pub(super) type Found<'s> = (&'s SampleState, Judgement);

/// What a need for samples still wants.
pub(super) fn missing(case: &Case<'_>, need: &SampleNeed, since: Since) -> Option<Missing> {
    let by = JudgedBy::new(case.standards, Some(case.procedure), case.state);
    let mut found: Vec<Found<'_>> = Vec::new();
    for sample in &case.state.samples {
        let mut of_sample: Vec<Found<'_>> = Vec::new();
        for result in sample.standing() {
            if !counts(need, &result.body) || !is_in_time(case, sample, result, since) {
                continue;
            }
            let judgement = match need.finding {
                Finding::Compliant => by.judge_by_own(sample, &result.body),
                _ => by.judge(sample, &result.body),
            };
            // What speaks against a step bars it on an earlier day too; what is well proves nothing before it is there.
            let is_against = need.scope == Scope::None
                || need.finding == Finding::Failing
                || !finding_of(&judgement, &need.finding);
            if is_against || is_known(case, sample, result) {
                of_sample.push((sample, judgement));
            }
        }
        // Results that contradict each other prove nothing: the one that speaks against it is left.
        let unfit = |(_, judgement): &Found<'_>| !finding_of(judgement, &need.finding);
        let against = of_sample.iter().position(unfit).filter(|_| need.scope != Scope::None);
        match against {
            Some(place) => found.push(of_sample.swap_remove(place)),
            None => found.extend(of_sample),
        }
    }
    // By day; of one day, the one filed last.
    found.sort_by_key(|(sample, _)| sample.day);
    if let Some(months) = need.months {
        let points = graded::known_points(case, need);
        let of_months = newest_months(&found, months);
        let is_good = |of: &Vec<_>| !of.is_empty() && is_good_month(&need.finding, &points, of);
        if of_months.is_empty() || !of_months.iter().all(is_good) {
            return Some(wanted(need, &found, since, &points));
        }
        return of_months.iter().find_map(|of| graded::month_not_whole(case, need, &by, of));
    }
    if need.scope == Scope::EveryPoint {
        return super::every_point::missing(need, &found);
    }
    if let (Scope::Latest, Finding::Grade(codes)) = (need.scope, &need.finding) {
        let judged = found.iter().map(|(sample, judgement)| (*sample, judgement));
        if let Some(body) = by.grade(judged) {
            return graded::missing(case, need, codes, &body);
        }
    }
    let fits = |(_, judgement): &Found<'_>| finding_of(judgement, &need.finding);
    let latest = found.last().map(|(sample, _)| sample.day);
    let newest: Vec<_> = found.iter().filter(|(sample, _)| Some(sample.day) == latest).collect();
    let holds = match (need.scope, &need.finding) {
        (Scope::None, _) => !found.iter().any(fits),
        (Scope::Any | Scope::EveryPoint, _) => found.iter().any(fits),
        // Of several samples of the latest day each must be compliant, or of the grade; one failing is a failing.
        (Scope::Latest, Finding::Compliant | Finding::Grade(_)) => {
            !newest.is_empty() && newest.iter().all(|one| fits(one))
        }
        (Scope::Latest, _) => newest.iter().any(|one| fits(one)),
    };
    (!holds).then(|| wanted(need, &found, since, &[]))
}

pub(super) fn counts(need: &SampleNeed, result: &SampleResult) -> bool {
    if need.source.is_empty() {
        // Quick tests never decide.
        return result.source != "quick";
    }
    need.source.contains(&result.source)
}

fn is_in_time(
    case: &Case<'_>,
    sample: &SampleState,
    result: &Filed<SampleResult>,
    since: Since,
) -> bool {
    let (own, record) = taken_at(sample, result);
    case.is_after(own, record, since)
}

/// Whether it was taken and its result known by the day of the step.
fn is_known(case: &Case<'_>, sample: &SampleState, result: &Filed<SampleResult>) -> bool {
    let (own, record) = taken_at(sample, result);
    case.is_by_then(own, record) && case.is_by_then(None, &result.record)
}

/// When a sample was taken, as its records say it, and the record that says it was.
pub(super) fn taken_at<'s>(
    sample: &'s SampleState,
    result: &'s Filed<SampleResult>,
) -> (Option<&'s str>, &'s Record) {
    let taken = sample.taken.as_ref();
    let own = taken.and_then(|taken| taken.body.taken_at.as_deref());
    let own = own.or(result.body.taken_at.as_deref());
    (own, taken.map_or(&result.record, |taken| &taken.record))
}

pub(super) fn finding_of(judgement: &Judgement, finding: &Finding) -> bool {
    match finding {
        Finding::Exists => true,
        Finding::Compliant => judgement.outcome == Outcome::Compliant,
        Finding::Failing => judgement.outcome == Outcome::Failing,
        Finding::Grade(codes) => {
            judgement.class.as_ref().is_some_and(|class| codes.contains(&class.code))
        }
    }
}

/// Whether each of a month's samples is of a finding and no known point of the water was left out: what is well at one
/// point says nothing of the next.
fn is_good_month(finding: &Finding, points: &[String], of_month: &[&Found<'_>]) -> bool {
    let sampled: BTreeSet<_> = of_month.iter().filter_map(|(sample, _)| sample.point()).collect();
    points.iter().all(|point| sampled.contains(point))
        && of_month.iter().all(|(_, judgement)| finding_of(judgement, finding))
}

/// The samples of this many months in a row up to the newest sample, the newest month first; empty where a month has
/// none. `found` is in the order of days.
fn newest_months<'f, 's>(found: &'f [Found<'s>], months: u32) -> Vec<Vec<&'f Found<'s>>> {
    let month = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month());
    let Some(newest) = found.last().map(|(sample, _)| month(sample.day)) else { return Vec::new() };
    let of = |back: u32| found.iter().filter(move |it| month(it.0.day) == newest - i64::from(back));
    (0..months).map(|back| of(back).collect()).collect()
}

pub(super) fn wanted(
    need: &SampleNeed,
    found: &[Found<'_>],
    since: Since,
    points: &[String],
) -> Missing {
    let (zh_since, en_since) = match since {
        Since::Day(day) => (
            format!("{}（含）以后的", super::plain_words::day_zh(day)),
            format!(" taken on {day} or later"),
        ),
        Since::Instant(_) => ("进入这一阶段以后的".to_owned(), " taken since".to_owned()),
        Since::Ever => (String::new(), String::new()),
    };
    let message = match (&need.finding, found.last()) {
        (Finding::Failing, _) if need.scope == Scope::None => {
            let failing =
                found.iter().filter(|(_, judgement)| judgement.outcome == Outcome::Failing);
            let numbers: Vec<&str> = failing.map(|(sample, _)| sample.no.as_str()).collect();
            let list = numbers.join("、");
            Text::new(
                format!("有样品不合格（{list}）：查明原因整改后重新采样，或更正录错的结果"),
                format!(
                    "Samples fail ({list}): correct the cause and sample again, or correct the result"
                ),
            )
        }
        (Finding::Grade(_), Some((sample, judgement))) => {
            grade_message(need, sample, judgement, points)
        }
        (_, None) => Text::new(
            format!("还没有{zh_since}检测结果：采样送检并填结果"),
            format!("There is no result of a sample{en_since}: take one and file its result"),
        ),
        (Finding::Compliant, Some((sample, judgement))) => match &judgement.outcome {
            Outcome::NotJudged(why) => Text::new(
                format!("水样 {} 没有评价：{}", sample.no, why.zh),
                format!("Sample {} is not judged: {}", sample.no, why.en),
            ),
            _ => Text::new(
                format!("最近水样 {} 不合格：整改后重新采样，达标后再办", sample.no),
                format!("The latest sample {} fails: sample again once it is mended", sample.no),
            ),
        },
        _ => Text::new(
            format!("要有{zh_since}不合格水样"),
            format!("A failing sample{en_since} is needed"),
        ),
    };
    Missing::new(message, Jump::Sample)
}

/// What stands in the way of a grade: the latest sample's own, or the months that are still missing.
fn grade_message(
    need: &SampleNeed,
    sample: &SampleState,
    judgement: &Judgement,
    points: &[String],
) -> Text {
    let no = &sample.no;
    let grade = judgement.class.as_ref().map(|class| class.label.clone());
    let grade = grade.unwrap_or_else(|| Text::new("未定级", "no grade"));
    if let Some(months) = need.months {
        let (zh_points, en_points) = match points {
            [] => (String::new(), String::new()),
            all => {
                (format!("各点位（{}）", all.join("、")), format!(" at {} each", all.join(", ")))
            }
        };
        return Text::new(
            format!(
                "要连续 {months} 个月每月{zh_points}有水样且都合要求，现在还不满（最近 {no}：{}）",
                grade.zh
            ),
            format!(
                "{months} months in a row want good samples each{en_points}; the latest is {no}: {}",
                grade.en
            ),
        );
    }
    match need.scope {
        Scope::None => Text::new(
            format!("还有水样为“{}”（最近 {no}），不能这样办", grade.zh),
            format!("There are samples against it; the latest is {no}: {}", grade.en),
        ),
        _ => Text::new(
            format!("最近水样 {no} 为“{}”，不合这一步的要求", grade.zh),
            format!("The latest sample {no} is \"{}\": this step wants another grade", grade.en),
        ),
    }
}

/// The number of a sample whose failing result was replaced, or withdrawn, after the works were finished.
pub(super) fn corrected_failure(case: &Case<'_>) -> Option<String> {
    let finished = case.state.text(FINISHED_ON).and_then(super::values::parse_day)?;
    let by = JudgedBy::new(case.standards, Some(case.procedure), case.state);
    let failed = |sample: &SampleState, result: &SampleResult| {
        result.source != "quick" && by.judge(sample, result).outcome == Outcome::Failing
    };
    let replaced = case.state.samples.iter().find(|sample| {
        let late = sample.result.as_ref().is_some_and(|result| result.record.on >= finished);
        late && sample.replaced.iter().any(|old| failed(sample, &old.body))
    });
    if let Some(sample) = replaced {
        return Some(sample.no.clone());
    }
    let struck = case.state.struck_results.iter().find(|struck| {
        let known = case.state.samples.iter().find(|sample| sample.no == struck.body.no);
        let day = super::apply::day_of(struck.body.taken_at.as_deref()).unwrap_or(struck.record.on);
        let alone = SampleState {
            no: struck.body.no.clone(),
            taken: known.and_then(|sample| sample.taken.clone()),
            result: None,
            rivals: Vec::new(),
            replaced: Vec::new(),
            day: known.map_or(day, |sample| sample.day),
            judgement: None,
        };
        alone.day >= finished && failed(&alone, &struck.body)
    });
    struck.map(|struck| struck.body.no.clone())
}

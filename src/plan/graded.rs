//! The grade of a water by its sampling points in its plan: a derived field, and what steps want of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::judge::Case;
use super::judged_by::JudgedBy;
use super::moments::{entry_instant, evidence_instant};
use super::need::{Need, SampleNeed, Scope};
use super::points::{self, BodyGrade, PointSample};
use super::procedure::{FieldKind, GRADE_MEASURED, Procedure, choice_label};
use super::rules::{Jump, Missing, Rulebook};
use super::samples::{Found, counts, taken_at};
use super::state::{FeatureState, Register, SampleState, Standing};
use super::verdict::Judgement;
use crate::model::{Kind, Text};

/// The set of stages that are entered when the works are done.
const TREATED: &str = "treated";
/// The grade as people and files report it, and the choice that says nothing.
const GRADE: &str = "grade";
const UNKNOWN: &str = "unknown";

impl Rulebook {
    /// Whether features of a kind are graded by their sampling points: some standard of theirs has rules for them.
    pub fn is_graded_by_points(&self, kind: &Kind) -> bool {
        let Some(rule) = self.procedure(kind).map(|procedure| &procedure.standard) else {
            return false;
        };
        let has_rules =
            |id: &String| self.standards.find(id).is_some_and(|(_, level)| level.points.is_some());
        rule.by.values().chain(&rule.otherwise).any(has_rules)
    }

    /// Whether it counts of which point a sample is: such features are graded by their points, or a step asks for
    /// what every point says.
    pub fn is_sampled_by_points(&self, kind: &Kind) -> bool {
        let steps = self.procedure(kind).map(|procedure| procedure.transitions.as_slice());
        let mut needs = steps.unwrap_or_default().iter().flat_map(|step| &step.needs);
        self.is_graded_by_points(kind)
            || needs.any(
                |need| matches!(need, Need::Sample(sample) if sample.scope == Scope::EveryPoint),
            )
    }
}

impl JudgedBy<'_> {
    /// The grade of the whole by its points.
    pub fn grade<'s>(
        &self,
        judged: impl Iterator<Item = (&'s SampleState, &'s Judgement)>,
    ) -> Option<BodyGrade> {
        let (standard, level) = self.standards.find(self.standard.as_deref()?)?;
        level.points.as_ref()?;
        let samples: Vec<PointSample<'_>> = judged
            .map(|(sample, judgement)| PointSample {
                point: sample.point(),
                day: sample.day,
                judgement,
            })
            .collect();
        points::grade(standard, level, &samples)
    }
}

/// The grade as it stands: of a point that was sampled again since the works were done, what was there before them
/// no longer speaks.
pub(super) fn standing(
    state: &FeatureState,
    procedure: Option<&Procedure>,
    by: &JudgedBy<'_>,
) -> Option<BodyGrade> {
    let is_treated = |stage: &str| procedure.is_some_and(|it| it.is_in_set(TREATED, stage));
    let treated = state.steps.iter().rev().find(|step| is_treated(&step.to));
    let treated = treated.map(|step| entry_instant(&step.record));
    let is_later = |sample: &SampleState| {
        treated.zip(sample.result.as_ref()).is_some_and(|(treated, result)| {
            let (own, record) = taken_at(sample, result);
            evidence_instant(own, record) > treated
        })
    };
    let judged = || state.samples.iter().filter(|sample| sample.judgement.is_some());
    let again: BTreeSet<Option<String>> =
        judged().filter(|one| is_later(one)).map(SampleState::point).collect();
    let speaks = |sample: &&SampleState| is_later(sample) || !again.contains(&sample.point());
    by.grade(judged().filter(speaks).filter_map(|one| Some((one, one.judgement.as_ref()?))))
}

/// Puts the grade among the fields, where the kind has one for it: it stands by the newest result.
pub(super) fn write_field(state: &mut FeatureState, procedure: Option<&Procedure>) {
    let has_field = procedure.is_some_and(|known| known.field(GRADE_MEASURED).is_some());
    if let Some(grade) = state.grade.as_ref().filter(|_| has_field) {
        let results = state.samples.iter().filter_map(|sample| sample.result.as_ref());
        let newest = results.max_by_key(|result| (result.record.at.instant(), result.record.hash));
        let record = newest.map(|result| Arc::clone(&result.record));
        let standing = vec![Standing { value: grade.class.code.clone().into(), record }];
        state.fields.insert(GRADE_MEASURED.to_owned(), Register { standing });
    }
}

/// `所报轻度黑臭 · 实测重度黑臭`: where what was reported of a water is not what its samples say.
pub fn grade_differs(procedure: &Procedure, state: &FeatureState) -> Option<Text> {
    let (stated, measured) = (state.text(GRADE)?, state.text(GRADE_MEASURED)?);
    let label = |code: &str| match procedure.field(GRADE).map(|field| &field.kind) {
        Some(FieldKind::Choice(choices)) => choice_label(choices, code),
        _ => Text::same(code),
    };
    let (stated_as, measured_as) = (label(stated), label(measured));
    (stated != measured && stated != UNKNOWN).then(|| {
        Text::new(
            format!("所报{} · 实测{}", stated_as.zh, measured_as.zh),
            format!("reported {} · measured {}", stated_as.en, measured_as.en),
        )
    })
}

/// What a grade by points still wants: another grade, or samples of the points that have none since.
pub(super) fn missing(
    case: &Case<'_>,
    need: &SampleNeed,
    codes: &[String],
    body: &BodyGrade,
) -> Option<Missing> {
    let missing = |message| Some(Missing::new(message, Jump::Sample));
    if !codes.contains(&body.class.code) {
        let sentence = body.sentence();
        return missing(Text::new(
            format!("水体评定为{}：不合这一步的要求", sentence.zh),
            format!("The water is graded {}: this step wants another grade", sentence.en),
        ));
    }
    // A water is well only where each of its points is; one bad point is enough for the contrary.
    let is_sampled = |name: &String| body.points.iter().any(|point| point.name == *name);
    let mut left = known_points(case, need);
    left.retain(|name| !is_sampled(name));
    if body.rank > 0 {
        return None;
    }
    if left.is_empty() {
        let wanted = body.rules.times_min;
        let lacking = need.whole.then(|| lacking(case, body, wanted, body.too_few_times()))??;
        return missing(Text::new(
            format!("检测还不齐：{}", lacking.zh),
            format!("The samples are not whole: {}", lacking.en),
        ));
    }
    missing(Text::new(
        format!("点位 {} 还没有复测：逐点采样，各点都合要求才行", left.join("、")),
        format!("Sample again at {}: each point of the water has to be well", left.join(", ")),
    ))
}

/// What a survey lacks to be whole, each point's items measured so many times.
fn lacking(
    case: &Case<'_>,
    body: &BodyGrade,
    times: usize,
    too_few_times: Option<Text>,
) -> Option<Text> {
    let label = |code: &str| {
        let item = case.standards.item(code);
        item.map_or_else(|| Text::same(code), |item| item.label.clone())
    };
    let lacking = body.too_few_points().into_iter().chain(too_few_times);
    let lacking: Vec<Text> = lacking.chain(body.items_left_out(times, &label)).collect();
    if lacking.is_empty() {
        return None;
    }
    let zh: Vec<&str> = lacking.iter().map(|text| text.zh.as_str()).collect();
    let en: Vec<&str> = lacking.iter().map(|text| text.en.as_str()).collect();
    Some(Text::new(zh.join("；"), en.join("; ")))
}

/// What one of the months lacks, whose samples are all well; how often in a month is not asked.
pub(super) fn month_not_whole(
    case: &Case<'_>,
    need: &SampleNeed,
    by: &JudgedBy<'_>,
    of_month: &[&Found<'_>],
) -> Option<Missing> {
    let day = of_month.first().filter(|_| need.whole)?.0.day;
    let judged = of_month.iter().map(|(sample, judgement)| (*sample, judgement));
    let lacking = lacking(case, &by.grade(judged)?, 1, None)?;
    let (year, month) = (day.year(), day.month());
    let message = Text::new(
        format!("{year}年{month}月的检测还不齐：{}", lacking.zh),
        format!("The samples of {year}-{month:02} are not whole: {}", lacking.en),
    );
    Some(Missing::new(message, Jump::Sample))
}

/// The points of a water that were ever sampled in a way that counts, in the order of their numbers.
pub(super) fn known_points(case: &Case<'_>, need: &SampleNeed) -> Vec<String> {
    let counted =
        case.state.samples.iter().filter(|sample| {
            sample.result.as_ref().is_some_and(|result| counts(need, &result.body))
        });
    let mut names: Vec<String> = counted.filter_map(SampleState::point).collect();
    points::sort_points(&mut names);
    names
}

//! What a place says as a whole: each sampling point by what was found there last.
//!
//! Soil does not get well by being sampled elsewhere. A sample that is not of the finding wanted stands until a later
//! day's sample of the same named point is, in each item that the first one failed in. One that names no point is
//! answered by none: its result is corrected, or it stands.

use super::need::SampleNeed;
use super::rules::{Jump, Missing};
use super::samples::{Found, finding_of, wanted};
use super::verdict::{ItemJudgement, Judgement, Outcome};
use crate::model::Text;

/// What still stands against it; `found` are the samples that count for the need, in the order of days.
pub(super) fn missing(need: &SampleNeed, found: &[Found<'_>]) -> Option<Missing> {
    let speaks = |one: &&Found<'_>| !says_nothing(&one.1);
    let speaking: Vec<&Found<'_>> = found.iter().filter(speaks).collect();
    if speaking.is_empty() {
        return Some(wanted(need, found, super::moments::Since::Ever, &[]));
    }
    let against = speaking.iter().rev().find(|one| {
        !finding_of(&one.1, &need.finding)
            && !speaking.iter().any(|later| answers(need, later, one))
    })?;
    Some(Missing::new(stands(against), Jump::Sample))
}

/// Nothing in it can be compared with a limit.
fn says_nothing(judgement: &Judgement) -> bool {
    judgement.items.iter().all(|item| item.limit.is_none())
}

fn is_well(item: &ItemJudgement) -> bool {
    item.compliant == Some(true)
}

fn answers(need: &SampleNeed, (later, says): &Found<'_>, (sample, said): &Found<'_>) -> bool {
    let is_same_point = sample.point().is_some() && sample.point() == later.point();
    if !is_same_point || later.day <= sample.day || !finding_of(says, &need.finding) {
        return false;
    }
    let mut open = said.items.iter().filter(|item| item.limit.is_some() && !is_well(item));
    open.all(|open| says.items.iter().any(|item| item.item == open.item))
}

/// The sample that stands against it, with its worst item.
fn stands((sample, judgement): &Found<'_>) -> Text {
    let no = &sample.no;
    if let Outcome::NotJudged(why) = &judgement.outcome {
        return Text::new(
            format!("样品 {no} 没有评价：{}", why.zh),
            format!("Sample {no} is not judged: {}", why.en),
        );
    }
    let class = judgement.class.as_ref().map(|class| class.label.clone());
    let class = class.unwrap_or_else(|| Text::new("不合格", "failing"));
    let is_worst = |item: &&ItemJudgement| item.class == judgement.class && !is_well(item);
    let worst = judgement.items.iter().find(is_worst);
    let (zh, en) = worst.map_or_else(Default::default, |item| {
        let of = |label: &str| format!(" {label} {} {}", item.value, item.unit);
        (of(&item.label.zh), of(&item.label.en))
    });
    let point = sample.point();
    let (zh_how, en_how) = match point {
        Some(point) => (
            format!("点位 {point} 复测合格，或更正录错的结果后再办"),
            format!("sample {point} again, or correct the result"),
        ),
        None => (
            "没有写点位，不能由别的样品顶替；录错了请更正结果".to_owned(),
            "it names no point, so that no other sample answers it: correct it if it is wrong"
                .to_owned(),
        ),
    };
    Text::new(
        format!("样品 {no}{zh}，{}：不能这样评审；{zh_how}", class.zh),
        format!("Sample {no}{en}: {}; {en_how}", class.en),
    )
}

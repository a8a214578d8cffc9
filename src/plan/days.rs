//! The days that a body names: ones that can be, and no deed ahead of the day on which it is recorded.

use super::apply::day_of;
use super::body::{Body, SampleResult};
use super::plain_words::{day_zh, two_days_zh};
use super::procedure::{FieldDef, Procedure};
use super::rules::{Asked, Jump, Missing};
use super::state::SampleState;
use super::words::missing;
use crate::model::{Day, Stamp, Text};

/// The years a day of this work can lie in; outside them a digit was mistyped.
const YEARS: std::ops::RangeInclusive<i16> = 1949..=2100;

/// Whether a day can be meant at all.
pub(super) fn can_be(day: Day) -> bool {
    YEARS.contains(&day.year())
}

/// A time in a body.
struct Named<'a> {
    text: Option<&'a str>,
    label: Text,
    jump: Jump,
    /// What it tells of has happened: it cannot lie ahead.
    done: bool,
}

/// What is wrong with the days that a body names outside its fields.
///
/// The time a camera wrote is not a person's to correct: a picture of tomorrow is kept, and is evidence of nothing.
pub(super) fn named_days_missing(asked: &Asked<'_>) -> Vec<Missing> {
    if let Body::SampleResult(result) = asked.body
        && let Some(early) = result_day_missing(asked, result)
    {
        return vec![early];
    }
    let Some(one) = named_in(asked.body) else { return Vec::new() };
    let Some(day) = one.text.and_then(|text| day_of(Some(text))) else { return Vec::new() };
    // What is told on a day has happened by then.
    let missing = day_missing(&one.label, day, one.done, asked.today, one.jump.clone());
    let late = || {
        let [zh_day, zh_on] = two_days_zh(day, asked.on);
        super::words::missing(
            format!("{}：{zh_day} 晚于这条记录的发生日期 {zh_on}，请改日期", one.label.zh),
            format!("{}: {day} is after the day of this record ({})", one.label.en, asked.on),
            one.jump,
        )
    };
    let missing = missing.or_else(|| (one.done && day > asked.on).then(late));
    missing.into_iter().collect()
}

/// Two clocks may differ by so much: a watch may be ahead of this computer.
const CLOCK_SLACK_S: i64 = 120;

/// What stands against a deed whose moment has not come when it is recorded.
pub fn ahead_of(body: &Body, now: &Stamp) -> Option<Missing> {
    let one = named_in(body).filter(|one| one.done)?;
    let moment = Stamp::parse(one.text?.trim()).ok()?;
    let message = still_ahead(&moment, now)?;
    let message = Text::new(
        format!("{}：{}", one.label.zh, message.zh),
        format!("{}: {}", one.label.en, message.en),
    );
    Some(Missing::wrong(message, one.jump))
}

/// Says that a moment has not come yet; `None` once it has.
pub fn still_ahead(moment: &Stamp, now: &Stamp) -> Option<Text> {
    if moment.instant().duration_since(now.instant()).as_secs() <= CLOCK_SLACK_S {
        return None;
    }
    let zh = |at: &Stamp| format!("{} {}", day_zh(at.day()), minute_of(at));
    let en = |at: &Stamp| format!("{} {}", at.day(), minute_of(at));
    Some(Text::new(
        format!("{} 还没到（现在 {}）。是不是前一天的？请改时间或发生日期", zh(moment), zh(now)),
        format!(
            "{} is still to come (it is {}). Was it the day before? Change the time or the day",
            en(moment),
            en(now)
        ),
    ))
}

fn minute_of(at: &Stamp) -> &str {
    at.as_str().get(11..16).unwrap_or_default()
}

/// The time that a body names outside its fields, if it names one.
fn named_in(body: &Body) -> Option<Named<'_>> {
    let named =
        |text, zh: &str, en: &str, jump, done| Named { text, label: Text::new(zh, en), jump, done };
    let one = match body {
        Body::Visit(visit) => {
            named(visit.visited_at.as_deref(), "到场时间", "Time of the visit", Jump::Visit, true)
        }
        Body::SampleTaken(taken) => {
            named(taken.taken_at.as_deref(), "采样时间", "Time of sampling", Jump::Sample, true)
        }
        Body::SampleResult(result) => {
            named(result.taken_at.as_deref(), "采样时间", "Time of sampling", Jump::Sample, true)
        }
        Body::Photo(photo) => {
            let jump = Jump::Photo(photo.photo_kind.clone());
            named(photo.typed_time.as_deref(), "拍摄时间", "Time of the picture", jump, true)
        }
        Body::PhotoTime(given) => {
            let jump = Jump::Input("time".to_owned());
            named(Some(&given.typed_time), "拍摄时间", "Time of the picture", jump, true)
        }
        Body::Document(document) => {
            let jump = Jump::Document(document.doc_kind.clone());
            named(document.date.as_deref(), "材料日期", "Date of the paper", jump, true)
        }
        Body::Requested(request) => {
            let jump = Jump::Request(request.what.clone());
            named(request.new.as_deref(), "新期限", "New deadline", jump, false)
        }
        Body::Assigned(task) => named(task.due.as_deref(), "期限", "Due", Jump::Nowhere, false),
        Body::Note(note) => named(note.due.as_deref(), "期限", "Due", Jump::Note, false),
        _ => return None,
    };
    Some(one)
}

/// What is wrong with the day of a result: none is known before its sample was drawn.
fn result_day_missing(asked: &Asked<'_>, result: &SampleResult) -> Option<Missing> {
    let of_number = |sample: &&SampleState| !result.no.is_empty() && sample.no == result.no;
    let taken = asked.state.samples.iter().find(of_number).filter(|it| it.taken.is_some())?;
    (asked.on < taken.day).then(|| {
        let [zh_on, zh_taken] = two_days_zh(asked.on, taken.day);
        let no = &result.no;
        missing(
            format!("样品 {no} 的结果记在 {zh_on}，早于采样的 {zh_taken}，请改日期"),
            format!("The result of {no} is of {}, before it was drawn ({})", asked.on, taken.day),
            Jump::Sample,
        )
    })
}

/// What is wrong with the day that a field is given.
pub(super) fn field_day_missing(
    field: &FieldDef,
    value: &serde_json::Value,
    today: Day,
    jump: Jump,
) -> Option<Missing> {
    if !matches!(field.kind, super::FieldKind::Date) {
        return None;
    }
    let day = value.as_str()?.parse::<Day>().ok()?;
    day_missing(&field.label, day, field.done, today, jump)
}

/// What is wrong with a day that lies before that of another field, as this body or the plan has it, or before that of
/// the step into a stage.
pub(super) fn order_missing(
    asked: &Asked<'_>,
    procedure: &Procedure,
    field: &FieldDef,
    value: &serde_json::Value,
    jump: Jump,
) -> Option<Missing> {
    let before = field.not_before.as_deref()?;
    if let Some(stage) = before.strip_prefix("stage:") {
        let step = asked.state.entry_into(stage).filter(|step| step.transition.is_some())?;
        let (label, first) = (procedure.stage_label(stage), step.record.on.to_string());
        return before_missing((&field.label, value.as_str()?), (&label, &first), jump);
    }
    let other = procedure.field(before)?;
    let given = match asked.body {
        Body::Transition(step) => step.fields.get(&other.code),
        Body::Fields(set) => set.fields.get(&other.code),
        _ => None,
    };
    let given = given.and_then(serde_json::Value::as_str);
    let first = given.or_else(|| asked.state.text(&other.code))?;
    before_missing((&field.label, value.as_str()?), (&other.label, first), jump)
}

/// What is wrong with the day of a step: it is no earlier than the step it follows.
pub(super) fn step_day_missing(asked: &Asked<'_>, procedure: &Procedure) -> Option<Missing> {
    let last = asked.state.steps.iter().filter(|step| step.transition.is_some());
    let last = last.max_by_key(|step| step.record.on)?;
    if asked.on >= last.record.on {
        return None;
    }
    let [zh_day, zh_last] = two_days_zh(asked.on, last.record.on);
    let stage = procedure.stage_label(&last.to);
    Some(missing(
        format!("发生日期 {zh_day} 早于进入“{}”的 {zh_last}：后一步不会先办，请改日期", stage.zh),
        format!(
            "The day {} is before \"{}\" was entered ({}): a step follows the one it rests on",
            asked.on, stage.en, last.record.on
        ),
        Jump::Nowhere,
    ))
}

/// What is wrong with a day that lies before the one it cannot lie before; each with its label, as text.
pub(super) fn before_missing(
    (label, day): (&Text, &str),
    (before, first): (&Text, &str),
    jump: Jump,
) -> Option<Missing> {
    let (day, first) = (super::values::parse_day(day)?, super::values::parse_day(first)?);
    (day < first).then(|| {
        let [zh_day, zh_first] = two_days_zh(day, first);
        missing(
            format!("{} {zh_day} 早于{} {zh_first}，请核对日期", label.zh, before.zh),
            format!("{} {day} is before {} {first}: check the dates", label.en, before.en),
            jump,
        )
    })
}

fn day_missing(label: &Text, day: Day, done: bool, today: Day, jump: Jump) -> Option<Missing> {
    if !can_be(day) {
        let (from, to) = (YEARS.start(), YEARS.end());
        return Some(missing(
            format!("{}：{day} 不对，年份要在 {from} 到 {to} 之间，请改日期", label.zh),
            format!("{}: {day} cannot be, give a year from {from} to {to}", label.en),
            jump,
        ));
    }
    (done && day > today).then(|| {
        let [zh_day, zh_today] = two_days_zh(day, today);
        missing(
            format!("{}：{zh_day} 还没到（今天 {zh_today}），请改日期", label.zh),
            format!("{}: {day} is after today ({today}), correct the date", label.en),
            jump,
        )
    })
}

//! Requests and their decisions: what can be asked for, what a request has to say, who decides it. What leads nowhere
//! from the stage it is asked at is neither asked for nor granted.

use super::acts::one;
use super::body::{Decided, Requested};
use super::days::before_missing;
use super::plain_words::request_label;
use super::procedure::{DEADLINE_ORIGINAL, Procedure};
use super::refusals;
use super::rules::{Asked, Jump, Missing};
use super::state::FeatureState;
use crate::model::{Day, Text};

impl Procedure {
    /// Whether a feature of this kind has what a request asks for: a deadline, or the stage it would lead to.
    pub fn can_request(&self, what: &str) -> bool {
        match what {
            "deadline" => self.field(DEADLINE_ORIGINAL).is_some(),
            stage => self.stage(stage).is_some(),
        }
    }

    /// Why what is asked for cannot come about from the stage the plan is in; `None` where it can.
    pub fn leads_nowhere(&self, state: &FeatureState, what: &str) -> Option<Text> {
        let stage = state.stage_code();
        match what {
            "deadline" => {
                let closed = stage.filter(|stage| self.is_in_set("closing", stage))?;
                Some(refusals::no_deadline_in(self, closed))
            }
            to if stage != Some(to) && self.transition_between(stage, to).is_some() => None,
            to => Some(refusals::no_such_step(self, stage, to).message),
        }
    }
}

pub(super) fn requested_missing(asked: &Asked<'_>, request: &Requested) -> Vec<Missing> {
    if let Some(procedure) = asked.procedure
        && Requested::KINDS.contains(&request.what.as_str())
        && !procedure.can_request(&request.what)
    {
        let (kind, what) = (&procedure.label, request_label(&request.what));
        return one(
            true,
            &format!("{}没有“{}”这一种申请", kind.zh, what.zh),
            &format!("{}: there is no request of this kind ({})", kind.en, what.en),
            Jump::Nowhere,
        );
    }
    let mut missing = one(
        !Requested::KINDS.contains(&request.what.as_str()),
        "申请事项只有：延期、核减、无需整治、暂缓",
        "A request is for a deadline, cancelled, not_required or suspended",
        Jump::Nowhere,
    );
    let jump = || Jump::Request(request.what.clone());
    let known = asked.procedure.filter(|_| missing.is_empty());
    let nowhere = known.and_then(|procedure| procedure.leads_nowhere(asked.state, &request.what));
    missing.extend(nowhere.map(|message| Missing::new(message, Jump::Nowhere)));
    missing.extend(one(
        request.reason.trim().is_empty(),
        "写明申请理由",
        "Say why it is requested",
        jump(),
    ));
    let day = request.new.as_deref().and_then(|day| day.parse::<Day>().ok());
    missing.extend(day.and_then(|day| before_start(asked, request, day)));
    missing.extend(day.and_then(|day| not_later(asked, request, day)));
    missing.extend(one(
        request.what == "deadline" && day.is_none(),
        "填写申请的新期限，如 2022-09-30",
        "Give the new deadline, like 2022-09-30",
        jump(),
    ));
    missing
}

/// What is wrong with a deadline that lies before the day it cannot lie before: that of the start of the works.
fn before_start(asked: &Asked<'_>, request: &Requested, day: Day) -> Option<Missing> {
    let original = asked.procedure?.field(DEADLINE_ORIGINAL).filter(|_| request.what == "deadline");
    let start = asked.procedure?.field(original?.not_before.as_deref()?)?;
    let (label, day) = (Text::new("申请的新期限", "The new deadline"), day.to_string());
    let jump = Jump::Request(request.what.clone());
    before_missing((&label, &day), (&start.label, asked.state.text(&start.code)?), jump)
}

/// What is wrong with a later deadline that is none.
fn not_later(asked: &Asked<'_>, request: &Requested, day: Day) -> Option<Missing> {
    let now =
        asked.state.deadline_current.filter(|now| request.what == "deadline" && day <= *now)?;
    let message = Text::new(
        format!("申请的新期限 {day} 不晚于现在的期限 {now}"),
        format!("The new deadline {day} is not after the present one, {now}"),
    );
    Some(Missing::wrong(message, Jump::Request(request.what.clone())))
}

pub(super) fn decided_missing(asked: &Asked<'_>, decided: &Decided) -> Vec<Missing> {
    let mut requests = asked.state.requests.iter();
    let Some(request) = requests.find(|r| r.request.record.is_named(&decided.request)) else {
        return one(true, "没有找到这件申请", "There is no such request", Jump::Nowhere);
    };
    let mut missing = one(
        !request.is_open(),
        "这件申请已经有结论",
        "This request has been decided",
        Jump::Nowhere,
    );
    let verdicts = ["approved", "refused"];
    missing.extend(one(
        !verdicts.contains(&decided.verdict.as_str()),
        "选定同意或不同意",
        "Say approved or refused",
        Jump::Nowhere,
    ));
    let granted = asked.procedure.filter(|_| decided.verdict == "approved");
    let what = &request.request.body.what;
    let nowhere = granted.and_then(|procedure| procedure.leads_nowhere(asked.state, what));
    missing.extend(nowhere.map(|why| refusals::only_refused(&why)));
    missing.extend(one(
        decided.verdict == "refused" && decided.note.trim().is_empty(),
        "写明不同意的理由",
        "Say why it is refused",
        Jump::Note,
    ));
    let own = request.request.record.author().shares_name(&asked.actor.person());
    missing.extend(one(
        own,
        "这件是你自己申请的，要由另一人审定",
        "You made this request yourself: another person decides",
        Jump::AnotherPerson,
    ));
    missing
}

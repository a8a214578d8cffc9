//! Nobody approves their own work: what a person did of what is to be judged, whatever role they did it in.
//!
//! Steps count in every role, and so does sampling. What else was filed or filled in counts where it was done in another
//! role than the verdict's: who reviews may file the opinion of the review. What was filed before the last verdict that
//! agreed has been judged.

use super::judge::Case;
use super::person::{Person, Role};
use super::plain_words::role_label;
use super::record::Record;
use super::state::FeatureState;
use super::words::missing;
use super::{Missing, Procedure, rules::Jump};
use crate::model::Text;

/// Something that a person did.
struct Done {
    what: Text,
    by: Person,
    role: Role,
}

impl Case<'_> {
    /// What stands against this actor: work of their own in what the step judges.
    pub(super) fn own_work_missing(&self) -> Option<Missing> {
        let person = self.actor.person();
        let mut all = steps(self.state, self.procedure);
        all.extend(samples(self.state));
        let other_role = |done: &Done| done.role != self.actor.role;
        all.extend(filed(self.state, self.procedure).into_iter().filter(other_role));
        all.extend(filled_in(self.state, self.procedure).into_iter().filter(other_role));
        let own = all.into_iter().find(|done| done.by.shares_name(&person))?;
        let step = self.words.transition.map(|step| step.label.clone()).unwrap_or_default();
        let (name, role) = (&own.by.name, role_label(own.role));
        Some(missing(
            format!(
                "这件里有你（{name}）以“{}”身份办的“{}”，“{}”要由另一人审核{}",
                role.zh,
                own.what.zh,
                step.zh,
                other_unit_zh(&own.by, &person)
            ),
            format!(
                "You ({name}) did \"{}\" as {} here: \"{}\" is for another person{}",
                own.what.en,
                role.en,
                step.en,
                other_unit_en(&own.by, &person)
            ),
            Jump::AnotherPerson,
        ))
    }

    /// Who is named in a field cannot judge what they are named for.
    pub(super) fn named_missing(&self, field: &str) -> Option<Missing> {
        let own = self.actor.person();
        let named = |name: &String| {
            let person = Person { name: name.clone(), unit: String::new() };
            person.shares_name(&own)
        };
        let name = self.values(field).into_iter().find(named)?;
        let label = self.procedure.field_label(field);
        let step = self.words.transition.map(|step| step.label.clone()).unwrap_or_default();
        Some(missing(
            format!("你（{name}）是这件的“{}”，“{}”要由另一人审核", label.zh, step.zh),
            format!("You ({name}) are named as \"{}\": \"{}\" is for another", label.en, step.en),
            Jump::AnotherPerson,
        ))
    }
}

/// Where a unit tells two people of one name apart, their names have to.
pub(super) fn other_unit_zh(one: &Person, other: &Person) -> String {
    match one.is_same(other) {
        true => String::new(),
        false => format!("（那条记在“{}”；同名的两个人请在姓名后加注区分）", one.unit),
    }
}

pub(super) fn other_unit_en(one: &Person, other: &Person) -> String {
    match one.is_same(other) {
        true => String::new(),
        false => {
            format!(" (recorded for the unit {:?}; two people of one name add a mark)", one.unit)
        }
    }
}

/// Since when work is part of what is judged now: the newest verdict that agreed.
fn begins(state: &FeatureState, procedure: &Procedure) -> Option<jiff::Timestamp> {
    let agreed = |id: &String| {
        procedure.transition(id).is_some_and(|it| it.verdict == Some(super::Verdict::Approve))
    };
    let mut steps = state.steps.iter().rev();
    let step = steps.find(|step| step.transition.as_ref().is_some_and(agreed))?;
    Some(step.record.at.instant())
}

fn of(record: &Record, what: &Text) -> impl Iterator<Item = Done> + use<> {
    let people = [Some(record.author()), record.on_behalf_of.clone()];
    let (what, role) = (what.clone(), record.by.role);
    people.into_iter().flatten().map(move |by| Done { what: what.clone(), by, role })
}

fn steps(state: &FeatureState, procedure: &Procedure) -> Vec<Done> {
    let work = state.steps.iter().filter_map(|step| {
        let transition = procedure.transition(step.transition.as_deref()?)?;
        transition.verdict.is_none().then_some((&step.record, &transition.label))
    });
    work.flat_map(|(record, label)| of(record, label)).collect()
}

fn samples(state: &FeatureState) -> Vec<Done> {
    let sampling = Text::new("采样或检测结果", "sampling or its result");
    let mut all = Vec::new();
    for sample in &state.samples {
        if let Some(taken) = &sample.taken {
            all.extend(of(&taken.record, &sampling));
            let role = taken.record.by.role;
            let named = taken.body.by.iter().map(|name| Done {
                what: sampling.clone(),
                by: Person { name: name.clone(), unit: taken.record.by.unit.clone() },
                role,
            });
            all.extend(named);
        }
        let results = sample.result.iter().chain(&sample.rivals);
        all.extend(results.flat_map(|result| of(&result.record, &sampling)));
    }
    all
}

fn filed(state: &FeatureState, procedure: &Procedure) -> Vec<Done> {
    let since = begins(state, procedure);
    let is_judged = |record: &Record| since.is_none_or(|since| record.at.instant() > since);
    let photos =
        state.photos.iter().map(|it| (&it.record, procedure.photo_label(&it.body.photo_kind)));
    let papers =
        state.documents.iter().map(|it| (&it.record, procedure.document_label(&it.body.doc_kind)));
    let visits = state.visits.iter().map(|it| (&it.record, Text::new("巡查", "a visit")));
    let all = photos.chain(papers).chain(visits);
    all.filter(|(record, _)| is_judged(record))
        .flat_map(|(record, what)| of(record, &what))
        .collect()
}

/// What stands in fields by a record that sets fields: of a step's own, the step tells.
fn filled_in(state: &FeatureState, procedure: &Procedure) -> Vec<Done> {
    let since = begins(state, procedure);
    let mut all = Vec::new();
    for (code, register) in &state.fields {
        let records = register.standing.iter().filter_map(|standing| standing.record.as_ref());
        let set = records.filter(|record| matches!(record.body, super::Body::Fields(_)));
        let judged = set.filter(|it| since.is_none_or(|since| it.at.instant() > since));
        let label = procedure.field_label(code);
        let fill = Text::new(format!("填写{}", label.zh), format!("entry: {}", label.en));
        all.extend(judged.flat_map(|record| of(record, &fill)).collect::<Vec<_>>());
    }
    all
}

//! What a ledger's cell says of one feature, with its type.

use super::Value;
use super::columns::{Axis, LineEnd, Meaning};
use crate::model::{FeatureKey, GeometryKind, LonLat};
use crate::plan::{
    FieldDef, FieldKind, SampleState, field_label, is_overdue, parse_day, parse_number,
    value_label, value_texts,
};
use crate::report::dossier_samples::{values, verdict};
use crate::report::source::{Facts, Source};

/// One feature being written as a row.
pub struct RowSource<'a> {
    source: &'a Source<'a>,
    facts: Facts<'a>,
    place: Option<LonLat>,
    /// Where a line begins and ends.
    ends: Option<[LonLat; 2]>,
    no: usize,
}

impl<'a> RowSource<'a> {
    pub fn new(source: &'a Source<'a>, key: &FeatureKey, no: usize) -> Self {
        let place = source.snapshot.place(key);
        let shapes = place.map(|(view, idx)| (&view.layer.shapes, idx));
        let place = shapes.and_then(|(shapes, idx)| shapes.anchor(idx));
        let ends = shapes.and_then(|(shapes, idx)| {
            let is_line = matches!(
                shapes.kind(idx),
                GeometryKind::LineString | GeometryKind::MultiLineString
            );
            let last = shapes.parts(idx).last().and_then(|part| part.positions.iter().next_back());
            place.zip(last).filter(|_| is_line).map(|(first, last)| [first, last])
        });
        Self { source, facts: source.facts(key), place, ends, no }
    }

    pub fn value(&self, meaning: &Meaning) -> Value {
        let (source, facts) = (self.source, &self.facts);
        let state = facts.state;
        let text = |text: String| if text.is_empty() { Value::Empty } else { Value::Text(text) };
        let count = |count: usize| Value::Number(count as f64, count.to_string());
        let day = |day: Option<crate::model::Day>| day.map_or(Value::Empty, Value::Day);
        match meaning {
            Meaning::No => count(self.no),
            Meaning::Name => text(facts.name.clone()),
            Meaning::Code => text(facts.code.clone()),
            Meaning::Stage => text(facts.stage.clone()),
            Meaning::Unproven => {
                let why = state.and_then(|state| state.unproven_why());
                why.map_or(Value::Empty, |why| text(source.get(&why)))
            }
            Meaning::Original => day(state.and_then(|state| state.deadline_original)),
            Meaning::Current => day(state.and_then(|state| state.deadline_current)),
            Meaning::DaysOverdue => self.days_overdue(),
            Meaning::Percent => match state.and_then(|state| state.percent) {
                Some(percent) => Value::Number(percent as f64, percent.to_string()),
                None => Value::Empty,
            },
            Meaning::District => text(facts.district.clone()),
            Meaning::Lon => self.degrees(self.place.map(|at| at.lon_deg)),
            Meaning::Lat => self.degrees(self.place.map(|at| at.lat_deg)),
            Meaning::Conflicts => {
                let codes = state.map(|state| state.conflicts()).unwrap_or_default();
                let labels =
                    codes.iter().map(|code| source.get(&field_label(facts.procedure, code)));
                text(labels.collect::<Vec<_>>().join(source.say("、", ", ")))
            }
            Meaning::LastVisit => {
                day(state.and_then(|it| it.visits.iter().map(|visit| visit.record.on).max()))
            }
            Meaning::SampleDay => day(self.latest().map(|sample| sample.day)),
            Meaning::SampleNo => text(self.latest().map(|it| it.no.clone()).unwrap_or_default()),
            Meaning::SampleValues => {
                let result = self.latest().and_then(|sample| sample.result.as_ref());
                text(result.map(|it| values(source, &it.body.items)).unwrap_or_default())
            }
            Meaning::SampleVerdict => {
                let judged = self.latest().and_then(|sample| sample.judgement.as_ref());
                text(judged.map(|judged| verdict(source, judged)).unwrap_or_default())
            }
            Meaning::PhotoCount => count(state.map_or(0, |state| state.photos.len())),
            Meaning::DocumentCount => count(state.map_or(0, |state| state.documents.len())),
            Meaning::ChangedOn => {
                let updated = state.and_then(|state| state.updated.as_ref());
                day(updated.map(|(at, _)| at.day()))
            }
            Meaning::ChangedBy => {
                let updated = state.and_then(|state| state.updated.as_ref());
                text(updated.map(|(_, by)| by.name.clone()).unwrap_or_default())
            }
            Meaning::End(end, axis) => {
                let at = self.ends.map(|[first, last]| match end {
                    LineEnd::First => first,
                    LineEnd::Last => last,
                });
                self.degrees(at.map(|at| match axis {
                    Axis::Lon => at.lon_deg,
                    Axis::Lat => at.lat_deg,
                }))
            }
            Meaning::Field(code) => self.field(code),
        }
    }

    /// The newest sample that decides: quick tests never do.
    fn latest(&self) -> Option<&SampleState> {
        let decides = |sample: &&SampleState| {
            sample.result.as_ref().is_some_and(|result| result.body.source != "quick")
        };
        self.facts.state?.samples.iter().filter(decides).max_by_key(|sample| sample.day)
    }

    fn degrees(&self, degrees: Option<f64>) -> Value {
        // Seven decimals are a centimetre.
        degrees.map_or(Value::Empty, |degrees| Value::Number(degrees, format!("{degrees:.7}")))
    }

    fn days_overdue(&self) -> Value {
        let known = self.facts.procedure.zip(self.facts.state);
        let Some((procedure, state)) = known else { return Value::Empty };
        let late =
            state.deadline_current.filter(|_| is_overdue(procedure, state, self.source.as_of));
        let days = late.and_then(|due| self.source.as_of.since(due).ok()).map(|it| it.get_days());
        days.map_or(Value::Empty, |days| Value::Number(f64::from(days), days.to_string()))
    }

    fn field(&self, code: &str) -> Value {
        let known = self.facts.procedure.zip(self.facts.state);
        let Some((procedure, state)) = known else { return Value::Empty };
        let Some(field) = procedure.field(code) else { return Value::Empty };
        if matches!(field.kind, FieldKind::List(_)) {
            let items = state.list_items(code).enumerate();
            let words =
                items.map(|(idx, (_, item))| format!("{} {}", idx + 1, self.words(field, item)));
            let words = words.collect::<Vec<_>>().join("\n");
            return if words.is_empty() { Value::Empty } else { Value::Text(words) };
        }
        let Some(value) = state.fields.get(code).and_then(|register| register.value()) else {
            return Value::Empty;
        };
        let typed = value_texts(value).into_iter().next().unwrap_or_default();
        match &field.kind {
            FieldKind::Number { .. } => match plain_number(&typed) {
                Some(number) => Value::Number(number, typed),
                None => self.text_of(field, value),
            },
            FieldKind::Date => match parse_day(&typed) {
                Some(day) => Value::Day(day),
                None => self.text_of(field, value),
            },
            _ => self.text_of(field, value),
        }
    }

    fn text_of(&self, field: &FieldDef, value: &serde_json::Value) -> Value {
        let words = self.words(field, value);
        if words.trim().is_empty() { Value::Empty } else { Value::Text(words) }
    }

    fn words(&self, field: &FieldDef, value: &serde_json::Value) -> String {
        let standards = &self.source.snapshot.rulebook.standards;
        self.source.get(&value_label(Some(field), value, standards))
    }
}

/// A number that a spreadsheet keeps as it is: no leading zeros, no more than fifteen digits, nothing beside it.
fn plain_number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(u8::is_ascii_digit).count() <= 15
        && !(digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0."));
    parse_number(text).filter(|_| is_plain && !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_a_spreadsheet_would_spoil_stays_text() {
        for (text, expected) in [
            ("62", Some(62.0)),
            ("-0.50", Some(-0.5)),
            ("0", Some(0.0)),
            ("007", None),
            ("1234567890123456", None),
            ("<0.025", None),
            ("1e5", None),
            ("", None),
        ] {
            assert_eq!(plain_number(text), expected, "{text}");
        }
    }
}

//! Judges the needs for evidence: photos, documents and counting records, and whether they are late enough.

use serde_json::Value;

use super::apply::day_of;
use super::body::{Body, Photo};
use super::hash::Hash;
use super::judge::Case;
use super::moments::{Since, evidence_instant, is_ahead, later_by};
use super::need::{Days, Moment};
use super::plain_words::two_days_zh;
use super::record::Record;
use super::rules::{Jump, Missing, setting};
use super::state::{Filed, value_texts};
use super::words;
use crate::model::{Day, Stamp, Text};

impl Case<'_> {
    pub(super) fn photo_missing(
        &self,
        kind: &str,
        count: usize,
        after: Option<&Moment>,
    ) -> Option<Missing> {
        let since = match self.since(after) {
            Ok(since) => since,
            Err(missing) => return Some(missing),
        };
        let of_kind: Vec<&Filed<Photo>> = self
            .state
            .photos
            .iter()
            .filter(|photo| kind == "any" || photo.body.photo_kind == kind)
            .filter(|photo| !self.is_twin_of_another_kind(photo))
            .collect();
        let is_timed = |photo: &Filed<Photo>| since == Since::Ever || photo.body.time().is_some();
        let timeless = of_kind.iter().filter(|photo| !is_timed(photo)).count();
        let fresh: Vec<&Filed<Photo>> = of_kind
            .iter()
            .copied()
            .filter(|photo| is_timed(photo))
            .filter(|photo| self.is_after(photo.body.time(), &photo.record, since))
            .collect();
        let (fresh, late): (Vec<_>, Vec<_>) =
            fresh.into_iter().partition(|photo| self.is_by_then(photo.body.time(), &photo.record));
        let pictures = |photos: &mut dyn Iterator<Item = &str>| {
            photos.collect::<std::collections::BTreeSet<&str>>().len()
        };
        let named = pictures(&mut fresh.iter().map(|photo| photo.body.sha256.as_str()));
        let hashes = fresh.iter().map(|photo| photo.body.sha256.as_str());
        let here = pictures(&mut hashes.filter(|sha256| self.has_bytes(sha256)));
        if here >= count {
            return None;
        }
        if let Some(late) = late.first().filter(|_| fresh.len() < count) {
            let label = self.procedure.photo_label(&late.body.photo_kind);
            return Some(self.later_than_step(&label, late.body.time(), &late.record));
        }
        Some(if named >= count {
            self.words.photo_absent(kind)
        } else if timeless > 0 && fresh.len() + timeless >= count {
            self.words.photo_without_time(kind, since)
        } else if of_kind.len() >= count {
            self.words.photo_too_old(kind, since)
        } else {
            self.words.photo(kind, count - here)
        })
    }

    /// The same picture stands under a kind that it cannot be as well: the one filed first is believed.
    fn is_twin_of_another_kind(&self, photo: &Filed<Photo>) -> bool {
        let mut earlier =
            self.state.photos.iter().take_while(|it| it.record.hash != photo.record.hash);
        earlier.any(|it| {
            it.body.sha256.eq_ignore_ascii_case(&photo.body.sha256)
                && self.procedure.are_apart(&it.body.photo_kind, &photo.body.photo_kind)
        })
    }

    pub(super) fn document_missing(&self, kind: &str, after: Option<&Moment>) -> Option<Missing> {
        let since = match self.since(after) {
            Ok(since) => since,
            Err(missing) => return Some(missing),
        };
        let fresh: Vec<_> = self
            .state
            .documents
            .iter()
            .filter(|document| document.body.doc_kind == kind)
            .filter(|document| {
                self.is_after(document.body.date.as_deref(), &document.record, since)
            })
            .collect();
        let (fresh, late): (Vec<_>, Vec<_>) = fresh
            .into_iter()
            .partition(|document| self.is_by_then(document.body.date.as_deref(), &document.record));
        let here = fresh.iter().any(|document| self.has_bytes(&document.body.sha256));
        (!here).then(|| {
            if let Some(late) = late.first().filter(|_| fresh.is_empty()) {
                let label = self.procedure.document_label(kind);
                self.later_than_step(&label, late.body.date.as_deref(), &late.record)
            } else if fresh.is_empty() {
                self.words.document(kind)
            } else {
                self.words.document_absent(kind)
            }
        })
    }

    /// Whether evidence arose by the day of the step: what is not there yet proves nothing.
    pub fn is_by_then(&self, own_time: Option<&str>, record: &Record) -> bool {
        day_of(own_time).unwrap_or(record.on) <= self.on
    }

    /// Evidence that came after the day the step is said to have been taken.
    fn later_than_step(&self, label: &Text, own_time: Option<&str>, record: &Record) -> Missing {
        let day = day_of(own_time).unwrap_or(record.on);
        let [zh_day, zh_on] = two_days_zh(day, self.on);
        words::missing(
            format!("“{}”是 {zh_day} 的，晚于这一步的发生日期 {zh_on}：请改发生日期", label.zh),
            format!("\"{}\" is of {day}, after the day of this step ({})", label.en, self.on),
            Jump::Nowhere,
        )
    }

    fn has_bytes(&self, sha256: &str) -> bool {
        Hash::parse(sha256).is_some() && self.context.has_bytes(sha256)
    }

    pub(super) fn record_missing(
        &self,
        body: &str,
        conditions: &[(String, String)],
        after: Option<&Moment>,
        plus_days: Option<&Days>,
    ) -> Option<Missing> {
        let since = match self.since(after) {
            Ok(since) => since,
            Err(missing) => return Some(missing),
        };
        let days = plus_days.map_or(0, |days| self.days(days));
        let since = match plus_days {
            None => since,
            Some(_) => later_by(since, days),
        };
        let records = self.records(body);
        let visited_at =
            |value: &'_ Value| value.get("visited_at").and_then(Value::as_str).map(str::to_owned);
        let found = records.iter().any(|(value, record)| {
            let time = visited_at(value);
            conditions.iter().all(|condition| equals(value, condition))
                && self.is_after(time.as_deref(), record, since)
                && self.is_by_then(time.as_deref(), record)
        });
        // Of several visits the newest look that tells anything holds, also one of after the day of the step.
        let in_time = records
            .iter()
            .filter(|(value, record)| self.is_after(visited_at(value).as_deref(), record, since));
        let newest = in_time
            .filter(|(value, _)| conditions.iter().all(|(look, _)| tells(value, look)))
            .max_by_key(|(value, record)| {
                day_of(visited_at(value).as_deref()).unwrap_or(record.on)
            });
        let against = newest.filter(|(value, _)| {
            body == "visit" && !conditions.iter().all(|condition| equals(value, condition))
        });
        match (found, against) {
            (true, None) => return None,
            (true, Some((value, record))) => {
                let day = day_of(visited_at(value).as_deref()).unwrap_or(record.on);
                return Some(self.words.looks_otherwise(conditions, day));
            }
            (false, _) => {}
        }
        Some(match (body, since, plus_days) {
            ("visit", Since::Day(earliest), Some(_)) => {
                let is_ban = self.values("category").iter().any(|category| category == "ban");
                let what = if is_ban { ("取缔", "closing") } else { ("封堵", "sealing") };
                let what = crate::model::Text::new(what.0, what.1);
                self.words.revisit(&what, conditions, after, days, earliest, self.on)
            }
            ("requested", _, _) => self.words.request(conditions),
            _ => self.words.record(body, conditions),
        })
    }

    fn days(&self, days: &Days) -> i64 {
        match days {
            Days::Fixed(days) => *days,
            Days::Setting(code) => {
                setting(self.procedure, self.context, code).trim().parse().unwrap_or(0)
            }
        }
    }

    pub(super) fn wait_missing(&self, since: &Moment, work_days: &Days) -> Option<Missing> {
        let from = match self.since(Some(since)) {
            Ok(Since::Day(day)) => day,
            Ok(Since::Instant(instant)) => Stamp::at_beijing(instant).day(),
            Ok(Since::Ever) => return None,
            Err(missing) => return Some(missing),
        };
        let days = self.days(work_days).clamp(0, 1000);
        let earliest = after_work_days(from, days);
        (self.on < earliest).then(|| self.words.wait(since, from, days, earliest))
    }

    /// Counting records of a kind as JSON; a request says beside its own members how it was decided.
    fn records(&self, kind: &str) -> Vec<(Value, &Record)> {
        let state = self.state;
        if kind == "requested" {
            let value = |request: &super::RequestState| {
                let mut value = Body::Requested(request.request.body.clone()).to_value();
                // Two verdicts that contradict each other are none: who decides may still do so by the step.
                let verdict = request.decision().map_or("open", |(verdict, _)| verdict);
                if let Some(members) = value.as_object_mut() {
                    members.insert("verdict".into(), verdict.into());
                }
                value
            };
            let requests = state.requests.iter();
            return requests.map(|r| (value(r), r.request.record.as_ref())).collect();
        }
        if kind == "visit" {
            let visits = state.visits.iter();
            return visits.map(|v| (v.record.body.to_value(), v.record.as_ref())).collect();
        }
        let filed = state.notes.iter().map(|filed| &filed.record);
        let filed = filed.chain(state.documents.iter().map(|filed| &filed.record));
        let filed = filed.chain(state.photos.iter().map(|filed| &filed.record));
        let filed = filed.chain(state.assignments.iter().map(|filed| &filed.record));
        let filed = filed.chain(state.steps.iter().map(|step| &step.record));
        filed
            .filter(|record| record.body.kind() == kind)
            .map(|record| (record.body.to_value(), record.as_ref()))
            .collect()
    }

    /// Whether evidence is late enough: by its own time where it has one, else by when it was recorded. What bears a
    /// time after the one it was recorded at is evidence of nothing.
    pub fn is_after(&self, own_time: Option<&str>, record: &Record, since: Since) -> bool {
        if is_ahead(own_time, record) {
            return false;
        }
        match since {
            Since::Ever => true,
            Since::Day(day) => day_of(own_time).unwrap_or(record.on) >= day,
            Since::Instant(instant) => evidence_instant(own_time, record) > instant,
        }
    }
}

/// Whether a visit says anything of a look; what could not be seen says nothing.
fn tells(value: &Value, look: &str) -> bool {
    let found = value.get("looks").and_then(|looks| looks.get(look));
    found.and_then(Value::as_str).is_some_and(|text| !matches!(text, "" | "unknown"))
}

fn equals(value: &Value, (name, expected): &(String, String)) -> bool {
    let found = value.get(name).or_else(|| value.get("looks").and_then(|looks| looks.get(name)));
    match found {
        Some(Value::Bool(yes)) => expected == if *yes { "true" } else { "false" },
        Some(found) => value_texts(found).iter().any(|text| text == expected),
        None => false,
    }
}

/// The first day on which so many working days have gone by. Public holidays are not known here: whoever decides
/// looks them up.
fn after_work_days(from: Day, work_days: i64) -> Day {
    let (mut day, mut left) = (from, work_days);
    while left > 0 {
        let Ok(next) = day.tomorrow() else { return day };
        day = next;
        if !matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday) {
            left -= 1;
        }
    }
    day
}

//! Records that are kept and move nothing: steps that the rules do not permit, whoever hashed them, and what a newer
//! program wrote. A set of records is taken in whole; what of it does not count is named.

use std::collections::HashSet;
use std::sync::Arc;

use serde::Serialize;

use super::Session;
use super::listed::of_the_file;
use crate::model::{FeatureKey, IssueCode, Lang, ReadIssue, Text};
use crate::plan::{Fate, Hash, Record, describe};

const WITHOUT_EFFECT: IssueCode = "without-effect";
/// How many records a message names.
const NAMED_MAX: usize = 5;

/// A record that does not count, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WithoutEffect {
    pub id: String,
    /// Of its key, the code.
    pub code: String,
    /// What it says, with who and when.
    #[serde(skip)]
    pub what: Text,
    #[serde(skip)]
    pub why: Text,
}

impl Session {
    /// The records that are kept and do not count, but those that somebody took back: those of `among`, or all.
    pub(super) fn without_effect(&self, among: Option<&HashSet<Hash>>) -> Vec<WithoutEffect> {
        let plans = self.ledger.plans().all_recorded();
        let mut found = Vec::new();
        for (_, state) in plans {
            for entry in &state.entries {
                let record = &entry.record;
                if among.is_some_and(|among| !among.contains(&record.hash)) {
                    continue;
                }
                let why = match &entry.fate {
                    Fate::NotPermitted(missing) => missing.first().map(|it| it.message.clone()),
                    Fate::Unknown => Some(Text::new(
                        "新版程序写的，本机不认识",
                        "of a newer version of the program",
                    )),
                    _ => None,
                };
                let Some(why) = why else { continue };
                let rulebook = self.ledger.rulebook();
                let procedure = rulebook.procedure_of(record);
                let say =
                    |lang| describe(record, &state.entries, procedure, &rulebook.standards, lang);
                found.push(WithoutEffect {
                    id: record.id.clone(),
                    code: record.feature.as_ref().map_or("–", FeatureKey::code).to_owned(),
                    what: Text::new(say(Lang::Zh), say(Lang::En)),
                    why,
                });
            }
        }
        found
    }

    /// What to say of those that came with a file.
    pub(super) fn without_effect_issue(&self, new: &[Arc<Record>]) -> Option<ReadIssue> {
        if new.is_empty() {
            return None;
        }
        let among: HashSet<Hash> = new.iter().map(|record| record.hash).collect();
        let found = self.without_effect(Some(&among));
        let name = |lang: Lang| {
            let named = found.iter().take(NAMED_MAX).map(|one| {
                let (code, what, why) = (&one.code, one.what.get(lang), one.why.get(lang));
                match lang {
                    Lang::Zh => format!("{code} {what}（{why}）"),
                    Lang::En => format!("{code} {what} ({why})"),
                }
            });
            let more = (found.len() > NAMED_MAX).then(|| "…".to_owned());
            named.chain(more).collect::<Vec<_>>()
        };
        let count = found.len();
        (count > 0).then(|| {
            let text = Text::new(
                format!("有 {count} 条记录收下但不生效：{}", name(Lang::Zh).join("；")),
                format!("{count} records are kept without effect: {}", name(Lang::En).join("; ")),
            );
            of_the_file(WITHOUT_EFFECT, text)
        })
    }
}

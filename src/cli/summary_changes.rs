//! `yice summary --since`: what changed, by groups, each change a sentence.

use std::fmt::{Display, Formatter};
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::{Value, json};

use super::{Surroundings, opening, values};
use crate::model::{Day, Lang};
use crate::plan::ChangeGroup;
use crate::session::Snapshot;

/// Since when.
pub(super) enum Since {
    Day(Day),
    File(PathBuf),
}

impl Since {
    /// A day as people write it, else a file, folder or workspace.
    pub fn parse(text: &str) -> Result<Self> {
        match values::day("--since", text) {
            Ok(day) => Ok(Self::Day(day)),
            Err(_) if Path::new(text).exists() => Ok(Self::File(text.into())),
            Err(no_day) => Err(no_day),
        }
    }
}

impl Display for Since {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// Says what changed since then, up to the day the snapshot is of.
pub(super) fn tell(
    snapshot: &Snapshot,
    since: &Since,
    as_json: bool,
    surroundings: &mut Surroundings<'_>,
) -> Result<()> {
    let changes = match since {
        Since::Day(day) => snapshot.changes_since(*day),
        Since::File(path) => snapshot.changes_since_file(path),
    };
    let changes = changes.map_err(opening::told(surroundings.lang))?;
    let lang = surroundings.lang;
    let named = |key: &crate::model::FeatureKey| {
        let row = snapshot.row(key).filter(|row| !row.name.is_empty());
        row.map_or_else(|| key.code().to_owned(), |row| row.name.to_string())
    };
    if as_json {
        let changes: Vec<Value> = changes
            .iter()
            .map(|change| {
                json!({
                    "group": code_of(change.group),
                    "feature": change.feature.as_str(),
                    "record": change.record.as_ref().map(|record| record.id.clone()),
                    "others": change.others.iter().map(|key| key.as_str()).collect::<Vec<_>>(),
                    "text": change.sentence(&change.subject(&named, lang), lang),
                })
            })
            .collect();
        let (since, as_of) = (since.to_string(), snapshot.today.to_string());
        surroundings.say_json(&json!({"since": since, "as_of": as_of, "changes": changes}))?;
        return Ok(());
    }
    if changes.is_empty() {
        surroundings.say(match lang {
            Lang::Zh => "没有变化",
            Lang::En => "no changes",
        })?;
        return Ok(());
    }
    for group in ChangeGroup::ALL {
        let of_group: Vec<_> = changes.iter().filter(|change| change.group == group).collect();
        if of_group.is_empty() {
            continue;
        }
        let count: usize = of_group.iter().map(|change| change.count()).sum();
        surroundings.say(&format!("{} {count}", group.label().get(lang)))?;
        for change in of_group {
            let subject = change.subject(&named, lang);
            surroundings.say(&format!("  {}", change.sentence(&subject, lang)))?;
        }
    }
    Ok(())
}

const fn code_of(group: ChangeGroup) -> &'static str {
    match group {
        ChangeGroup::Found => "found",
        ChangeGroup::Advanced => "advanced",
        ChangeGroup::FellBack => "fell_back",
        ChangeGroup::Deadline => "deadline",
        ChangeGroup::Corrected => "corrected",
        ChangeGroup::Added => "added",
        ChangeGroup::VisitedOnly => "visited_only",
    }
}

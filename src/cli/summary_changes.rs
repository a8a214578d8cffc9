//! `yice summary --since`: what changed, by groups, each change a sentence.

use anyhow::Result;
use serde_json::{Value, json};

use super::Surroundings;
use crate::model::{Day, Lang};
use crate::plan::ChangeGroup;
use crate::session::Snapshot;

/// Says what changed since the end of a day, up to the day the snapshot is of.
pub(super) fn tell(
    snapshot: &Snapshot,
    since: Day,
    as_json: bool,
    surroundings: &mut Surroundings<'_>,
) -> Result<()> {
    let changes = snapshot.changes_since(since);
    let lang = surroundings.lang;
    let named = |key: &crate::model::FeatureKey| {
        let row = snapshot.row(key).filter(|row| !row.name.is_empty());
        row.map_or_else(|| key.code().to_owned(), |row| row.name.clone())
    };
    if as_json {
        let changes: Vec<Value> = changes
            .iter()
            .map(|change| {
                json!({
                    "group": code_of(change.group),
                    "feature": change.feature.as_str(),
                    "record": change.record.as_ref().map(|record| record.id.clone()),
                    "text": change.sentence(&named(&change.feature), lang),
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
        surroundings.say(&format!("{} {}", group.label().get(lang), of_group.len()))?;
        for change in of_group {
            surroundings.say(&format!("  {}", change.sentence(&named(&change.feature), lang)))?;
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

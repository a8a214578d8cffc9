//! `yice log`: the records, oldest first.

use std::sync::Arc;

use anyhow::Result;

use super::args::LogArgs;
use super::{Exit, Surroundings, feature, opening};
use crate::model::{FeatureKey, Lang};
use crate::plan::{Fate, FeatureState, Record, describe};
use crate::session::Snapshot;

pub fn run(args: &LogArgs, surroundings: &mut Surroundings<'_>) -> Result<Exit> {
    let opened = opening::to_read(&args.workspace.workspace, surroundings)?;
    let snapshot = opened.session.snapshot();
    let key = args.feature.as_deref().map(|text| feature::find(&snapshot, text)).transpose()?;
    let records = opened.session.records(key.as_ref());
    if args.json {
        // The records' own text, not a character of it respelt.
        let texts: Vec<&str> = records.iter().map(|record| record.text.as_ref()).collect();
        surroundings.say(&format!("{{\"records\":[{}]}}", texts.join(",")))?;
        return Ok(opened.exit);
    }
    for record in &records {
        surroundings.say(&line(record, &snapshot, key.is_none(), surroundings.lang))?;
    }
    Ok(opened.exit)
}

fn line(record: &Arc<Record>, snapshot: &Snapshot, with_key: bool, lang: Lang) -> String {
    let rulebook = &snapshot.rulebook;
    let procedure = rulebook.version(&record.procedure);
    let history = state_of(record, snapshot).map(|it| it.entries.as_slice()).unwrap_or_default();
    let words = describe(record, history, procedure, &rulebook.standards, lang);
    let id = record.id.get(..8).unwrap_or(&record.id);
    let key = match &record.feature {
        Some(key) if with_key => format!("  {key}"),
        _ => String::new(),
    };
    format!("{id}{key}  {words}{}", fate(record, snapshot, lang))
}

fn state_of<'s>(record: &Record, snapshot: &'s Snapshot) -> Option<&'s FeatureState> {
    let key: &FeatureKey = record.feature.as_ref()?;
    snapshot.plans.get(key).map(AsRef::as_ref)
}

/// What became of a record, where it does not simply count.
fn fate(record: &Arc<Record>, snapshot: &Snapshot, lang: Lang) -> &'static str {
    let state = state_of(record, snapshot);
    let entry =
        state.and_then(|state| state.entries.iter().find(|entry| entry.record.hash == record.hash));
    match (entry.map(|entry| &entry.fate), lang) {
        (None | Some(Fate::Counts), _) => "",
        (Some(Fate::Withdrawn(_)), Lang::Zh) => "［已撤回］",
        (Some(Fate::Withdrawn(_)), Lang::En) => " [withdrawn]",
        (Some(Fate::NotPermitted(_)), Lang::Zh) => "［不符合办理条件，不生效］",
        (Some(Fate::NotPermitted(_)), Lang::En) => " [not permitted: moves nothing]",
        (Some(Fate::Altered), Lang::Zh) => "［和签名不符，待核］",
        (Some(Fate::Altered), Lang::En) => " [altered: does not count]",
        (Some(Fate::Unknown), Lang::Zh) => "［新版程序的记录，未计］",
        (Some(Fate::Unknown), Lang::En) => " [of a newer version: does not count]",
        (Some(Fate::Later), Lang::Zh) => "［晚于所看日期］",
        (Some(Fate::Later), Lang::En) => " [later]",
    }
}

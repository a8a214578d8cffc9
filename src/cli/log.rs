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
    let procedure = rulebook.procedure_of(record);
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
fn fate(record: &Arc<Record>, snapshot: &Snapshot, lang: Lang) -> String {
    let state = state_of(record, snapshot);
    let entry =
        state.and_then(|state| state.entries.iter().find(|entry| entry.record.hash == record.hash));
    if state.is_some_and(|state| state.counts_by_own_procedure(record)) {
        let name = &record.procedure;
        return match lang {
            Lang::Zh => format!("［按自定规程 {name} 办理，内置规程不允许］"),
            Lang::En => {
                format!(" [by {name}, a procedure of your own: the built-in one would refuse it]")
            }
        };
    }
    if let Some(Fate::NotPermitted(missing)) = entry.map(|entry| &entry.fate) {
        let why: Vec<&str> = missing.iter().map(|it| it.message.get(lang)).take(1).collect();
        return match lang {
            Lang::Zh => format!("［不符合办理条件，不生效：{}］", why.join("；")),
            Lang::En => format!(" [not permitted: moves nothing: {}]", why.join("; ")),
        };
    }
    let words = match (entry.map(|entry| &entry.fate), lang) {
        (None | Some(Fate::Counts | Fate::NotPermitted(_)), _) => "",
        (Some(Fate::Withdrawn(_)), Lang::Zh) => "［已撤回］",
        (Some(Fate::Withdrawn(_)), Lang::En) => " [withdrawn]",
        (Some(Fate::Altered), Lang::Zh) => "［和签名不符，待核］",
        (Some(Fate::Altered), Lang::En) => " [altered: does not count]",
        (Some(Fate::Unknown), Lang::Zh) => "［新版程序的记录，未计］",
        (Some(Fate::Unknown), Lang::En) => " [of a newer version: does not count]",
        (Some(Fate::Later), Lang::Zh) => "［晚于所看日期］",
        (Some(Fate::Later), Lang::En) => " [later]",
    };
    words.to_owned()
}

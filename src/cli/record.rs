//! `yice record`: one call is one act. What the rules refuse is said in full, and nothing of it is recorded.

use anyhow::{Result, bail};

use super::complaint::complain;
use super::record_args::RecordArgs;
use super::{Exit, Surroundings, act, feature, import, opening};
use crate::model::{FeatureKey, Kind, Lang, Text};
use crate::plan::{
    Actor, FeatureState, Record, Refusal, Role, count_in_words, describe, role_label,
};
use crate::session::{Command, Outcome, Snapshot};

pub fn run(args: &RecordArgs, surroundings: &mut Surroundings<'_>) -> Result<Exit> {
    let actor = actor(args)?;
    let mut session = opening::to_write(&args.workspace.workspace, surroundings)?;
    let snapshot = session.snapshot();
    let key = key(args, &snapshot)?;
    if args.new_kind.is_some() {
        import::must_be_known("--new", key.kind().code(), surroundings)?;
    }
    let nothing = FeatureState::default();
    let state = snapshot.plans.get(&key).map_or(&nothing, AsRef::as_ref);
    let ground = act::Ground {
        procedure: snapshot.rulebook.procedure(&key.kind()),
        state,
        rulebook: &snapshot.rulebook,
        now: &surroundings.now,
        lang: surroundings.lang,
        feature: key,
    };
    let act = act::build(args, &ground)?;
    let outcome = session.apply(Command::Record(act), &surroundings.now, &actor);
    match outcome.map_err(opening::told(surroundings.lang))? {
        Outcome::Recorded { records } => {
            let rulebook = &snapshot.rulebook;
            for record in &records {
                let procedure = rulebook.version(&record.procedure);
                let words = describe(
                    record,
                    &state.entries,
                    procedure,
                    &rulebook.standards,
                    surroundings.lang,
                );
                let id = record.id.get(..8).unwrap_or(&record.id);
                let key = record.feature.as_ref().map(FeatureKey::as_str).unwrap_or_default();
                surroundings.say(&format!("{id}  {key}  {words}"))?;
            }
            let snapshot = session.snapshot();
            for words in records.iter().flat_map(|record| doubts_of(record, &snapshot)) {
                surroundings.tell(&words);
            }
            if records.is_empty() {
                surroundings.tell(&Text::new(
                    "个人信息只存在这个工作库里，不写进记录；导出时加 --personal 才带上",
                    "personal values stay in this workspace and in no record; an export takes them along with --personal",
                ));
            }
            Ok(Exit::Fine)
        }
        Outcome::Refused(refusal) => {
            tell_refusal(&refusal, surroundings);
            Ok(Exit::Findings)
        }
        _ => Ok(Exit::Fine),
    }
}

/// What is odd about the values that a record set: it is recorded all the same, and asked about.
fn doubts_of(record: &Record, snapshot: &Snapshot) -> Vec<Text> {
    let of = record.feature.as_ref().zip(record.body.fields());
    of.map(|(key, fields)| snapshot.feature_doubts(&key.kind(), fields, None)).unwrap_or_default()
}

fn tell_refusal(refusal: &Refusal, surroundings: &mut Surroundings<'_>) {
    let counted = count_in_words(&refusal.missing);
    let counted = counted.get(surroundings.lang);
    surroundings.tell_plain(&match surroundings.lang {
        Lang::Zh if counted.is_empty() => "没有存：".to_owned(),
        Lang::Zh => format!("没有存，{counted}："),
        Lang::En if counted.is_empty() => "nothing was recorded:".to_owned(),
        Lang::En => format!("nothing was recorded; {counted}:"),
    });
    for missing in &refusal.missing {
        let line = format!("  - {}", missing.message.get(surroundings.lang));
        surroundings.tell_plain(&line);
    }
}

fn actor(args: &RecordArgs) -> Result<Actor> {
    let Some(role) = role(&args.role) else {
        let known: Vec<String> = Role::ALL
            .iter()
            .map(|role| format!("{} {}", role.code(), role_label(*role).zh))
            .collect();
        bail!(complain!(
            "--role：应为其中之一：{}；得到 {:?}",
            "--role: expected one of {}; found {:?}",
            known.join(", "),
            args.role
        ));
    };
    if args.by.trim().is_empty() {
        bail!(complain!(
            "--by：要写姓名；例如 --by 张三",
            "--by: expected a name; example: --by 张三"
        ));
    }
    Ok(Actor { name: args.by.trim().to_owned(), unit: args.unit.trim().to_owned(), role })
}

fn role(word: &str) -> Option<Role> {
    Role::parse(word).or_else(|| {
        Role::ALL.into_iter().find(|role| {
            let label = role_label(*role);
            label.zh == word || label.en.eq_ignore_ascii_case(word)
        })
    })
}

/// The feature meant. A new one has the code given, or none: then the session gives it one.
fn key(args: &RecordArgs, snapshot: &Snapshot) -> Result<FeatureKey> {
    let feature = args.feature.as_deref().unwrap_or("");
    let Some(kind) = &args.new_kind else { return feature::find(snapshot, feature) };
    let key = match FeatureKey::parse(feature) {
        Some(key) => key,
        None => FeatureKey::new(&Kind::new(kind), feature),
    };
    if snapshot.places.contains_key(&key) || snapshot.plans.contains_key(&key) {
        bail!(complain!(
            "--new：已经有 {key}；要在它上面记录，请去掉 --new",
            "--new: there is a feature {key} already; leave --new out to record about it"
        ));
    }
    Ok(key)
}

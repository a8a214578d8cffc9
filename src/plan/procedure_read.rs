//! Reads a procedure file: the text of `assets/procedures/*.toml` becomes a checked [`Procedure`].
//!
//! Every reference (stage, field, choice, photo kind, setting, gate, transition) is checked here, so that the engine
//! never meets a name that means nothing. A broken file is refused as a whole, with line and reason.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use super::baseline::AliasIndex;
use super::field_read::{add_field, check_dates, check_fields, read_field};
use super::procedure::*;
use super::procedure_file::*;
use super::step_read::{read_act, read_gate_case, read_transition};
use crate::model::Text;

/// Why a procedure or standards file is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}\nFile: {file}, line {line}")]
pub struct DataFileError {
    pub file: String,
    /// 1-based.
    pub line: usize,
    pub reason: String,
}

impl DataFileError {
    /// The reason in both languages, as far as it is one of the commonest.
    pub fn reason_text(&self) -> Text {
        super::data_file_words::reason_text(&self.reason)
    }
}

/// The tabs that a card has, by code.
const CARD_TABS: [&str; 5] = ["overview", "plan", "tests", "evidence", "history"];

/// A reason and the byte at which it stands.
pub(super) type Fault = (usize, String);

pub(super) fn line_of(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}

impl Procedure {
    /// Reads a procedure file. `file` is its name, for the message.
    ///
    /// # Errors
    /// At the first unknown key or name, with its line.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataFileError> {
        let error = |(byte, reason): Fault| DataFileError {
            file: file.to_owned(),
            line: line_of(text, byte),
            reason,
        };
        let raw: RawProcedure = toml::from_str(text)
            .map_err(|e| error((e.span().map_or(0, |span| span.start), e.message().to_owned())))?;
        read(raw).map_err(error)
    }
}

fn read(raw: RawProcedure) -> Result<Procedure, Fault> {
    let named = raw.choices.into_iter().map(|(name, all)| Ok((name, read_choices(all)?)));
    let choices: BTreeMap<String, Vec<Choice>> = named.collect::<Result<_, Fault>>()?;
    let mut procedure = Procedure {
        id: read_id(raw.id)?,
        version: raw.version,
        label: Text::new(raw.zh, raw.en),
        basis: raw.basis.map(|text| Text::new(text.zh, text.en)),
        tabs: BTreeMap::new(),
        standard: StandardRule::default(),
        sample_items: raw.sample_items,
        aliases: LayerAliases {
            own_code: raw.layer.own_code,
            national_code: raw.layer.national_code,
            name: raw.layer.name,
            stage: raw.layer.stage,
            progress: raw.layer.progress,
        },
        fields: Vec::new(),
        required: Vec::new(),
        stages: Vec::new(),
        stage_sets: BTreeMap::new(),
        transitions: Vec::new(),
        gates: BTreeMap::new(),
        acts: Vec::new(),
        photo_kinds: read_choices(raw.photo_kinds)?,
        document_kinds: read_choices(raw.document_kinds)?,
        looks: Vec::new(),
        groups: read_choices(raw.groups)?,
        settings: raw.settings.into_iter().map(read_setting).collect::<Result<_, _>>()?,
        is_own: false,
        alias_index: AliasIndex::default(),
    };
    for (tab, text) in raw.tabs {
        if !CARD_TABS.contains(&tab.as_str()) {
            return Err((text.span().start, format!("the card has no tab {tab:?}")));
        }
        let text = text.into_inner();
        procedure.tabs.insert(tab, Text::new(text.zh, text.en));
    }
    for look in raw.looks {
        let at = look.span().start;
        let look = read_field(look.into_inner(), &choices).map_err(|reason| (at, reason))?;
        procedure.looks.push(look);
    }
    let mut field_lines = Vec::new();
    for field in raw.field {
        let at = field.span().start;
        field_lines.push(at);
        add_field(&mut procedure, field.into_inner(), &choices).map_err(|reason| (at, reason))?;
    }
    for code in raw.required {
        if procedure.field(code.as_ref()).is_none() {
            return Err((code.span().start, format!("no field is named {:?}", code.as_ref())));
        }
        procedure.required.push(code.into_inner());
    }
    if let Some(rule) = raw.standard {
        let at = rule.span().start;
        procedure.standard =
            read_standard_rule(&procedure, rule.into_inner()).map_err(|reason| (at, reason))?;
    }
    let mut stage_lines = Vec::new();
    for stage in raw.stage {
        let at = stage.span().start;
        stage_lines.push(at);
        add_stage(&mut procedure, stage.into_inner()).map_err(|reason| (at, reason))?;
    }
    for (name, codes) in raw.stages {
        let at = codes.span().start;
        let codes = codes.into_inner();
        if let Some(code) = codes.iter().find(|code| procedure.stage(code).is_none()) {
            return Err((at, format!("the set {name:?} names no stage: {code:?}")));
        }
        procedure.stage_sets.insert(name, codes);
    }
    for name in raw.gate.keys() {
        procedure.gates.insert(name.clone(), Vec::new());
    }
    // Transition ids come first: needs name them.
    let ids: BTreeSet<String> = raw.transition.iter().map(|t| t.get_ref().id.clone()).collect();
    for (name, cases) in raw.gate {
        for case in cases {
            let case = read_gate_case(&procedure, &ids, case)?;
            procedure.gates.entry(name.clone()).or_default().push(case);
        }
    }
    for transition in raw.transition {
        let transition = read_transition(&procedure, &ids, transition)?;
        procedure.transitions.push(transition);
    }
    for act in raw.act {
        let act = read_act(&procedure, &ids, act)?;
        procedure.acts.push(act);
    }
    check_stages_are_reached(&procedure, &stage_lines)?;
    check_fields(&procedure, &field_lines)?;
    procedure.alias_index = AliasIndex::new(&procedure.aliases, &procedure.fields);
    Ok(procedure)
}

fn read_standard_rule(procedure: &Procedure, raw: RawStandardRule) -> Result<StandardRule, String> {
    let fields =
        raw.field.iter().chain(&raw.target).chain(&raw.capacity).chain(raw.background.values());
    if let Some(field) = fields.into_iter().find(|field| procedure.field(field).is_none()) {
        return Err(format!("no field is named {field:?}"));
    }
    let values: Vec<String> = raw.by.keys().cloned().collect();
    match &raw.field {
        Some(field) => super::need_read::check_values(procedure, field, &values)?,
        None if !values.is_empty() => {
            return Err("`by` wants the `field` whose values it names".into());
        }
        None => {}
    }
    let RawStandardRule { field, by, otherwise, target, capacity, background } = raw;
    Ok(StandardRule { field, by, otherwise, target, capacity, background })
}

/// What records call a kind by.
fn read_id(id: Spanned<String>) -> Result<String, Fault> {
    let is_plain = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_';
    match !id.as_ref().is_empty() && id.as_ref().chars().all(is_plain) {
        true => Ok(id.into_inner()),
        false => Err((
            id.span().start,
            format!("an id is of small letters, digits and _, not {:?}", id.as_ref()),
        )),
    }
}

fn read_choices(raw: Vec<Spanned<RawChoice>>) -> Result<Vec<Choice>, Fault> {
    let mut choices: Vec<Choice> = Vec::new();
    for raw in raw {
        let at = raw.span().start;
        let RawChoice { code, zh, en, also, apart_from } = raw.into_inner();
        if choices.iter().any(|known| known.code == code) {
            return Err((at, format!("the choice {code:?} stands twice")));
        }
        choices.push(Choice { code, label: Text::new(zh, en), synonyms: also, apart_from });
    }
    Ok(choices)
}

/// A setting whose name ends in `_days` is a number of them; the others are yes or no.
fn read_setting((code, raw): (String, Spanned<RawSetting>)) -> Result<SettingDef, Fault> {
    let at = raw.span().start;
    let RawSetting { zh, en, default } = raw.into_inner();
    if code.ends_with("_days") && default.parse::<u16>().is_err() {
        return Err((at, format!("the setting {code:?} is a number of days, not {default:?}")));
    }
    if !code.ends_with("_days") && !["yes", "no"].contains(&default.as_str()) {
        return Err((at, format!("the setting {code:?} is yes or no, not {default:?}")));
    }
    Ok(SettingDef { code, label: Text::new(zh, en), default })
}

fn add_stage(procedure: &mut Procedure, raw: RawStage) -> Result<(), String> {
    if raw.code.is_empty() || raw.code.starts_with('@') || procedure.stage(&raw.code).is_some() {
        return Err(format!("{:?} cannot name a stage, or stands twice", raw.code));
    }
    if raw.mark.chars().count() != 1 || raw.letter.chars().count() != 1 {
        return Err(format!("the stage {:?} wants one character as mark and letter", raw.code));
    }
    let twin = procedure.stages.iter().find(|other| other.mark.en == raw.letter);
    if let Some(twin) = twin {
        let (one, other, letter) = (&twin.code, &raw.code, &raw.letter);
        return Err(format!("the stages {one:?} and {other:?} have one letter: {letter}"));
    }
    if let Some(twin) = procedure.stages.iter().find(|other| other.mark.zh == raw.mark) {
        let (one, other, mark) = (&twin.code, &raw.code, &raw.mark);
        return Err(format!("the stages {one:?} and {other:?} have one mark: {mark}"));
    }
    let group = match raw.group.as_str() {
        "planning" => StageGroup::Planning,
        "verdict" => StageGroup::Verdict,
        "works" => StageGroup::Works,
        "trouble" => StageGroup::Trouble,
        "closed" => StageGroup::Closed,
        "not_counted" => StageGroup::NotCounted,
        other => return Err(format!("the stage {:?} has an unknown group {other:?}", raw.code)),
    };
    check_dates(procedure, &raw.code, raw.dated_by.iter().chain(&raw.not_before))?;
    procedure.stages.push(StageDef {
        code: raw.code,
        label: Text::new(raw.zh, raw.en),
        mark: Text::new(raw.mark, raw.letter),
        group,
        synonyms: raw.also,
        dated_by: raw.dated_by,
        not_before: raw.not_before,
    });
    Ok(())
}

/// A stage that no step leads to is a step forgotten. `lines` are the stages' bytes, in their order.
fn check_stages_are_reached(procedure: &Procedure, lines: &[usize]) -> Result<(), Fault> {
    let is_reached = |stage: &StageDef| {
        procedure.transitions.iter().any(|step| step.targets().any(|to| to == stage.code))
    };
    match procedure.stages.iter().zip(lines).find(|(stage, _)| !is_reached(stage)) {
        Some((stage, at)) => Err((*at, format!("no step leads to the stage {:?}", stage.code))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_files_are_sound() {
        for (file, text) in crate::plan::PROCEDURE_FILES {
            let procedure = Procedure::parse(file, text).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(format!("{}.toml", procedure.id), file);
        }
        let rulebook = crate::plan::Rulebook::built_in();
        let outfall = &rulebook.procedures["outfall"];
        assert_eq!((outfall.stages.len(), outfall.transitions.len()), (14, 20));
        assert!(outfall.acts.iter().any(|act| act.id == "T9"));
    }
}

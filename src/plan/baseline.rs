//! Where a received file says a feature stands: stage and fields read from its own properties by their aliases.
//!
//! Nothing is guessed: a value that means none of a field's choices is left in the file and told about.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::body::Adopted;
use super::procedure::{
    DEADLINE_CURRENT, DEADLINE_ORIGINAL, FieldKind, LayerAliases, PROGRESS, Procedure, StageDef,
};
use super::state::Baseline;
use super::values::{folded, parse_number};
use crate::model::{Properties, PropertyValue, Text};

/// What a property's name means in a received file.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Meaning {
    Stage,
    Progress,
    /// By index among the procedure's fields.
    Field(usize),
}

/// Property names, cases and widths folded, with what they mean and how good a name for it they are (0 is best).
#[derive(Clone, Debug, Default)]
pub(super) struct AliasIndex(HashMap<String, Vec<(Meaning, usize)>>);

impl AliasIndex {
    pub fn new(aliases: &LayerAliases, fields: &[super::FieldDef]) -> Self {
        let mut index: HashMap<String, Vec<(Meaning, usize)>> = HashMap::new();
        let mut add = |names: &[String], meaning: Meaning| {
            for (rank, name) in names.iter().enumerate() {
                index.entry(folded(name)).or_default().push((meaning, rank));
            }
        };
        add(&aliases.stage, Meaning::Stage);
        add(&aliases.progress, Meaning::Progress);
        for (idx, field) in fields.iter().enumerate() {
            add(&field.aliases, Meaning::Field(idx));
        }
        Self(index)
    }
}

impl Baseline {
    /// The baseline as the first record of a feature carries it. `source` is the file's name.
    pub fn adopted(&self, source: &str) -> Adopted {
        Adopted {
            stage: self.stage.clone(),
            fields: self.fields.clone(),
            source: source.to_owned(),
        }
    }
}

impl Procedure {
    /// Reads the stage and fields that a feature's own properties state.
    pub fn read_baseline(&self, properties: &Properties) -> Baseline {
        self.read_baseline_and_doubts(properties).0
    }

    /// The same, with what was found and not understood: `“整治类型”不认“其它办法”…`.
    pub fn read_baseline_and_doubts(&self, properties: &Properties) -> (Baseline, Vec<Text>) {
        let mut best: BTreeMap<usize, (usize, &PropertyValue)> = BTreeMap::new();
        // Of the stage, the best name last.
        let mut stages: Vec<(usize, &PropertyValue)> = Vec::new();
        let mut progress = None;
        for property in &properties.0 {
            let Some(meanings) = self.alias_index.0.get(&folded(&property.name)) else { continue };
            if property.value.as_text().is_none_or(|text| text.trim().is_empty()) {
                continue;
            }
            for (meaning, rank) in meanings {
                match meaning {
                    Meaning::Stage => stages.push((*rank, &property.value)),
                    Meaning::Progress => keep_best(&mut progress, *rank, &property.value),
                    Meaning::Field(idx) => {
                        let mut slot = best.get(idx).copied();
                        keep_best(&mut slot, *rank, &property.value);
                        if let Some(slot) = slot {
                            best.insert(*idx, slot);
                        }
                    }
                }
            }
        }
        stages.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        let mut baseline = Baseline::default();
        let mut doubts = Vec::new();
        let said = |value: &PropertyValue| value.as_text().and_then(|text| self.stage_of(text));
        let (stage, states_stage) =
            match stages.iter().rev().find(|(_, value)| said(value).is_some()) {
                Some((_, value)) => (said(value), Some(*value)),
                None => (None, None),
            };
        baseline.stage = stage.map(|stage| stage.code.clone());
        // A property may mean the stage in one file and a field in another (进度: “实施中”, 60).
        let is_stage =
            |value: &PropertyValue| states_stage.is_some_and(|it| std::ptr::eq(it, value));
        best.retain(|_, (_, value)| !is_stage(value));
        if let Some((_, value)) = stages.last().filter(|_| stage.is_none()) {
            let is_it = |of: &PropertyValue| std::ptr::eq(of, *value);
            let is_field = best.iter().any(|(idx, (_, of))| {
                is_it(of) && self.fields[*idx].parse_value(&plain_text(of)).is_ok()
            });
            if !is_field {
                doubts.push(unknown_stage(value.as_text().unwrap_or_default()));
                best.retain(|_, (_, of)| !is_it(of));
            }
        }
        for (idx, (_, value)) in best {
            let field = &self.fields[idx];
            if field.personal || matches!(field.kind, FieldKind::List(_)) {
                continue;
            }
            match field.parse_value(&plain_text(value)) {
                Ok(Value::Null) => {}
                // A record may not hold it: the value stays in the file, and does not keep anybody from recording.
                Ok(value) if super::value_texts(&value).iter().any(|it| it.contains('\0')) => {
                    doubts.push(nul_character(&field.label.zh, &field.label.en));
                }
                Ok(value) => {
                    baseline.fields.insert(field.code.clone(), value);
                }
                Err(doubt) => doubts.push(doubt),
            }
        }
        if let Some(text) = progress.and_then(|(_, value)| value.as_text()) {
            let number = parse_number(text.trim_end_matches(['%', '％']));
            if let Some(percent) = number.filter(|number| (0.0..=100.0).contains(number)) {
                let percent = (percent as u64).to_string();
                baseline.fields.insert(PROGRESS.to_owned(), percent.into());
            }
        }
        settle_deadline(&mut baseline);
        (baseline, doubts)
    }

    /// The stage that a word means: by code, label or synonym.
    pub fn stage_of(&self, word: &str) -> Option<&StageDef> {
        let word = folded(word);
        self.stages.iter().find(|stage| folded(&stage.code) == word).or_else(|| {
            self.stages.iter().find(|stage| {
                let labels = [&stage.label.zh, &stage.label.en];
                labels.into_iter().chain(&stage.synonyms).any(|label| folded(label) == word)
            })
        })
    }
}

/// Keeps the value under the best name; of equally good ones the last, as JSON readers do.
fn keep_best<'a>(
    slot: &mut Option<(usize, &'a PropertyValue)>,
    rank: usize,
    value: &'a PropertyValue,
) {
    if slot.is_none_or(|(known, _)| rank <= known) {
        *slot = Some((rank, value));
    }
}

/// A property's value as text; an array as its texts in a row.
fn plain_text(value: &PropertyValue) -> String {
    let text = value.as_text().unwrap_or_default();
    if let (PropertyValue::Nested(_), Ok(Value::Array(values))) =
        (value, serde_json::from_str(text))
    {
        let texts: Vec<String> = values.iter().flat_map(super::value_texts).collect();
        return texts.join("、");
    }
    text.to_owned()
}

/// A file with one deadline states the original one; a second one is stated only where it differs.
fn settle_deadline(baseline: &mut Baseline) {
    let Some(current) = baseline.fields.remove(DEADLINE_CURRENT) else { return };
    match baseline.fields.get(DEADLINE_ORIGINAL) {
        None => {
            baseline.fields.insert(DEADLINE_ORIGINAL.to_owned(), current);
        }
        Some(original) if *original != current => {
            baseline.fields.insert(DEADLINE_CURRENT.to_owned(), current);
        }
        Some(_) => {}
    }
}

fn nul_character(zh: &str, en: &str) -> Text {
    Text::new(
        format!("“{zh}”的值里有 U+0000，没有采用，原样留在文件里"),
        format!("the value of {en:?} holds U+0000: not adopted, it stays in the file"),
    )
}

fn unknown_stage(text: &str) -> Text {
    Text::new(
        format!("阶段“{text}”不认识，按未建档处理"),
        format!("the stage {text:?} is not known: taken as none"),
    )
}

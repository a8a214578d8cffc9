//! A procedure file in memory: kinds of fields, stages, steps, gates and acts, as `assets/procedures` says.

use std::collections::{BTreeMap, BTreeSet};

pub use super::field_def::*;
use super::need::Need;
use crate::model::{Kind, Text};

/// What one kind of feature goes through.
#[derive(Clone, Debug)]
pub struct Procedure {
    /// The kind's code and the file's id, e.g. `outfall`.
    pub id: String,
    pub version: u32,
    /// A person put it beside those that came with the program.
    pub is_own: bool,
    pub label: Text,
    /// Where it comes from, where that is not the law: shown with the plan.
    pub basis: Option<Text>,
    /// What a tab of the card is called where not by its usual name, by the tab's code.
    pub tabs: BTreeMap<String, Text>,
    pub standard: StandardRule,
    /// Codes of the items usually measured, the first ones first; empty: all.
    pub sample_items: Vec<String>,
    /// Property names, file-name words and values by which a layer of this kind is recognised.
    pub aliases: LayerAliases,
    pub fields: Vec<FieldDef>,
    /// The fields that a complete file holds: what 档案完整率 counts.
    pub required: Vec<String>,
    pub stages: Vec<StageDef>,
    /// Named sets of stage codes: `open`, `closing`, ….
    pub stage_sets: BTreeMap<String, Vec<String>>,
    pub transitions: Vec<Transition>,
    pub gates: BTreeMap<String, Vec<GateCase>>,
    pub acts: Vec<ActRule>,
    pub photo_kinds: Vec<Choice>,
    pub document_kinds: Vec<Choice>,
    /// The looks of a visit and their choices, in form order (`discharging`, `colour`, …).
    pub looks: Vec<FieldDef>,
    /// The groups that fields name, in the order of the card.
    pub groups: Vec<Choice>,
    /// What a workspace may set for this procedure, with its value where nothing is set.
    pub settings: Vec<SettingDef>,
    /// Made once, when the file is read.
    pub(super) alias_index: super::baseline::AliasIndex,
}

/// Something a workspace may set: `revisit_days`, `delegated`, ….
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingDef {
    pub code: String,
    pub label: Text,
    pub default: String,
}

/// What a feature is called.
pub const NAME: &str = "name";
/// The percentage that `progress` records give: named like a field in needs, but never a field of the file.
pub const PROGRESS: &str = "progress";
/// The deadline granted last, else the original one: derived, never written by a record.
pub const DEADLINE_CURRENT: &str = "deadline_current";
pub const DEADLINE_ORIGINAL: &str = "deadline_original";
/// The grade of a water by its sampling points: derived, never written by a record.
pub const GRADE_MEASURED: &str = "grade_measured";
/// When the works were finished: what samples and revisits are measured against.
pub const FINISHED_ON: &str = "finished_on";

impl Procedure {
    pub fn kind(&self) -> Kind {
        Kind::new(&self.id)
    }

    /// `outfall/1`, as records write it.
    pub fn name(&self) -> String {
        format!("{}/{}", self.id, self.version)
    }

    /// Whether its features go through stages at all; else there are only fields and evidence.
    pub fn has_stages(&self) -> bool {
        !self.stages.is_empty()
    }

    pub fn stage(&self, code: &str) -> Option<&StageDef> {
        self.stages.iter().find(|stage| stage.code == code)
    }

    pub fn field(&self, code: &str) -> Option<&FieldDef> {
        self.fields.iter().find(|field| field.code == code)
    }

    pub fn is_in_set(&self, set: &str, stage: &str) -> bool {
        self.stage_sets.get(set).is_some_and(|codes| codes.iter().any(|code| code == stage))
    }

    /// The definition of a field, or of a list's items for `"measures/<item id>"`.
    pub fn field_or_list(&self, code: &str) -> Option<&FieldDef> {
        self.field(code.split_once('/').map_or(code, |(list, _)| list))
    }

    pub fn transition(&self, id: &str) -> Option<&Transition> {
        self.transitions.iter().find(|transition| transition.id == id)
    }

    /// The one transition between two stages. `left` is the stage left when `from` was entered: where `@left` goes.
    pub fn transition_between(&self, from: Option<&str>, to: &str) -> Option<&Transition> {
        let fits = |transition: &&Transition| {
            transition.from.iter().any(|step_from| step_from.code() == from)
                && match &transition.to {
                    StepTo::Stages(stages) => stages.iter().any(|stage| stage == to),
                    StepTo::Left => self.is_in_set("open", to),
                }
        };
        self.transitions.iter().find(fits)
    }

    pub fn stage_label(&self, code: &str) -> Text {
        self.stage(code).map_or_else(|| Text::same(code), |stage| stage.label.clone())
    }

    pub fn field_label(&self, code: &str) -> Text {
        if code == PROGRESS {
            return Text::new("进度", "Progress");
        }
        self.field_or_list(code).map_or_else(|| Text::same(code), |field| field.label.clone())
    }

    pub fn photo_label(&self, code: &str) -> Text {
        choice_label(&self.photo_kinds, code)
    }

    /// Whether one picture cannot be of both kinds.
    pub fn are_apart(&self, one: &str, other: &str) -> bool {
        let names = |of: &str, it: &str| {
            let kind = self.photo_kinds.iter().find(|kind| kind.code == of);
            kind.is_some_and(|kind| kind.apart_from.iter().any(|code| code == it))
        };
        names(one, other) || names(other, one)
    }

    pub fn document_label(&self, code: &str) -> Text {
        choice_label(&self.document_kinds, code)
    }

    /// The default of a setting; `None` where the file knows no such setting.
    pub fn setting_default(&self, code: &str) -> Option<&str> {
        self.settings.iter().find(|def| def.code == code).map(|def| def.default.as_str())
    }

    /// The settings a transition is judged by, its gates included.
    pub fn settings_of(&self, transition: &Transition) -> BTreeSet<String> {
        let mut codes: BTreeSet<String> =
            transition.roles.iter().filter_map(|rule| rule.if_setting.clone()).collect();
        for need in &transition.needs {
            need.settings(&self.gates, &mut codes);
        }
        codes
    }
}

/// By which standard a feature's samples are judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StandardRule {
    /// The field whose value is the standard, or names it by `by`.
    pub field: Option<String>,
    pub by: BTreeMap<String, String>,
    /// Where the field says nothing of it.
    pub otherwise: Option<String>,
    /// The field that holds the class to be kept.
    pub target: Option<String>,
    /// The field that holds the capacity of the works, where levels hold by it.
    pub capacity: Option<String>,
    /// Fields that hold the local background, by item code.
    pub background: BTreeMap<String, String>,
}

/// By what a layer of this kind, its codes and its names are known.
#[derive(Clone, Debug, Default)]
pub struct LayerAliases {
    /// Properties that hold a feature's own code, best first.
    pub own_code: Vec<String>,
    /// Properties that hold the code given by the state.
    pub national_code: Vec<String>,
    pub name: Vec<String>,
    pub stage: Vec<String>,
    /// Properties that hold the progress in percent.
    pub progress: Vec<String>,
}

/// How a stage looks and what it is called.
#[derive(Clone, Debug)]
pub struct StageDef {
    pub code: String,
    pub label: Text,
    /// One Chinese character / one letter: what the symbol shows.
    pub mark: Text,
    pub group: StageGroup,
    /// Words in received files that mean this stage.
    pub synonyms: Vec<String>,
    /// The date field that holds since when a feature is in it of which a received file says so.
    pub dated_by: Option<String>,
    /// Date fields before whose day it cannot be in it, the best first: what dates it where it has no day of its own.
    pub not_before: Vec<String>,
}

/// The six groups that colour and shape stand for, and the features outside all counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StageGroup {
    Planning,
    Verdict,
    Works,
    Trouble,
    Closed,
    NotStarted,
    NotCounted,
}

impl StageGroup {
    pub const ALL: [Self; 7] = [
        Self::Planning,
        Self::Verdict,
        Self::Works,
        Self::Trouble,
        Self::Closed,
        Self::NotStarted,
        Self::NotCounted,
    ];
}

#[derive(Clone, Debug)]
pub struct Transition {
    pub id: String,
    /// What the step is called on its button.
    pub label: Text,
    pub from: Vec<StepFrom>,
    pub to: StepTo,
    pub roles: Vec<RoleRule>,
    pub verdict: Option<Verdict>,
    pub needs: Vec<Need>,
}

impl Transition {
    /// The stages it can lead to; none for one that goes back to the stage left.
    pub fn targets(&self) -> impl Iterator<Item = &str> {
        let stages = match &self.to {
            StepTo::Stages(stages) => stages.as_slice(),
            StepTo::Left => &[],
        };
        stages.iter().map(String::as_str)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepFrom {
    /// `@new`: no stage yet.
    New,
    Stage(String),
}

impl StepFrom {
    /// The stage's code; `None` where there is no stage yet.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::New => None,
            Self::Stage(code) => Some(code),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepTo {
    Stages(Vec<String>),
    /// `@left`: the stage left when the present one was entered.
    Left,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Approve,
    Return,
}

/// A role that may act, perhaps only under a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRule {
    pub role: super::Role,
    /// The setting (`delegated`) that must be on.
    pub if_setting: Option<String>,
}

/// Needs that hold together, for features of which `when` is true.
#[derive(Clone, Debug)]
pub struct GateCase {
    pub when: Option<When>,
    pub needs: Vec<Need>,
}

/// What switches a gate's case on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// The field has one of these values.
    Field(String, Vec<String>),
    /// The setting is on.
    Setting(String),
}

/// Who may file a body that is no step, and what it wants.
#[derive(Clone, Debug)]
pub struct ActRule {
    pub id: String,
    pub body: String,
    pub in_stages: Vec<StepFrom>,
    pub roles: Vec<RoleRule>,
    pub needs: Vec<Need>,
}

//! A procedure file as it is spelt: the shape TOML is read into before anything in it is believed.
//!
//! Unknown keys are refused here; references are checked in `procedure_read`.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProcedure {
    pub id: Spanned<String>,
    pub version: u32,
    pub zh: String,
    pub en: String,
    /// What a person must know of where it comes from, shown with the plan.
    pub basis: Option<RawText>,
    /// What the tabs of the card are called for this kind: `plan`, `tests`, ….
    #[serde(default)]
    pub tabs: BTreeMap<String, Spanned<RawText>>,
    /// By which standard samples are judged.
    pub standard: Option<Spanned<RawStandardRule>>,
    /// The items usually measured, the first ones first.
    #[serde(default)]
    pub sample_items: Vec<String>,
    #[serde(default)]
    pub layer: RawLayer,
    #[serde(default)]
    pub groups: Vec<Spanned<RawChoice>>,
    #[serde(default)]
    pub settings: BTreeMap<String, Spanned<RawSetting>>,
    #[serde(default)]
    pub choices: BTreeMap<String, Vec<Spanned<RawChoice>>>,
    #[serde(default)]
    pub photo_kinds: Vec<Spanned<RawChoice>>,
    #[serde(default)]
    pub document_kinds: Vec<Spanned<RawChoice>>,
    #[serde(default)]
    pub looks: Vec<Spanned<RawField>>,
    #[serde(default)]
    pub field: Vec<Spanned<RawField>>,
    /// The fields that a complete file of such a feature holds.
    #[serde(default)]
    pub required: Vec<Spanned<String>>,
    #[serde(default)]
    pub stage: Vec<Spanned<RawStage>>,
    #[serde(default)]
    pub stages: BTreeMap<String, Spanned<Vec<String>>>,
    #[serde(default)]
    pub transition: Vec<Spanned<RawTransition>>,
    #[serde(default)]
    pub gate: BTreeMap<String, Vec<Spanned<RawGateCase>>>,
    #[serde(default)]
    pub act: Vec<Spanned<RawAct>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawLayer {
    pub own_code: Vec<String>,
    pub national_code: Vec<String>,
    pub name: Vec<String>,
    pub stage: Vec<String>,
    pub progress: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawText {
    pub zh: String,
    pub en: String,
}

/// The standard is the field's own value, or what `by` makes of it; `otherwise` where that names none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStandardRule {
    pub field: Option<String>,
    #[serde(default)]
    pub by: BTreeMap<String, String>,
    pub otherwise: Option<String>,
    /// The field that holds the class to be kept.
    pub target: Option<String>,
    /// The field that holds the capacity of the works.
    pub capacity: Option<String>,
    /// Fields that hold the local background, by item.
    #[serde(default)]
    pub background: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSetting {
    pub zh: String,
    pub en: String,
    pub default: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChoice {
    pub code: String,
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub also: Vec<String>,
    #[serde(default)]
    pub apart_from: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    pub code: String,
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub group: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub choices: Option<String>,
    pub unit: Option<String>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub personal: bool,
    #[serde(default)]
    pub derived: bool,
    pub locked: Option<RawLock>,
    #[serde(default)]
    pub done: bool,
    #[serde(default)]
    pub only_by_step: Vec<String>,
    pub written_by: Option<String>,
    /// The roles that may write it; none named: every role that may write fields.
    #[serde(default)]
    pub set_by: Vec<String>,
    /// What figures count by, and the values that take the feature out of one.
    pub counted: Option<RawCounted>,
    /// Values that anybody raises and only others of some roles take down.
    pub raised: Option<RawRaised>,
    pub not_before: Option<String>,
    pub not_above: Option<String>,
    /// What a step that asks for it begins with: `today` or `actor`.
    pub preset: Option<String>,
    /// Of a list: what its items are known by, `month`.
    pub ids: Option<String>,
    pub dated_by: Option<String>,
    pub pattern: Option<String>,
    /// The kind of areas that a yes or no is about.
    pub within: Option<String>,
    #[serde(default)]
    pub unsettled: Vec<String>,
    /// The kind of feature whose code it holds.
    pub names: Option<String>,
    #[serde(default)]
    pub columns: Vec<RawColumn>,
}

/// A column of a list's items: a field that is no list itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    pub code: String,
    pub zh: String,
    pub en: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub choices: Option<String>,
    pub unit: Option<String>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    #[serde(default)]
    pub done: bool,
    pub not_before: Option<String>,
    /// The list whose items it names.
    pub of: Option<String>,
    /// The number that is at its highest where this says yes.
    pub full: Option<String>,
    /// Of a list's column: what figures count its items by.
    pub counted: Option<RawCounted>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLock {
    pub after: Option<String>,
    pub r#in: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCounted {
    #[serde(default)]
    pub out: Vec<String>,
    #[serde(default)]
    pub only: Vec<String>,
    pub when: Option<RawWhen>,
    pub r#in: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRaised {
    pub values: Vec<String>,
    pub down_by: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStage {
    pub code: String,
    pub zh: String,
    pub en: String,
    pub mark: String,
    pub letter: String,
    pub group: String,
    #[serde(default)]
    pub also: Vec<String>,
    pub dated_by: Option<String>,
    #[serde(default)]
    pub not_before: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTransition {
    pub id: String,
    pub zh: String,
    pub en: String,
    pub from: Vec<String>,
    pub to: OneOrMany,
    pub roles: Vec<RawRole>,
    pub verdict: Option<String>,
    #[serde(default)]
    pub needs: Vec<Spanned<RawNeed>>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "one name or a list of names")]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a role, or a role with the setting it wants")]
pub(super) enum RawRole {
    Always(String),
    If(RawRoleIf),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRoleIf {
    pub role: String,
    pub r#if: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGateCase {
    pub when: Option<RawWhen>,
    pub needs: Vec<Spanned<RawNeed>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWhen {
    pub field: Option<String>,
    #[serde(default)]
    pub is: Vec<String>,
    pub setting: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAct {
    pub id: String,
    pub body: String,
    #[serde(default)]
    pub r#in: Vec<String>,
    pub roles: Vec<RawRole>,
    #[serde(default)]
    pub needs: Vec<Spanned<RawNeed>>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a number of days or a setting")]
pub(super) enum RawDays {
    Fixed(i64),
    Setting(String),
}

/// A need before it is known which one: every key of the language.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawNeed {
    pub any: Option<Vec<RawNeed>>,
    pub field: Option<String>,
    pub input: Option<String>,
    pub stood: Option<String>,
    pub is: Vec<String>,
    pub not: Vec<String>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub differs_from: Option<String>,
    pub note: Option<bool>,
    pub position: Option<bool>,
    pub photo: Option<String>,
    pub count: Option<u32>,
    pub after: Option<String>,
    pub document: Option<String>,
    pub sample: Option<String>,
    pub scope: Option<String>,
    pub source: Vec<String>,
    pub every: Option<String>,
    #[serde(default)]
    pub whole: bool,
    pub record: Option<String>,
    pub r#where: BTreeMap<String, String>,
    pub plus_days: Option<RawDays>,
    pub items: Option<String>,
    pub actor: Option<String>,
    pub from: Option<String>,
    pub by: Option<String>,
    pub feature: Option<String>,
    pub gate: Option<String>,
    pub not_below: Option<String>,
    pub unless: Option<String>,
    pub rule: Option<String>,
    pub waited: Option<String>,
    pub work_days: Option<RawDays>,
}

impl RawNeed {
    /// The keys given, so that a need cannot carry one that means nothing there.
    pub fn keys(&self) -> Vec<&'static str> {
        let given = [
            ("any", self.any.is_some()),
            ("field", self.field.is_some()),
            ("input", self.input.is_some()),
            ("stood", self.stood.is_some()),
            ("is", !self.is.is_empty()),
            ("not", !self.not.is_empty()),
            ("min", self.min.is_some()),
            ("max", self.max.is_some()),
            ("differs_from", self.differs_from.is_some()),
            ("note", self.note.is_some()),
            ("position", self.position.is_some()),
            ("photo", self.photo.is_some()),
            ("count", self.count.is_some()),
            ("after", self.after.is_some()),
            ("document", self.document.is_some()),
            ("sample", self.sample.is_some()),
            ("scope", self.scope.is_some()),
            ("source", !self.source.is_empty()),
            ("every", self.every.is_some()),
            ("whole", self.whole),
            ("record", self.record.is_some()),
            ("where", !self.r#where.is_empty()),
            ("plus_days", self.plus_days.is_some()),
            ("items", self.items.is_some()),
            ("actor", self.actor.is_some()),
            ("from", self.from.is_some()),
            ("by", self.by.is_some()),
            ("feature", self.feature.is_some()),
            ("gate", self.gate.is_some()),
            ("not_below", self.not_below.is_some()),
            ("unless", self.unless.is_some()),
            ("rule", self.rule.is_some()),
            ("waited", self.waited.is_some()),
            ("work_days", self.work_days.is_some()),
        ];
        given.into_iter().filter(|(_, is_given)| *is_given).map(|(key, _)| key).collect()
    }
}

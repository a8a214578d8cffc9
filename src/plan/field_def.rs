//! The fields of a procedure file: what each can hold, who may write it, and since when what a file states of it stands.

use super::Role;
use crate::model::Text;

/// A value with a code and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub code: String,
    pub label: Text,
    /// Other words that mean the same in received files.
    pub synonyms: Vec<String>,
    /// Of photos: the kinds that the same picture cannot be as well.
    pub apart_from: Vec<String>,
}

/// A field of the plan.
#[derive(Clone, Debug)]
pub struct FieldDef {
    pub code: String,
    pub label: Text,
    pub kind: FieldKind,
    pub unit: Option<String>,
    /// Property names that mean this field in received files.
    pub aliases: Vec<String>,
    /// Where the card shows it: `overview`, `survey`, `trace`, `plan`, `works`, `manage`, …
    pub group: String,
    /// Personal data: kept out of records and of exports unless ticked.
    pub personal: bool,
    /// Never written by a record: derived by the fold.
    pub derived: bool,
    /// From when on no record may write it any more.
    pub locked: Option<Lock>,
    /// Values that only a step may write: suspicion is free, a verdict is not.
    pub only_by_step: Vec<String>,
    /// A date of something done: it cannot lie ahead.
    pub done: bool,
    /// Of a list's column: the list whose items it names, to be chosen from.
    pub of_list: Option<String>,
    /// Once it stands, only this step writes it anew: what evidence is measured against does not shift under it.
    pub written_by: Option<String>,
    /// Who may write it; empty: everybody who may write fields. What figures rest on is not everybody's to say.
    pub set_by: Vec<Role>,
    /// Figures count by it: what stands is rewritten, and the feature taken out, by the municipality with a reason.
    pub counted: Option<CountedBy>,
    /// A suspicion: anybody raises it, and only another person of a few roles takes it down, with a reason.
    pub raised: Option<Raised>,
    /// The day before which it cannot lie: that of another date field, or of the step into a stage (`stage:approved`).
    pub not_before: Option<String>,
    /// The number field above which it cannot be: what is done of what is planned.
    pub not_above: Option<String>,
    /// What a step that asks for it begins with.
    pub preset: Option<Preset>,
    /// The items of a list are months: an item's id is one, `2022-04`.
    pub by_month: bool,
    /// The date field that holds since when a value stands that a received file states.
    pub dated_by: Option<String>,
    /// What its text looks like (`AA-DDDDDD-9999`): told where a received file has another, and never asked for.
    pub pattern: Option<String>,
    /// Whether the feature lies in an area of this kind, which a layer of it answers: proposed, and asked about where it
    /// is said otherwise.
    pub within: Option<String>,
    /// Choices that leave its question open: told wherever they stand, and never refused.
    pub unsettled: Vec<String>,
    /// The kind of feature whose code it holds: told where none of the loaded ones is called so.
    pub names: Option<String>,
    /// Of a column that says yes or no: the number of its item that is at its highest exactly where it says yes.
    pub full: Option<String>,
}

/// What stands in a step's field before anything was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    Today,
    /// The name of who takes the step.
    Actor,
}

/// What stands in a field stands still in the stages of a set, and for good once a transition was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    pub after: Option<String>,
    pub in_set: String,
}

/// How figures count by a field; of a list, that its items are counted. Without values it counts by whatever stands in
/// it: what stands is not rewritten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedBy {
    /// The values that take the feature out of a figure, which counts it while nothing is said.
    pub out: Vec<String>,
    /// The values by which a figure counts it, and by nothing else.
    pub only: Vec<String>,
    /// Only features of which this field says so are counted by it.
    pub when: Option<(String, Vec<String>)>,
    /// Only features in a stage of this set are.
    pub in_set: Option<String>,
}

/// Values of a field that stand until somebody else takes them down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    pub values: Vec<String>,
    pub down_by: Vec<Role>,
}

#[derive(Clone, Debug)]
pub enum FieldKind {
    Text,
    /// Text of several lines.
    LongText,
    /// A decimal number as typed, within bounds where there are any.
    Number {
        min: Option<f64>,
        max: Option<f64>,
    },
    Date,
    Bool,
    Choice(Vec<Choice>),
    /// Several of the choices: an array of codes.
    Choices(Vec<Choice>),
    /// Several free texts: an array of strings, e.g. inspectors.
    Texts,
    /// Items edited one by one, each an object of these columns.
    List(Vec<FieldDef>),
    /// The key of another feature.
    Feature,
    /// A discharge standard's id, e.g. `DB12/599-2015/C`.
    Standard,
}

/// The label of a code among choices; the code itself where it is none of them.
pub fn choice_label(choices: &[Choice], code: &str) -> Text {
    choices
        .iter()
        .find(|choice| choice.code == code)
        .map_or_else(|| Text::same(code), |choice| choice.label.clone())
}

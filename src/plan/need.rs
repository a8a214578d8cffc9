//! What a step or an act needs: the vocabulary of the procedure files, as types.
//!
//! Deliberately small: a list of needs, all of which must hold, and one level of `any`. A rule it cannot say is a
//! named [`Predicate`] with its clause. Judging is `judge`'s, the words are `words`'.

use std::collections::{BTreeMap, BTreeSet};

use super::procedure::{GateCase, When};

/// One thing that must be there.
#[derive(Clone, Debug, PartialEq)]
pub enum Need {
    /// The folded field has a value, of that kind.
    Field {
        field: String,
        test: ValueTest,
    },
    /// The field is given in this very record.
    Input {
        field: String,
        test: ValueTest,
    },
    /// A non-empty note.
    Note,
    /// The feature has a position.
    Position,
    /// Photos of a kind (`any`: of every kind).
    Photo {
        kind: String,
        count: usize,
        after: Option<Moment>,
    },
    Document {
        kind: String,
        after: Option<Moment>,
    },
    Sample(SampleNeed),
    /// A counting record of a kind whose members equal these.
    Record {
        body: String,
        conditions: Vec<(String, String)>,
        after: Option<Moment>,
        plus_days: Option<Days>,
    },
    Items(ItemsNeed),
    /// Separation of duties: the actor is another person (or of another unit) than who did that.
    Actor {
        from: ActorOf,
        by: ActorBy,
    },
    /// The field held one of these values before this record, whatever it says itself.
    Stood {
        field: String,
        is: Vec<String>,
    },
    /// The field holds the key of a feature that exists.
    Feature {
        field: String,
    },
    /// The needs of a gate, for each case that applies.
    Gate(String),
    /// The value given does not fall against its present one, unless there is a note.
    NotBelow {
        field: String,
        unless_note: bool,
    },
    /// So many working days have gone by since: Monday to Friday, the day itself not counted.
    Waited {
        since: Moment,
        work_days: Days,
    },
    /// A rule the language cannot say.
    Rule(Predicate),
    /// One of these is enough.
    Any(Vec<Need>),
}

/// What is asked of a value beside being there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValueTest {
    pub is: Vec<String>,
    pub not: Vec<String>,
    /// On a list: the number of its items.
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// Another field that must have another value.
    pub differs_from: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SampleNeed {
    pub finding: Finding,
    pub scope: Scope,
    pub after: Option<Moment>,
    /// Which sources count (`lab`, `auto`); empty: all but quick tests.
    pub source: Vec<String>,
    /// In each of this many calendar months in a row.
    pub months: Option<u32>,
    /// As whole as the standard wants a survey: each item it grades by, at as many points and as often. In months, how
    /// often is the months' own.
    pub whole: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    Exists,
    Compliant,
    Failing,
    /// Its class by the standard is one of these.
    Grade(Vec<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Latest,
    Any,
    None,
    /// At each sampling point what was found there last, and something at all.
    EveryPoint,
}

/// From when on evidence counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The day a field holds; compared by day, the same day included.
    Field(String),
    /// The newest active entry into a stage; compared by instant, strictly later.
    Stage(String),
    /// The newest active entry into the present stage, or ever where there is none yet: `stage:@from`.
    PresentStage,
    /// The day of the record being judged.
    Record,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Days {
    Fixed(i64),
    Setting(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemsNeed {
    /// No item to correct is open.
    NoneOpen,
    /// At least one item in this very record.
    Given,
}

/// From whom the actor must differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActorOf {
    /// Who took the newest active step of a transition.
    Transition(String),
    /// Who made the newest request of a kind (`request:cancelled`).
    Request(String),
    /// Who wrote the present value of a field (`field:illegal_use`).
    Field(String),
    /// Whoever is named in a field (`named:inspectors`).
    Named(String),
    /// Whoever did any of the work that the step judges (`work`).
    Work,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorBy {
    Person,
    Unit,
}

/// Rules that the language cannot say, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// Where a failing result was replaced or withdrawn after the works were finished, this very record says
    /// `correction_confirmed = yes` (DESIGN §4, Withdrawing).
    CorrectionsConfirmed,
}

impl Predicate {
    pub fn from_name(name: &str) -> Option<Self> {
        (name == "corrections_confirmed").then_some(Self::CorrectionsConfirmed)
    }
}

impl Need {
    /// Adds the settings this need is judged by.
    pub(super) fn settings(
        &self,
        gates: &BTreeMap<String, Vec<GateCase>>,
        codes: &mut BTreeSet<String>,
    ) {
        match self {
            Self::Record { plus_days: Some(Days::Setting(code)), .. }
            | Self::Waited { work_days: Days::Setting(code), .. } => {
                codes.insert(code.clone());
            }
            Self::Any(needs) => needs.iter().for_each(|need| need.settings(gates, codes)),
            Self::Gate(name) => {
                let cases = gates.get(name).into_iter().flatten();
                for case in cases.clone() {
                    if let Some(When::Setting(code)) = &case.when {
                        codes.insert(code.clone());
                    }
                }
                // A gate names no gate: the reader refuses that.
                cases.flat_map(|case| &case.needs).for_each(|need| {
                    if !matches!(need, Self::Gate(_)) {
                        need.settings(gates, codes);
                    }
                });
            }
            _ => {}
        }
    }
}

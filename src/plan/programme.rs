//! What a campaign promises: tasks with their targets, each a figure, a goal and a day, as `assets/programmes` says.
//!
//! A file names one campaign (`id`, `zh`, `en`, `source`, `begins`, the day from which an even pace is reckoned, and
//! `first`, the numbers of the tasks that stand first where a supervisor reads them) and its tasks; a task has targets:
//!
//! | key | is |
//! | --- | --- |
//! | `layer` | the kind of layer that feeds it |
//! | `layer_label` | `{ zh, en }`: what that layer is called, where no procedure is of its kind |
//! | `figure` | one of the shapes below; without it the product does not count the target |
//! | `goal` | `{ share = 91 }` per cent of the whole, `{ count = 12 }`, `{ at_most = 0 }`, or `{ not_below = tests }`: as many as pass these tests of what is counted |
//! | `due` | the day by which it is to be reached |
//! | `day` | who says so: `source` the day itself, `year` the year alone, `none` nobody: the product's own reading |
//! | `pace` | planned per cent of the goal by day, `[["2022-06-30", 40]]`; without it even from `begins` to `due` |
//! | `held` | `true`: not a work that grows but a state to be held, so nothing is planned by day |
//! | `mix` | `stage`, or a field of choices: what its features are split by, shown beside it |
//!
//! | figure | num and den |
//! | --- | --- |
//! | `{ kpi = "k_plan" }` | those of a figure of the summary; with `where` and `but`, of such features of it alone; with `total`, of as many as the campaign counts, however many are loaded, less those that the municipality took out |
//! | `{ samples = "compliant", where, but }` | the judged samples of such features: how many comply |
//! | `{ where, but, hit }` | features that pass `where` and not `but`: how many pass `hit` |
//! | `{ list, items, hit }` | items of that list in such features that pass `items`: how many pass `hit` |
//! | `{ mean, where, but, full }` | the mean of a per cent field over such features, of 100: what passes `full` is 100, what states nothing is 0 and said |
//! | `{ sum, whole, unit, hit }` | the sums of two number fields over such features; the first of those alone that pass `hit`, and never more of it than of the whole; `total` instead of `whole`: a number that the campaign says |
//!
//! A test is a table of fields with the values that pass, all of them to hold; `hit` and `full` may be several tables, of
//! which one has to hold: `hit = [{ done = ["yes"] }, { percent = ["100"] }]`. `"*"` is any value, `"-"` none at all, `"@river"` what a loaded
//! feature of that kind is called, by code or name; `stage` is the stage it counts in, `class` the class of a water (of a
//! kind with `latest_class`) by the means of its newest month of the year, else the one its file states of a month of it,
//! `sample` the verdict of its newest sample that decides: `compliant` or `failing`.
//!
//! A target that names features of a kind of which none is loaded has no figure.
//!
//! How they are counted: [`super::programme_figures`].

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{Bbox, Day, Text};

/// A campaign.
#[derive(Clone, Debug, Default)]
pub struct Programme {
    pub head: ProgrammeHead,
    /// Where it is: features elsewhere are told about.
    pub area: Option<Area>,
    /// The targets of all tasks.
    pub targets: Vec<Target>,
}

/// A place that a campaign is about, by the box around it and its waters.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub label: Text,
    pub bbox: Bbox,
}

/// What a campaign is called, where it was read, and its sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProgrammeHead {
    pub id: String,
    pub label: Text,
    /// Where the tasks were read.
    pub source: Text,
    /// Whether that is the author's memory only; a repost that was read is not, and is no certified text either.
    pub source_is_recalled: bool,
    /// In the order of the file.
    pub tasks: Vec<Task>,
    /// The numbers of those that a supervisor looks at first, in that order.
    #[serde(skip)]
    pub first: Vec<u32>,
}

impl ProgrammeHead {
    /// The tasks as a supervisor reads them: those that come first, then the others in the order of the file.
    pub fn tasks_as_read(&self) -> impl Iterator<Item = &Task> {
        let first = self.first.iter().filter_map(|no| self.tasks.iter().find(|it| it.no == *no));
        first.chain(self.tasks.iter().filter(|task| !self.first.contains(&task.no)))
    }
}

/// A sentence of the campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Task {
    pub no: u32,
    pub label: Text,
}

/// A figure that is to be reached by a day.
#[derive(Clone, Debug)]
pub struct Target {
    pub id: String,
    /// The number of its task.
    pub task: u32,
    pub label: Text,
    /// The kind of layer that feeds it.
    pub layer: String,
    pub layer_label: Text,
    /// `None` where the product has no figure for it: shown as "—" with the layer that would feed it.
    pub measure: Option<(Figure, Goal)>,
    pub due: Day,
    pub due_said_by: DueSaidBy,
    /// Planned per cent of the goal, days ascending; between two days the plan is even. Empty: it is to be held.
    pub pace: Vec<(Day, u32)>,
    /// `stage`, or the field that its features are split by.
    pub mix: Option<String>,
}

impl Target {
    /// The kinds, by their codes, whose features its figure's tests name.
    pub(super) fn named_kinds(&self) -> impl Iterator<Item = &str> {
        let tests = self.measure.iter().flat_map(|(figure, _)| figure.tests());
        let wanted = tests.flat_map(|tests| tests.values().flatten());
        wanted.filter_map(|wanted| wanted.strip_prefix('@'))
    }
}

/// Who set the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DueSaidBy {
    /// The source names the day.
    Source,
    /// The source names the year; its last day is the product's reading.
    Year,
    /// The source names no date: the product's reading.
    #[serde(rename = "none")]
    Nobody,
}

/// What is to be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Per cent of the whole.
    Share(u32),
    Count(u32),
    AtMost(u32),
    /// As many as pass these tests of the features that are counted: last year's, say.
    NotBelow(FieldTests),
}

/// How a target is counted.
#[derive(Clone, Debug)]
pub enum Figure {
    /// A figure of the summary, by its code; of features that pass the filter alone where there is one.
    Kpi {
        code: String,
        of: Filter,
        /// How many the campaign itself counts, however many are loaded; less what the municipality took out of them.
        total: Option<u32>,
    },
    /// The judged samples of features: how many comply.
    Samples {
        of: Filter,
    },
    Features {
        of: Filter,
        hit: AnyOf,
    },
    Items {
        of: Filter,
        list: String,
        items: FieldTests,
        hit: AnyOf,
    },
    Sum {
        of: Filter,
        /// Features whose part counts.
        hit: AnyOf,
        part: String,
        whole: Whole,
        unit: Option<String>,
    },
    /// The mean of a field of per cents.
    Mean {
        of: Filter,
        part: String,
        /// What is a hundred whatever the field says.
        full: AnyOf,
    },
}

impl Figure {
    /// Which features of the layer it is of.
    pub fn filter(&self) -> &Filter {
        match self {
            Self::Kpi { of, .. }
            | Self::Samples { of }
            | Self::Features { of, .. }
            | Self::Items { of, .. }
            | Self::Sum { of, .. }
            | Self::Mean { of, .. } => of,
        }
    }

    /// Whether what counts in it is told by this field, or by the stage.
    pub(super) fn hits_by(&self, field: &str) -> bool {
        self.hit().is_some_and(|hit| hit.asks_for(field))
    }

    fn hit(&self) -> Option<&AnyOf> {
        match self {
            Self::Features { hit, .. } | Self::Items { hit, .. } | Self::Sum { hit, .. } => {
                Some(hit)
            }
            Self::Mean { full, .. } => Some(full),
            Self::Kpi { .. } | Self::Samples { .. } => None,
        }
    }

    fn tests(&self) -> impl Iterator<Item = &FieldTests> {
        let of = self.filter();
        let hits = self.hit().into_iter().flat_map(|hit| &hit.0);
        [&of.passes, &of.but].into_iter().chain(hits)
    }
}

/// What a sum is part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whole {
    /// A number that each feature states.
    Field(String),
    /// What the campaign itself says, whatever is loaded.
    Total(u32),
}

/// Which features of the layer count.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub passes: FieldTests,
    /// Features that pass this (where it is not empty) are left out.
    pub but: FieldTests,
}

impl Filter {
    /// Whether it leaves nothing out.
    pub fn is_all(&self) -> bool {
        self.passes.is_empty() && self.but.is_empty()
    }
}

/// Tables of tests of which one has to hold; none at all holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnyOf(pub Vec<FieldTests>);

impl AnyOf {
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(BTreeMap::is_empty)
    }

    pub(super) fn holds(&self, passes: impl FnMut(&FieldTests) -> bool) -> bool {
        self.0.is_empty() || self.0.iter().any(passes)
    }

    /// Whether any of its tables looks at this field.
    pub(super) fn asks_for(&self, field: &str) -> bool {
        self.0.iter().any(|tests| tests.contains_key(field))
    }
}

/// Fields with the values that pass; all of them have to hold, none at all holds.
pub type FieldTests = BTreeMap<String, Vec<String>>;

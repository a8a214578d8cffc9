//! Standards: limits and classes read from `assets/standards`.
//!
//! One shape for all of them: a table whose rows are measured items and whose columns are classes, the best first.
//! A discharge standard has one column (keep the limit or fail); surface water has five, soil two. Judging is
//! `verdict`'s.

use super::measured::{conversion, plain_script};
use super::standard_read::{self, DataText};
use super::values::folded;
use crate::model::{Day, Text};

/// The standards and the measured items they speak of.
#[derive(Clone, Debug, Default)]
pub struct Standards {
    pub standards: Vec<Standard>,
    pub items: Vec<SampleItem>,
}

/// Something that is measured in a sample.
#[derive(Clone, Debug)]
pub struct SampleItem {
    pub code: String,
    pub label: Text,
    /// The unit that limits and charts use.
    pub unit: String,
    /// More than this in that unit is taken for a slip of the pen or of the unit.
    pub plausible_max: f64,
    pub plausible_min: f64,
    /// About the least that a laboratory can tell of it.
    pub least: Option<f64>,
    /// Other names in received files and reports.
    pub aliases: Vec<String>,
    /// All it is called by in one spelling, its code first.
    pub(super) called: Vec<String>,
}

impl SampleItem {
    /// Prepares what it is found by.
    pub(super) fn found_by_its_names(mut self) -> Self {
        let names = [self.code.as_str(), self.label.zh.as_str(), self.label.en.as_str()];
        let names = names.into_iter().chain(self.aliases.iter().map(String::as_str));
        self.called = names.map(plain_name).collect();
        self
    }
}

/// A name of an item in one spelling: `Cr⁶⁺` and `Cr6+` are the same.
fn plain_name(name: &str) -> String {
    plain_script(&folded(name))
}

/// One standard with its levels.
#[derive(Clone, Debug)]
pub struct Standard {
    /// Its number as records write it, e.g. `DB12/599-2015`.
    pub id: String,
    pub label: Text,
    pub clause: Text,
    pub levels: Vec<Level>,
    pub bracket: Bracket,
    /// A value below detection counts as half the detection limit; else it counts where every value below would.
    pub halves_below_detection: bool,
    /// A month or a longer span is judged by the mean of what was measured in it.
    pub means: bool,
}

/// One table of a standard: a level of discharge, the waters or the land it is for.
#[derive(Clone, Debug)]
pub struct Level {
    /// `1A`: the whole id is `GB18918-2002/1A`.
    pub code: String,
    pub label: Text,
    /// The classes, the best first; none where limits are kept or not. The last one is what keeps no bound.
    pub classes: Vec<Class>,
    /// The worst class that complies; `None` where the feature's own target says it.
    pub passes: Option<usize>,
    /// What an item above its first bound and not above the local background is.
    pub background_class: Option<Class>,
    /// The item by which rows have several bands, and where one band ends and the next begins.
    pub band_item: Option<String>,
    pub band_ends: Vec<f64>,
    pub limits: Vec<Limit>,
    /// From which to below which capacity of a works it holds, in m³ a day; `None` where that does not matter.
    pub capacity: Option<[f64; 2]>,
    /// How the samples of several points grade the whole water, where the standard says it.
    pub points: Option<PointRules>,
}

/// From the samples of points to the grade of a whole water: point, reach, body.
#[derive(Clone, Debug, PartialEq)]
pub struct PointRules {
    pub clause: Text,
    /// When the worst class is a point's, a reach's and the body's; without it the worst sample is the body's.
    pub worst: Option<WorstClass>,
    /// What a survey should have; fewer are said beside the grade.
    pub points_min: usize,
    pub times_min: usize,
    /// Samples of a point no further apart than this are of one round.
    pub round_days: i32,
    /// Recalled, not read in the standard.
    pub recalled: bool,
}

/// What makes a point, a reach and a body of the worst class. Shares are of 100; a share that is reached counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorstClass {
    /// The share of one item's values at a point.
    pub one_item_pct: usize,
    /// The lower share that is enough where as many items reach it.
    pub several_items_pct: usize,
    pub several_items: usize,
    /// So many such points in a row make the reach between them.
    pub reach_points: usize,
    /// The share of points that makes the body.
    pub body_pct: usize,
}

/// A class of water or soil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    pub code: String,
    pub label: Text,
}

/// When the bracketed limits of a standard apply instead of the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bracket {
    None,
    /// At this water temperature or below, in °C. An unknown temperature leaves the brackets off.
    WaterTemp {
        max_c: f64,
    },
    /// From one day of the year to another, both included; the span may run over the new year.
    Season {
        from: (i8, i8),
        to: (i8, i8),
    },
}

/// One row: what an item must keep, class by class.
#[derive(Clone, Debug)]
pub struct Limit {
    pub item: String,
    pub unit: String,
    /// By band (one where there are none), the bounds of each class but the last.
    pub bands: Vec<Vec<Bound>>,
    /// The value in brackets, of a row with one bound.
    pub bracketed_max: Option<f64>,
    /// By class: recalled, not read in the standard.
    pub recalled: Vec<bool>,
    /// In shallow water the lower bounds are these shares of the depth.
    pub shallow: Option<Shallow>,
    /// Shown beside the others and no part of the verdict.
    pub apart: bool,
    /// Naturally high in some soils: not above the local background is no contamination.
    pub has_background: bool,
}

/// What a value must be to keep a class.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bound {
    /// At least.
    pub min: Option<f64>,
    /// At most.
    pub max: Option<f64>,
    /// More than.
    pub above: Option<f64>,
    /// Less than.
    pub below: Option<f64>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Shallow {
    /// The item that holds the depth.
    pub item: String,
    pub below: f64,
    /// By class.
    pub shares: Vec<f64>,
}

/// What a judgement looks at beside the sample.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SampleContext {
    /// The day the sample was taken.
    pub day: Day,
    pub water_temp_c: Option<f64>,
    /// The code of the class that is to be kept, where the standard leaves that to the feature.
    pub target: Option<String>,
    /// Local background by item code, in the item's own unit.
    pub background: std::collections::BTreeMap<String, f64>,
    /// Of the works, in m³ a day: it says which level of some standards holds.
    pub capacity: Option<f64>,
}

impl Standards {
    /// The standards that are built into the program.
    pub fn built_in() -> Self {
        let files: [DataText; 10] = [
            ("items.toml", include_str!("../../assets/standards/items.toml")),
            ("gb18918-2002.toml", include_str!("../../assets/standards/gb18918-2002.toml")),
            ("db12-599-2015.toml", include_str!("../../assets/standards/db12-599-2015.toml")),
            ("gb8978-1996.toml", include_str!("../../assets/standards/gb8978-1996.toml")),
            ("gb3838-2002.toml", include_str!("../../assets/standards/gb3838-2002.toml")),
            ("gb3097-1997.toml", include_str!("../../assets/standards/gb3097-1997.toml")),
            ("bow-urban-2015.toml", include_str!("../../assets/standards/bow-urban-2015.toml")),
            ("bow-rural.toml", include_str!("../../assets/standards/bow-rural.toml")),
            ("gb36600-2018.toml", include_str!("../../assets/standards/gb36600-2018.toml")),
            ("gb15618-2018.toml", include_str!("../../assets/standards/gb15618-2018.toml")),
        ];
        // A test reads every built-in file; one that is broken does not leave the house.
        standard_read::read(&files).expect("the built-in standards are sound")
    }

    /// All standards a feature can name, with their words: for a list to choose from.
    pub fn choices(&self) -> Vec<(String, Text)> {
        let of = |standard: &Standard| {
            let id = standard.id.clone();
            let label = standard.label.clone();
            standard
                .levels
                .iter()
                .map(|level| (format!("{id}/{}", level.code), join(&label, &level.label)))
                .collect::<Vec<_>>()
        };
        self.standards.iter().flat_map(of).collect()
    }

    /// An item by its code or any of its names.
    pub fn item(&self, name: &str) -> Option<&SampleItem> {
        self.items_named(name).next()
    }

    /// An item by its code or any of its names; of several of one name (砷 in water and in soil) the one measured
    /// in this unit.
    pub fn item_in(&self, name: &str, unit: &str) -> Option<&SampleItem> {
        let in_unit = |item: &&SampleItem| conversion(unit, &item.unit).is_some();
        self.items_named(name).find(in_unit).or_else(|| self.item(name))
    }

    /// An item by its code or any of its names; of several of one name the one that a kind is usually sampled for:
    /// 砷 and pH of a plot are those of its soil, and so is 氰化物, which is measured as they are.
    pub fn item_among(&self, name: &str, usual: &[String]) -> Option<&SampleItem> {
        let units = || usual.iter().filter_map(|code| self.item(code)).map(|item| &item.unit);
        let is_measured_so = |item: &&SampleItem| units().any(|unit| *unit == item.unit);
        self.items_named(name)
            .find(|item| usual.contains(&item.code))
            .or_else(|| self.items_named(name).find(is_measured_so))
            .or_else(|| self.item(name))
    }

    /// Whether the item of this code is called so.
    pub fn is_called(&self, code: &str, name: &str) -> bool {
        self.items_named(name).any(|item| item.code == code)
    }

    /// Whether any item is called so.
    pub fn is_item(&self, name: &str) -> bool {
        self.item(name).is_some()
    }

    /// All items that are called so.
    pub(super) fn items_named(&self, name: &str) -> impl Iterator<Item = &SampleItem> {
        let name = plain_name(name);
        let is_code =
            |item: &SampleItem, name: &str| item.called.first().is_some_and(|it| it == name);
        let by_code = {
            let name = name.clone();
            self.items.iter().filter(move |item| is_code(item, &name))
        };
        let by_name = self
            .items
            .iter()
            .filter(move |item| !is_code(item, &name) && item.called.contains(&name));
        by_code.chain(by_name)
    }

    /// The levels of a standard that is named without one of them: `A、B、C`.
    pub(super) fn levels_of(&self, words: &str) -> Option<String> {
        let plain = |text: &str| folded(text).replace([' ', '《', '》', '（', '）', '(', ')'], "");
        let named = self.standards.iter().find(|standard| plain(words) == plain(&standard.id))?;
        let levels: Vec<&str> = named.levels.iter().map(|level| level.label.zh.as_str()).collect();
        (levels.len() > 1).then(|| levels.join("、"))
    }

    /// A measured value; with its unit where that is not the item's own.
    pub fn value_words(&self, code: &str, measured: &super::Measured) -> String {
        let (value, unit) = (measured.value.trim(), measured.unit.trim());
        let own = self.item_in(code, unit).map_or("", |item| item.unit.as_str());
        let is_own = unit.is_empty() || conversion(unit, own) == Some(1.0);
        if is_own { value.to_owned() } else { format!("{value} {unit}") }
    }

    /// A standard's level by its id or by words of a received file (`GB 18918-2002 一级A`).
    pub fn find(&self, words: &str) -> Option<(&Standard, &Level)> {
        let squeeze = |text: &str| -> String {
            let spare = |c: &char| !c.is_whitespace() && !"/／-－—_（）()《》标准".contains(*c);
            folded(text).chars().filter(spare).collect()
        };
        let words = squeeze(words);
        let all =
            || self.standards.iter().flat_map(|s| s.levels.iter().map(move |level| (s, level)));
        let named = |(standard, level): &(&Standard, &Level)| {
            let number = squeeze(&standard.id);
            let rest = words
                .find(&number)
                .map(|at| format!("{}{}", &words[..at], &words[at + number.len()..]));
            rest.is_some_and(|rest| {
                let names = [&level.code, &level.label.zh, &level.label.en];
                names.iter().any(|name| squeeze(name) == rest)
                    || (rest.chars().count() > 2 && rest.ends_with(&squeeze(&level.label.zh)))
            })
        };
        all().find(named)
    }
}

pub(super) fn join(standard: &Text, level: &Text) -> Text {
    Text::new(format!("{} {}", standard.zh, level.zh), format!("{} {}", standard.en, level.en))
}

impl Level {
    pub fn limit(&self, item: &str) -> Option<&Limit> {
        self.limits.iter().find(|limit| limit.item == item)
    }

    /// The place of a class among the others, 0 the best.
    pub fn class_idx(&self, code: &str) -> Option<usize> {
        self.classes.iter().position(|class| class.code == code)
    }

    /// The band that a value of the band item falls into; a value at an end belongs to the band before it.
    pub(super) fn band_of(&self, value: f64) -> usize {
        self.band_ends.iter().filter(|end| value > **end).count()
    }
}

impl Bracket {
    pub(super) fn applies(self, context: &SampleContext) -> bool {
        match self {
            Self::None => false,
            Self::WaterTemp { max_c } => context.water_temp_c.is_some_and(|temp| temp <= max_c),
            Self::Season { from, to } => {
                let day = (context.day.month(), context.day.day());
                if from <= to { from <= day && day <= to } else { day >= from || day <= to }
            }
        }
    }
}

impl Bound {
    /// Whether a value keeps this bound. Converted numbers are compared with a hair's tolerance: 0.05 × 1000 is not
    /// quite 50.
    pub fn holds(&self, value: f64) -> bool {
        let hair = |bound: f64| bound.abs() * 1e-9;
        self.min.is_none_or(|min| value >= min - hair(min))
            && self.max.is_none_or(|max| value <= max + hair(max))
            && self.above.is_none_or(|above| value > above + hair(above))
            && self.below.is_none_or(|below| value < below - hair(below))
    }

    /// `≤ 50`, `≥ 6`, `6–9`.
    pub fn words(&self) -> String {
        let (low, high) = (self.min.or(self.above), self.max.or(self.below));
        match (low, high) {
            (Some(low), Some(high)) => format!("{low}–{high}"),
            (Some(low), None) if self.above.is_some() => format!("> {low}"),
            (Some(low), None) => format!("≥ {low}"),
            (None, Some(high)) if self.below.is_some() => format!("< {high}"),
            (None, Some(high)) => format!("≤ {high}"),
            (None, None) => String::new(),
        }
    }
}

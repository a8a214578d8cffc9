//! Discharge standards: limits read from `assets/standards`, and samples judged by them.
//!
//! A limit is always shown with its standard's number; one that was recalled, not read in the standard, is marked
//! 限值待核. Which standard holds is a field of the outfall, never guessed: without it a sample is not judged.

use super::body::SampleResult;
use super::measured::{Reading, conversion};
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
    /// Other names in received files and reports.
    pub aliases: Vec<String>,
}

/// One standard with its levels or classes.
#[derive(Clone, Debug)]
pub struct Standard {
    /// Its number as records write it, e.g. `DB12/599-2015`.
    pub id: String,
    pub label: Text,
    pub clause: Text,
    pub levels: Vec<Level>,
    pub bracket: Bracket,
}

#[derive(Clone, Debug)]
pub struct Level {
    /// `1A`: the whole id is `GB18918-2002/1A`.
    pub code: String,
    pub label: Text,
    pub limits: Vec<Limit>,
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

#[derive(Clone, Debug)]
pub struct Limit {
    pub item: String,
    pub min: Option<f64>,
    pub max: f64,
    /// The value in brackets.
    pub bracketed_max: Option<f64>,
    pub unit: String,
    /// Recalled, not read in the standard.
    pub recalled: bool,
}

/// What a judgement looks at beside the sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleContext {
    /// The day the sample was taken.
    pub day: Day,
    pub water_temp_c: Option<f64>,
}

/// One judged item of a sample.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemJudgement {
    pub item: String,
    pub label: Text,
    /// As typed.
    pub value: String,
    pub unit: String,
    /// The limit in words: `≤ 50`, `6–9`.
    pub limit: Option<String>,
    /// `None` where the standard has no limit for it or the value cannot be compared.
    pub compliant: Option<bool>,
    /// The limit was recalled, not read in the standard: 限值待核.
    pub recalled: bool,
}

/// A sample against its standard.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The standard's number, its table or class: what the screen shows.
    pub standard: Text,
    pub clause: Text,
    pub items: Vec<ItemJudgement>,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Compliant,
    Failing,
    /// No standard named, a quick test, nothing comparable: the reason in words.
    NotJudged(Text),
}

impl Standards {
    /// The standards that are built into the program.
    pub fn built_in() -> Self {
        let files: [DataText; 4] = [
            ("items.toml", include_str!("../../assets/standards/items.toml")),
            ("gb18918-2002.toml", include_str!("../../assets/standards/gb18918-2002.toml")),
            ("db12-599-2015.toml", include_str!("../../assets/standards/db12-599-2015.toml")),
            ("gb8978-1996.toml", include_str!("../../assets/standards/gb8978-1996.toml")),
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
        let name = folded(name).replace(' ', "");
        let same = |other: &str| folded(other).replace(' ', "") == name;
        self.items.iter().find(|item| same(&item.code)).or_else(|| {
            self.items.iter().find(|item| {
                let labels = [item.label.zh.as_str(), item.label.en.as_str()];
                labels.into_iter().chain(item.aliases.iter().map(String::as_str)).any(same)
            })
        })
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

    /// Judges a result by a standard.
    pub fn judge(
        &self,
        result: &SampleResult,
        standard: Option<&str>,
        context: &SampleContext,
    ) -> Judgement {
        let found = standard.and_then(|words| self.find(words));
        let items: Vec<ItemJudgement> = result
            .items
            .iter()
            .map(|(code, measured)| {
                self.judge_item(found, code, &measured.value, &measured.unit, context)
            })
            .collect();
        let outcome = match (result.source.as_str(), standard, found) {
            ("quick", _, _) => {
                not_judged("快检，仅供参考，不作评价", "a quick test is for reference only")
            }
            (_, None, _) => not_judged(
                "没有写明执行标准：在方案里填“执行标准”",
                "no standard is named: fill in the discharge standard",
            ),
            (_, Some(name), None) => not_judged(
                &format!("本机没有标准“{name}”的限值"),
                &format!("the limits of {name:?} are not known here"),
            ),
            _ if items.iter().any(|item| item.compliant == Some(false)) => Outcome::Failing,
            _ if items.iter().any(|item| item.compliant == Some(true)) => Outcome::Compliant,
            _ => not_judged("没有能与限值对照的项目", "no item can be compared with a limit"),
        };
        let (standard, clause) = match found {
            Some((standard, level)) => {
                (join(&standard.label, &level.label), standard.clause.clone())
            }
            None => (Text::same(standard.unwrap_or_default()), Text::default()),
        };
        Judgement { standard, clause, items, outcome }
    }

    fn judge_item(
        &self,
        found: Option<(&Standard, &Level)>,
        code: &str,
        value: &str,
        unit: &str,
        context: &SampleContext,
    ) -> ItemJudgement {
        let item = self.item(code);
        let code = item.map_or(code, |item| item.code.as_str());
        let limit = found.and_then(|(standard, level)| {
            let limit = level.limits.iter().find(|limit| limit.item == code)?;
            Some((limit, standard.bracket.applies(context)))
        });
        let unit_or_own = match (unit.trim(), item) {
            ("", Some(item)) => item.unit.as_str(),
            (unit, _) => unit,
        };
        ItemJudgement {
            item: code.to_owned(),
            label: item.map_or_else(|| Text::same(code), |item| item.label.clone()),
            value: value.to_owned(),
            unit: unit_or_own.to_owned(),
            limit: limit.map(|(limit, bracketed)| limit.words(bracketed)),
            compliant: limit.and_then(|(limit, bracketed)| {
                let factor = conversion(unit_or_own, &limit.unit)?;
                limit.allows(&Reading::parse(value)?, factor, bracketed)
            }),
            recalled: limit.is_some_and(|(limit, _)| limit.recalled),
        }
    }

    /// What is wrong with a measured value, as a question; `None` where it can be.
    pub fn implausible(&self, code: &str, value: &str, unit: &str) -> Option<Text> {
        let item = self.item(code);
        let (label, own_unit) = match item {
            Some(item) => (item.label.clone(), item.unit.as_str()),
            None => (Text::same(code), ""),
        };
        let unit = if unit.trim().is_empty() { own_unit } else { unit.trim() };
        let Some(reading) = Reading::parse(value) else {
            return Some(Text::new(
                format!("{} 填了“{value}”，请填数，未检出写成 <检出限（如 <0.025）", label.zh),
                format!(
                    "{} is {value:?}: give a number, below detection as <LIMIT (like <0.025)",
                    label.en
                ),
            ));
        };
        let item = item?;
        let factor = conversion(unit, own_unit)?;
        let number = reading.number()? * factor;
        if (item.plausible_min..=item.plausible_max).contains(&number) {
            return None;
        }
        let (zh_hint, en_hint) = match own_unit {
            "mg/L" if unit == "mg/L" => ("（单位是不是 μg/L？）", " (is the unit μg/L?)"),
            _ => ("", ""),
        };
        let (zh, en) = (&label.zh, &label.en);
        Some(Text::new(
            format!("{zh} {value} {unit} 不合理{zh_hint}。请改数或改单位。录入的内容还在。"),
            format!("{en} {value} {unit} cannot be{en_hint}: correct the number or the unit"),
        ))
    }
}

fn not_judged(zh: &str, en: &str) -> Outcome {
    Outcome::NotJudged(Text::new(zh, en))
}

fn join(standard: &Text, level: &Text) -> Text {
    Text::new(format!("{} {}", standard.zh, level.zh), format!("{} {}", standard.en, level.en))
}

impl Bracket {
    fn applies(self, context: &SampleContext) -> bool {
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

impl Limit {
    fn max(&self, bracketed: bool) -> f64 {
        self.bracketed_max.filter(|_| bracketed).unwrap_or(self.max)
    }

    fn words(&self, bracketed: bool) -> String {
        let max = self.max(bracketed);
        self.min.map_or_else(|| format!("≤ {max}"), |min| format!("{min}–{max}"))
    }

    /// `None` where the reading does not tell.
    fn allows(&self, reading: &Reading, factor: f64, bracketed: bool) -> Option<bool> {
        let max = self.max(bracketed);
        // Converted numbers are compared with a hair's tolerance: 0.05 × 1000 is not quite 50.
        let at_most = |number: f64| number * factor <= max * (1.0 + 1e-9);
        let at_least =
            |number: f64| self.min.is_none_or(|min| number * factor >= min * (1.0 - 1e-9));
        match reading {
            Reading::Exactly(number) => Some(at_most(*number) && at_least(*number)),
            // Below detection: it complies where the detection limit itself does, else it cannot be told.
            Reading::Below(number) if self.min.is_none() => at_most(*number).then_some(true),
            Reading::NotDetected if self.min.is_none() => Some(true),
            Reading::Above(number) => (!at_most(*number)).then_some(false),
            Reading::Below(_) | Reading::NotDetected => None,
        }
    }
}

//! Samples judged by a standard: item by item, then as a whole.
//!
//! A verdict is always shown with its standard's number, clause and limit; one by a limit that was recalled, not
//! read in the standard, is marked 限值待核. Which standard holds is said by the feature, never guessed: without it
//! a sample is not judged. Quick tests never decide.

use super::body::SampleResult;
use super::capacity::other_level;
use super::measured::{Reading, conversion};
use super::standard::{
    Bound, Bracket, Class, Level, Limit, SampleContext, SampleItem, Standard, Standards, join,
};
use crate::model::Text;

/// One judged item of a sample.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemJudgement {
    pub item: String,
    pub label: Text,
    /// As typed.
    pub value: String,
    pub unit: String,
    /// The limit in words: `≤ 50`, `6–9`; with its unit where that is not the value's.
    pub limit: Option<String>,
    /// The local background that it is compared with beside the limit.
    pub background: Option<String>,
    /// `None` where the standard has no limit for it or the value cannot be compared.
    pub compliant: Option<bool>,
    /// Its class, where the standard has classes.
    pub class: Option<Class>,
    /// The limit was recalled, not read in the standard: 限值待核.
    pub recalled: bool,
    /// Shown for itself, no part of the verdict.
    pub apart: bool,
}

/// A sample against its standard.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The standard's number, its table or class: what the screen shows.
    pub standard: Text,
    pub clause: Text,
    pub items: Vec<ItemJudgement>,
    pub outcome: Outcome,
    /// The worst class of the items taking part; `None` of a quick test and where the standard has no classes.
    pub class: Option<Class>,
    /// Another standard that the sample itself names: it did not decide, and whoever looks is told.
    pub named_other: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Compliant,
    Failing,
    /// No standard named, a quick test, nothing comparable: the reason in words.
    NotJudged(Text),
}

impl ItemJudgement {
    /// The limit with the background beside it, where one is given: `≤ 20，背景值 30`.
    pub fn limit_words(&self) -> Option<Text> {
        let limit = self.limit.as_deref()?;
        Some(match &self.background {
            Some(background) => Text::new(
                format!("{limit}，背景值 {background}"),
                format!("{limit}, background {background}"),
            ),
            None => Text::same(limit),
        })
    }
}

impl Judgement {
    /// How many items take part in the verdict.
    pub fn items_counted(&self) -> usize {
        let counts = |item: &&ItemJudgement| {
            !item.apart && (item.compliant.is_some() || item.class.is_some())
        };
        self.items.iter().filter(counts).count()
    }

    /// `Ⅳ类（5 项）`: a class never stands without the number of items it rests on.
    pub fn class_label(&self) -> Option<Text> {
        let class = &self.class.as_ref()?.label;
        let count = self.items_counted();
        Some(Text::new(
            format!("{}（{count} 项）", class.zh),
            format!("{} ({count} item{})", class.en, if count == 1 { "" } else { "s" }),
        ))
    }

    /// What is said of another standard that the sample names.
    pub fn other_standard(&self) -> Option<Text> {
        let other = self.named_other.as_ref()?;
        Some(Text::new(
            format!("样品上写的是 {}，不作依据", other.zh),
            format!("the sample names {}, which does not decide", other.en),
        ))
    }

    /// Whether any limit that the verdict rests on was recalled.
    pub fn rests_on_recalled(&self) -> bool {
        self.items.iter().any(|item| item.recalled && !item.apart)
    }
}

/// A standard's table laid open for one sample.
struct Bench<'a> {
    standards: &'a Standards,
    found: Option<(&'a Standard, &'a Level)>,
    result: &'a SampleResult,
    context: &'a SampleContext,
    /// The worst class that complies.
    passes: Option<usize>,
}

/// An item's place among the classes, and the limit it was compared with.
struct Place {
    rank: usize,
    class: Option<Class>,
}

impl Standards {
    /// Judges a result by a standard.
    pub fn judge(
        &self,
        result: &SampleResult,
        standard: Option<&str>,
        context: &SampleContext,
    ) -> Judgement {
        let found = standard.and_then(|words| self.find(words));
        let passes = found.and_then(|(_, level)| passes(level, context));
        let bench = Bench { standards: self, found, result, context, passes };
        let judged: Vec<(ItemJudgement, Option<Place>)> = result
            .items
            .iter()
            .map(|(code, measured)| bench.judge_item(code, &measured.value, &measured.unit))
            .collect();
        let counted = || judged.iter().filter(|(item, _)| !item.apart);
        let worst = counted().filter_map(|(_, place)| place.as_ref()).max_by_key(|p| p.rank);
        let outcome = match (result.source.as_str(), standard, found) {
            ("quick", _, _) => {
                not_judged("快检，仅供参考，不作评价", "a quick test is for reference only")
            }
            (_, None, _) => not_judged(
                "没有写明执行标准：在方案里填“执行标准”",
                "no standard is named: fill in the discharge standard",
            ),
            (_, Some(name), None) => match self.levels_of(name) {
                Some(levels) => not_judged(
                    &format!("“{name}”分{levels}几级：请写明执行哪一级"),
                    &format!("{name:?} has several levels ({levels}): say which one holds"),
                ),
                None => not_judged(
                    &format!("本机没有标准“{name}”的限值"),
                    &format!("the limits of {name:?} are not known here"),
                ),
            },
            (_, _, Some((standard, level)))
                if let Some(right) = bench.level_by_capacity(standard, level) =>
            {
                not_judged(
                    &format!(
                        "按设计处理规模执行{}，不是{}：核对规模或执行标准后再评价",
                        right.label.zh, level.label.zh
                    ),
                    &format!(
                        "by its capacity {} holds, not {}: check the capacity or the standard first",
                        right.label.en, level.label.en
                    ),
                )
            }
            _ if worst.is_none() && bench.lacks_band() => {
                let item = bench.band_item().map(|item| item.label.clone()).unwrap_or_default();
                not_judged(
                    &format!("缺“{}”：限值按它分档，没有它不能对照", item.zh),
                    &format!("{} is missing: it says which limits hold", item.en),
                )
            }
            _ if worst.is_none() => {
                not_judged("没有能与限值对照的项目", "no item can be compared with a limit")
            }
            _ if passes.is_none() => not_judged(
                "没有写明目标类别，只定类别，不评价达标与否",
                "no target class is named: it has a class and no verdict",
            ),
            _ if counted().any(|(item, _)| item.compliant == Some(false)) => Outcome::Failing,
            // What could not be compared must not pass because something else did.
            _ => match counted().find(|(item, _)| item.limit.is_some() && item.compliant.is_none())
            {
                Some((open, _)) => not_judged(
                    &format!("{} {} {} 不能与限值对照", open.label.zh, open.value, open.unit),
                    &format!(
                        "{} {} {} cannot be compared with its limit",
                        open.label.en, open.value, open.unit
                    ),
                ),
                None => Outcome::Compliant,
            },
        };
        let (standard, clause) = match found {
            Some((standard, level)) => {
                (join(&standard.label, &level.label), standard.clause.clone())
            }
            None => (Text::same(standard.unwrap_or_default()), Text::default()),
        };
        let class =
            worst.and_then(|place| place.class.clone()).filter(|_| result.source != "quick");
        let items = judged.into_iter().map(|(item, _)| item).collect();
        Judgement { standard, clause, items, outcome, class, named_other: None }
    }
}

/// The worst class that complies: the standard's own, else the feature's target. Plain limits have one bound.
fn passes(level: &Level, context: &SampleContext) -> Option<usize> {
    if level.classes.is_empty() {
        return Some(0);
    }
    level.passes.or_else(|| level.class_idx(context.target.as_deref()?))
}

impl Bench<'_> {
    /// The level that holds by the capacity of the works, where another one is named.
    fn level_by_capacity<'s>(&self, standard: &'s Standard, level: &Level) -> Option<&'s Level> {
        other_level(standard, level, self.context.capacity?)
    }

    /// The item by which the limits have bands.
    fn band_item(&self) -> Option<&SampleItem> {
        let (_, level) = self.found?;
        self.standards.item(level.band_item.as_deref()?)
    }

    /// Whether something was measured that has a limit, and only its band is not known.
    fn lacks_band(&self) -> bool {
        let Some((_, level)) = self.found else { return false };
        let Some(band) = self.band_item() else { return false };
        let is_of = |code: &String, unit: &str| self.standards.item_in(code, unit);
        let items = || self.result.items.iter();
        let limited = items().any(|(code, measured)| {
            let item = is_of(code, &measured.unit).map_or(code.as_str(), |item| item.code.as_str());
            item != band.code && level.limit(item).is_some()
        });
        let is_there = items().any(|(code, _)| *code == band.code);
        limited && !is_there
    }

    fn judge_item(&self, code: &str, value: &str, unit: &str) -> (ItemJudgement, Option<Place>) {
        let level = self.found.map(|(_, level)| level);
        let item = self.standards.item_in(code, unit);
        // Without a unit, the item of that name which the table speaks of.
        let of_table = level.filter(|_| unit.trim().is_empty()).and_then(|level| {
            let mut same_name = self.standards.items.iter().filter(|other| {
                let name = item.map_or(code, |item| item.label.zh.as_str());
                other.label.zh == name || other.aliases.iter().any(|alias| alias == name)
            });
            same_name.find(|other| level.limit(&other.code).is_some())
        });
        let own_limit = item.is_some_and(|i| level.is_some_and(|l| l.limit(&i.code).is_some()));
        let item = if own_limit { item } else { of_table.or(item) };
        let code = item.map_or(code, |item| item.code.as_str());
        let limit = level.and_then(|level| level.limit(code));
        let unit = match (unit.trim(), item) {
            ("", Some(item)) => item.unit.as_str(),
            (unit, _) => unit,
        };
        let bounds = limit.and_then(|limit| self.bounds(limit));
        let place = limit.zip(bounds.as_deref()).and_then(|(limit, bounds)| {
            let factor = conversion(unit, &limit.unit)?;
            self.place(code, limit, bounds, &Reading::parse(value)?.times(factor))
        });
        let decides = self.result.source != "quick";
        let compliant = place.as_ref().zip(self.passes).map(|(place, passes)| place.rank <= passes);
        let compliant = compliant.filter(|_| decides);
        let shown = place.as_ref().map_or(0, |place| place.rank);
        let shown = self.passes.unwrap_or(shown);
        let judgement = ItemJudgement {
            item: code.to_owned(),
            label: item.map_or_else(|| Text::same(code), |item| item.label.clone()),
            value: value.to_owned(),
            unit: unit.to_owned(),
            limit: bounds.as_deref().zip(limit).and_then(|(bounds, limit)| {
                let bound = bounds.get(shown).or(bounds.last())?;
                let mut words = bound.words();
                // Beyond the last class that complies, the bound that gave the class stands beside it.
                let own = level.is_some_and(|level| level.passes.is_some());
                let rank = place.as_ref().map_or(0, |place| place.rank);
                if let Some(gave) =
                    bounds.get(rank.saturating_sub(1)).filter(|_| own && rank > shown + 1)
                {
                    words = format!("{words} / {}", gave.words());
                }
                // The bracketed limit of cold water is said where nobody says how warm it was.
                if let (Some(max), Some(cold)) = (limit.bracketed_max, self.unknown_temperature()) {
                    words = format!("{words} ({max}: ≤{cold} ℃)");
                }
                Some(match conversion(unit, &limit.unit) {
                    Some(1.0) => words,
                    _ => format!("{words} {}", limit.unit).trim_end().to_owned(),
                })
            }),
            background: limit
                .filter(|limit| limit.has_background)
                .and_then(|_| Some(self.context.background.get(code)?.to_string())),
            compliant,
            class: place.as_ref().and_then(|place| place.class.clone()).filter(|_| decides),
            recalled: limit.is_some_and(|limit| {
                let rank = place.as_ref().map_or(0, |place| place.rank);
                let at = |rank: usize| limit.recalled.get(rank).copied().unwrap_or(false);
                // A class rests on the bound it keeps and on the better one it does not.
                at(rank.min(limit.recalled.len().saturating_sub(1))) || rank > 0 && at(rank - 1)
            }),
            apart: limit.is_some_and(|limit| limit.apart),
        };
        (judgement, place)
    }

    /// The temperature below which brackets hold, where it was not measured.
    fn unknown_temperature(&self) -> Option<f64> {
        match self.found?.0.bracket {
            Bracket::WaterTemp { max_c } if self.context.water_temp_c.is_none() => Some(max_c),
            _ => None,
        }
    }

    /// The bounds of a row that hold for this sample; `None` where the band is not known.
    fn bounds(&self, limit: &Limit) -> Option<Vec<Bound>> {
        let (standard, level) = self.found?;
        let measured = |code: &str| {
            // A laboratory's sheet of soil says pH as one of water does.
            let called = |name: &&String| self.standards.is_called(code, name);
            let found = self.result.items.iter().find(|(name, _)| called(name))?.1;
            let own_unit = &self.standards.item(code)?.unit;
            let unit = if found.unit.trim().is_empty() { own_unit } else { &found.unit };
            Some(Reading::parse(&found.value)?.number()? * conversion(unit, own_unit)?)
        };
        let band = match &level.band_item {
            None => 0,
            Some(item) => level.band_of(measured(item)?),
        };
        let mut bounds = limit.bands.get(band).or(limit.bands.first())?.clone();
        if let (Some(max), true) = (limit.bracketed_max, standard.bracket.applies(self.context)) {
            bounds.iter_mut().for_each(|bound| bound.max = Some(max));
        }
        if let Some(shallow) = &limit.shallow
            && let Some(depth) = measured(&shallow.item).filter(|depth| *depth < shallow.below)
        {
            for (bound, share) in bounds.iter_mut().zip(&shallow.shares) {
                let scaled = Some(share * depth);
                bound.min = bound.min.and(scaled);
                bound.above = bound.above.and(scaled);
            }
        }
        Some(bounds)
    }

    /// Where a reading stands among the classes; `None` where it does not tell.
    fn place(
        &self,
        code: &str,
        limit: &Limit,
        bounds: &[Bound],
        reading: &Reading,
    ) -> Option<Place> {
        let (standard, level) = self.found?;
        let rank_of =
            |value: f64| bounds.iter().position(|bound| bound.holds(value)).unwrap_or(bounds.len());
        let has_low = bounds.iter().any(|bound| bound.min.is_some() || bound.above.is_some());
        let rank = match *reading {
            Reading::Exactly(value) => rank_of(value),
            Reading::Below(dl) if standard.halves_below_detection => rank_of(dl / 2.0),
            // It tells where every value it can mean would say the same.
            Reading::Below(dl) => {
                let under = dl - dl.abs() * 1e-6;
                Some(rank_of(under)).filter(|rank| *rank == rank_of(0.0_f64.min(under)))?
            }
            Reading::Above(value) => {
                let over = value + value.abs() * 1e-6;
                Some(rank_of(over)).filter(|rank| *rank == rank_of(f64::MAX))?
            }
            Reading::NotDetected if has_low => return None,
            Reading::NotDetected => 0,
        };
        let background = self.context.background.get(code).filter(|_| limit.has_background);
        if let (Some(background), Some(value), Some(class)) =
            (background, reading.number(), &level.background_class)
            && rank > 0
            && value <= *background
        {
            return Some(Place { rank: 0, class: Some(class.clone()) });
        }
        Some(Place { rank, class: level.classes.get(rank).cloned() })
    }
}

fn not_judged(zh: &str, en: &str) -> Outcome {
    Outcome::NotJudged(Text::new(zh, en))
}

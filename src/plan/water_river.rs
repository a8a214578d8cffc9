//! A river over a span of days, from its sections.
//!
//! With fewer than five sections, the mean of each item over them is judged as one; with five or more, what share of
//! them keeps class III and how many are worse than V says how it is (domain §3.2; the step from mean to shares
//! "大于5" in one copy of the rule, "5个及以上" by recollection: we take five and more).

use super::Rulebook;
use super::state::FeatureState;
use super::water_period::PeriodQuality;
use crate::model::{Day, FeatureKey, Text};

/// From how many sections on shares are counted instead of means.
const SHARES_FROM: usize = 5;

/// How a water is, in the words of the monthly report: 定性评价.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaterWord {
    /// 优
    Excellent,
    /// 良好
    Good,
    /// 轻度污染
    Light,
    /// 中度污染
    Moderate,
    /// 重度污染
    Heavy,
}

impl WaterWord {
    /// Of a class (环办〔2011〕22号, recalled); `None` of a code that is no class.
    pub fn of_class(code: &str) -> Option<Self> {
        match code {
            "I" | "II" => Some(Self::Excellent),
            "III" => Some(Self::Good),
            "IV" => Some(Self::Light),
            "V" => Some(Self::Moderate),
            "inferior_v" => Some(Self::Heavy),
            _ => None,
        }
    }

    /// Of the sections of a river: how many keep class III and how many are worse than V.
    fn of_shares(good: usize, inferior: usize, of: usize) -> Self {
        match (100 * good, 100 * inferior) {
            (good, _) if good >= 90 * of => Self::Excellent,
            (good, _) if good >= 75 * of => Self::Good,
            (_, inferior) if inferior < 20 * of => Self::Light,
            (_, inferior) if inferior < 40 * of => Self::Moderate,
            _ => Self::Heavy,
        }
    }

    pub fn label(self) -> Text {
        match self {
            Self::Excellent => Text::new("优", "excellent"),
            Self::Good => Text::new("良好", "good"),
            Self::Light => Text::new("轻度污染", "lightly polluted"),
            Self::Moderate => Text::new("中度污染", "moderately polluted"),
            Self::Heavy => Text::new("重度污染", "heavily polluted"),
        }
    }
}

/// A river over a span of days.
#[derive(Clone, Debug, PartialEq)]
pub struct RiverQuality {
    /// Its sections; without a deciding sample they have no quality of their own and take no part.
    pub sections: Vec<(FeatureKey, Option<PeriodQuality>)>,
    /// `None` where no section has a class.
    pub found: Option<RiverFound>,
}

/// What a river's sections come to.
#[derive(Clone, Debug, PartialEq)]
pub enum RiverFound {
    /// Of fewer than five sections: their mean.
    Mean(Box<PeriodQuality>),
    /// Of five or more: how many keep class III, how many are worse than V, of how many.
    Shares { good: usize, inferior: usize, of: usize },
}

impl RiverQuality {
    /// How the river is, in a word.
    pub fn word(&self) -> Option<WaterWord> {
        match self.found.as_ref()? {
            RiverFound::Mean(mean) => WaterWord::of_class(mean.class_code()?),
            RiverFound::Shares { good, inferior, of } => {
                Some(WaterWord::of_shares(*good, *inferior, *of))
            }
        }
    }
}

impl Rulebook {
    /// A river from one day to another, both included, by its sections.
    pub fn river_between(&self, sections: &[&FeatureState], from: Day, to: Day) -> RiverQuality {
        let of = |state: &&FeatureState| {
            let quality = self.quality_between(state, from, to);
            Some((state.key.clone()?, quality))
        };
        let own: Vec<(FeatureKey, Option<PeriodQuality>)> =
            sections.iter().filter_map(of).collect();
        let known: Vec<PeriodQuality> =
            own.iter().filter_map(|(_, quality)| quality.clone()).collect();
        let found = match known.len() {
            0 => None,
            count if count < SHARES_FROM => {
                let like = sections.first();
                let mean = like.and_then(|like| self.quality_of_all(like, &known));
                mean.map(|mean| RiverFound::Mean(Box::new(mean)))
            }
            of => {
                let having = |classes: &[&str]| {
                    let is_one = |quality: &&PeriodQuality| {
                        quality.class_code().is_some_and(|code| classes.contains(&code))
                    };
                    known.iter().filter(is_one).count()
                };
                let (good, inferior) = (having(&["I", "II", "III"]), having(&["inferior_v"]));
                // What has no class is neither: the shares are of those that have one.
                let unknown = known.iter().filter(|quality| quality.class_code().is_none()).count();
                Some(RiverFound::Shares { good, inferior, of: of - unknown })
            }
        };
        RiverQuality { sections: own, found }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_sections_have_their_words_at_every_boundary() {
        let word = |good, inferior| WaterWord::of_shares(good, inferior, 20);
        assert_eq!(word(18, 0), WaterWord::Excellent);
        assert_eq!(word(17, 3), WaterWord::Good);
        assert_eq!(word(15, 5), WaterWord::Good);
        assert_eq!(word(14, 3), WaterWord::Light);
        assert_eq!(word(14, 4), WaterWord::Moderate);
        assert_eq!(word(0, 7), WaterWord::Moderate);
        assert_eq!(word(0, 8), WaterWord::Heavy);
    }
}

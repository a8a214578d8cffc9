//! The figures once more for each part of a split: by district, water, class and category.
//!
//! Only what counts features is split: a part of an area, of a median or of a programme's stated size is no figure.

use std::collections::BTreeMap;

use serde_json::Value;

use super::board::Split;
use super::summary::{Census, SummaryInput, census};
use super::tally::{Members, pair};
use crate::model::FeatureKey;

/// By the split's code, the figure's code and the part's name; empty for features that name none.
pub type FigureSplits = BTreeMap<&'static str, BTreeMap<String, BTreeMap<String, Value>>>;

/// Counts everything, and each rate of features for each part of it.
pub fn figure_splits_of(
    input: &SummaryInput<'_>,
    district_of: &dyn Fn(&FeatureKey) -> String,
) -> FigureSplits {
    let census = census(input);
    let by_place: BTreeMap<u32, &super::summary::Counted> =
        census.counted.values().flatten().map(|one| (one.place, one)).collect();
    let named = |split: Option<Split>| -> Vec<String> {
        let of = |(place, key): (u32, &FeatureKey)| match split {
            None => district_of(key),
            Some(split) => {
                let text = by_place.get(&place).and_then(|one| one.state.text(split.field()));
                text.unwrap_or_default().to_owned()
            }
        };
        (0..).zip(&census.keys).map(of).collect()
    };
    let splits = [None].into_iter().chain(Split::ALL.map(Some));
    splits
        .map(|split| (split.map_or("district", Split::code), parts(&census, &named(split))))
        .filter(|(_, parts)| !parts.is_empty())
        .collect()
}

/// `homes` are the parts' names by place.
fn parts(census: &Census, homes: &[String]) -> BTreeMap<String, BTreeMap<String, Value>> {
    let home_of = |place: &u32| homes.get(*place as usize).map(String::as_str).unwrap_or_default();
    let of_figure = |(code, members): (&String, &Members)| {
        counts_features(census.summary.kpis.get(code)?, members).then_some(())?;
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        members.of.iter().for_each(|place| counts.entry(home_of(place)).or_default().1 += 1);
        members.hits.iter().for_each(|place| counts.entry(home_of(place)).or_default().0 += 1);
        let is_split = counts.keys().any(|name| !name.is_empty());
        // Of a figure that is of an area as a whole, the parts are of features: it is said beside them.
        let by_count = census.summary.kpis.get(code)?.get("by_count").is_some();
        let part = |num, den| {
            let mut part = pair(num, den);
            if let Some(members) = part.as_object_mut().filter(|_| by_count) {
                members.insert("by".to_owned(), "count".into());
            }
            part
        };
        let parts = counts.into_iter().map(|(name, (num, den))| (name.to_owned(), part(num, den)));
        is_split.then(|| (code.clone(), parts.collect()))
    };
    census.kpis.iter().filter_map(of_figure).collect()
}

/// Whether the two numbers of a figure, or those by count beside an area's, are those of the features behind it.
fn counts_features(value: &Value, members: &Members) -> bool {
    let rate = value.get("by_count").unwrap_or(value);
    let is =
        |name: &str, count: usize| rate.get(name).and_then(Value::as_u64) == Some(count as u64);
    is("num", members.hits.len()) && is("den", members.of.len())
}

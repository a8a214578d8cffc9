//! The 68 outfalls: what each is, where it stands on the schematic coast, and how far its plan has come.
//!
//! Only the number 68 is real. Classes and categories are mixed as a coast might have them.

use serde_json::json;

use super::base_layers::{head, point};
use super::dice::Dice;
use super::feature_file::{DemoFeature, FileHead};
use super::schematic::{Place, Schematic, along, length_m, moved, rounded};

/// The programme of 2022 counts so many; this number alone is not invented.
pub const PROGRAMME_TOTAL: u64 = 68;
/// So many stand on the coast, the others a little way up the rivers.
const ON_THE_COAST: usize = 50;

/// How many of which class (level 1, level 2) and category: 9 industrial, 6 urban works, 14 agricultural, 39 other;
/// 8 to close, 22 to merge, 36 to bring up to standard, 1 to keep, 1 undecided.
const MIX: &[(usize, &str, &str, &str)] = &[
    (6, "industrial", "ind_enterprise", "standardize"),
    (3, "industrial", "park_wwtp", "standardize"),
    (6, "urban_wwtp", "urban_wwtp", "standardize"),
    (5, "agricultural", "aquaculture_scale", "merge"),
    (4, "agricultural", "aquaculture_scale", "standardize"),
    (3, "agricultural", "livestock_scale", "merge"),
    (2, "agricultural", "livestock_scale", "standardize"),
    (3, "other", "aquaculture_small", "ban"),
    (5, "other", "aquaculture_small", "merge"),
    (3, "other", "rural_scattered", "ban"),
    (4, "other", "rural_scattered", "merge"),
    (2, "other", "urban_scattered", "ban"),
    (5, "other", "urban_scattered", "merge"),
    (8, "other", "urban_storm", "standardize"),
    (4, "other", "port", "standardize"),
    (3, "other", "rural_wwtp", "standardize"),
    (1, "other", "urban_storm", "keep"),
    (1, "other", "urban_scattered", "undecided"),
];

/// How many end their story where.
const STORIES: &[(usize, Story)] = &[
    (3, Story::NotRegistered),
    (4, Story::Reached("pending")),
    (6, Story::Reached("drafting")),
    (4, Story::Reached("plan_review")),
    (5, Story::Reached("approved")),
    (9, Story::Reached("in_progress")),
    (2, Story::BackAtWork),
    (4, Story::Reached("self_check")),
    (4, Story::Reached("acceptance")),
    (4, Story::Reached("signoff_review")),
    (7, Story::Reached("signed_off")),
    (3, Story::SentBack),
    (2, Story::Reached("suspended")),
    (3, Story::Reopened),
    (1, Story::Reached("cancelled")),
    (3, Story::AsReceived("in_progress")),
    (2, Story::AsReceived("signed_off")),
];

/// Where a plan has come by the day of the demonstration, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Story {
    /// No stage at all.
    NotRegistered,
    /// By the straight way.
    Reached(&'static str),
    /// Sent back with things to correct, which are still open.
    SentBack,
    /// Sent back once, corrected in part and at work again.
    BackAtWork,
    /// Signed off and relapsed.
    Reopened,
    /// The file states the stage; nobody here proved it.
    AsReceived(&'static str),
}

/// One outfall of the demonstration.
#[derive(Clone, Debug)]
pub struct Portrait {
    /// From 1, north to south.
    pub number: usize,
    pub code: String,
    pub name: String,
    pub place: Place,
    /// The river it stands on; `None` on the coast.
    pub river: Option<(String, String)>,
    pub class_l1: &'static str,
    pub class_l2: &'static str,
    pub category: &'static str,
    pub story: Story,
}

/// All of them.
pub fn portraits(map: &Schematic) -> Vec<Portrait> {
    let mut dice = Dice::new(20_220_512);
    let mut sites = sites(map, &mut dice);
    sites.sort_by(|a, b| b.0[1].total_cmp(&a.0[1]));
    let mut kinds: Vec<_> = MIX.iter().flat_map(|mix| std::iter::repeat_n(*mix, mix.0)).collect();
    dice.shuffle(&mut kinds);
    let mut stories: Vec<_> =
        STORIES.iter().flat_map(|(many, story)| std::iter::repeat_n(*story, *many)).collect();
    dice.shuffle(&mut stories);
    let portraits = sites.into_iter().zip(kinds).zip(1..);
    portraits
        .map(|(((place, river), (_, class_l1, class_l2, category)), number)| {
            let story = match category {
                "keep" => Story::Reached("not_required"),
                "undecided" => Story::Reached("pending"),
                _ => stories.pop().unwrap_or(Story::NotRegistered),
            };
            Portrait {
                number,
                code: format!("DEMO-OUT-{number:04}"),
                name: format!("示例排口{number:03}"),
                place,
                river,
                class_l1,
                class_l2,
                category,
                story,
            }
        })
        .collect()
}

type Site = (Place, Option<(String, String)>);

/// Places on the coast, roughly evenly, and a little way up the rivers in turn.
fn sites(map: &Schematic, dice: &mut Dice) -> Vec<Site> {
    let coast: &[Place] = map.coastlines.first().map_or(&[], |coast| &coast.places);
    let spacing_m = length_m(coast) / ON_THE_COAST as f64;
    let on_the_coast = (0..ON_THE_COAST).map(|at| {
        let metres = (at as f64 + 0.5 + 0.35 * dice.spread()) * spacing_m;
        (rounded(along(coast, metres)), None)
    });
    let mut sites: Vec<Site> = on_the_coast.collect();
    let up_the_rivers = map.rivers.iter().cycle().take(PROGRAMME_TOTAL as usize - ON_THE_COAST);
    for (at, river) in up_the_rivers.enumerate() {
        let upstream: Vec<Place> = river.places.iter().rev().copied().collect();
        let metres = 1300.0 + 2200.0 * (at / map.rivers.len()) as f64 + 700.0 * dice.spread();
        let place = moved(along(&upstream, metres), 25.0 * dice.spread(), 25.0 * dice.spread());
        sites.push((rounded(place), Some((river.id.clone(), river.text("name")))));
    }
    sites
}

/// The file as a bureau might hand it out, before anybody records.
pub fn outfalls(portraits: &[Portrait]) -> (FileHead, Vec<DemoFeature>) {
    let head = FileHead {
        programme: Some(("2022-sea-outfalls", PROGRAMME_TOTAL)),
        ..head(
            "outfall",
            "68个入海排口（示意数据）",
            "68 sea outfalls (synthetic data)",
            "除“68”外均为虚构: 名称、位置、人员、监测值、办理经过; only the number 68 is real",
        )
    };
    (head, portraits.iter().map(feature).collect())
}

fn feature(portrait: &Portrait) -> DemoFeature {
    let mut properties = vec![
        ("layer", json!("outfall")),
        ("outfall_id", json!(portrait.code)),
        ("name", json!(portrait.name)),
        ("outlet_kind", json!(if portrait.river.is_some() { "river" } else { "sea" })),
        ("class_l1", json!(portrait.class_l1)),
        ("class_l2", json!(portrait.class_l2)),
        ("category", json!(portrait.category)),
        ("adcode", json!("120116")),
        ("district", json!("滨海新区")),
        ("receiving_water", json!(portrait.river.as_ref().map_or("渤海湾", |river| &river.1))),
    ];
    if let Some((code, _)) = &portrait.river {
        properties.push(("river_code", json!(code)));
    }
    if let Some(standard) = portrait.standard() {
        properties.push(("emission_standard", json!(standard)));
    }
    if let Story::AsReceived(stage) = portrait.story {
        properties.push(("plan_state", json!(stage)));
        properties.push(("deadline_original", json!("2022-10-31")));
        properties.push(("responsible_subject", json!("示例责任单位")));
    }
    DemoFeature { id: portrait.code.clone(), geometry: point(portrait.place), properties }
}

impl Portrait {
    /// The discharge standard by which its samples are judged. In life a field of the outfall, never guessed.
    pub fn standard(&self) -> Option<&'static str> {
        match self.class_l2 {
            "urban_wwtp" => Some("DB12/599-2015/A"),
            "park_wwtp" => Some("DB12/599-2015/B"),
            "rural_wwtp" => Some("DB12/599-2015/C"),
            "ind_enterprise" | "aquaculture_scale" | "livestock_scale" | "port" | "urban_storm" => {
                Some("GB8978-1996/2")
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_68_outfalls_of_the_stated_mix_each_in_its_own_place() {
        let portraits = portraits(&Schematic::built_in().unwrap());
        let with = |test: fn(&&Portrait) -> bool| portraits.iter().filter(test).count();
        assert_eq!(portraits.len(), PROGRAMME_TOTAL as usize);
        assert_eq!(with(|p| p.class_l1 == "industrial"), 9);
        assert_eq!(with(|p| p.class_l1 == "urban_wwtp"), 6);
        assert_eq!(with(|p| p.class_l1 == "agricultural"), 14);
        assert_eq!(with(|p| p.class_l1 == "other"), 39);
        let categories = ["ban", "merge", "standardize", "keep", "undecided"]
            .map(|code| portraits.iter().filter(|p| p.category == code).count());
        assert_eq!(categories, [8, 22, 36, 1, 1]);
        assert_eq!(with(|p| p.story == Story::Reopened), 3);
        let places: BTreeSet<_> = portraits.iter().map(|p| p.place.map(f64::to_bits)).collect();
        assert_eq!(places.len(), portraits.len());
    }
}

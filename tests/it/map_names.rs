//! Names on the map, and the legend.

use std::sync::Arc;

use proptest::prelude::*;
use yice::map::{
    Camera, DeadlineLook, FeatureLook, LabelBox, LineNames, MapFeature, MapInput, Scene, legend,
};
use yice::model::{Kind, Lang, Text, lon_lat};
use yice::plan::StageGroup;

use crate::scenes::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn names_never_lie_on_one_another(places in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 1..200)) {
        let places: Vec<_> = places.iter().map(|(x, y)| (117.0 + x * 0.1, 39.0 + y * 0.1)).collect();
        let mut outfalls = points(1, "outfall", &places);
        let looks = (0..places.len()).map(|idx| FeatureLook {
            name: format!("示例排口{idx:03}").into(),
            ..staged(StageGroup::ALL[idx % 7])
        });
        outfalls.looks = Arc::new(looks.collect());
        let line = r#"{"type":"LineString","coordinates":[[116.9,39.0],[117.05,39.06],[117.2,39.04]]}"#;
        let mut rivers = layer_of(2, "river", &[line]);
        rivers.looks = Arc::new(vec![FeatureLook::named("子牙新河")]);
        let drawn = scene(&input(vec![rivers, outfalls]), Camera::new(lon_lat(117.05, 39.05), 12.2));
        let boxes: Vec<(MapFeature, LabelBox)> = drawn
            .labels
            .iter()
            .flat_map(|label| label.boxes.iter().map(|one| (label.feature, *one)))
            .collect();
        prop_assert!(!boxes.is_empty());
        for (idx, (feature, one)) in boxes.iter().enumerate() {
            for (other, two) in &boxes[idx + 1..] {
                prop_assert!(feature == other || !one.meets(two), "{feature:?} {other:?}");
            }
        }
    }
}

#[test]
fn on_a_wall_a_river_is_named_over_the_symbols_that_crowd_it() {
    let crowd: Vec<(f64, f64)> = (0..900)
        .map(|n| (117.0 + f64::from(n % 30) * 1e-3, 39.0 + f64::from(n / 30) * 1e-3))
        .collect();
    let line = r#"{"type":"LineString","coordinates":[[117.0,39.015],[117.029,39.015]]}"#;
    let mut river = layer_of(2, "river", &[line]);
    river.looks = Arc::new(vec![FeatureLook::named("子牙新河")]);
    let all = input(vec![river, points(1, "outfall", &crowd)]);
    let camera = Camera::new(lon_lat(117.015, 39.015), 13.0);
    let is_named = |line_names| {
        let drawn = scene(&MapInput { line_names, ..all.clone() }, camera);
        drawn.labels.iter().any(|label| label.feature.layer_id == 2)
    };
    assert!(!is_named(LineNames::WhereFree));
    assert!(is_named(LineNames::OverSymbols));
}

#[test]
fn on_a_wall_a_river_too_crooked_for_letters_along_it_is_named_beside() {
    let teeth: Vec<String> = (0..40)
        .map(|n| format!("[{},{}]", 117.0 + f64::from(n) * 1e-4, 39.0 + f64::from(n % 2) * 3e-4))
        .collect();
    let line = format!(r#"{{"type":"LineString","coordinates":[{}]}}"#, teeth.join(","));
    let mut river = layer_of(2, "river", &[&line]);
    river.looks = Arc::new(vec![FeatureLook::named("北排水河")]);
    let all = input(vec![river]);
    let letters = |line_names| {
        let map = MapInput { line_names, ..all.clone() };
        let drawn = scene(&map, Camera::new(lon_lat(117.002, 39.0), 15.0));
        drawn.texts.iter().map(|text| text.text.to_string()).collect::<Vec<_>>()
    };
    assert!(!letters(LineNames::WhereFree).contains(&"北排水河".to_owned()));
    assert!(letters(LineNames::OverSymbols).contains(&"北排水河".to_owned()));
    // So is one that is hardly longer than it is wide.
    let line = r#"{"type":"LineString","coordinates":[[117.0,39.0],[117.0002,39.0001]]}"#;
    let mut short = layer_of(2, "river", &[line]);
    short.looks = Arc::new(vec![FeatureLook::named("东排明渠")]);
    let map = MapInput { line_names: LineNames::OverSymbols, ..input(vec![short]) };
    let drawn = scene(&map, Camera::new(lon_lat(117.0, 39.0), 15.0));
    assert!(drawn.texts.iter().any(|text| &*text.text == "东排明渠"));
}

#[test]
fn the_name_of_what_is_selected_stands_where_symbols_crowd() {
    let crowd: Vec<(f64, f64)> = (0..900)
        .map(|n| (117.0 + f64::from(n % 30) * 1e-3, 39.0 + f64::from(n / 30) * 1e-3))
        .collect();
    let mut outfalls = points(1, Kind::OUTFALL, &crowd);
    let named = |n: usize| FeatureLook::named(&format!("排口{n}"));
    outfalls.looks = Arc::new((0..crowd.len()).map(named).collect());
    let mut input = input(vec![outfalls]);
    let camera = Camera::new(lon_lat(117.015, 39.015), 14.0);
    let chosen = MapFeature { layer_id: 1, feature_idx: 465 };
    let is_named = |scene: &Scene| scene.labels.iter().any(|label| label.feature == chosen);
    assert!(!is_named(&scene(&input, camera)));
    input.selected = vec![chosen];
    assert!(is_named(&scene(&input, camera)));
}

#[test]
fn a_line_whose_middle_is_out_of_view_is_named_inside_it() {
    // Bends all along: only some stretches are straight enough for letters.
    let line: Vec<String> = (0..=400)
        .map(|n| {
            let x = 117.0 + f64::from(n) * 1e-3;
            format!("[{x},{}]", 39.0 + 2e-3 * (f64::from(n) * 0.35).sin())
        })
        .collect();
    let line = format!(r#"{{"type":"LineString","coordinates":[{}]}}"#, line.join(","));
    let mut rivers = layer_of(1, Kind::RIVER, &[&line]);
    rivers.looks = Arc::new(vec![FeatureLook::named("独流减河")]);
    let input = input(vec![rivers]);
    for lon in [117.05, 117.08, 117.35, 117.39] {
        let scene = scene(&input, Camera::new(lon_lat(lon, 39.0), 14.0));
        assert_eq!(scene.labels.len(), 1, "at {lon}");
        for one in &scene.labels[0].boxes {
            let [x, y] = one.center().map(f64::from);
            assert!(0.0 < x && x < SIZE.width && 0.0 < y && y < SIZE.height, "at {lon}: {x} {y}");
        }
    }
}

#[test]
fn the_legend_counts_every_group_and_overlay_once() {
    let mut outfalls = points(1, "outfall", &[(117.0, 39.0), (117.1, 39.0), (117.2, 39.0)]);
    outfalls.title = Text::new("入海排口", "Outfalls");
    outfalls.looks = Arc::new(vec![
        FeatureLook { deadline: DeadlineLook::Overdue, ..staged(StageGroup::Works) },
        staged(StageGroup::Closed),
        FeatureLook { conflict: true, ..staged(StageGroup::Works) },
    ]);
    let sections = legend(&input(vec![outfalls]));
    assert_eq!(sections.len(), 1);
    assert_eq!(sections[0].groups, [(StageGroup::Works, 2), (StageGroup::Closed, 1)]);
    let spoken = "入海排口 3：在整治 2，已办结 1，逾期 1，填报不一致 1";
    assert_eq!(sections[0].spoken(Lang::Zh), spoken);
}

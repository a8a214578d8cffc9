//! What is drawn: in the right place at any zoom, and no more of it than is seen.

use std::sync::Arc;

use yice::map::{
    Camera, DeadlineLook, FeatureLook, MapTheme, PreparedSet, Renderer, ground_m_per_world,
};
use yice::model::{Kind, lon_lat};
use yice::plan::StageGroup;

use crate::scenes::*;

#[test]
fn vertices_are_drawn_within_a_centimetre_at_the_closest_zoom() {
    // A layer from Antarctica to Siberia is the coarsest grid there is.
    let far = points(
        1,
        "outfall",
        &[(-179.9, -84.0), (179.9, 84.0), (117.557_312_345_6, 38.644_212_345_6)],
    );
    let at = lon_lat(117.557_312_345_6, 38.644_212_345_6);
    let camera = Camera::new(at, 22.0);
    let drawn = scene(&input(vec![far]), camera).spots[0].at;
    let m_per_pt = ground_m_per_world(at.lat_deg) / camera.pts_per_world();
    let stray_m = f64::from((drawn[0] - 400.0).hypot(drawn[1] - 300.0)) * m_per_pt;
    assert!(stray_m < 0.01, "{stray_m} m");
}

#[test]
fn a_line_that_leaves_the_screen_by_a_thousand_kilometres_is_drawn_through_the_right_place() {
    let line = r#"{"type":"LineString","coordinates":[[107.0,39.0],[127.0,39.0]]}"#;
    let camera = Camera::new(lon_lat(117.0, 39.0), 22.0);
    let mesh = scene(&input(vec![layer_of(1, "river", &[line])]), camera).triangles();
    assert!(!mesh.vertices.is_empty());
    for vertex in &mesh.vertices {
        assert!((vertex.pos[1] - 300.0).abs() < 4.0, "{vertex:?}");
        assert!(vertex.pos[0].abs() < 2000.0, "{vertex:?}");
    }
}

#[test]
fn a_line_of_a_hundred_thousand_vertices_costs_what_is_seen_of_it() {
    let mut text = String::from(r#"{"type":"LineString","coordinates":["#);
    for idx in 0..100_000 {
        let t = f64::from(idx) * 1e-5;
        let wiggle = (f64::from(idx) * 0.7).sin() * 2e-5;
        text +=
            &format!("{}[{:.7},{:.7}]", if idx == 0 { "" } else { "," }, 117.0 + t, 39.0 + wiggle);
    }
    text += "]}";
    let input = input(vec![layer_of(1, "river", &[&text])]);
    let far = scene(&input, Camera::new(lon_lat(117.5, 39.0), 9.0));
    assert!(far.triangles().vertices.len() < 4_000, "far: {}", far.triangles().vertices.len());
    let near = scene(&input, Camera::new(lon_lat(117.5, 39.0), 18.0));
    assert!(near.triangles().vertices.len() > 100, "near: {}", near.triangles().vertices.len());
    assert!(near.triangles().vertices.len() < 20_000, "near: {}", near.triangles().vertices.len());
}

#[test]
fn what_is_refined_beside_the_frame_is_drawn_with_less_and_looks_the_same() {
    let river = |idx: i32| {
        let bend = |step: i32| (f64::from(step) * 0.05 + f64::from(idx)).sin() * 1e-3;
        let places = (0..500).map(|step| {
            let (lon, lat) = (117.0 + f64::from(step) * 8e-5, 39.0 + f64::from(idx) * 3e-4);
            format!("[{lon:.7},{:.7}]", lat + bend(step))
        });
        let places: Vec<String> = places.collect();
        format!(r#"{{"type":"LineString","coordinates":[{}]}}"#, places.join(","))
    };
    let rivers: Vec<String> = (0..200).map(river).collect();
    let rivers: Vec<&str> = rivers.iter().map(String::as_str).collect();
    let input = input(vec![layer_of(1, "river", &rivers)]);
    let prepared = PreparedSet::of(&input);
    let mut renderer = Renderer::new(1.0);
    let mut drawn = || {
        let (camera, theme) = (Camera::new(lon_lat(117.02, 39.03), 13.0), MapTheme::light());
        renderer.draw(&input, &prepared, camera, SIZE, &theme);
        let vertices = prepared.scene_layers(&input)[0].prepared.level(13.0).vertex_count();
        (vertices, renderer.picture().rgba)
    };
    let (all, exact) = drawn();
    prepared.refine();
    let (kept, refined) = drawn();
    assert!(kept < all * 6 / 10, "{kept} of {all} vertices");
    let apart = |(one, other): &(&u8, &u8)| one.abs_diff(**other) > 96;
    let strays = exact.iter().zip(&refined).filter(apart).count();
    assert!(strays < exact.len() / 1000, "{strays} of {}", exact.len());
}

#[test]
fn where_ten_thousand_symbols_crowd_what_is_overdue_is_still_drawn() {
    let places: Vec<_> = (0..10_000)
        .map(|idx| (117.0 + f64::from(idx % 100) * 1e-4, 39.0 + f64::from(idx / 100) * 1e-4))
        .collect();
    let mut outfalls = points(1, "outfall", &places);
    let mut looks = vec![staged(StageGroup::Closed); places.len()];
    looks[5_050].deadline = DeadlineLook::Overdue;
    outfalls.looks = Arc::new(looks);
    let drawn = scene(&input(vec![outfalls]), Camera::new(lon_lat(117.005, 39.005), 11.0));
    assert_eq!(drawn.spots_in_view, 10_000);
    assert!(drawn.spots.len() < 1_000, "{}", drawn.spots.len());
    let top = drawn.spots.last().unwrap();
    assert_eq!((top.feature.feature_idx, top.wants_attention), (5_050, true));
}

#[test]
fn a_section_says_its_class_above_a_symbol_that_stands_at_its_foot() {
    let mut section = points(1, Kind::SECTION, &[(117.0, 39.0)]);
    let class = Some("Ⅳ".into());
    section.looks = Arc::new(vec![FeatureLook { class, ..FeatureLook::default() }]);
    let mut outfall = points(2, "outfall", &[(117.000_6, 39.0)]);
    outfall.looks = Arc::new(vec![staged(StageGroup::Works)]);
    let drawn = scene(&input(vec![section, outfall]), Camera::new(lon_lat(117.0, 39.0), 14.0));
    let says = |words: &str| drawn.texts.iter().any(|text| &*text.text == words);
    assert!(says("Ⅳ") && says("治"), "{:?}", drawn.texts);
}

#[test]
fn a_new_empty_list_of_moved_features_is_no_change() {
    let mut input = input(vec![points(1, "outfall", &[(117.0, 39.0)])]);
    let mut prepared = PreparedSet::of(&input);
    let before = prepared.generation();
    input.layers[0].redrawn = Arc::new(Vec::new());
    prepared.update(&input, || {});
    assert_eq!(prepared.generation(), before);
}

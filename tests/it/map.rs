//! The map: places, cameras, what lies under the pointer, names, lengths, and the widget by keyboard and mouse.

use std::sync::Arc;

use proptest::prelude::*;
use yice::map::{
    Camera, DeadlineLook, FeatureLook, HitRank, LabelBox, MapFeature, MapInput, MapLayer, MapState,
    MapTheme, Measure, PreparedSet, Redrawn, Scene, SceneInput, SceneView, ScreenPoint, ScreenSize,
    StageLook, World, build_scene, ground_m_per_world, hits, legend, lon_lat_from_world, map_ui,
    scale_bar, world_from_lon_lat,
};
use yice::model::{
    Bbox, GeometryKind, Kind, Lang, Layer, LonLat, PartKind, ShapesBuilder, Text, lon_lat,
};
use yice::plan::StageGroup;

const SIZE: ScreenSize = ScreenSize { width: 800.0, height: 600.0 };

/// A layer read from GeoJSON text.
pub fn layer(kind: &str, text: &str) -> Arc<Layer> {
    let kind = Kind::new(kind);
    let options = yice::formats::ReadOptions {
        file_name: "test.geojson",
        kind: Some(&kind),
        datum: None,
        progress: &|_, _| std::ops::ControlFlow::Continue(()),
    };
    let (layer, _) = yice::formats::read_layer(text.as_bytes().into(), options).unwrap();
    Arc::new(layer)
}

/// A layer of features given as GeoJSON geometries.
pub fn layer_of(id: u64, kind: &str, geometries: &[&str]) -> MapLayer {
    let features: Vec<_> = geometries
        .iter()
        .map(|geometry| format!(r#"{{"type":"Feature","properties":{{}},"geometry":{geometry}}}"#))
        .collect();
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    MapLayer::plain(id, layer(kind, &text))
}

pub fn points(id: u64, kind: &str, places: &[(f64, f64)]) -> MapLayer {
    let geometries: Vec<_> = places
        .iter()
        .map(|(lon, lat)| format!(r#"{{"type":"Point","coordinates":[{lon},{lat}]}}"#))
        .collect();
    layer_of(id, kind, &geometries.iter().map(String::as_str).collect::<Vec<_>>())
}

pub fn input(layers: Vec<MapLayer>) -> MapInput {
    MapInput { layers, lang: Lang::Zh, ..MapInput::default() }
}

/// Half an em for Latin letters, one for Chinese: no font needed.
struct Ruler;

impl Measure for Ruler {
    fn text_size(&mut self, text: &str, size_pts: f32) -> [f32; 2] {
        let ems: f32 = text.chars().map(|one| if one.is_ascii() { 0.5 } else { 1.0 }).sum();
        [ems * size_pts, size_pts * 1.4]
    }
}

fn view(camera: Camera) -> SceneView {
    SceneView { camera, size: SIZE, margin_pts: 0.0, feather_pts: 1.0 }
}

fn scene(input: &MapInput, camera: Camera) -> Scene {
    let prepared = PreparedSet::of(input);
    let theme = MapTheme::light();
    let layers = prepared.scene_layers(input);
    let keep_free = Vec::new();
    let (view, theme, lang, selected) = (view(camera), &theme, input.lang, &input.selected[..]);
    let scene_input = SceneInput { layers, view, theme, lang, selected, keep_free };
    build_scene(&scene_input, &mut Ruler)
}

fn under(input: &MapInput, camera: Camera, at: LonLat) -> Vec<(u64, u32, HitRank)> {
    let prepared = PreparedSet::of(input);
    let at = camera.screen_from_world(world_from_lon_lat(at), SIZE);
    hits(&prepared.scene_layers(input), &view(camera), at, 6.0, 20.0)
        .into_iter()
        .map(|hit| (hit.feature.layer_id, hit.feature.feature_idx, hit.rank))
        .collect()
}

fn staged(group: StageGroup) -> FeatureLook {
    let stage = StageLook {
        group,
        mark: Text::new("治", "W"),
        label: Text::new("整治中", "Works"),
        hatched: false,
    };
    FeatureLook { stage: Some(Arc::new(stage)), ..FeatureLook::default() }
}

// Places.

#[test]
fn places_project_where_the_specification_of_web_mercator_says() {
    // EPSG guidance note 7-2, 1024 Popular Visualisation Pseudo Mercator: 100°20'W 24°22'54.433"N.
    let at = world_from_lon_lat(lon_lat(-100.333_333_333, 24.381_786_944_4));
    let metres = 2.0 * std::f64::consts::PI * 6_378_137.0;
    assert!(((at.x - 0.5) * metres - -11_169_055.58).abs() < 0.01, "{at:?}");
    assert!(((0.5 - at.y) * metres - 2_800_000.0).abs() < 0.01, "{at:?}");
    assert_eq!(world_from_lon_lat(lon_lat(0.0, 0.0)), World { x: 0.5, y: 0.5 });
    let pole = world_from_lon_lat(lon_lat(0.0, 90.0));
    assert!(pole.y.abs() < 1e-12, "the pole lands on the edge: {pole:?}");
}

#[test]
fn lengths_on_the_map_are_those_of_the_ellipsoid() {
    // A degree of a parallel of WGS 84, metres (NIMA TR8350.2 tables).
    for (lat_deg, metres) in [(0.0, 111_319.49), (45.0, 78_846.81), (60.0, 55_800.0)] {
        let degree = ground_m_per_world(lat_deg) / 360.0;
        assert!((degree - metres).abs() < 1.5, "{lat_deg}°: {degree}");
    }
}

proptest! {
    #[test]
    fn a_place_comes_back_to_a_tenth_of_a_millimetre(lon in -180.0..180.0_f64, lat in -85.0..85.0_f64) {
        let back = lon_lat_from_world(world_from_lon_lat(lon_lat(lon, lat)));
        prop_assert!((back.lon_deg - lon).abs() < 1e-9 && (back.lat_deg - lat).abs() < 1e-9);
    }

    #[test]
    fn the_place_under_the_pointer_stays_under_it_while_zooming(
        lon in 100.0..130.0_f64, lat in 20.0..50.0_f64, zoom in 7.0..20.0_f64, levels in -2.0..2.0_f64,
        x in 0.0..800.0_f64, y in 0.0..600.0_f64,
    ) {
        let camera = Camera::new(lon_lat(lon, lat), zoom);
        let pointer = ScreenPoint { x, y };
        let before = camera.world_from_screen(pointer, SIZE);
        let after = camera.zoomed_at(pointer, levels, SIZE).screen_from_world(before, SIZE);
        prop_assert!((after.x - x).abs() < 1e-3 && (after.y - y).abs() < 1e-3, "{after:?}");
    }

    #[test]
    fn a_drag_there_and_back_leaves_the_view_where_it_was(
        zoom in 7.0..22.0_f64, x in -2000.0..2000.0_f64, y in -2000.0..2000.0_f64,
    ) {
        let camera = Camera::new(lon_lat(117.5, 39.0), zoom);
        let back = camera.panned(x, y).panned(-x, -y);
        let at = back.screen_from_world(camera.center_in_world(), SIZE);
        prop_assert!((at.x - 400.0).abs() < 1e-4 && (at.y - 300.0).abs() < 1e-4, "{at:?}");
    }

    #[test]
    fn whatever_is_fitted_is_wholly_seen(
        west in 116.0..118.0_f64, south in 38.0..40.0_f64, width in 0.0..2.0_f64, height in 0.0..1.0_f64,
    ) {
        let bbox = Bbox { west, south, east: west + width, north: south + height };
        let camera = Camera::default().fitted(bbox, SIZE, 40.0);
        for corner in [lon_lat(bbox.west, bbox.north), lon_lat(bbox.east, bbox.south)] {
            let at = camera.screen_from_world(world_from_lon_lat(corner), SIZE);
            prop_assert!(at.x > 39.0 && at.x < 761.0 && at.y > 39.0 && at.y < 561.0, "{at:?}");
        }
    }
}

#[test]
fn a_damaged_view_becomes_one_of_tianjin() {
    let camera = Camera::new(lon_lat(f64::NAN, 39.0), 9.0);
    assert_eq!(camera, Camera::default());
    assert_eq!(Camera::new(lon_lat(117.0, 39.0), 99.0).zoom_level(), 22.0);
}

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
    let mesh = scene(&input(vec![layer_of(1, "river", &[line])]), camera).mesh;
    assert!(!mesh.vertices.is_empty());
    for vertex in &mesh.vertices {
        assert!((vertex.pos[1] - 300.0).abs() < 4.0, "{vertex:?}");
        assert!(vertex.pos[0].abs() < 2000.0, "{vertex:?}");
    }
}

// The scale bar.

#[test]
fn the_scale_bar_is_as_long_as_it_says_by_the_geodesic() {
    use geo::{Distance as _, Geodesic, Point};
    for (lat, zoom) in [(0.0, 15.0), (39.1, 12.0), (39.1, 17.5), (52.0, 10.0)] {
        let camera = Camera::new(lon_lat(117.4, lat), zoom);
        let bar = scale_bar(&camera, 140.0);
        let end = |sign: f64| {
            let x = 400.0 + sign * bar.length_pts / 2.0;
            let at = camera.lon_lat_from_screen(ScreenPoint { x, y: 300.0 }, SIZE);
            Point::new(at.lon_deg, at.lat_deg)
        };
        let truth_m = Geodesic.distance(end(-1.0), end(1.0));
        assert!((truth_m / bar.ground_m - 1.0).abs() < 1e-4, "{bar:?}: {truth_m} m");
        assert!(bar.length_pts <= 140.0 && bar.length_pts > 50.0, "{bar:?}");
    }
}

// What lies under the pointer.

const WITH_HOLE: &str = r#"{"type":"Polygon","coordinates":[
    [[117.0,39.0],[117.2,39.0],[117.2,39.2],[117.0,39.2],[117.0,39.0]],
    [[117.05,39.05],[117.05,39.15],[117.15,39.15],[117.15,39.05],[117.05,39.05]]]}"#;

#[test]
fn a_hole_is_outside_and_so_is_the_pond_beyond() {
    let input = input(vec![layer_of(1, "plot", &[WITH_HOLE])]);
    let camera = Camera::new(lon_lat(117.1, 39.1), 12.0);
    assert_eq!(under(&input, camera, lon_lat(117.02, 39.1)), [(1, 0, HitRank::Area)]);
    assert_eq!(under(&input, camera, lon_lat(117.1, 39.1)), []);
    assert_eq!(under(&input, camera, lon_lat(117.3, 39.1)), []);
    // The edge is met from either side.
    let just_outside = lon_lat(117.2005, 39.1);
    assert_eq!(under(&input, camera, just_outside), [(1, 0, HitRank::Area)]);
}

#[test]
fn symbols_come_before_lines_and_lines_before_areas() {
    let line = r#"{"type":"LineString","coordinates":[[117.0,39.02],[117.2,39.02]]}"#;
    let layers = vec![
        points(7, "outfall", &[(117.1, 39.02)]),
        layer_of(3, "river", &[line]),
        layer_of(1, "plot", &[WITH_HOLE]),
    ];
    let camera = Camera::new(lon_lat(117.1, 39.02), 13.0);
    let found = under(&input(layers), camera, lon_lat(117.1, 39.02));
    let expected = [(7, 0, HitRank::Symbol), (3, 0, HitRank::Line), (1, 0, HitRank::Area)];
    assert_eq!(found, expected);
}

#[test]
fn of_two_symbols_the_nearer_is_meant_and_both_are_told() {
    let mut outfalls = points(1, "outfall", &[(117.0, 39.0), (117.0005, 39.0)]);
    outfalls.looks = Arc::new(vec![staged(StageGroup::Works), staged(StageGroup::Works)]);
    let input = input(vec![outfalls]);
    let camera = Camera::new(lon_lat(117.0, 39.0), 15.0);
    let order = |at| under(&input, camera, at).iter().map(|hit| hit.1).collect::<Vec<_>>();
    assert_eq!(order(lon_lat(116.9999, 39.0)), [0, 1]);
    assert_eq!(order(lon_lat(117.0006, 39.0)), [1, 0]);
}

#[test]
fn a_hidden_layer_is_neither_drawn_nor_met() {
    let mut outfalls = points(1, "outfall", &[(117.0, 39.0)]);
    outfalls.visible = false;
    let input = input(vec![outfalls]);
    let camera = Camera::new(lon_lat(117.0, 39.0), 12.0);
    assert_eq!(under(&input, camera, lon_lat(117.0, 39.0)), []);
    assert!(scene(&input, camera).mesh.vertices.is_empty());
}

#[test]
fn a_moved_feature_is_met_in_its_new_place_only() {
    let mut outfalls = points(1, "outfall", &[(117.0, 39.0), (117.01, 39.0)]);
    let mut builder = ShapesBuilder::default();
    builder.position(lon_lat(117.02, 39.0));
    builder.end_part(PartKind::Points);
    builder.end_feature(GeometryKind::Point);
    let shapes = Arc::new(builder.finish());
    outfalls.redrawn = Arc::new(vec![Redrawn { feature_idx: 0, shapes }]);
    let input = input(vec![outfalls]);
    let camera = Camera::new(lon_lat(117.01, 39.0), 13.0);
    assert_eq!(under(&input, camera, lon_lat(117.0, 39.0)), []);
    assert_eq!(under(&input, camera, lon_lat(117.02, 39.0)), [(1, 0, HitRank::Symbol)]);
    assert_eq!(under(&input, camera, lon_lat(117.01, 39.0)), [(1, 1, HitRank::Symbol)]);
}

#[test]
fn a_layer_of_unknown_datum_is_kept_but_not_drawn() {
    let text = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4548"}},
        "features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[500000,4300000]}}]}"#;
    let input = input(vec![MapLayer::plain(1, layer("outfall", text))]);
    assert!(PreparedSet::of(&input).bounds(&input).is_none());
}

// Detail follows pixels.

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
    assert!(far.mesh.vertices.len() < 4_000, "far: {}", far.mesh.vertices.len());
    let near = scene(&input, Camera::new(lon_lat(117.5, 39.0), 18.0));
    assert!(near.mesh.vertices.len() > 100, "near: {}", near.mesh.vertices.len());
    assert!(near.mesh.vertices.len() < 20_000, "near: {}", near.mesh.vertices.len());
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

// Names.

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
fn a_new_empty_list_of_moved_features_is_no_change() {
    let mut input = input(vec![points(1, "outfall", &[(117.0, 39.0)])]);
    let mut prepared = PreparedSet::of(&input);
    let before = prepared.generation();
    input.layers[0].redrawn = Arc::new(Vec::new());
    prepared.update(&input, || {});
    assert_eq!(prepared.generation(), before);
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

// The widget.

mod widget {
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;

    struct Screen {
        state: MapState,
        input: MapInput,
        picked: Vec<MapFeature>,
        cleared: usize,
    }

    fn screen<'a>() -> Harness<'a, Screen> {
        let mut outfalls = points(1, "outfall", &[(117.0, 39.0), (117.01, 39.0)]);
        let named = |name: &str| FeatureLook { name: name.into(), ..staged(StageGroup::Works) };
        outfalls.looks = Arc::new(vec![named("示例排口001"), named("示例排口002")]);
        let screen = Screen {
            state: MapState::unthreaded(Camera::new(lon_lat(117.0, 39.0), 14.0)),
            input: input(vec![outfalls]),
            picked: Vec::new(),
            cleared: 0,
        };
        let app = |ui: &mut egui::Ui, screen: &mut Screen| {
            let theme = MapTheme::light();
            let answer = map_ui(ui, &mut screen.state, &screen.input, &theme);
            screen.picked.extend(answer.picked);
            screen.cleared += usize::from(answer.cleared);
            if let Some(picked) = answer.picked {
                screen.input.selected = vec![picked];
            }
        };
        let mut harness = Harness::builder()
            .with_size([800.0, 600.0])
            .with_context_setup(crate::pictures::install_font)
            .build_ui_state(app, screen);
        harness.run();
        harness
    }

    fn feature(feature_idx: u32) -> MapFeature {
        MapFeature { layer_id: 1, feature_idx }
    }

    /// Where the map draws a place, in the window.
    fn place(harness: &Harness<'_, Screen>, at: LonLat) -> egui::Pos2 {
        let map = harness.get_by_label("地图").rect();
        let size = ScreenSize { width: f64::from(map.width()), height: f64::from(map.height()) };
        let at = harness.state().state.camera().screen_from_world(world_from_lon_lat(at), size);
        map.min + egui::vec2(at.x as f32, at.y as f32)
    }

    fn click(harness: &mut Harness<'_, Screen>, at: egui::Pos2) {
        harness.hover_at(at);
        harness.step();
        for pressed in [true, false] {
            let button = egui::PointerButton::Primary;
            let modifiers = egui::Modifiers::NONE;
            harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers });
        }
        harness.run();
    }

    #[test]
    fn a_click_on_a_symbol_picks_it_and_one_beside_it_clears() {
        let mut harness = screen();
        let at = place(&harness, lon_lat(117.01, 39.0));
        click(&mut harness, at);
        assert_eq!(harness.state().picked, [feature(1)]);
        click(&mut harness, at + egui::vec2(60.0, 120.0));
        assert_eq!(harness.state().cleared, 1);
    }

    #[test]
    fn features_are_found_by_their_names_nearest_to_the_middle_first() {
        let harness = screen();
        harness.get_by_label("示例排口001 · 整治中");
        harness.get_by_label("示例排口002 · 整治中");
        harness.get_by_label_contains("在整治 2");
    }

    #[test]
    fn tab_and_enter_pick_without_a_mouse() {
        let mut harness = screen();
        // The map itself, its three buttons, then the feature nearest to the middle.
        for _ in 0..5 {
            harness.key_press(egui::Key::Tab);
            harness.run();
        }
        harness.key_press(egui::Key::Enter);
        harness.run();
        assert_eq!(harness.state().picked.first(), Some(&feature(0)));
    }

    #[test]
    fn the_buttons_and_keys_zoom() {
        let mut harness = screen();
        harness.get_by_label("放大").click();
        harness.run();
        assert_eq!(harness.state().state.camera().zoom_level(), 15.0);
        let empty = place(&harness, lon_lat(117.0, 38.995));
        click(&mut harness, empty);
        harness.key_press(egui::Key::Minus);
        harness.run();
        assert_eq!(harness.state().state.camera().zoom_level(), 14.0);
        let before = harness.state().state.camera().center();
        harness.key_press(egui::Key::ArrowRight);
        harness.run();
        assert!(harness.state().state.camera().center().lon_deg > before.lon_deg);
        harness.key_press(egui::Key::Home);
        harness.run();
        assert!((harness.state().state.camera().center().lon_deg - 117.005).abs() < 1e-6);
    }

    #[test]
    fn a_drag_pans_and_with_shift_draws_a_box_to_zoom_to() {
        let mut harness = screen();
        let grabbed = lon_lat(116.995, 38.995);
        let from = place(&harness, grabbed);
        harness.drag_at(from);
        harness.step();
        harness.hover_at(from + egui::vec2(80.0, 40.0));
        harness.step();
        harness.drop_at(from + egui::vec2(80.0, 40.0));
        harness.run();
        let now = place(&harness, grabbed);
        assert!((now - from - egui::vec2(80.0, 40.0)).length() < 1.0, "{from:?} {now:?}");
        assert_eq!(harness.state().state.camera().zoom_level(), 14.0);
    }

    #[test]
    fn a_stack_of_symbols_gives_a_list() {
        let mut harness = screen();
        let mut outfalls = points(1, "outfall", &[(117.0, 39.0), (117.0, 39.0)]);
        let named = |name: &str| FeatureLook { name: name.into(), ..staged(StageGroup::Works) };
        outfalls.looks = Arc::new(vec![named("甲"), named("乙")]);
        harness.state_mut().input = input(vec![outfalls]);
        harness.run();
        let at = place(&harness, lon_lat(117.0, 39.0));
        click(&mut harness, at);
        assert_eq!(harness.state().picked, [feature(1)], "the top one at once");
        let rows: Vec<_> = harness
            .get_all_by_role_and_label(egui::accesskit::Role::Button, "甲 · 整治中")
            .collect();
        assert_eq!(rows.len(), 1);
        rows[0].click();
        drop(rows);
        harness.run();
        assert_eq!(harness.state().picked, [feature(1), feature(0)]);
    }

    #[test]
    fn a_resting_map_asks_for_no_frame() {
        let mut harness = screen();
        // `run` panics after four frames that each asked for another.
        harness.run();
        assert!(!harness.ctx.has_requested_repaint());
    }
}

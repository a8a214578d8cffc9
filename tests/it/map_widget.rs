//! The map in a window, by keyboard and mouse.

use std::sync::Arc;

use egui_kittest::{Harness, kittest::Queryable as _};
use yice::map::{
    Camera, FeatureLook, MapFeature, MapInput, MapState, MapTheme, ScreenSize, map_ui,
    world_from_lon_lat,
};
use yice::model::{LonLat, lon_lat};
use yice::plan::StageGroup;

use crate::scenes::*;

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
    let rows: Vec<_> =
        harness.get_all_by_role_and_label(egui::accesskit::Role::Button, "甲 · 整治中").collect();
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

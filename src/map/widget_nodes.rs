//! The map for keyboards, screen readers and tests: what is selected, what is in view, what the signs mean.
//!
//! Tab walks these nodes in that order, features by their distance from the middle; Enter selects. They take no
//! clicks of the pointer: those belong to the map under them.

use std::collections::BTreeSet;

use egui::{Key, Modifiers, Rect, Role, Sense, Stroke, Ui, WidgetInfo, accesskit, vec2};

use super::boxes::PlaceBox;
use super::camera::ScreenPoint;
use super::input::{MapFeature, MapInput};
use super::legend::LegendSection;
use super::paint::color32;
use super::scene::{SceneLayer, SceneView};
use super::theme::Rgba;
use super::widget::{id_of, spoken_name, window_pos};

/// Features in view that are nodes.
const FEATURES_MAX: usize = 50;

/// Makes the nodes; the feature chosen through one.
pub fn nodes_ui(
    ui: &mut Ui,
    rect: Rect,
    input: &MapInput,
    layers: &[SceneLayer<'_>],
    view: &SceneView,
    legend: &[LegendSection],
) -> Option<MapFeature> {
    let mut picked = None;
    for (feature, at) in in_view(input, layers, view) {
        let area = Rect::from_center_size(window_pos(rect, at), vec2(24.0, 24.0)).intersect(rect);
        let is_selected = input.selected.contains(&feature) || input.chosen.contains(&feature);
        let id = id_of(ui, (feature.layer_id, feature.feature_idx));
        let response = ui.interact(area, id, Sense::focusable_noninteractive());
        response.widget_info(|| {
            WidgetInfo::selected(
                Role::ListBoxOption,
                true,
                is_selected,
                spoken_name(input, feature),
            )
        });
        let asked =
            ui.input(|input| input.has_accesskit_action_request(id, accesskit::Action::Click));
        let entered = response.has_focus()
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        if asked || entered {
            picked = Some(feature);
        }
        if response.has_focus() {
            let stroke = Stroke::new(2.5, color32(Rgba::rgb(0x0A84FF)));
            let painter = ui.painter_at(rect);
            painter.rect_stroke(area.expand(4.0), 4.0, stroke, egui::StrokeKind::Outside);
        }
    }
    for section in legend {
        let id = id_of(ui, ("legend", section.kind.code()));
        let corner = Rect::from_min_max(rect.max - vec2(12.0, 12.0), rect.max);
        let response = ui.interact(corner, id, Sense::focusable_noninteractive());
        let words = section.spoken(input.lang);
        response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &words));
    }
    picked
}

/// A feature's place in the order of nodes.
struct Near {
    feature: MapFeature,
    distance: f64,
    at: [f64; 2],
}

/// What is selected, then what is in view by its distance from the middle.
fn in_view(
    input: &MapInput,
    layers: &[SceneLayer<'_>],
    view: &SceneView,
) -> Vec<(MapFeature, [f64; 2])> {
    let size = view.size;
    // Squares around the middle, each twice as wide, until one surely holds the nearest: of many thousand features
    // in view only a few are looked at.
    let mut reach = size.width.max(size.height) / 32.0;
    let mut near = loop {
        let near = within(layers, view, reach);
        let sure = near.iter().filter(|one| one.distance <= reach).count();
        if sure >= FEATURES_MAX || reach * 2.0 >= size.width.max(size.height) {
            break near;
        }
        reach *= 2.0;
    };
    let order = |one: &Near, other: &Near| {
        one.distance.total_cmp(&other.distance).then(one.feature.cmp(&other.feature))
    };
    near.sort_by(order);
    let selected = input.selected.iter().filter_map(|feature| {
        let layer = layers.iter().find(|layer| layer.map.id == feature.layer_id)?;
        let source = layer.source_of(feature.feature_idx);
        let spot = source.spots_of(feature.feature_idx).first()?;
        let at = view.to_screen().apply(spot.at);
        (layer.map.visible && view.screen_box().holds(at)).then_some((*feature, at))
    });
    // A feature of many points is one node, at the nearest of them.
    let mut seen = BTreeSet::new();
    let mut nodes: Vec<_> = selected.take(FEATURES_MAX).collect();
    nodes.extend(near.iter().map(|one| (one.feature, one.at)));
    nodes.retain(|(feature, _)| seen.insert(*feature));
    nodes.truncate(FEATURES_MAX);
    nodes
}

/// Everything in view whose place is in a square around the middle.
fn within(layers: &[SceneLayer<'_>], view: &SceneView, reach: f64) -> Vec<Near> {
    let middle = [view.size.width / 2.0, view.size.height / 2.0];
    let inside = view.screen_box();
    let corner = |sign: f64| {
        let at = ScreenPoint { x: middle[0] + sign * reach, y: middle[1] + sign * reach };
        view.camera.world_from_screen(at, view.size)
    };
    let mut found = Vec::new();
    for layer in layers.iter().filter(|layer| layer.map.visible) {
        for (prepared, hidden) in layer.sources() {
            let area = PlaceBox::of_world(corner(-1.0), corner(1.0));
            let to_screen = view.to_screen();
            for idx in prepared.spots_index.meeting(area) {
                let spot = prepared.spots[idx as usize];
                let at = to_screen.apply(spot.at);
                let is_hidden = hidden.is_some_and(|hidden| hidden.contains(&spot.feature_idx));
                if is_hidden || !inside.holds(at) {
                    continue;
                }
                let feature = MapFeature { layer_id: layer.map.id, feature_idx: spot.feature_idx };
                let distance = (at[0] - middle[0]).hypot(at[1] - middle[1]);
                found.push(Near { feature, distance, at });
            }
        }
    }
    found
}

//! The map for keyboards, screen readers and tests: what is selected, what is in view, what the signs mean.
//!
//! Tab walks these nodes in that order, features by their distance from the middle; Enter selects. They take no
//! clicks of the pointer: those belong to the map under them.

use std::collections::BTreeSet;

use egui::{Key, Modifiers, Rect, Role, Sense, Stroke, Ui, WidgetInfo, accesskit, vec2};

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
        let is_selected = input.selected.contains(&feature);
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

/// What is selected, then what is in view by its distance from the middle.
fn in_view(
    input: &MapInput,
    layers: &[SceneLayer<'_>],
    view: &SceneView,
) -> Vec<(MapFeature, [f64; 2])> {
    let middle = [view.size.width / 2.0, view.size.height / 2.0];
    let inside = view.screen_box();
    let mut found: Vec<(bool, f64, MapFeature, [f64; 2])> = Vec::new();
    for layer in layers.iter().filter(|layer| layer.map.visible) {
        for (prepared, hidden) in layer.sources() {
            let Some(area) = view.local_box(prepared.frame) else { continue };
            let to_screen = view.to_screen(prepared.frame);
            for idx in prepared.spots_index.meeting(area) {
                let spot = prepared.spots[idx as usize];
                let at = to_screen.apply(spot.at);
                let is_hidden = hidden.is_some_and(|hidden| hidden.contains(&spot.feature_idx));
                if is_hidden || !inside.holds(at) {
                    continue;
                }
                let feature = MapFeature { layer_id: layer.map.id, feature_idx: spot.feature_idx };
                let distance = (at[0] - middle[0]).hypot(at[1] - middle[1]);
                found.push((!input.selected.contains(&feature), distance, feature, at));
            }
        }
    }
    let order = |one: &(bool, f64, MapFeature, [f64; 2]),
                 other: &(bool, f64, MapFeature, [f64; 2])| {
        one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)).then(one.2.cmp(&other.2))
    };
    if found.len() > FEATURES_MAX {
        found.select_nth_unstable_by(FEATURES_MAX, order);
        found.truncate(FEATURES_MAX);
    }
    found.sort_by(order);
    // A feature of many points is one node, at the nearest of them.
    let mut seen = BTreeSet::new();
    found.retain(|one| seen.insert(one.2));
    found.into_iter().map(|(_, _, feature, at)| (feature, at)).collect()
}

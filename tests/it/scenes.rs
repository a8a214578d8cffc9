//! Layers, looks and scenes for the tests of the map: no window, no font.

use std::sync::Arc;

use yice::map::{
    Camera, FeatureLook, HitRank, MapInput, MapLayer, MapTheme, Measure, PreparedSet, Scene,
    SceneInput, SceneView, ScreenSize, StageLook, build_scene, hits, world_from_lon_lat,
};
use yice::model::{Kind, Lang, Layer, LonLat, Text};
use yice::plan::StageGroup;

pub const SIZE: ScreenSize = ScreenSize { width: 800.0, height: 600.0 };

/// A layer read from GeoJSON text.
pub fn layer(kind: &str, text: &str) -> Arc<Layer> {
    let kind = Kind::new(kind);
    let options = yice::formats::ReadOptions {
        file_name: "test.geojson",
        kind: Some(&kind),
        datum: None,
        own_kinds: &[],
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

pub fn scene(input: &MapInput, camera: Camera) -> Scene {
    let prepared = PreparedSet::of(input);
    let theme = MapTheme::light();
    let layers = prepared.scene_layers(input);
    let keep_free = Vec::new();
    let (view, theme, lang, selected) = (view(camera), &theme, input.lang, &input.selected[..]);
    let line_names = input.line_names;
    let scene_input = SceneInput { layers, view, theme, lang, selected, line_names, keep_free };
    build_scene(&scene_input, &mut Ruler)
}

pub fn under(input: &MapInput, camera: Camera, at: LonLat) -> Vec<(u64, u32, HitRank)> {
    let prepared = PreparedSet::of(input);
    let at = camera.screen_from_world(world_from_lon_lat(at), SIZE);
    hits(&prepared.scene_layers(input), &view(camera), at, 6.0, 20.0)
        .into_iter()
        .map(|hit| (hit.feature.layer_id, hit.feature.feature_idx, hit.rank))
        .collect()
}

pub fn staged(group: StageGroup) -> FeatureLook {
    let stage = StageLook {
        group,
        mark: Text::new("治", "W"),
        label: Text::new("整治中", "Works"),
        hatched: false,
    };
    FeatureLook { stage: Some(Arc::new(stage)), ..FeatureLook::default() }
}

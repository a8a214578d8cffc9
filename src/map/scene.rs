//! The scene: everything in view as triangles and texts, built when view or data change and only moved in between.
//!
//! Nothing here paints: a scene is the same for the window and for pictures. Work is bounded by what lies in view
//! at the detail the zoom asks for, not by how much a layer holds.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::boxes::PlaceBox;
use super::camera::{Camera, ScreenPoint, ScreenSize};
use super::cluster::Cluster;
use super::draw;
use super::input::{LineNames, MapFeature, MapInput, MapLayer};
use super::label_room::LabelBox;
use super::labels::{self, PlacedLabel};
use super::mesh::Mesh;
use super::prepare::PreparedLayer;
use super::projection::{Latitudes, World};
use super::spots::{self, DrawnSpot};
use super::stroke::ScreenBox;
use super::strokes::Strokes;
use super::symbols::Symbols;
use super::theme::{MapTheme, Rgba};
use crate::model::{Kind, Lang, Place, STEPS_PER_DEG};

/// A text with its middle at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct SceneText {
    pub text: Arc<str>,
    pub center: [f32; 2],
    pub size_pts: f32,
    pub color: Rgba,
    /// Around the letters; transparent for none.
    pub halo: Rgba,
    /// Clockwise.
    pub angle_rad: f32,
}

/// Who knows how large a text will be.
pub trait Measure {
    /// Width and height in points.
    fn text_size(&mut self, text: &str, size_pts: f32) -> [f32; 2];
}

/// A layer with all that is prepared of it.
#[derive(Clone, Copy)]
pub struct SceneLayer<'a> {
    pub map: &'a MapLayer,
    /// The file's own features.
    pub prepared: &'a PreparedLayer,
    /// Created and moved ones.
    pub redrawn: &'a PreparedLayer,
    /// Indices whose place in the file no longer counts.
    pub replaced: &'a BTreeSet<u32>,
}

impl<'a> SceneLayer<'a> {
    /// Both sets of geometry with the indices to leave out of each.
    pub fn sources(&self) -> [(&'a PreparedLayer, Option<&'a BTreeSet<u32>>); 2] {
        [
            (self.prepared, (!self.replaced.is_empty()).then_some(self.replaced)),
            (self.redrawn, None),
        ]
    }

    /// Where one feature's geometry is.
    pub fn source_of(&self, feature_idx: u32) -> &'a PreparedLayer {
        if self.replaced.contains(&feature_idx) { self.redrawn } else { self.prepared }
    }
}

/// The view a scene is built for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SceneView {
    pub camera: Camera,
    pub size: ScreenSize,
    /// How far beyond the view things are built, so that it can move a little without building anew.
    pub margin_pts: f64,
    /// The width of one pixel.
    pub feather_pts: f32,
}

impl SceneView {
    /// The built part of the screen.
    pub fn screen_box(&self) -> ScreenBox {
        ScreenBox { min: [0.0, 0.0], max: [self.size.width, self.size.height] }
            .grown(self.margin_pts)
    }

    /// The built part of the ground, grown by what symbols and wide lines reach beyond their place.
    pub fn place_box(&self) -> PlaceBox {
        let reach = self.screen_box().grown(24.0);
        let corner = |at: [f64; 2]| {
            let at = ScreenPoint { x: at[0], y: at[1] };
            self.camera.world_from_screen(at, self.size)
        };
        PlaceBox::of_world(corner(reach.min), corner(reach.max))
    }

    pub fn to_screen(self) -> ToScreen {
        let world = self.camera.pts_per_world();
        let origin = self.camera.screen_from_world(World { x: 0.0, y: 0.0 }, self.size);
        let scale = world / (STEPS_PER_DEG * 360.0);
        let (origin, latitudes) = ([origin.x, origin.y], Latitudes::get());
        ToScreen { world, scale, origin, greenwich: origin[0] + world / 2.0, latitudes }
    }
}

/// From places to the screen.
#[derive(Clone, Copy, Debug)]
pub struct ToScreen {
    /// Points for the world's side.
    world: f64,
    /// Points for a step of longitude.
    pub scale: f64,
    /// Where the world's north-western corner is.
    origin: [f64; 2],
    /// Where longitude 0 is.
    greenwich: f64,
    latitudes: Latitudes,
}

impl ToScreen {
    /// Where the world's north-western corner is.
    pub const fn origin(&self) -> [f64; 2] {
        self.origin
    }

    #[inline]
    pub fn apply(&self, at: Place) -> [f64; 2] {
        let [lon, lat] = at;
        let y = self.latitudes.world_y(lat);
        [f64::from(lon) * self.scale + self.greenwich, y * self.world + self.origin[1]]
    }
}

/// Everything in view.
#[derive(Debug, Default)]
pub struct Scene {
    /// Areas, below all else.
    pub areas: Mesh,
    /// Lines, above them, bottom first.
    pub lines: Vec<Strokes>,
    /// Symbols, above the lines.
    pub symbols: Symbols,
    pub texts: Vec<SceneText>,
    /// Symbols in view in drawing order, those hidden under others left out.
    pub spots: Vec<DrawnSpot>,
    /// What stands for symbols that are too many to be drawn.
    pub clusters: Vec<Cluster>,
    /// Names that found a place.
    pub labels: Vec<PlacedLabel>,
    /// The size of symbols in this view.
    pub symbol_pts: f32,
    /// How many places of symbols and labels are in view, hidden ones included.
    pub spots_in_view: usize,
}

impl Scene {
    /// Everything but texts as triangles, as a window paints it.
    pub fn triangles(&self) -> Mesh {
        let mut all = Mesh::default();
        self.write_triangles(&mut all);
        all
    }

    /// The same into the memory of another mesh.
    pub fn write_triangles(&self, all: &mut Mesh) {
        all.clear();
        let (vertices, indices) = self.lines.iter().map(Strokes::room).fold(
            (self.areas.vertices.len(), self.areas.indices.len()),
            |(vertices, indices), more| (vertices + more.0, indices + more.1),
        );
        all.vertices.reserve(vertices);
        all.indices.reserve(indices);
        all.vertices.extend_from_slice(&self.areas.vertices);
        all.indices.extend_from_slice(&self.areas.indices);
        self.lines.iter().for_each(|lines| lines.draw(all));
        self.symbols.draw(all);
    }
}

/// What a scene is built from.
pub struct SceneInput<'a> {
    pub layers: Vec<SceneLayer<'a>>,
    pub view: SceneView,
    pub theme: &'a MapTheme,
    pub lang: Lang,
    /// Their names are placed before all others.
    pub selected: &'a [MapFeature],
    pub line_names: LineNames,
    /// Where no name may stand: under title and legend.
    pub keep_free: Vec<LabelBox>,
}

/// Builds the scene.
pub fn build_scene(input: &SceneInput<'_>, measure: &mut dyn Measure) -> Scene {
    let mut scene = Scene::default();
    let layers = sorted(&input.layers);
    for layer in &layers {
        draw::areas(&mut scene.areas, layer, input);
    }
    let mut lines = Vec::new();
    for layer in &layers {
        draw::lines(&mut scene.lines, layer, input, &mut lines);
    }
    spots::draw(&mut scene, &layers, input, measure);
    labels::place(&mut scene, &layers, &lines, input, measure);
    scene
}

/// The visible layers, bottom first.
pub fn sorted<'a, 'b>(layers: &'b [SceneLayer<'a>]) -> Vec<&'b SceneLayer<'a>> {
    let mut layers: Vec<_> = layers.iter().filter(|layer| layer.map.visible).collect();
    layers.sort_by_key(|layer| rank(layer.map.kind()));
    layers
}

/// What lies below what, whatever order the layers were opened in.
pub fn rank(kind: &Kind) -> u8 {
    match kind.code() {
        Kind::COASTLINE => 0,
        Kind::DISTRICT | Kind::BUILT_UP_AREA => 1,
        Kind::RIVER => 3,
        Kind::PLOT => 4,
        Kind::BLACK_ODOROUS_WATER => 5,
        Kind::SECTION => 6,
        Kind::OUTFALL => 7,
        _ => 2,
    }
}

/// So many of the features chosen together get a ring: more would cost a frame and be one blot.
const CHOSEN_DRAWN_MAX: usize = 4_000;

/// Draws chosen, selected and pointed-at features over the scene, from the places they have now.
pub fn draw_marked(
    mesh: &mut Mesh,
    input: &MapInput,
    hovered: Option<MapFeature>,
    scene: &SceneInput<'_>,
    symbol_pts: f32,
) -> Vec<SceneText> {
    let mut texts = Vec::new();
    for feature in input.chosen.iter().take(CHOSEN_DRAWN_MAX) {
        if let Some(layer) = visible_layer(scene, *feature) {
            let color = scene.theme.selection;
            draw::marked(mesh, layer, feature.feature_idx, color.with_alpha(150), scene);
            spots::draw_chosen(mesh, layer, feature.feature_idx, color, scene, symbol_pts);
        }
    }
    let hovered = hovered.into_iter().chain(input.hovered);
    let hovered = hovered.filter(|feature| !input.selected.contains(feature));
    let marked = hovered
        .map(|feature| (feature, scene.theme.hover))
        .chain(input.selected.iter().map(|feature| (*feature, scene.theme.selection)));
    for (feature, color) in marked {
        let Some(layer) = visible_layer(scene, feature) else { continue };
        draw::marked(mesh, layer, feature.feature_idx, color, scene);
        spots::draw_marked(mesh, &mut texts, layer, feature.feature_idx, color, scene, symbol_pts);
    }
    texts
}

fn visible_layer<'s, 'a>(
    scene: &'s SceneInput<'a>,
    feature: MapFeature,
) -> Option<&'s SceneLayer<'a>> {
    let layer = scene.layers.iter().find(|layer| layer.map.id == feature.layer_id);
    layer.filter(|layer| layer.map.visible)
}

/// The box of the world around all visible layers; `None` where nothing is visible.
pub fn bounds<'a>(layers: impl Iterator<Item = SceneLayer<'a>>) -> Option<(World, World)> {
    layers
        .filter(|layer| layer.map.visible)
        .flat_map(|layer| [layer.prepared.world_bounds(), layer.redrawn.world_bounds()])
        .flatten()
        .reduce(|one, other| {
            (
                World { x: one.0.x.min(other.0.x), y: one.0.y.min(other.0.y) },
                World { x: one.1.x.max(other.1.x), y: one.1.y.max(other.1.y) },
            )
        })
}

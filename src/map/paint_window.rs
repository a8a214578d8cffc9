//! The scene in the window: the newest there is, moved and scaled to where the view is now.
//!
//! Scenes are built on a thread of their own. Until one for the present view has come, the one before is shown in
//! its place, so that no frame ever waits.

use std::sync::Arc;

use egui::epaint::{Mesh as EguiMesh, Shape};
use egui::{Rect, Ui, Vec2, vec2};

use super::camera::ScreenPoint;
use super::cluster::Cluster;
use super::decor::{Decor, DecorPen, EDGE_PTS};
use super::input::{MapFeature, MapInput};
use super::legend::LegendSection;
use super::mesh::Mesh;
use super::paint::{FontMeasure, add_texts, color32, egui_mesh};
use super::paint_builder::{Builder, Built, SceneKey};
use super::prepared_set::PreparedSet;
use super::scale_bar::SCREEN_PTS_PER_INCH;
use super::scene::{SceneInput, SceneLayer, SceneText, SceneView, draw_marked};
use super::theme::MapTheme;

/// The scene is built this far beyond the view, so that dragging finds it there.
const MARGIN_PTS: f64 = 128.0;
/// A map narrower than this has room for a short legend only, points.
const NARROW_PTS: f32 = 700.0;
/// A view that has moved by this share of the margin asks for the next scene: it comes before the margin ends.
const MARGIN_SHARE_ASKED: f64 = 0.25;

/// The last scene and who builds the next.
#[derive(Debug, Default)]
pub struct SceneCache {
    built: Option<Built>,
    /// Where the scene's triangles stand since the last frame.
    placed: Placement,
    /// `None`: scenes are built within the frame.
    builder: Option<Builder>,
}

/// How a scene is shown in a later view: `place × scale + by`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Placement {
    scale: f32,
    by: Vec2,
}

impl Default for Placement {
    fn default() -> Self {
        Self { scale: 1.0, by: Vec2::ZERO }
    }
}

impl SceneCache {
    /// Builds scenes on a thread of its own, where one can be had.
    pub fn threaded() -> Self {
        Self { builder: Builder::start(), ..Self::default() }
    }

    /// Takes the scene that has come and asks for the next if this one does not show what it should.
    pub fn refresh(
        &mut self,
        ui: &Ui,
        input: &MapInput,
        prepared: &PreparedSet,
        view: SceneView,
        theme: &MapTheme,
    ) {
        if let Some(built) = self.builder.as_mut().and_then(Builder::take) {
            self.show(built);
        }
        let key = SceneKey {
            view: SceneView { margin_pts: MARGIN_PTS, ..view },
            layers: input.layers.clone(),
            generation: prepared.generation(),
            theme: theme.clone(),
            lang: input.lang,
            selected: input.selected.clone(),
        };
        let reach_pts = match self.builder {
            Some(_) => MARGIN_PTS * MARGIN_SHARE_ASKED,
            None => MARGIN_PTS,
        };
        if self.built.as_ref().is_some_and(|built| is_current(built, &key, reach_pts)) {
            return;
        }
        match &mut self.builder {
            Some(builder) => builder.ask(ui.ctx(), key, || prepared.held_layers(input)),
            None => {
                let layers = prepared.scene_layers(input);
                let built = ui.fonts_mut(|fonts| Built::new(key, layers, &mut FontMeasure(fonts)));
                self.show(built);
            }
        }
    }

    /// The scenes that are kept; `None` where there is none.
    pub(super) fn take_kept(&mut self) -> Option<impl Send + use<>> {
        let late = self.builder.as_mut().and_then(Builder::take);
        let kept = (self.built.take(), late);
        (kept.0.is_some() || kept.1.is_some()).then_some(kept)
    }

    fn show(&mut self, built: Built) {
        self.built = Some(built);
        self.placed = Placement::default();
    }

    pub fn symbol_pts(&self) -> f32 {
        self.built.as_ref().map_or(0.0, |built| built.scene.symbol_pts)
    }

    /// The disc under a place on the map, as it was painted last: where its middle is.
    pub fn cluster_at(&self, at: ScreenPoint, corner: Vec2) -> Option<ScreenPoint> {
        let built = self.built.as_ref()?;
        let Placement { scale, by } = self.placed;
        let middle = |cluster: &Cluster| {
            let [x, y] = [(cluster.at[0], by.x - corner.x), (cluster.at[1], by.y - corner.y)]
                .map(|(at, by)| f64::from(at * scale + by));
            ScreenPoint { x, y }
        };
        let is_under = |cluster: &&Cluster| {
            let middle = middle(cluster);
            (middle.x - at.x).hypot(middle.y - at.y) <= f64::from(cluster.radius_pts)
        };
        built.scene.clusters.iter().rev().find(is_under).map(middle)
    }

    pub fn legend(&self) -> &[LegendSection] {
        self.built.as_ref().map_or(&[], |built| &built.legend)
    }

    /// Paints ground, scene, marked features, scale bar and legend.
    #[expect(clippy::too_many_arguments, reason = "everything a frame of the map is made of")]
    pub fn paint(
        &mut self,
        ui: &Ui,
        rect: Rect,
        input: &MapInput,
        layers: Vec<SceneLayer<'_>>,
        view: SceneView,
        theme: &MapTheme,
        hovered: Option<MapFeature>,
        legend_visible: bool,
    ) {
        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, 0.0, color32(theme.ground));
        let placement = self.placement(ui, rect, &view);
        let mut shapes = Vec::new();
        let (mut texts, mut symbol_pts, mut legend) = (Vec::new(), 0.0, &[][..]);
        if let Some(built) = &mut self.built {
            move_mesh(&mut built.mesh, &mut self.placed, placement);
            shapes.push(Shape::Mesh(built.mesh.clone()));
            texts = moved_texts(&built.scene.texts, placement);
            symbol_pts = built.scene.symbol_pts;
            legend = &built.legend;
        }
        let (lang, selected, keep_free) = (input.lang, &input.selected[..], Vec::new());
        let line_names = input.line_names;
        let scene_input = SceneInput { layers, view, theme, lang, selected, line_names, keep_free };
        let mut marked = Mesh::default();
        let marked_texts = draw_marked(&mut marked, input, hovered, &scene_input, symbol_pts);
        ui.fonts_mut(|fonts| {
            add_texts(&mut shapes, &texts, Vec2::ZERO, fonts);
            let at = rect.min.to_vec2();
            shapes.push(Shape::mesh(egui_mesh(&marked, at)));
            add_texts(&mut shapes, &marked_texts, at, fonts);
            let mut decor = Decor::default();
            let mut measure = FontMeasure(fonts);
            let mut pen = DecorPen {
                theme,
                lang: input.lang,
                feather_pts: view.feather_pts,
                measure: &mut measure,
            };
            let (right, bottom) = (rect.width() - EDGE_PTS, rect.height() - EDGE_PTS);
            decor.scale_bar(&mut pen, &view.camera, SCREEN_PTS_PER_INCH, [EDGE_PTS, bottom]);
            if legend_visible {
                // Beside list and card the map is narrow: the legend leaves most of it free.
                let share = if rect.width() < NARROW_PTS { 0.5 } else { 1.0 };
                let height_max = (bottom - EDGE_PTS) * share;
                decor.legend(&mut pen, legend, [right, bottom], height_max);
            }
            shapes.push(Shape::mesh(egui_mesh(&decor.mesh, at)));
            add_texts(&mut shapes, &decor.texts, at, fonts);
        });
        painter.extend(shapes);
    }

    /// How the scene there is has to be placed in the window for this view.
    fn placement(&self, ui: &Ui, rect: Rect, view: &SceneView) -> Placement {
        let Some(built) = &self.built else { return Placement::default() };
        let from = &built.key.view;
        let scale = view.camera.pts_per_world() / from.camera.pts_per_world();
        let corner = from.camera.world_from_screen(ScreenPoint { x: 0.0, y: 0.0 }, from.size);
        let at = view.camera.screen_from_world(corner, view.size);
        // Whole pixels, so that lines and letters stay as sharp as they were built.
        let per_point = f64::from(ui.ctx().pixels_per_point());
        let pixel = |pts: f64| ((pts * per_point).round() / per_point) as f32;
        let by = if scale == 1.0 {
            vec2(pixel(at.x), pixel(at.y))
        } else {
            vec2(at.x as f32, at.y as f32)
        };
        Placement { scale: scale as f32, by: rect.min.to_vec2() + by }
    }
}

/// Whether a scene, moved, shows what `key` asks for at least so far beyond the view as the rest of its margin.
fn is_current(built: &Built, key: &SceneKey, reach_pts: f64) -> bool {
    let (from, to) = (&built.key.view.camera, &key.view.camera);
    let (here, there) = (from.center_in_world(), to.center_in_world());
    let scale = to.pts_per_world();
    built.key.shows_same(key)
        && from.zoom_level() == to.zoom_level()
        && ((here.x - there.x) * scale).abs() <= reach_pts
        && ((here.y - there.y) * scale).abs() <= reach_pts
}

/// Moves triangles from one place to another, in their own memory where nobody else holds them any more.
fn move_mesh(mesh: &mut Arc<EguiMesh>, from: &mut Placement, to: Placement) {
    if *from == to {
        return;
    }
    let scale = to.scale / from.scale;
    let by = to.by - from.by * scale;
    for vertex in &mut Arc::make_mut(mesh).vertices {
        vertex.pos = (vertex.pos.to_vec2() * scale + by).to_pos2();
    }
    *from = to;
}

/// Texts keep their size while their places move.
fn moved_texts(texts: &[SceneText], Placement { scale, by }: Placement) -> Vec<SceneText> {
    let moved = |text: &SceneText| {
        let [x, y] = text.center;
        SceneText { center: [x * scale + by.x, y * scale + by.y], ..text.clone() }
    };
    texts.iter().map(moved).collect()
}

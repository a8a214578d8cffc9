//! The scene in the window: built when something changed, moved while the view only pans a little.

use std::sync::Arc;

use egui::epaint::{Mesh as EguiMesh, Shape};
use egui::{Rect, Ui, Vec2, vec2};

use super::camera::Camera;
use super::decor::{Decor, DecorPen, EDGE_PTS};
use super::input::{MapFeature, MapInput, MapLayer};
use super::legend::{LegendSection, legend};
use super::mesh::Mesh;
use super::paint::{FontMeasure, add_texts, color32, egui_mesh};
use super::scene::{Scene, SceneInput, SceneLayer, SceneView, build_scene, draw_marked};
use super::theme::MapTheme;
use crate::model::Lang;

/// The scene is built this far beyond the view, so that dragging finds it there. More would make the frames that
/// build it slower than the others gain.
const MARGIN_PTS: f64 = 128.0;

/// The last scene and what it was built of.
#[derive(Debug, Default)]
pub struct SceneCache {
    built: Option<Built>,
}

#[derive(Debug)]
struct Built {
    view: SceneView,
    layers: Vec<MapLayer>,
    generation: u64,
    theme: MapTheme,
    lang: Lang,
    scene: Scene,
    legend: Vec<LegendSection>,
    /// The scene's triangles as egui wants them, moved to where they were painted last.
    painted: Option<(Vec2, Arc<EguiMesh>)>,
}

impl SceneCache {
    /// Builds the scene anew if it no longer shows what it should.
    pub fn refresh(
        &mut self,
        ui: &Ui,
        input: &MapInput,
        layers: Vec<SceneLayer<'_>>,
        generation: u64,
        view: SceneView,
        theme: &MapTheme,
    ) {
        let current = self.built.as_ref().is_some_and(|built| {
            built.generation == generation
                && built.lang == input.lang
                && built.shows(view)
                && built.theme == *theme
                && same_layers(&built.layers, &input.layers)
        });
        if current {
            return;
        }
        let view = SceneView { margin_pts: MARGIN_PTS, ..view };
        let keep_free = Vec::new();
        let scene_input = SceneInput { layers, view, theme, lang: input.lang, keep_free };
        let scene = ui.fonts_mut(|fonts| build_scene(&scene_input, &mut FontMeasure(fonts)));
        self.built = Some(Built {
            view,
            layers: input.layers.clone(),
            generation,
            theme: theme.clone(),
            lang: input.lang,
            scene,
            legend: legend(input),
            painted: None,
        });
    }

    pub fn symbol_pts(&self) -> f32 {
        self.built.as_ref().map_or(0.0, |built| built.scene.symbol_pts)
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
        let Some(built) = &mut self.built else { return };
        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, 0.0, color32(theme.ground));
        let [right, down] = built.shift(&view.camera);
        let pixel = |pts: f64| {
            // Whole pixels, so that lines and letters stay as sharp as they were built.
            let per_point = f64::from(ui.ctx().pixels_per_point());
            ((pts * per_point).round() / per_point) as f32
        };
        let by = rect.min.to_vec2() + vec2(pixel(right), pixel(down));
        let mut shapes = vec![Shape::Mesh(built.mesh_moved(by))];
        let scene_input =
            SceneInput { layers, view, theme, lang: input.lang, keep_free: Vec::new() };
        let mut marked = Mesh::default();
        let marked_texts =
            draw_marked(&mut marked, input, hovered, &scene_input, built.scene.symbol_pts);
        ui.fonts_mut(|fonts| {
            add_texts(&mut shapes, &built.scene.texts, by, fonts);
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
            decor.scale_bar(&mut pen, &view.camera, [EDGE_PTS, bottom]);
            if legend_visible {
                let height_max = bottom - EDGE_PTS;
                decor.legend(&mut pen, &built.legend, [right, bottom], height_max);
            }
            shapes.push(Shape::mesh(egui_mesh(&decor.mesh, at)));
            add_texts(&mut shapes, &decor.texts, at, fonts);
        });
        painter.extend(shapes);
    }
}

impl Built {
    /// The scene's triangles moved by `by`: those painted last, moved on in place where nobody holds them any more.
    fn mesh_moved(&mut self, by: Vec2) -> Arc<EguiMesh> {
        let mesh = match self.painted.take() {
            Some((at, mesh)) if at == by => mesh,
            Some((at, mut mesh)) => match Arc::get_mut(&mut mesh) {
                Some(free) => {
                    free.translate(by - at);
                    mesh
                }
                None => Arc::new(egui_mesh(&self.scene.mesh, by)),
            },
            None => Arc::new(egui_mesh(&self.scene.mesh, by)),
        };
        self.painted = Some((by, mesh.clone()));
        mesh
    }

    /// Whether the scene, moved, still covers the view.
    fn shows(&self, view: SceneView) -> bool {
        let same = SceneView { camera: self.view.camera, margin_pts: self.view.margin_pts, ..view };
        let [right, down] = self.shift(&view.camera);
        same == self.view
            && self.view.camera.zoom_level() == view.camera.zoom_level()
            && right.abs() <= self.view.margin_pts
            && down.abs() <= self.view.margin_pts
    }

    /// How far the scene has to be moved, in points.
    fn shift(&self, camera: &Camera) -> [f64; 2] {
        let scale = camera.pts_per_world();
        let (from, to) = (self.view.camera.center_in_world(), camera.center_in_world());
        [(from.x - to.x) * scale, (from.y - to.y) * scale]
    }
}

fn same_layers(one: &[MapLayer], other: &[MapLayer]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(a, b)| {
            a.id == b.id
                && a.visible == b.visible
                && a.title == b.title
                && Arc::ptr_eq(&a.layer, &b.layer)
                && Arc::ptr_eq(&a.looks, &b.looks)
                && Arc::ptr_eq(&a.redrawn, &b.redrawn)
        })
}

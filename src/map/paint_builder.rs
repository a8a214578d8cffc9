//! Builds scenes on a thread of its own, so that no frame waits for one.
//!
//! At most one scene is in the making; what is asked for meanwhile waits, and only the newest of it is built. What
//! is shown in between is the window's business.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use egui::Context;
use egui::epaint::{Mesh as EguiMesh, Vec2};

use super::input::{LineNames, MapFeature, MapInput, MapLayer, is_same};
use super::legend::{LegendSection, legend};
use super::paint::{FontMeasure, egui_mesh};
use super::prepared_set::HeldLayer;
use super::scene::{Measure, Scene, SceneInput, SceneLayer, SceneView, build_scene};
use super::theme::MapTheme;
use crate::model::Lang;

/// What a scene shows: two that are equal look the same.
#[derive(Clone, Debug)]
pub struct SceneKey {
    pub view: SceneView,
    pub layers: Vec<MapLayer>,
    /// Of the prepared set.
    pub generation: u64,
    pub theme: MapTheme,
    pub lang: Lang,
    pub selected: Vec<MapFeature>,
}

/// A scene, ready to be painted.
#[derive(Debug)]
pub struct Built {
    pub key: SceneKey,
    pub scene: Scene,
    /// The scene's triangles as egui wants them, in the places they were built in.
    pub mesh: Arc<EguiMesh>,
    pub legend: Vec<LegendSection>,
}

impl Built {
    pub fn new(key: SceneKey, layers: Vec<SceneLayer<'_>>, measure: &mut dyn Measure) -> Self {
        let (view, theme, lang) = (key.view, &key.theme, key.lang);
        let (selected, keep_free) = (&key.selected[..], Vec::new());
        let line_names = LineNames::WhereFree;
        let input = SceneInput { layers, view, theme, lang, selected, line_names, keep_free };
        let mut scene = build_scene(&input, measure);
        let mesh = Arc::new(egui_mesh(&scene.triangles(), Vec2::ZERO));
        // What has become triangles is not kept twice.
        (scene.areas, scene.lines, scene.symbols) = Default::default();
        let layers = key.layers.clone();
        let legend = legend(&MapInput { layers, lang, ..MapInput::default() });
        Self { key, scene, mesh, legend }
    }
}

impl SceneKey {
    /// Whether everything but the camera and the margin is the same.
    pub fn shows_same(&self, other: &Self) -> bool {
        let view =
            SceneView { camera: self.view.camera, margin_pts: self.view.margin_pts, ..other.view };
        view == self.view
            && self.generation == other.generation
            && self.lang == other.lang
            && self.selected == other.selected
            && self.theme == other.theme
            && same_layers(&self.layers, &other.layers)
    }
}

fn same_layers(one: &[MapLayer], other: &[MapLayer]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(a, b)| {
            a.id == b.id
                && a.visible == b.visible
                && a.title == b.title
                && Arc::ptr_eq(&a.layer, &b.layer)
                && is_same(&a.looks, &b.looks)
                && is_same(&a.redrawn, &b.redrawn)
        })
}

/// One scene to build.
struct Job {
    key: SceneKey,
    layers: Vec<HeldLayer>,
    context: Context,
}

/// The thread, seen from the frame.
#[derive(Debug)]
pub struct Builder {
    jobs: Sender<Job>,
    done: Receiver<Built>,
    /// Whether one is in the making.
    is_busy: bool,
}

impl Builder {
    /// `None` where no thread can be had.
    pub fn start() -> Option<Self> {
        let (jobs, waiting) = channel::<Job>();
        let (finished, done) = channel();
        let work = move || {
            while let Ok(Job { key, layers, context }) = waiting.recv() {
                let layers = layers.iter().map(HeldLayer::scene_layer).collect();
                let built = Built::new(key, layers, &mut ContextMeasure(&context));
                if finished.send(built).is_err() {
                    return;
                }
                context.request_repaint();
            }
        };
        let thread = std::thread::Builder::new().name("map scene".to_owned()).spawn(work);
        thread.ok().map(|_| Self { jobs, done, is_busy: false })
    }

    /// The scene that was asked for, once it is there.
    pub fn take(&mut self) -> Option<Built> {
        let built = self.done.try_recv().ok()?;
        self.is_busy = false;
        Some(built)
    }

    /// Asks for a scene, unless one is in the making: then the frame asks again when that one has come.
    pub fn ask(
        &mut self,
        context: &Context,
        key: SceneKey,
        layers: impl FnOnce() -> Vec<HeldLayer>,
    ) {
        if !self.is_busy {
            let job = Job { key, layers: layers(), context: context.clone() };
            self.is_busy = self.jobs.send(job).is_ok();
        }
    }
}

/// Measures with the window's own fonts, which are locked for one text at a time.
struct ContextMeasure<'a>(&'a Context);

impl Measure for ContextMeasure<'_> {
    fn text_size(&mut self, text: &str, size_pts: f32) -> [f32; 2] {
        self.0.fonts_mut(|fonts| FontMeasure(fonts).text_size(text, size_pts))
    }
}

//! The map as an egui widget: wheel, drag, keys and clicks become camera moves and answers.

use egui::{Response, Sense, Ui};

use super::camera::{Camera, ScreenSize};
use super::hit::Hit;
use super::input::{MapFeature, MapInput};
use super::theme::MapTheme;
use crate::model::{Bbox, LonLat};

/// What the map keeps between frames: the camera and everything prepared off the frame. Never in the log.
#[derive(Debug, Default)]
pub struct MapState {
    camera: Camera,
    pending: Option<CameraMove>,
}

/// A move that needs the map's size, which is known only while it is drawn.
#[derive(Clone, Copy, Debug)]
enum CameraMove {
    Everything,
    Fit(Bbox),
    Show(MapFeature),
}

/// What happened on the map in this frame.
#[derive(Debug)]
pub struct MapResponse {
    /// The widget's own response: for context menus and focus.
    pub response: Response,
    /// The feature a person chose by click, Enter or from the list of a stack.
    pub picked: Option<MapFeature>,
    /// Everything under the last click, top first; empty without a click.
    pub hits: Vec<Hit>,
    /// A click that met nothing.
    pub cleared: bool,
    pub hovered: Option<MapFeature>,
    /// The place under the pointer.
    pub pointer: Option<LonLat>,
    /// Where the secondary button was pressed in this frame.
    pub context_at: Option<LonLat>,
    pub camera_changed: bool,
    /// The map's scale at its centre: one to so many, at 96 points an inch.
    pub scale_denominator: f64,
    /// Layers are still being prepared.
    pub preparing: bool,
}

impl MapState {
    /// Looks where `camera` does, preparing layers on a thread of its own.
    pub fn new(camera: Camera) -> Self {
        Self { camera, ..Self::default() }
    }

    /// Prepares layers within the frame that first shows them: for tests and single pictures.
    pub fn unthreaded(camera: Camera) -> Self {
        Self::new(camera)
    }

    pub fn camera(&self) -> Camera {
        self.camera
    }

    pub fn set_camera(&mut self, camera: Camera) {
        self.camera = camera;
        self.pending = None;
    }

    /// Shows all visible layers, in the next frame.
    pub fn show_everything(&mut self) {
        self.pending = Some(CameraMove::Everything);
    }

    /// Shows `bbox`, in the next frame.
    pub fn show_bbox(&mut self, bbox: Bbox) {
        self.pending = Some(CameraMove::Fit(bbox));
    }

    /// Brings a feature into the middle, zooming in where it would be a speck, in the next frame.
    pub fn show_feature(&mut self, feature: MapFeature) {
        self.pending = Some(CameraMove::Show(feature));
    }
}

/// Draws the map into all the space there is and answers what was done on it.
pub fn map_ui(
    ui: &mut Ui,
    state: &mut MapState,
    input: &MapInput,
    theme: &MapTheme,
) -> MapResponse {
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
    let _ = (input, theme, ScreenSize { width: 0.0, height: 0.0 }, rect);
    let _ = state.pending.take();
    MapResponse {
        response,
        picked: None,
        hits: Vec::new(),
        cleared: false,
        hovered: None,
        pointer: None,
        context_at: None,
        camera_changed: false,
        scale_denominator: 1.0,
        preparing: false,
    }
}

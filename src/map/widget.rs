//! The map as an egui widget: wheel, drag, keys and clicks become camera moves and answers.
//!
//! Nothing asks for another frame: the map rests until somebody does something or a layer becomes ready.

use egui::{CursorIcon, Id, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::camera::{Camera, ScreenPoint, ScreenSize};
use super::hit::{Hit, hits};
use super::input::{MapFeature, MapInput};
use super::paint_window::SceneCache;
use super::prepared_set::PreparedSet;
use super::scale_bar::scale_denominator;
use super::scene::SceneView;
use super::theme::MapTheme;
use super::widget_input::{self, Gesture};
use super::widget_nodes;
use super::widget_places::{self, MapPlace};
use super::widget_sketch::{self, MapSketch};
use super::widget_stack::{self, Stack};
use super::widget_tools::{self, Ground, MapMark, MapTool, ToolAnswer, ToolGesture};
use crate::model::{Bbox, Lang, LonLat, lon_lat_of};

/// How near a click must come to a symbol's edge or a line.
const REACH_PTS: f64 = 6.0;
/// Free space around what is fitted into the view.
const FIT_PADDING_PTS: f64 = 40.0;
/// A click on a disc that stands for many goes so much nearer.
const CLUSTER_ZOOM_LEVELS: f64 = 2.0;
/// A feature that is shown is seen from at least as near.
const SHOW_ZOOM_LEVEL_MIN: f64 = 13.0;

/// What the map keeps between frames: the camera and everything prepared off the frame. Never in the log.
#[derive(Debug)]
pub struct MapState {
    camera: Camera,
    /// Whether the legend is drawn on the map.
    pub legend_visible: bool,
    /// What a press does.
    pub tool: MapTool,
    /// A place being decided on, drawn above everything.
    pub mark: Option<MapMark>,
    /// A line or an area being drawn.
    pub sketch: Option<MapSketch>,
    /// Places that belong to the chosen feature.
    pub places: Vec<MapPlace>,
    tool_gesture: ToolGesture,
    pending: Option<CameraMove>,
    prepared: PreparedSet,
    cache: SceneCache,
    gesture: Gesture,
    stack: Option<Stack>,
}

impl Default for MapState {
    /// Shows everything there is once it is there.
    fn default() -> Self {
        let mut state = Self::new(Camera::default());
        state.show_everything();
        state
    }
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
    /// Everything under a click in this frame, top first; empty without a click.
    pub hits: Vec<Hit>,
    /// A click that met nothing.
    pub cleared: bool,
    /// What the tool in hand caught or placed.
    pub tool: ToolAnswer,
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
    /// Looks where `camera` does, preparing layers and scenes on threads of their own.
    pub fn new(camera: Camera) -> Self {
        let cache = SceneCache::threaded();
        Self { prepared: PreparedSet::threaded(), cache, ..Self::unthreaded(camera) }
    }

    /// Prepares layers and scenes within the frame that first shows them: for tests and single pictures.
    pub fn unthreaded(camera: Camera) -> Self {
        Self {
            camera,
            legend_visible: true,
            tool: MapTool::Hand,
            mark: None,
            sketch: None,
            places: Vec::new(),
            tool_gesture: ToolGesture::default(),
            pending: None,
            prepared: PreparedSet::default(),
            cache: SceneCache::default(),
            gesture: Gesture::default(),
            stack: None,
        }
    }

    /// All that is kept of layers, for a thread to let go of where none is shown any more; `None` where nothing is.
    pub fn take_kept(&mut self) -> Option<impl Send + use<>> {
        let kept = (self.prepared.take_kept(), self.cache.take_kept());
        (kept.0.is_some() || kept.1.is_some()).then_some(kept)
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

    /// Brings a feature into view, zooming in where it would be a speck, in the next frame.
    pub fn show_feature(&mut self, feature: MapFeature) {
        self.pending = Some(CameraMove::Show(feature));
    }

    /// A move that waits for a layer still being prepared stays pending.
    fn settle_pending(&mut self, input: &MapInput, size: ScreenSize) {
        let Some(pending) = self.pending.take() else { return };
        let settled = match pending {
            CameraMove::Everything => self
                .prepared
                .bounds(input)
                .map(|bbox| self.camera.fitted(bbox, size, FIT_PADDING_PTS)),
            CameraMove::Fit(bbox) => Some(self.camera.fitted(bbox, size, FIT_PADDING_PTS)),
            CameraMove::Show(feature) => self.shown(input, feature, size),
        };
        let waits = self.prepared.is_preparing();
        if waits && (settled.is_none() || matches!(pending, CameraMove::Everything)) {
            self.pending = Some(pending);
        }
        self.camera = settled.unwrap_or(self.camera);
    }

    fn shown(&self, input: &MapInput, feature: MapFeature, size: ScreenSize) -> Option<Camera> {
        let layers = self.prepared.scene_layers(input);
        let layer = layers.iter().find(|layer| layer.map.id == feature.layer_id)?;
        let source = layer.source_of(feature.feature_idx);
        if let Some(bbox) = source.bbox_of(feature.feature_idx) {
            return Some(self.camera.fitted(bbox, size, FIT_PADDING_PTS * 2.0));
        }
        let spot = source.spots_of(feature.feature_idx).first()?;
        let at = lon_lat_of(spot.at);
        Some(self.camera.moved_to(at, SHOW_ZOOM_LEVEL_MIN))
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
    let name = match input.lang {
        Lang::Zh => "地图",
        Lang::En => "Map",
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, name));
    let size = ScreenSize { width: f64::from(rect.width()), height: f64::from(rect.height()) };

    let context = ui.ctx().clone();
    state.prepared.update(input, move || context.request_repaint());
    let camera_before = state.camera;
    state.settle_pending(input, size);
    let buttons = widget_input::zoom_buttons(ui, rect, theme, input.lang);
    let mut asked = widget_input::read(ui, &response, rect, &mut state.gesture);
    let ground = Ground { rect, camera: state.camera, size };
    let (tool, mark) = (state.tool, state.mark.clone());
    let sketch = state.sketch.clone().filter(|_| tool == MapTool::Sketch);
    let held = state.tool_gesture.holds_drag();
    let tool_answer = match &sketch {
        Some(sketch) => widget_sketch::read(ui, &response, ground, sketch),
        None => {
            widget_tools::read(ui, &response, ground, tool, mark.as_ref(), &mut state.tool_gesture)
        }
    };
    if sketch.is_some() && response.double_clicked() {
        asked.retain(|one| !matches!(one, widget_input::Move::Zoom(..)));
    }
    if held || state.tool_gesture.holds_drag() {
        asked
            .retain(|one| !matches!(one, widget_input::Move::Pan(_) | widget_input::Move::Box(..)));
    }
    for one in asked.into_iter().chain(buttons.asked) {
        state.camera = match one {
            widget_input::Move::Pan(by) => state.camera.panned(f64::from(by.x), f64::from(by.y)),
            widget_input::Move::Zoom(at, levels) => state.camera.zoomed_at(at, levels, size),
            widget_input::Move::ZoomMiddle(levels) => {
                let middle = ScreenPoint { x: size.width / 2.0, y: size.height / 2.0 };
                state.camera.zoomed_at(middle, levels, size)
            }
            widget_input::Move::Box(one, other) => state.camera.zoomed_to_box(one, other, size),
            widget_input::Move::Home => state
                .prepared
                .bounds(input)
                .map_or(state.camera, |bbox| state.camera.fitted(bbox, size, FIT_PADDING_PTS)),
        };
    }
    let camera = state.camera;
    if camera != camera_before {
        state.stack = None;
    }

    let layers = state.prepared.scene_layers(input);
    let pixels_per_point = ui.ctx().pixels_per_point();
    let view = SceneView { camera, size, margin_pts: 0.0, feather_pts: 1.0 / pixels_per_point };
    state.cache.refresh(ui, input, &state.prepared, view, theme);
    let symbol_pts = state.cache.symbol_pts();

    let screen_point = |at: egui::Pos2| ScreenPoint {
        x: f64::from(at.x - rect.min.x),
        y: f64::from(at.y - rect.min.y),
    };
    let is_moving = response.dragged() || buttons.is_pointed_at;
    let pointer = response.hover_pos().filter(|_| !is_moving).map(screen_point);
    let under = |at: ScreenPoint| hits(&layers, &view, at, REACH_PTS, symbol_pts);
    let pointed = pointer.map(under).unwrap_or_default();
    let hovered = pointed.first().map(|hit| hit.feature);
    if response.dragged() && !state.tool_gesture.holds_drag() {
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    } else if hovered.is_some() && tool == MapTool::Hand {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }

    let lon_lat = |at: ScreenPoint| camera.lon_lat_from_screen(at, size);
    let mut answer = MapResponse {
        picked: None,
        hits: Vec::new(),
        cleared: false,
        tool: tool_answer,
        hovered,
        pointer: pointer.map(lon_lat),
        context_at: None,
        camera_changed: camera != camera_before,
        scale_denominator: scale_denominator(&camera),
        preparing: state.prepared.is_preparing(),
        response,
    };
    let pressed_at = answer.response.interact_pointer_pos();
    if answer.response.clicked() {
        answer.response.request_focus();
    }
    let cluster = pressed_at
        .filter(|_| answer.response.clicked() && tool == MapTool::Hand)
        .and_then(|at| state.cache.cluster_at(screen_point(at), rect.min.to_vec2()));
    if let Some(middle) = cluster {
        // What is gathered is told apart by going nearer.
        state.camera = state.camera.zoomed_at(middle, CLUSTER_ZOOM_LEVELS, size);
        answer.camera_changed = true;
        ui.ctx().request_repaint();
    } else if answer.response.clicked() && tool == MapTool::Hand {
        answer.hits = pressed_at.map(screen_point).map(under).unwrap_or_default();
        answer.picked = answer.hits.first().map(|hit| hit.feature);
        answer.cleared = answer.hits.is_empty();
        state.stack = pressed_at.and_then(|at| Stack::of(&answer.hits, at));
    }
    if answer.response.secondary_clicked() {
        answer.context_at = pressed_at.map(|at| lon_lat(screen_point(at)));
    }

    state.cache.paint(ui, rect, input, layers.clone(), view, theme, hovered, state.legend_visible);
    if !state.tool_gesture.holds_drag() {
        widget_input::paint_box(ui, rect, &state.gesture, theme);
    }
    let ground = Ground { rect, camera, size };
    widget_places::paint(ui, ground, &state.places, theme, input.lang);
    widget_tools::paint(ui, ground, tool, mark.as_ref(), &state.tool_gesture, theme, input.lang);
    if let Some(sketch) = &sketch {
        let at = answer.response.hover_pos();
        widget_sketch::paint(ui, ground, sketch, at, theme, input.lang);
    }
    widget_input::paint_buttons(ui, &buttons, theme);
    if answer.response.has_focus() {
        let stroke = egui::Stroke::new(2.0, super::paint::color32(theme.hover));
        let inner = Rect::from_min_max(rect.min + vec2(1.0, 1.0), rect.max - vec2(1.0, 1.0));
        ui.painter().rect_stroke(inner, 0.0, stroke, egui::StrokeKind::Inside);
    }
    let focused = widget_nodes::nodes_ui(ui, rect, input, &layers, &view, state.cache.legend());
    answer.picked = focused.or(answer.picked);
    if let Some(stack) = &state.stack {
        match widget_stack::stack_ui(ui, stack, input) {
            widget_stack::Choice::Open => {}
            widget_stack::Choice::Closed => state.stack = None,
            widget_stack::Choice::Picked(feature) => {
                answer.picked = Some(feature);
                answer.cleared = false;
                state.stack = None;
            }
        }
    }
    answer
}

/// The name of a feature for lists and screen readers: its own, else its layer's with a number.
pub(super) fn spoken_name(input: &MapInput, feature: MapFeature) -> String {
    let layer = input.layers.iter().find(|layer| layer.id == feature.layer_id);
    let Some(layer) = layer else { return String::new() };
    let look = layer.look(feature.feature_idx);
    let mut words = vec![if look.name.is_empty() {
        format!("{} {}", layer.title.get(input.lang), feature.feature_idx + 1)
    } else {
        look.name.to_string()
    }];
    let mut add = |shown: bool, text: &str| {
        if shown {
            words.push(text.to_owned());
        }
    };
    if let Some(stage) = &look.stage {
        add(true, stage.label.get(input.lang));
    }
    add(look.class.is_some(), look.class.as_deref().unwrap_or_default());
    use super::input::DeadlineLook;
    use super::legend::{self, word};
    add(look.deadline == DeadlineLook::Overdue, word(legend::OVERDUE, input.lang));
    add(look.deadline == DeadlineLook::DueSoon, word(legend::DUE_SOON, input.lang));
    add(look.conflict, word(legend::CONFLICT, input.lang));
    add(look.returned, word(legend::RETURNED, input.lang));
    add(look.not_handed_in, word(legend::NOT_HANDED_IN, input.lang));
    words.join(" · ")
}

/// An id under the map's own.
pub(super) fn id_of(ui: &Ui, what: impl std::hash::Hash + std::fmt::Debug) -> Id {
    ui.scope_id().with("map").with(what)
}

/// A place of the map on the window.
pub(super) fn window_pos(rect: Rect, at: [f64; 2]) -> egui::Pos2 {
    pos2(rect.min.x + at[0] as f32, rect.min.y + at[1] as f32)
}

//! The middle: the map and what it is given to draw.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Key, Modifiers, Ui};

use super::context::{Ask, UiCtx};
use super::dates::days_between;
use super::marked::Marked;
use super::off_frame::{HeldCtx, Turn, UnderWay, let_go};
use super::section_flag::section_flag;
use super::stage_symbol;
use super::status_bar::MapNews;
use super::text::Words;
use super::view_state::{CameraSpot, ViewState};
use super::work_rows::Only;
use crate::map::{
    Camera, DeadlineLook, FeatureLook, LineNames, MapFeature, MapInput, MapLayer, MapResponse,
    MapState, MapTool, StageLook, ToolAnswer, map_ui,
};
use crate::model::{Datum, FeatureKey, Kind, Lang, Layer, LonLat, Text, lon_lat};
use crate::plan::{FeatureState, Role};
use crate::session::{LayerView, Returned, returned};

#[derive(Debug, Default)]
pub struct MapPanel {
    pub state: MapState,
    looks: BTreeMap<u64, LayerLooks>,
    looks_of: Option<LooksOf>,
    /// Of many features a thread works the looks out; until it has, the old ones are shown.
    looks_under_way: Option<UnderWay<(LooksOf, BTreeMap<u64, LayerLooks>)>>,
    pub news: MapNews,
    /// What there is of a layer that is still being read.
    growing: Option<Arc<Layer>>,
    /// The map shows all of what grows, and where it looks since it does.
    shows_growing: bool,
    fitted: Option<Camera>,
    /// So many features lie far off what the first view shows, and nobody has looked at that yet.
    pub(super) far_off: Option<usize>,
    /// Too little room for the legend beside what one looks at.
    is_narrow: bool,
    /// What the tool in hand caught or placed in this frame.
    pub tool_answer: ToolAnswer,
    /// The map is to get the keyboard.
    pub focus_wanted: bool,
    /// What is chosen together, as of this snapshot and change.
    chosen: Arc<Vec<MapFeature>>,
    chosen_of: (u64, u64, Option<u64>),
}

/// The number of the layer that grows: no layer of a workspace has it.
const GROWING_ID: u64 = u64::MAX;

/// Below this width of the map the legend is folded.
const LEGEND_ROOM_POINTS: f32 = 760.0;

/// Below this height of the map it steps aside while somebody draws.
const DRAWING_ROOM_POINTS: f32 = 420.0;

/// Which snapshot, language and role the looks are for.
type LooksOf = (u64, Lang, Option<Role>);

/// The looks of so many features are worked out within the frame.
const LOOKS_AT_ONCE_MAX: usize = 20_000;

/// How a layer's features look, kept while neither its rows nor any plan changes.
#[derive(Clone, Debug)]
struct LayerLooks {
    rows: Arc<Vec<crate::session::FeatureRow>>,
    looks: Arc<Vec<FeatureLook>>,
}

impl MapPanel {
    /// Draws the map; answers the feature a person chose.
    pub fn ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        view: &mut ViewState,
        marked: &Marked,
        only: Option<&Only>,
    ) -> Option<FeatureKey> {
        self.refresh_looks(ctx);
        self.refresh_chosen(ctx, marked, only);
        self.is_narrow = ui.available_width() < LEGEND_ROOM_POINTS;
        // Where it would cover the words about the tool, and much of what is drawn around, it steps aside.
        let draws = matches!(self.state.tool, MapTool::Box | MapTool::Lasso | MapTool::Sketch);
        let steps_aside = draws && ui.available_height() < DRAWING_ROOM_POINTS;
        self.state.legend_visible = self.legend_is_shown(view) && !steps_aside;
        let input = self.input(ctx, view);
        let mut answer = map_ui(ui, &mut self.state, &input, ctx.map_theme);
        if std::mem::take(&mut self.shows_growing) {
            self.fitted = Some(self.state.camera());
        }
        self.tool_answer = std::mem::take(&mut answer.tool);
        if std::mem::take(&mut self.focus_wanted) {
            answer.response.request_focus();
        }
        self.take_news(ctx, &answer, view);
        answer.picked.and_then(|feature| key_of(ctx, feature))
    }

    /// Shows what there is of a layer that is being read. Where nothing else is, the map shows all of it, unless a
    /// person looks somewhere else meanwhile.
    pub fn grow(&mut self, layer: Arc<Layer>, is_alone: bool) {
        let is_left_alone = self.fitted.is_none_or(|fitted| fitted == self.state.camera());
        self.growing = Some(layer);
        if is_alone && is_left_alone {
            self.state.show_everything();
            self.shows_growing = true;
        }
    }

    /// The layer is read, or given up.
    pub fn stop_growing(&mut self) {
        self.growing = None;
        self.fitted = None;
    }

    /// No layer is left to show: what was kept of them goes, too.
    pub fn let_go(&mut self) {
        let kept = self.state.take_kept();
        if kept.is_some() || !self.looks.is_empty() {
            let_go((kept, std::mem::take(&mut self.looks)));
            (self.looks_of, self.looks_under_way) = (None, None);
        }
    }

    pub fn is_growing(&self) -> bool {
        self.growing.is_some()
    }

    pub fn legend_is_shown(&self, view: &ViewState) -> bool {
        if self.is_narrow { view.legend_shown_narrow } else { !view.legend_hidden }
    }

    /// Shows the legend, or puts it away. Wide and narrow maps remember their own.
    pub fn toggle_legend(&self, view: &mut ViewState) {
        match self.is_narrow {
            true => view.legend_shown_narrow = !view.legend_shown_narrow,
            false => view.legend_hidden = !view.legend_hidden,
        }
    }

    /// Brings a feature into sight.
    pub fn show(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey) {
        if let Some(feature) = feature_of(ctx, key) {
            self.state.show_feature(feature);
        }
    }

    /// Brings several features into sight at once.
    pub fn show_all<'k>(&mut self, ctx: &UiCtx<'_>, keys: impl Iterator<Item = &'k FeatureKey>) {
        let mut bounds = crate::model::Bbox::EMPTY;
        for key in keys {
            let Some((layer, feature_idx)) = ctx.place(key) else { continue };
            for part in layer.layer.shapes.parts(feature_idx) {
                part.positions.iter().for_each(|at| bounds.include(at));
            }
        }
        if !bounds.is_empty() {
            self.state.show_bbox(bounds);
        }
    }

    /// Looks at a place, at least as near as `zoom_level_min`.
    pub fn look_at(&mut self, at: crate::model::LonLat, zoom_level_min: f64) {
        self.state.set_camera(self.state.camera().moved_to(at, zoom_level_min));
    }

    /// `+ - Home` move the map wherever the keyboard is, as long as nobody is typing.
    pub fn keys(&mut self, ui: &Ui) {
        let (step, home) = ui.input_mut(|input| {
            let mut pressed = |key| {
                // "+" is Shift and "=" on most keyboards.
                input.consume_key(Modifiers::NONE, key) || input.consume_key(Modifiers::SHIFT, key)
            };
            let nearer = pressed(Key::Plus) || pressed(Key::Equals);
            (f64::from(nearer) - f64::from(pressed(Key::Minus)), pressed(Key::Home))
        });
        if home {
            self.show_everything();
        } else if step != 0.0 {
            let camera = self.state.camera();
            self.state.set_camera(Camera::new(camera.center(), camera.zoom_level() + step));
        }
    }

    /// Brings a layer into sight.
    pub fn show_layer(&mut self, ctx: &UiCtx<'_>, id: u64) {
        let layer = ctx.snapshot.layers.iter().find(|layer| layer.id == id);
        if let Some(bounds) = layer.and_then(|layer| layer.layer.shapes.bounds()) {
            self.state.show_bbox(bounds);
        }
    }

    /// Looks where the window was left; at everything, where it was never opened.
    pub fn restore(&mut self, ctx: &UiCtx<'_>, spot: Option<CameraSpot>) {
        match spot {
            Some(spot) => {
                let center = lon_lat(spot.lon_deg, spot.lat_deg);
                self.state.set_camera(Camera::new(center, spot.zoom_level));
            }
            None => self.show_first(ctx),
        }
    }

    fn take_news(&mut self, ctx: &UiCtx<'_>, answer: &MapResponse, view: &mut ViewState) {
        let pointed = answer.hovered.and_then(|feature| layer_of(ctx, feature));
        let pointer = answer.pointer.map(|at| (at, datum_words(ctx, pointed)));
        self.news = MapNews {
            place: pointer.or_else(|| place_of_selected(ctx, view)),
            scale_denominator: Some(answer.scale_denominator),
            preparing: answer.preparing,
        };
        if answer.camera_changed {
            let camera = self.state.camera();
            let center = camera.center();
            view.camera = Some(CameraSpot {
                lon_deg: center.lon_deg,
                lat_deg: center.lat_deg,
                zoom_level: camera.zoom_level(),
            });
        }
    }

    fn input(&self, ctx: &UiCtx<'_>, view: &ViewState) -> MapInput {
        let growing = self.growing.iter().map(|layer| MapLayer::plain(GROWING_ID, layer.clone()));
        let layers = ctx
            .snapshot
            .layers
            .iter()
            .map(|layer| MapLayer {
                id: layer.id,
                layer: Arc::clone(&layer.layer),
                title: title_of(ctx, layer),
                visible: !view.hidden_layers.contains(&layer.layer.name),
                looks: self
                    .looks
                    .get(&layer.id)
                    .map(|one| Arc::clone(&one.looks))
                    .unwrap_or_default(),
                redrawn: Arc::default(),
            })
            .chain(growing)
            .collect();
        let selected = view.selected_key().and_then(|key| feature_of(ctx, &key));
        MapInput {
            layers,
            selected: selected.into_iter().collect(),
            chosen: Arc::clone(&self.chosen),
            hovered: None,
            lang: ctx.lang(),
            line_names: LineNames::WhereFree,
        }
    }

    /// What is marked; else what the list is narrowed to.
    fn refresh_chosen(&mut self, ctx: &UiCtx<'_>, marked: &Marked, only: Option<&Only>) {
        let of = (ctx.snapshot_no, marked.generation(), only.map(|only| only.no));
        if self.chosen_of != of {
            let keys = match only.filter(|_| marked.is_empty()) {
                Some(only) => &only.keys,
                None => marked.keys(),
            };
            self.chosen = Arc::new(keys.iter().filter_map(|key| feature_of(ctx, key)).collect());
            self.chosen_of = of;
        }
    }

    fn refresh_looks(&mut self, ctx: &UiCtx<'_>) {
        match self.looks_under_way.as_ref().map(|under_way| under_way.look(ctx)) {
            Some(Turn::Working) => return,
            Some(Turn::Done((of, looks))) => {
                self.looks_of = Some(of);
                let_go(std::mem::replace(&mut self.looks, looks));
            }
            Some(Turn::Lost) | None => {}
        }
        self.looks_under_way = None;
        let of = (ctx.snapshot_no, ctx.lang(), ctx.actor.map(|actor| actor.role));
        if self.looks_of == Some(of) {
            return;
        }
        let known = self.looks.clone();
        let wanting = ctx.snapshot.layers.iter().filter(|layer| kept(ctx, &known, layer).is_none());
        if wanting.map(|layer| layer.rows.len()).sum::<usize>() <= LOOKS_AT_ONCE_MAX {
            (self.looks_of, self.looks) = (Some(of), all_looks(ctx, &known));
            return;
        }
        let held = HeldCtx::of(ctx);
        let work = move || (of, held.with(|ctx| all_looks(ctx, &known)));
        self.looks_under_way = Some(UnderWay::begin("looks", work));
        ctx.outbox.ask(Ask::WakeAfter(0.0));
    }
}

/// What is known of a layer's looks, if it still holds.
fn kept(
    ctx: &UiCtx<'_>,
    known: &BTreeMap<u64, LayerLooks>,
    layer: &LayerView,
) -> Option<LayerLooks> {
    let known = known.get(&layer.id).filter(|one| Arc::ptr_eq(&one.rows, &layer.rows))?;
    ctx.snapshot.rulebook.procedure(&layer.layer.kind).is_none().then(|| known.clone())
}

fn all_looks(ctx: &UiCtx<'_>, known: &BTreeMap<u64, LayerLooks>) -> BTreeMap<u64, LayerLooks> {
    let looks = ctx.snapshot.layers.iter().map(|layer| {
        let looks = kept(ctx, known, layer).unwrap_or_else(|| LayerLooks {
            rows: Arc::clone(&layer.rows),
            looks: Arc::new(looks_of(ctx, layer)),
        });
        (layer.id, looks)
    });
    looks.collect()
}

/// What a layer is called in the legend: its kind, that of several together; where it has none, its own name.
fn title_of(ctx: &UiCtx<'_>, layer: &LayerView) -> Text {
    let kind = &layer.layer.kind;
    if kind.code() == Kind::OTHER {
        return Text::same(&layer.layer.name);
    }
    let label = |lang| Words::of(lang).code("kind", kind.code()).to_owned();
    match ctx.snapshot.rulebook.procedure(kind) {
        Some(procedure) => procedure.label.clone(),
        None => Text::new(label(Lang::Zh), label(Lang::En)),
    }
}

fn looks_of(ctx: &UiCtx<'_>, layer: &LayerView) -> Vec<FeatureLook> {
    // One look for each stage, shared by all features in it.
    let mut shared: Vec<Arc<StageLook>> = Vec::new();
    let procedure = ctx.procedure_of(&layer.layer.kind);
    let is_section = layer.layer.kind.code() == Kind::SECTION;
    layer
        .rows
        .iter()
        .map(|row| {
            let state = ctx.peek(&row.key);
            let state = state.as_deref();
            let stage = stage_symbol::look_of(ctx, &row.key, state).map(|look| {
                let known = shared.iter().find(|known| ***known == look).cloned();
                known.unwrap_or_else(|| {
                    let look = Arc::new(look);
                    shared.push(Arc::clone(&look));
                    look
                })
            });
            FeatureLook {
                name: Arc::clone(&row.name),
                stage,
                deadline: state
                    .map_or(DeadlineLook::Fine, |state| deadline_of(ctx, &row.key, state)),
                conflict: state.is_some_and(|state| !state.conflicts().is_empty()),
                returned: state.zip(procedure).is_some_and(|(state, procedure)| {
                    matches!(returned(procedure, state), Some(Returned::ToCorrect { .. }))
                }),
                not_handed_in: state.is_some_and(|state| ctx.snapshot.is_unsent(state)),
                class: is_section.then(|| section_flag(ctx, &row.key).into()),
            }
        })
        .collect()
}

fn deadline_of(ctx: &UiCtx<'_>, key: &FeatureKey, state: &FeatureState) -> DeadlineLook {
    if ctx.is_overdue(key, state) {
        return DeadlineLook::Overdue;
    }
    let is_open = ctx
        .procedure(key)
        .zip(state.stage_code())
        .is_some_and(|(procedure, stage)| procedure.is_in_set("open", stage));
    match state.deadline_current {
        Some(due) if is_open && days_between(ctx.snapshot.today, due) <= 30 => {
            DeadlineLook::DueSoon
        }
        _ => DeadlineLook::Fine,
    }
}

fn feature_of(ctx: &UiCtx<'_>, key: &FeatureKey) -> Option<MapFeature> {
    let (layer, feature_idx) = ctx.place(key)?;
    Some(MapFeature { layer_id: layer.id, feature_idx: u32::try_from(feature_idx).ok()? })
}

fn layer_of<'a>(ctx: &UiCtx<'a>, feature: MapFeature) -> Option<&'a LayerView> {
    ctx.snapshot.layers.iter().find(|layer| layer.id == feature.layer_id).map(AsRef::as_ref)
}

/// Where the chosen feature stands, and what its numbers are.
fn place_of_selected(ctx: &UiCtx<'_>, view: &ViewState) -> Option<(LonLat, String)> {
    let (layer, feature_idx) = ctx.place(&view.selected_key()?)?;
    Some((layer.layer.shapes.anchor(feature_idx)?, datum_words(ctx, Some(layer))))
}

/// What the pointer's numbers are: the system of the layer under it, and what that was converted from. Where no
/// layer is pointed at the map's own, in which WGS 84 and CGCS2000 lie within centimetres of each other.
fn datum_words(ctx: &UiCtx<'_>, pointed: Option<&LayerView>) -> String {
    let own = || ctx.t("status.datum_map").to_owned();
    let Some(layer) = pointed.map(|view| &view.layer) else { return own() };
    match &layer.datum {
        Datum::LonLat => ctx.words.code("datum_name", &layer.crs).to_owned(),
        Datum::Unnamed(_) => own(),
        Datum::Named(code) if matches!(code.as_str(), "EPSG:4326" | "EPSG:4490") => {
            ctx.words.code("datum_name", code).to_owned()
        }
        Datum::Named(code) => {
            let from = ctx.words.code("datum_name", code);
            ctx.fill("status.datum_converted", &[("from", &from)])
        }
    }
}

fn key_of(ctx: &UiCtx<'_>, feature: MapFeature) -> Option<FeatureKey> {
    let layer = layer_of(ctx, feature)?;
    Some(layer.rows.get(feature.feature_idx as usize)?.key.clone())
}

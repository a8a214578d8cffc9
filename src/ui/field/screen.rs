//! What the keys and buttons of the field do on the screen.

use egui::{Panel, Rect, Ui};

use super::bulk::BulkForm;
use super::find::FindForm;
use super::moving::MoveForm;
use super::pane::{Answered, OnMap, PaneAsk, Work};
use super::patrol::PatrolForm;
use super::{StripAsk, Tools, tools_ui};
use crate::map::{
    MapMark, MapPlace, MapState, MapTool, ScreenPoint, ScreenSize, ToolAnswer, world_from_lon_lat,
};
use crate::model::{FeatureKey, LonLat};
use crate::plan::{FeatureState, SamplingPlace, sampling_places};
use crate::session::Outcome;
use crate::ui::context::{Ticket, UiCtx};
use crate::ui::forms::{Content, FieldsForm, SampleForm};
use crate::ui::notices::Tone;
use crate::ui::screen::Screen;
use crate::ui::shortcuts::KeyAct;
use crate::ui::view_state::Middle;

/// The group of fields that is asked for once something is found: its survey, else the first it has.
fn survey_group(ctx: &UiCtx<'_>, key: &FeatureKey) -> Option<String> {
    let groups = &ctx.procedure(key)?.groups;
    let survey = groups.iter().find(|group| group.code == "survey");
    survey.or(groups.first()).map(|group| group.code.clone())
}

impl Screen {
    /// Does what was asked for in the field.
    pub(in crate::ui) fn field_act(&mut self, ctx: &UiCtx<'_>, act: KeyAct) {
        match act {
            KeyAct::Marking => {
                self.view.layers_shown = false;
                if self.list_is_folded() {
                    self.fold_list();
                }
                self.list.marked.turn_boxes();
            }
            KeyAct::BoxSelect => self.take_tool(MapTool::Box),
            KeyAct::Lasso => self.take_tool(MapTool::Lasso),
            KeyAct::Unmark => self.list.marked.clear(),
            KeyAct::NewFeature => self.take_up(ctx, Work::Find(FindForm::default())),
            KeyAct::MovePlace => {
                let Some(key) = self.view.selected_key() else { return };
                match MoveForm::of(ctx, &key) {
                    Some(form) => self.take_up(ctx, Work::Move(form)),
                    None => self.notices.add(Tone::Plain, ctx.t("field.no_point")),
                }
            }
            KeyAct::Patrol => {
                let keys = self.list.marked_in_order(ctx);
                if keys.is_empty() {
                    return self.notices.add(Tone::Plain, ctx.t("patrol.mark_first"));
                }
                let patrol = PatrolForm::of(ctx, &keys, &self.view.companions);
                self.take_up(ctx, Work::Patrol(patrol));
            }
            KeyAct::Bulk => {
                let keys = self.list.marked_in_order(ctx);
                if keys.is_empty() {
                    return self.notices.add(Tone::Plain, ctx.t("bulk.mark_first"));
                }
                self.take_up(ctx, Work::Bulk(BulkForm::of(&keys)));
            }
            KeyAct::River if self.view.strip_river.is_some() => self.view.strip_river = None,
            KeyAct::River if !self.strip.open(ctx, &mut self.view) => {
                self.notices.add(Tone::Plain, ctx.t("strip.no_river"));
            }
            _ => {}
        }
    }

    fn take_tool(&mut self, tool: MapTool) {
        self.view.middle = Middle::Map;
        let state = &mut self.map.state;
        state.tool = if state.tool == tool { MapTool::Hand } else { tool };
    }

    fn take_up(&mut self, ctx: &UiCtx<'_>, work: Work) {
        if ctx.snapshot.read_only {
            return self.refuse_to_record(ctx);
        }
        self.forms.close_all(ctx);
        self.field.put_away(ctx);
        if !matches!(work, Work::Patrol(_) | Work::Bulk(_)) {
            self.view.middle = Middle::Map;
        }
        self.field.open(ctx, work);
    }

    /// Esc: lays the tool down, puts the pane away, lets go of what is chosen; `false` if there was none of it.
    pub(in crate::ui) fn field_escape(&mut self, ctx: &UiCtx<'_>) -> bool {
        if matches!(self.map.state.tool, MapTool::Box | MapTool::Lasso) {
            self.map.state.tool = MapTool::Hand;
        } else if self.field.is_open() {
            self.field.put_away(ctx);
        } else if !self.forms.is_open() && !self.list.marked.is_empty() {
            self.list.marked.clear();
        } else {
            return false;
        }
        true
    }

    /// The pane on the right, while something is typed in the field.
    pub(in crate::ui) fn field_pane_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, now_s: f64) {
        match self.field.ui(ctx, ui, now_s) {
            Some(PaneAsk::Record) => self.record(ctx),
            Some(PaneAsk::Close) => self.field.put_away(ctx),
            Some(PaneAsk::Drop) => self.field.drop_work(ctx),
            Some(PaneAsk::Instead(key)) => {
                self.field.drop_work(ctx);
                self.go_to(ctx, &key);
            }
            None => {}
        }
    }

    fn go_to(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey) {
        self.select(ctx, key);
        self.map.show(ctx, key);
        self.list.show_selected();
    }

    /// The map with its tools over it and the river's strip below.
    pub(in crate::ui) fn map_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        if self.view.strip_river.is_some() {
            let frame = egui::Frame::new().fill(ctx.palette.panel);
            let frame = frame.inner_margin(egui::Margin::symmetric(8, 4));
            let shown = Panel::bottom("river")
                .frame(frame)
                .show(ui, |ui| self.strip.ui(ctx, ui, &mut self.view));
            match shown.inner {
                Some(StripAsk::Select(key)) => self.go_to(ctx, &key),
                Some(StripAsk::Mark(keys)) => self.list.marked.add(keys),
                Some(StripAsk::Close) => self.view.strip_river = None,
                None => {}
            }
        }
        self.map.far_off_ui(ctx, ui);
        let rect = ui.available_rect_before_wrap();
        let on_map = self.field.on_map(ctx).or_else(|| self.sample_on_map());
        let places = self.view.selected_key().and_then(|key| ctx.state(&key));
        let places = places.map(|state| places_of(ctx, state)).unwrap_or_default();
        let state = &mut self.map.state;
        state.places = places;
        match on_map {
            Some(on_map) => {
                let place = |mark: &Option<MapMark>| mark.as_ref().map(|mark| mark.at);
                let (before, now) = (place(&state.mark), place(&on_map.mark));
                if let Some(at) = now.filter(|_| now != before) {
                    bring_into_view(state, at, rect);
                }
                (state.tool, state.mark, state.sketch) = (on_map.tool, on_map.mark, on_map.sketch);
            }
            None => {
                (state.mark, state.sketch) = (None, None);
                if matches!(state.tool, MapTool::Place | MapTool::Sketch) {
                    state.tool = MapTool::Hand;
                }
            }
        }
        let only = self.list.rows.only();
        let picked = self.map.ui(ctx, ui, &mut self.view, &self.list.marked, only);
        let with_ctrl = ui.input(|input| input.modifiers.command);
        match std::mem::take(&mut self.map.tool_answer) {
            ToolAnswer::Nothing => {}
            ToolAnswer::Caught(ring) => self.catch(ctx, &ring, with_ctrl),
            ToolAnswer::Placed(at) if !self.field.is_open() => {
                if let Some(sample) = self.picking_sample() {
                    sample.at.put(at);
                }
            }
            placed => self.field.take(&placed),
        }
        if let Some(key) = picked {
            if with_ctrl {
                self.list.marked.toggle(&key);
            } else {
                self.select(ctx, &key);
                self.list.show_selected();
            }
        }
        self.tools_ui(ctx, ui, rect);
    }

    /// The sample that is being typed, while its place is put down on the map.
    fn picking_sample(&mut self) -> Option<&mut SampleForm> {
        match &mut self.forms.top_mut()?.sheet.content {
            Content::Sample(sample) if sample.picking => Some(sample),
            _ => None,
        }
    }

    fn sample_on_map(&mut self) -> Option<OnMap> {
        let mark = self.picking_sample()?.on_map();
        Some(OnMap { tool: MapTool::Place, mark, sketch: None })
    }

    fn tools_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, rect: Rect) {
        let now = Tools {
            tool: self.map.state.tool,
            marked: self.list.marked.len(),
            layers_shown: self.view.layers_shown,
            legend_shown: self.map.legend_is_shown(&self.view),
            strip_shown: self.view.strip_river.is_some(),
        };
        if let Some(act) = tools_ui(ctx, ui, rect, now) {
            self.act(ctx, act);
        }
    }

    /// Joins what a box or lasso holds to what is chosen, or takes it off with Ctrl; then the hand is back.
    fn catch(&mut self, ctx: &UiCtx<'_>, ring: &[crate::model::LonLat], off: bool) {
        self.map.state.tool = MapTool::Hand;
        let (hidden, kind) = (&self.view.hidden_layers, &self.view.list_kind);
        let caught = ctx.snapshot.caught(ring, |view| {
            let is_kind = kind.as_deref().is_none_or(|kind| view.layer.kind.code() == kind);
            is_kind && !hidden.contains(&view.layer.name)
        });
        if caught.is_empty() {
            self.notices.add(Tone::Plain, ctx.t("field.caught_none"));
        } else if off {
            self.list.marked.take_off(&caught);
        } else {
            self.list.marked.add(caught);
        }
    }

    /// Takes an answer that the field waits for; `false` if it does not.
    pub(in crate::ui) fn field_answer(
        &mut self,
        ctx: &UiCtx<'_>,
        ticket: Ticket,
        outcome: &Result<Outcome, String>,
    ) -> bool {
        match self.field.answer(ctx, ticket, outcome) {
            None => return false,
            Some(Answered::Here) => {}
            Some(Answered::Found(key)) => {
                let (kind, name) = (ctx.kind_name(&key.kind()), ctx.name_of(&key));
                let words = ctx.fill("field.recorded_new", &[("kind", &kind), ("name", &name)]);
                self.notices.add(Tone::Good, words);
                self.go_to(ctx, &key);
                if let Some(group) = survey_group(ctx, &key) {
                    self.open_form(ctx, &key, Content::Fields(FieldsForm::of_group(&group)));
                }
            }
            Some(Answered::Moved(key)) => {
                let words = ctx.fill("field.recorded_move", &[("name", &ctx.name_of(&key))]);
                self.notices.add(Tone::Good, words);
                self.go_to(ctx, &key);
            }
            Some(Answered::Changed(count, asked)) => {
                self.notices.add(Tone::Good, ctx.fill("bulk.recorded", &[("n", &count)]));
                self.list.marked.take_off(&asked);
                match self.list.marked.len() {
                    0 => self.list.marked.clear(),
                    left => {
                        let words = ctx.fill("bulk.left_marked", &[("left", &left)]);
                        self.notices.add(Tone::Plain, words);
                    }
                }
            }
            Some(Answered::Patrolled(count)) => {
                self.notices.add(Tone::Good, ctx.fill("patrol.recorded", &[("n", &count)]));
                self.list.marked.clear();
            }
        }
        true
    }
}

/// The sampling points of the chosen feature, with what they come to.
fn places_of(ctx: &UiCtx<'_>, state: &FeatureState) -> Vec<MapPlace> {
    let label = |place: &SamplingPlace| {
        let class = place.class.as_ref().map(|class| ctx.say(class)).unwrap_or_default();
        format!("{} {class}", place.point).trim().to_owned()
    };
    let places = sampling_places(state).into_iter();
    places.map(|place| MapPlace { at: place.at, label: label(&place) }).collect()
}

/// The map goes where a typed place is, unless that is in view: it is to be looked at, and dragged.
fn bring_into_view(state: &mut MapState, at: LonLat, rect: Rect) {
    let (camera, size) = (state.camera(), rect.size());
    let size = ScreenSize { width: f64::from(size.x), height: f64::from(size.y) };
    let ScreenPoint { x, y } = camera.screen_from_world(world_from_lon_lat(at), size);
    if !(0.0..size.width).contains(&x) || !(0.0..size.height).contains(&y) {
        state.set_camera(camera.moved_to(at, camera.zoom_level()));
    }
}

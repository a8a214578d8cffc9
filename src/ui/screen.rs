//! The whole window without its frame: panels side by side, the forms, the dialogs, the keys, the answers.
//!
//! Knows no clock, no files and no threads: `app` brings snapshots and answers and takes what is asked for.

use std::collections::BTreeMap;
use std::path::PathBuf;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use super::answers::Waiting;
use super::context::{Ask, PickFor, Ticket, UiCtx};
use super::dialogs::{
    Dialog, DialogEnd, ExportDialog, ImportReportDialog, OpenPathDialog, WhoDialog,
};
use super::form_pane::{FormAsk, FormPane};
use super::forms::{Content, OpenForm};
use super::layer_panel::{LayerPanel, LayerWish};
use super::map_panel::MapPanel;
use super::notices::{Notices, Tone};
use super::plan_card::{CardAsk, PictureSize, PlanCard, open_or_resume};
use super::status_bar::status_bar_ui;
use super::top_bar::{TopAsk, top_bar_ui};
use super::tray::Tray;
use super::view_state::{VIEW_SETTING, ViewState};
use super::welcome::{Begin, welcome_ui};
use super::work_list::WorkList;
use crate::model::FeatureKey;
use crate::session::{Command, Import, ImportMode, PictureFacts};

/// Everything on the screen that is not in the snapshot.
#[derive(Debug, Default)]
pub struct Screen {
    pub view: ViewState,
    pub notices: Notices,
    pub map: MapPanel,
    pub(super) forms: FormPane,
    pub(super) card: PlanCard,
    pub(super) dialog: Option<Dialog>,
    pub(super) waiting: BTreeMap<Ticket, Waiting>,
    /// The files being taken in, until the last has answered.
    pub(super) report: ImportReportDialog,
    pub(super) imports_open: usize,
    pub(super) list: WorkList,
    pub(super) tray: Tray,
    layers: LayerPanel,
    /// What to do once it is known who is here.
    after_who: Option<AfterWho>,
    /// The view as last sent to the workspace, and what it was when it last changed.
    kept_view: String,
    seen_view: (String, f64),
}

/// What waits for the question who is at the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AfterWho {
    Record,
    Undo,
    Redo,
}

/// How long looking must rest before it is written down.
const VIEW_PAUSE_S: f64 = 1.0;

impl Screen {
    /// Looks as the workspace was left: selection, tab, camera, and the form that was being typed.
    pub fn restore(&mut self, ctx: &UiCtx<'_>) {
        if let Some(text) = ctx.snapshot.settings.get(VIEW_SETTING) {
            self.view = ViewState::from_setting(text);
            self.kept_view = self.view.to_setting();
        }
        if !ctx.snapshot.layers.is_empty() {
            self.map.restore(self.view.camera);
        }
        if let Some(id) = self.view.open_form.clone() {
            self.resume(ctx, &id);
            if let (Some(form), Some(row)) = (self.forms.top_mut(), self.view.form_row.clone()) {
                form.wanted_focus = Some(row);
            }
        }
        self.tray.restore(ctx);
        self.list.show_selected();
    }

    /// Draws everything. `ui` is the window's.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let now_s = ui.input(|input| input.time);
        self.keys(ctx, ui);
        self.dropped_files(ctx, ui);
        self.pasted_images(ctx, ui);
        let bar = Frame::new().fill(ctx.palette.panel).inner_margin(Margin::symmetric(10, 5));
        Panel::top("top").frame(bar).show(ui, |ui| {
            if let Some(ask) = top_bar_ui(ctx, ui, &mut self.view) {
                self.top_ask(ctx, ask);
            }
        });
        if !self.notices.is_empty() {
            Panel::top("notices").frame(Frame::NONE).show(ui, |ui| self.notices.ui(ctx, ui));
        }
        Panel::bottom("status").frame(bar).show(ui, |ui| {
            status_bar_ui(ctx, ui, &self.map.news);
        });
        if ctx.snapshot.layers.is_empty() && ctx.snapshot.plans.is_empty() {
            self.empty_ui(ctx, ui);
        } else {
            self.panes_ui(ctx, ui, now_s);
        }
        self.dialog_ui(ctx, ui);
        self.tray.ui(ctx, ui.ctx(), self.view.selected_key());
        self.keep_view(ctx, now_s);
    }

    fn empty_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        CentralPanel::default_margins().show(ui, |ui| match welcome_ui(ctx, ui) {
            Some(Begin::Open) => self.pick(ctx, PickFor::Layers),
            Some(Begin::TypePath) => {
                self.dialog = Some(Dialog::OpenPath(OpenPathDialog::default()))
            }
            None => {}
        });
    }

    fn panes_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, now_s: f64) {
        let width = ui.available_width();
        let side = Frame::new().fill(ctx.palette.panel).inner_margin(Margin::same(8));
        let (list_width, card_width) = if width < 1150.0 { (230.0, 380.0) } else { (300.0, 430.0) };
        Panel::left("left")
            .frame(side)
            .default_size(list_width)
            .size_range(200.0..=(width * 0.4).max(220.0))
            .show(ui, |ui| self.left_ui(ctx, ui));
        let selected = self.view.selected_key();
        if let Some(key) = &selected {
            Panel::right("right")
                .frame(side)
                .default_size(card_width)
                .size_range(340.0..=(width * 0.55).max(360.0))
                .show(ui, |ui| self.right_ui(ctx, ui, key, now_s));
        }
        CentralPanel::no_frame().show(ui, |ui| {
            if let Some(key) = self.map.ui(ctx, ui, &mut self.view) {
                self.select(ctx, &key);
                self.list.show_selected();
            }
        });
    }

    fn left_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        ui.horizontal(|ui| {
            let list = ctx.t("left.list");
            if ui.add(egui::Button::selectable(!self.view.layers_shown, list)).clicked() {
                self.view.layers_shown = false;
            }
            let layers = ctx.fill("left.layers", &[("n", &ctx.snapshot.layers.len())]);
            if ui.add(egui::Button::selectable(self.view.layers_shown, layers)).clicked() {
                self.view.layers_shown = true;
            }
        });
        ui.separator();
        if self.view.layers_shown {
            match self.layers.ui(ctx, ui, &mut self.view) {
                Some(LayerWish::Show(id)) => self.map.show_layer(ctx, id),
                None => {}
            }
        } else if let Some(key) = self.list.ui(ctx, ui, &mut self.view) {
            self.select(ctx, &key);
            self.map.show(ctx, &key);
        }
    }

    fn right_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, now_s: f64) {
        if self.forms.top().is_some_and(|form| form.feature == *key) {
            match self.forms.ui(ctx, ui, &self.view, now_s) {
                Some(FormAsk::Record) => self.record(ctx),
                Some(FormAsk::Close) => self.forms.close(ctx),
                Some(FormAsk::Card(ask)) => self.card_ask(ctx, key, ask),
                None => {}
            }
        } else if let Some(ask) = self.card.ui(ctx, ui, &mut self.view, key) {
            self.card_ask(ctx, key, ask);
        }
    }

    pub(super) fn card_ask(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey, ask: CardAsk) {
        match ask {
            CardAsk::Form(content) => self.open_form(ctx, key, *content),
            CardAsk::FormAt(content, row) => {
                self.open_form(ctx, key, *content);
                if let Some(form) = self.forms.top_mut() {
                    form.wanted_focus = Some(row);
                }
            }
            CardAsk::Resume(id) => self.resume(ctx, &id),
            CardAsk::DropDraft(id) => {
                self.forms.forget(&id);
                ctx.outbox.command(Command::DropDraft { id });
            }
            CardAsk::WhoAmI => self.ask_who(ctx),
            CardAsk::ShowOnMap => self.map.show(ctx, key),
            CardAsk::Tray => self.tray.open(),
        }
    }

    /// Opens a form on a feature, going on with its draft where one waits.
    pub fn open_form(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey, content: Content) {
        let mut form = open_or_resume(ctx, key, content.clone());
        // A picture of another kind is wanted than the draft had begun: a row for it.
        if let (Content::Photos(wanted), Content::Photos(open)) =
            (&content, &mut form.sheet.content)
        {
            let waits = |row: &&super::forms::PhotoRow| {
                !row.kind.is_empty() && !open.rows.iter().any(|open| open.kind == row.kind)
            };
            let more: Vec<_> = wanted.rows.iter().filter(waits).cloned().collect();
            open.rows.extend(more);
        }
        if let (Content::Fields(wanted), Content::Fields(open)) =
            (&content, &mut form.sheet.content)
            && !wanted.group.is_empty()
        {
            open.group.clone_from(&wanted.group);
        }
        self.forms.open(form);
    }

    fn resume(&mut self, ctx: &UiCtx<'_>, id: &str) {
        let draft = ctx.snapshot.drafts.iter().find(|draft| draft.id == id);
        let form = draft.and_then(OpenForm::from_draft);
        if let Some(form) = form {
            self.view.selected = Some(form.feature.to_string());
            self.forms.open(form);
        } else if draft.is_some() {
            self.notices.add(Tone::Bad, ctx.t("draft.unreadable"));
        }
    }

    /// Chooses a feature; open forms of another one are put away with their drafts.
    pub fn select(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey) {
        if self.view.selected.as_deref() != Some(key.as_str()) {
            self.forms.close_all(ctx);
            self.view.selected = Some(key.to_string());
        }
    }

    /// Ctrl+Enter: asks who is here if that is not known yet, then records.
    pub fn record(&mut self, ctx: &UiCtx<'_>) {
        if ctx.snapshot.read_only {
            self.notices.add(Tone::Bad, ctx.t("status.read_only"));
        } else if self.knows_who(ctx) {
            if let Some(form) = self.forms.top_mut() {
                form.record(ctx);
            }
        } else {
            self.after_who = Some(AfterWho::Record);
            self.ask_who(ctx);
        }
    }

    /// On a new day the window asks once more who is at the keyboard.
    fn knows_who(&self, ctx: &UiCtx<'_>) -> bool {
        self.view.actor.is_some() && self.view.actor_day == ctx.today().to_string()
    }

    fn ask_who(&mut self, ctx: &UiCtx<'_>) {
        let who = WhoDialog::of(ctx.actor, &self.view.companions);
        self.dialog = Some(Dialog::Who(who));
    }

    pub(super) fn take_back(&mut self, ctx: &UiCtx<'_>, what: AfterWho) {
        if !self.knows_who(ctx) {
            self.after_who = Some(what);
            self.ask_who(ctx);
            return;
        }
        match what {
            AfterWho::Undo => ctx.outbox.command(Command::Undo),
            AfterWho::Redo => ctx.outbox.command(Command::Redo),
            AfterWho::Record => return,
        };
    }

    fn top_ask(&mut self, ctx: &UiCtx<'_>, ask: TopAsk) {
        match ask {
            TopAsk::Open => self.pick(ctx, PickFor::Layers),
            TopAsk::TypePath => self.dialog = Some(Dialog::OpenPath(OpenPathDialog::default())),
            TopAsk::Export => {
                let key = self.view.selected_key();
                let layer = key.and_then(|key| ctx.place(&key)).map(|(layer, _)| layer.id);
                self.dialog = Some(Dialog::Export(ExportDialog::of_layer(layer)));
            }
            TopAsk::Undo => self.take_back(ctx, AfterWho::Undo),
            TopAsk::Redo => self.take_back(ctx, AfterWho::Redo),
            TopAsk::Person => self.ask_who(ctx),
            TopAsk::Keys => self.dialog = Some(Dialog::Keys),
        }
    }

    pub(super) fn pick(&mut self, ctx: &UiCtx<'_>, purpose: PickFor) {
        ctx.outbox.pick_files(purpose);
    }

    /// Takes files in, one command each; the report comes when the last has answered.
    pub fn open_files(&mut self, ctx: &UiCtx<'_>, paths: Vec<PathBuf>) {
        for path in paths {
            ctx.outbox.command(Command::Import(Import {
                path,
                kind: None,
                datum: None,
                mode: ImportMode::Auto,
                mix_synthetic: false,
            }));
        }
    }

    fn dialog_ui(&mut self, ctx: &UiCtx<'_>, ui: &Ui) {
        let Some(dialog) = &mut self.dialog else { return };
        let Some(end) = dialog.ui(ctx, ui.ctx()) else { return };
        self.dialog = None;
        let after = self.after_who.take();
        match end {
            DialogEnd::Closed => {}
            DialogEnd::Open(paths) => self.open_files(ctx, paths),
            DialogEnd::Person { actor, companions } => {
                self.view.actor = Some(actor.clone());
                self.view.companions = companions;
                self.view.actor_day = ctx.today().to_string();
                let ctx = UiCtx { actor: Some(&actor), ..*ctx };
                match after {
                    Some(AfterWho::Record) => self.record(&ctx),
                    Some(what) => self.take_back(&ctx, what),
                    None => {}
                }
            }
        }
    }

    /// Writes down how the window looks once it has rested a moment.
    fn keep_view(&mut self, ctx: &UiCtx<'_>, now_s: f64) {
        self.view.open_form = self.forms.top().map(OpenForm::draft_id);
        self.view.form_row = self.forms.top().and_then(|form| form.focused.clone());
        let text = self.view.to_setting();
        if text == self.kept_view || ctx.snapshot.read_only {
            return;
        }
        if text != self.seen_view.0 {
            self.seen_view = (text, now_s);
            ctx.outbox.ask(Ask::WakeAfter(VIEW_PAUSE_S));
        } else if now_s - self.seen_view.1 >= VIEW_PAUSE_S {
            self.keep_view_now(ctx);
        } else {
            ctx.outbox.ask(Ask::WakeAfter(VIEW_PAUSE_S));
        }
    }

    /// Writes down how the window looks: it is closing, or has rested.
    pub fn keep_view_now(&mut self, ctx: &UiCtx<'_>) {
        let text = self.view.to_setting();
        if text != self.kept_view && !ctx.snapshot.read_only {
            let name = VIEW_SETTING.to_owned();
            ctx.outbox.command(Command::SetSetting { name, value: text.clone() });
            self.kept_view = text;
        }
    }

    /// A picture was read.
    pub fn take_photo(
        &mut self,
        egui_ctx: &egui::Context,
        sha256: String,
        size: PictureSize,
        image: Option<egui::ColorImage>,
    ) {
        self.card.pictures.put(egui_ctx, sha256, size, image);
    }

    /// What a picture of the tray says of itself was read.
    pub fn picture_looked_at(
        &mut self,
        ctx: &UiCtx<'_>,
        egui_ctx: &egui::Context,
        facts: PictureFacts,
        thumbnail: Option<egui::ColorImage>,
    ) {
        self.tray.looked_at(ctx, egui_ctx, facts, thumbnail);
    }

    /// The window is closing: drafts and view go to the disk.
    pub fn put_away(&mut self, ctx: &UiCtx<'_>) {
        self.view.open_form = self.forms.top().map(OpenForm::draft_id);
        self.forms.close_all(ctx);
        self.keep_view_now(ctx);
    }
}

//! The frame loop: `logic` takes in answers and finished jobs, `ui` only draws, then what was asked for is sent.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Context, Ui, ViewportCommand};

use super::closing::Closing;
use super::desk::Desk;
use super::doorbell::{Call, Doorbell};
use super::elsewhere::{Carried, Clearing};
use super::figures::Figures;
use super::frame_log::FrameLog;
use super::incoming::{IncomingPictures, Looked};
use super::input_method;
use super::log_file::LogFile;
use super::photos::PhotoReader;
use super::picker::Picking;
use super::printing::Printing;
use super::stored_files::StoredFiles;
use super::window_memory::WindowMemory;
use super::window_place;
use super::workspaces::{self, Demonstration};
use crate::model::Lang;
use crate::session::{
    Command, Event, Handle, OPENING, Outcome, SessionError, default_workspace, io_words,
    workspace_name,
};
use crate::ui::{Ask, Dress, PickFor, Picked, Screen, Ticket, Tone, Words};

pub struct YiceApp {
    pub(super) desk: Desk,
    pub(super) screen: Screen,
    pub(super) session: Option<Handle>,
    pub(super) photos: Option<PhotoReader>,
    pub(super) incoming: Option<IncomingPictures>,
    pub(super) stored_files: StoredFiles,
    /// What goes along into the copy of the workspace that is being opened.
    pub(super) carried: Option<Carried>,
    pub(super) clearing: Option<Clearing>,
    pub(super) closing: Closing,
    /// Where another window calls this one; `None` where the system gives no thread for it.
    pub(super) doorbell: Option<Doorbell>,
    pub(super) call: Option<Call>,
    pub(super) data_dir: PathBuf,
    pub(super) workspace: PathBuf,
    /// The one used last, in whose place this one opens: it is not there.
    pub(super) missed: Option<PathBuf>,
    /// To be taken in once the workspace is open and the first frame is drawn.
    pub(super) to_open: Vec<PathBuf>,
    pub(super) opened: bool,
    /// Opening to write has failed once: reading was tried.
    pub(super) tried_to_read: bool,
    pub(super) frames: u64,
    pub(super) picking: Option<Picking>,
    /// A dialog that knows its window as parent, and so stays above it.
    pub(super) file_dialog: rfd::FileDialog,
    /// Where files were chosen last.
    pub(super) picked_in: Option<PathBuf>,
    pub(super) printing: Vec<Printing>,
    pub(super) figures: Figures,
    pub(super) full_screen: bool,
    pub(super) title: String,
    pub(super) memory: WindowMemory,
    /// How egui was told to look.
    pub(super) dressed: Option<Dress>,
    pub(super) demonstration: Option<Demonstration>,
    pub(super) frame_log: Option<FrameLog>,
    pub(super) log: LogFile,
    /// Commands on their way that the log names, with when they were sent.
    pub(super) sent: Vec<(Ticket, String, Instant)>,
}

/// While nothing happens the window looks at the clock once a minute: a day may have begun.
const IDLE_WAKE: Duration = Duration::from_secs(60);

impl YiceApp {
    pub fn new(
        creation: &eframe::CreationContext<'_>,
        paths: Vec<PathBuf>,
        data_dir: PathBuf,
        memory: WindowMemory,
    ) -> Self {
        let ctx = &creation.egui_ctx;
        crate::ui::install(ctx);
        let provider =
            egui_system_font_provider::SystemFontProvider::new().with_locale(Some("zh-CN"));
        crate::ui::add_font_provider(ctx, Arc::new(provider));
        let workspace = workspaces::workspace_for(&paths, &data_dir);
        let missed = workspaces::missed(&paths, &data_dir);
        let to_open = paths.into_iter().filter(|path| *path != workspace).collect();
        let log = LogFile::open(&data_dir);
        let mut app = Self {
            desk: Desk::new(workspace.clone()),
            screen: Screen::default(),
            session: None,
            photos: None,
            incoming: None,
            stored_files: StoredFiles::new(&data_dir),
            carried: None,
            clearing: None,
            closing: Closing::No,
            doorbell: None,
            call: None,
            data_dir,
            workspace,
            missed,
            to_open,
            opened: false,
            tried_to_read: false,
            frames: 0,
            picking: None,
            file_dialog: rfd::FileDialog::new().set_parent(creation),
            picked_in: None,
            printing: Vec::new(),
            figures: Figures::default(),
            full_screen: false,
            title: String::new(),
            memory,
            dressed: None,
            demonstration: None,
            frame_log: None,
            log,
            sent: Vec::new(),
        };
        app.log.catch_crashes();
        let about = format!(
            "start Yice {} on {} {}",
            env!("CARGO_PKG_VERSION"),
            std::env::consts::OS,
            std::env::consts::ARCH
        );
        app.log.line(app.desk.now(), &about);
        let wake = ctx.clone();
        let data_dir = app.data_dir.clone();
        match IncomingPictures::start(data_dir, move || wake.request_repaint()) {
            Ok(incoming) => app.incoming = Some(incoming),
            Err(error) => app.screen.notices.add(Tone::Bad, error.to_string()),
        }
        let wake = ctx.clone();
        app.doorbell = Doorbell::hang(&app.data_dir, move || wake.request_repaint()).ok();
        app.open_workspace(ctx);
        app
    }

    pub(super) fn lang(&self) -> Lang {
        self.screen.view.lang
    }

    /// Lets the screen do something with what it is given each frame.
    pub(super) fn with_screen(
        &mut self,
        ctx: &Context,
        act: impl FnOnce(&mut Screen, &crate::ui::UiCtx<'_>),
    ) {
        let actor = self.screen.view.actor.clone();
        let unanswered = self.screen.unanswered();
        let ui_ctx = self.desk.ctx(&self.screen.view, ctx.theme(), actor.as_ref(), unanswered);
        act(&mut self.screen, &ui_ctx);
    }

    fn take_events(&mut self, ctx: &Context) {
        let events: Vec<Event> =
            self.session.as_ref().map(|session| session.events().collect()).unwrap_or_default();
        for event in events {
            match event {
                Event::Snapshot(snapshot) => {
                    self.screen.map.stop_growing();
                    self.desk.take(snapshot);
                    if self.screen.opening {
                        self.with_screen(ctx, Screen::dress_as_left);
                    }
                }
                Event::Growing(layer) => {
                    let is_alone = self.desk.snapshot().layers.is_empty();
                    self.screen.map.grow(layer, is_alone);
                }
                Event::Progress { id, done, total } => self.take_progress(Ticket(id), done, total),
                Event::Answer { id: OPENING, result: Ok(_) } => self.workspace_opened(ctx),
                Event::Answer { id: OPENING, result: Err(why) } => self.workspace_failed(ctx, &why),
                Event::Answer { id, result } => self.take_answer(ctx, Ticket(id), result),
            }
        }
        let photos = self.photos.as_ref().map(PhotoReader::take).unwrap_or_default();
        for (sha256, size, image) in photos {
            self.screen.take_photo(ctx, sha256, size, image);
        }
        for (file, done) in self.stored_files.take() {
            self.with_screen(ctx, |screen, ui_ctx| screen.stored_file_done(ui_ctx, &file, done));
        }
        self.take_incoming(ctx);
    }

    fn take_incoming(&mut self, ctx: &Context) {
        let looked = self.incoming.as_ref().map(IncomingPictures::take).unwrap_or_default();
        for one in looked {
            self.with_screen(ctx, |screen, ui_ctx| match one {
                Looked::File(facts, image, bytes) => {
                    screen.hold_picture(ui_ctx, &facts, bytes);
                    screen.picture_looked_at(ui_ctx, ctx, facts, image);
                }
                Looked::Folder(files) => {
                    screen.picked(ui_ctx, &PickFor::Tray, Picked::Paths(files));
                }
                Looked::Inside { path, pictures, holds_layers } => {
                    screen.looked_into(ui_ctx, &path, pictures, holds_layers);
                }
                Looked::Pasted(files) if files.is_empty() => {
                    screen.notices.add(Tone::Plain, ui_ctx.t("drop.nothing_pasted"));
                }
                Looked::Pasted(files) => screen.take_files(ui_ctx, files),
                Looked::Kept(path) => screen.take_files(ui_ctx, vec![path]),
                Looked::Table(path, read) => {
                    let lang = ui_ctx.lang();
                    let read = read.map_err(|why| why.text().get(lang).to_owned());
                    screen.table_read(ui_ctx, &path, read);
                }
                Looked::NotKept(why) => screen.notices.add(Tone::Bad, why),
            });
        }
    }

    fn take_progress(&mut self, ticket: Ticket, done: u64, total: u64) {
        if let Some(job) = self.desk.jobs.iter_mut().find(|job| job.id == ticket) {
            job.tell(done, total);
        }
    }

    fn take_answer(
        &mut self,
        ctx: &Context,
        ticket: Ticket,
        outcome: Result<Outcome, SessionError>,
    ) {
        self.desk.jobs.retain(|job| job.id != ticket);
        self.screen.map.stop_growing();
        self.log_answer(ticket, &outcome);
        self.screen.disk_answered(outcome.as_ref().err().is_some_and(SessionError::is_disk_full));
        if outcome.is_ok() {
            self.desk.saved_at = Some(self.desk.now().clone());
        }
        if let Ok(Outcome::WouldMix { path, file_is_synthetic }) = &outcome
            && self.screen.is_only_import(ticket)
        {
            self.screen.drop_import(ticket);
            return self.keep_apart(ctx, vec![path.clone()], *file_is_synthetic);
        }
        let lang = self.lang();
        let outcome = outcome.map_err(|why| why.text().get(lang).to_owned());
        self.with_screen(ctx, |screen, ui_ctx| screen.answer(ui_ctx, ticket, outcome));
    }

    /// What the workspace is called in the window's title, and while it is being opened.
    pub(super) fn workspace_title(&self) -> String {
        let words = Words::of(self.screen.view.lang);
        let is_own = |synthetic| self.workspace == default_workspace(&self.data_dir, synthetic);
        match workspace_name(&self.workspace) {
            // The one for invented data was named by no person.
            _ if is_own(true) => words.t("top.invented_workspace").to_owned(),
            Some(name) => name,
            None => words.t("top.own_workspace").to_owned(),
        }
    }

    fn refresh_title(&mut self, ctx: &Context) {
        let title = format!("一策 Yice — {}", self.workspace_title());
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}

impl eframe::App for YiceApp {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        if let Some(log) = &mut self.frame_log {
            log.begin();
        }
        self.desk.tick();
        if self.opened && self.desk.present().clock_day != self.desk.now().day() {
            self.desk.outbox.command(Command::Refresh);
        }
        self.take_events(ctx);
        self.poll_picker(ctx);
        self.poll_printing(ctx);
        self.poll_clearing();
        self.poll_demonstration(ctx);
        self.poll_closing(ctx);
        self.poll_doorbell(ctx);
        self.follow_evening(ctx);
        self.poll_board();
        // The first frame comes before the files are read.
        if self.opened && self.frames > 0 && !self.to_open.is_empty() {
            let paths = std::mem::take(&mut self.to_open);
            self.with_screen(ctx, |screen, ui_ctx| screen.open_files_at_start(ui_ctx, paths));
        }
        self.send_asks(ctx);
        self.log_notices();
        ctx.request_repaint_after(IDLE_WAKE);
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.with_screen(&ctx, |screen, ui_ctx| screen.ui(ui_ctx, ui));
        input_method::below_the_word(&ctx);
        let dress = Dress::of(&self.screen.view);
        if self.dressed != Some(dress) {
            dress.put_on(&ctx);
            self.dressed = Some(dress);
            ctx.request_repaint();
        }
        // The first frame is drawn before the window is shown.
        if self.frames == 1 {
            self.memory.place(&ctx, &window_place::screens(frame));
        }
        self.memory.watch(&ctx);
        self.send_asks(&ctx);
        self.refresh_title(&ctx);
        self.frames += 1;
        if self.frames == 1 {
            ctx.request_repaint();
        }
        if let Some(log) = &mut self.frame_log
            && let Err(why) = log.end(frame.info().cpu_usage)
        {
            self.frame_log = None;
            self.screen.notices.add(Tone::Bad, io_words(&why).get(self.lang()).to_owned());
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        let actor = self.screen.view.actor.clone();
        let ui_ctx = self.desk.ctx(&self.screen.view, egui::Theme::Light, actor.as_ref(), 0);
        self.screen.put_away(&ui_ctx);
        for ask in self.desk.outbox.take() {
            if let Ask::Command(ticket, command) = ask {
                self.send(ticket, command);
            }
        }
        self.session = None;
    }
}

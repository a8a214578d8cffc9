//! What every panel is given: the state to show, words and colours, and a tray for what it asks.

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::path::PathBuf;
use std::sync::Arc;

use super::plan_card::PictureSize;
use super::text::Words;
use super::theme::Palette;
use crate::map::MapTheme;
use crate::model::{Day, FeatureKey, Kind, Lang, Stamp, Text};
use crate::plan::{Actor, FeatureState, Procedure, is_overdue};
use crate::session::{Command, LayerView, Snapshot, workspace_name};

/// Names a question so that its answer finds back to the panel that asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// What a panel wants done outside the frame.
#[derive(Clone, Debug)]
pub enum Ask {
    /// Something for the session; answered under the ticket.
    Command(Ticket, Command),
    /// The system's file dialog; answered with paths for the same purpose.
    PickFiles(PickFor),
    /// A picture of a stored photo, by its SHA-256.
    ReadPhoto(String, PictureSize),
    /// What pictures that are not yet filed say of themselves.
    LookAtPictures(Vec<PathBuf>),
    /// The same of a paper that is not yet filed; a folder is none.
    LookAtFile(PathBuf),
    /// What stands in a table's file.
    ReadTable(PathBuf),
    /// What lies in a path that was dropped, which may be a folder; answered with [`super::Screen::looked_into`].
    LookInto(PathBuf),
    /// The files that were copied in the file manager; answered as if they had been dropped.
    PasteFiles,
    /// An image of the clipboard, to become a file; answered as if it had been dropped.
    KeepImage(Arc<egui::ColorImage>),
    /// The numbers of the board; answered with [`super::Screen::board_counted`].
    CountBoard(super::board::BoardOrder),
    /// What changed since a file was written; answered with [`super::Screen::changes_found`].
    ChangesSinceFile(PathBuf),
    /// A stored photo or document, in whatever program this computer has for it.
    OpenStored(StoredFile),
    /// A copy of one as a file; without a place among the person's downloads.
    SaveStored(StoredFile, Option<PathBuf>),
    /// A report or sheets as a file; what becomes of it is told to the open dialog.
    Print(crate::report::ReportOrder),
    /// A file or its folder, shown by the system's own program.
    ShowOutside(Outside),
    /// Stop the running job.
    CancelJob(Ticket),
    FullScreen,
    /// Put this workspace away and open another; it is made if there is none.
    OpenWorkspace(std::path::PathBuf),
    /// Go on in this copy of the workspace, with the forms as they stand on the screen.
    GoOnIn(PathBuf),
    /// Close the window: the person knows what goes with it.
    Leave,
    /// Throw away what this program has put down for itself and can do without.
    ClearRoom,
    /// Open files in the workspace of invented or of real data: in this one they would mix.
    OpenApart {
        paths: Vec<PathBuf>,
        synthetic: bool,
    },
    /// Open this workspace once more: what stood in the way may be gone.
    Reopen,
    /// Call the window of this process forward; it comes, this one closes.
    OtherWindow(u32),
    /// The demonstration's layers, in the demonstration's workspace.
    Demonstration,
    /// Draw again after so many seconds, though nothing happens.
    WakeAfter(f64),
}

/// A photo or document of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    pub sha256: String,
    /// What a copy of it is called, ending included.
    pub name: String,
}

impl StoredFile {
    /// A file of the workspace; `title` may be anything, the copy's name is one that every system takes.
    pub fn new(sha256: &str, title: &str, ext: &str) -> Self {
        let is_taken = |char| matches!(char, '\\' | '/' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        let is_plain = |char: &char| !char.is_control() && !is_taken(*char);
        let plain: String = title.chars().filter(is_plain).take(80).collect();
        let stem = plain.trim().trim_matches('.');
        let stem = if stem.is_empty() { sha256.get(..12).unwrap_or(sha256) } else { stem };
        let has_ending = ext.is_empty() || stem.to_lowercase().ends_with(&format!(".{ext}"));
        let name = if has_ending { stem.to_owned() } else { format!("{stem}.{ext}") };
        Self { sha256: sha256.to_owned(), name }
    }

    /// The ending of its name in lower case; empty without one.
    pub fn ending(&self) -> String {
        let ending = std::path::Path::new(&self.name).extension().unwrap_or_default();
        ending.to_string_lossy().to_lowercase()
    }
}

/// What became of a stored file that was to be opened or copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredFileDone {
    Saved(PathBuf),
    /// Its bytes are not here.
    Absent,
    /// Of a sort that does things when it is opened.
    WouldRun,
    /// No program takes it.
    NoProgram,
    Failed(String),
}

/// What the system is asked to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outside {
    File(PathBuf),
    FolderOf(PathBuf),
}

/// The form that files are chosen for: while the dialog is open, another one may come onto the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskingForm {
    /// The id of its draft.
    pub draft_id: String,
    pub feature: FeatureKey,
}

/// What a file dialog is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PickFor {
    Layers,
    /// Pictures for the form that asked for them.
    Photos(AskingForm),
    /// Pictures of many features.
    Tray,
    /// A paper for the form that asked for it.
    Document(AskingForm),
    /// Where a copy of a stored photo or document goes.
    SaveStored(StoredFile),
    /// The file, folder or workspace that changes are told against.
    ChangesSince,
    /// Where to write; the place that is suggested.
    Export(PathBuf),
    ExportFolder(PathBuf),
}

/// Where panels put what they ask for.
#[derive(Debug, Default)]
pub struct Outbox {
    asks: RefCell<Vec<Ask>>,
    last_ticket: Cell<u64>,
}

impl Outbox {
    pub fn command(&self, command: Command) -> Ticket {
        let ticket = self.next_ticket();
        self.asks.borrow_mut().push(Ask::Command(ticket, command));
        ticket
    }

    pub fn pick_files(&self, purpose: PickFor) {
        self.ask(Ask::PickFiles(purpose));
    }

    pub fn ask(&self, ask: Ask) {
        self.asks.borrow_mut().push(ask);
    }

    pub fn take(&self) -> Vec<Ask> {
        self.asks.take()
    }

    pub fn is_empty(&self) -> bool {
        self.asks.borrow().is_empty()
    }

    fn next_ticket(&self) -> Ticket {
        self.last_ticket.set(self.last_ticket.get() + 1);
        Ticket(self.last_ticket.get())
    }
}

/// Work going on outside the frame.
#[derive(Clone, Debug)]
pub struct Job {
    /// The ticket of its command.
    pub id: Ticket,
    /// What it works on: a file name.
    pub name: String,
    /// 0 to 1 where known.
    pub share: Option<f32>,
    pub began: std::time::Instant,
    /// How fast it goes, once that can be told.
    pub pace: Option<Pace>,
    pub cancellable: bool,
    /// Asked to stop; it does so at its next step.
    pub stopping: bool,
}

/// How fast a file is read, and how long it will still take at that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    pub mb_per_second: f64,
    pub seconds_left: f64,
}

impl Pace {
    /// Of so many bytes of so many in that time; `None` while it is too early to say.
    pub fn of(done: u64, total: u64, taken: std::time::Duration) -> Option<Self> {
        let seconds = taken.as_secs_f64();
        if seconds < 0.3 || done == 0 || done > total {
            return None;
        }
        let bytes_per_second = done as f64 / seconds;
        Some(Self {
            mb_per_second: bytes_per_second / 1e6,
            seconds_left: (total - done) as f64 / bytes_per_second,
        })
    }
}

impl Job {
    /// A job that has just begun.
    pub fn new(id: Ticket, name: String) -> Self {
        let began = std::time::Instant::now();
        Self { id, name, share: None, began, pace: None, cancellable: true, stopping: false }
    }

    /// Takes in how far it is.
    pub fn tell(&mut self, done: u64, total: u64) {
        let share = (total > 0).then(|| done as f32 / total as f32);
        if share < self.share {
            // The next file of several.
            self.began = std::time::Instant::now();
        }
        self.share = share;
        self.pace = Pace::of(done, total, self.began.elapsed());
    }

    /// `85 MB/s · 3 s left`; once all is read, that it is being put away; empty while nothing can be said.
    pub fn pace_words(&self, words: &Words) -> String {
        match self.pace {
            _ if self.share.is_some_and(|share| share >= 1.0) => {
                words.t("status.storing").to_owned()
            }
            None => String::new(),
            Some(pace) => words.fill(
                "status.pace",
                &[
                    ("mb", &format!("{:.0}", pace.mb_per_second)),
                    ("s", &format!("{:.0}", pace.seconds_left.ceil())),
                ],
            ),
        }
    }
}

/// A window of so many rows has room for everything.
const ROOMY_ROWS: f32 = 20.0;
/// One of fewer has one line for each of a card's head, tabs and foot: 1366 × 768 at 150 %, at 125 % in the sun.
const TIGHT_ROWS: f32 = 17.5;

/// What every panel is given.
#[derive(Clone, Copy)]
pub struct UiCtx<'a> {
    pub snapshot: &'a Snapshot,
    /// Counts the snapshots: what is worked out of one is worked out again when this changes.
    pub snapshot_no: u64,
    pub words: &'static Words,
    pub palette: &'static Palette,
    pub map_theme: &'a MapTheme,
    pub now: &'a Stamp,
    pub actor: Option<&'a Actor>,
    pub outbox: &'a Outbox,
    pub jobs: &'a [Job],
    /// When the session last answered that something is on the disk.
    pub saved_at: Option<&'a Stamp>,
    /// Commands the session has not answered yet.
    pub unanswered: usize,
}

impl<'a> UiCtx<'a> {
    /// The text under `key`.
    pub fn t(&self, key: &'static str) -> &'static str {
        self.words.t(key)
    }

    /// The text under `key` with each `{name}` replaced.
    pub fn fill(&self, key: &'static str, values: &[(&str, &dyn Display)]) -> String {
        self.words.fill(key, values)
    }

    /// Whether anything can be recorded just now: what would is drawn as not to be pressed where not.
    pub fn may_record(&self) -> bool {
        !self.snapshot.read_only
    }

    /// A button of something that records, in the card or the review.
    pub fn record_button_ui(&self, ui: &mut egui::Ui, button: impl egui::Widget) -> egui::Response {
        ui.add_enabled(self.may_record(), button)
    }

    /// Why nothing can be recorded just now: a past evening is looked at, or the file is open to be read.
    pub fn why_read_only(&self) -> String {
        match self.snapshot.evening {
            Some(evening) => self.fill("past.not_here", &[("day", &self.long_day(evening.day))]),
            None => self.t("status.read_only").to_owned(),
        }
    }

    pub fn lang(&self) -> Lang {
        self.words.lang()
    }

    /// A text of a procedure or standard in the screen's language.
    pub fn say<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.lang())
    }

    /// What the open workspace is called; the one that was made unasked has no name of its own.
    pub fn workspace_name(&self) -> String {
        match workspace_name(&self.snapshot.workspace) {
            None => self.t("top.own_workspace").to_owned(),
            Some(name) => self.fill("top.workspace", &[("name", &name)]),
        }
    }

    pub fn today(&self) -> Day {
        self.now.day()
    }

    pub fn procedure(&self, key: &FeatureKey) -> Option<&'a Procedure> {
        self.snapshot.rulebook.procedure(&key.kind())
    }

    pub fn procedure_of(&self, kind: &Kind) -> Option<&'a Procedure> {
        self.snapshot.rulebook.procedure(kind)
    }

    /// The plan of a feature that somebody looks at.
    pub fn state(&self, key: &FeatureKey) -> Option<&'a Arc<FeatureState>> {
        self.snapshot.plans.get(key)
    }

    /// The plan of one of very many that are passed over.
    pub fn peek(&self, key: &FeatureKey) -> Option<Arc<FeatureState>> {
        self.snapshot.plans.peek(key)
    }

    /// The feature's layer and its index there; `None` where no layer has it.
    pub fn place(&self, key: &FeatureKey) -> Option<(&'a LayerView, usize)> {
        let (layer, feature_idx) = self.snapshot.place(key)?;
        Some((layer.as_ref(), feature_idx))
    }

    /// The feature's name, else its code.
    pub fn name_of(&self, key: &FeatureKey) -> String {
        self.snapshot
            .row(key)
            .map(|row| row.name.to_string())
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| key.code().to_owned())
    }

    /// What a kind is called: by its procedure, else by our own words.
    pub fn kind_name(&self, kind: &Kind) -> String {
        match self.snapshot.rulebook.procedure(kind) {
            Some(procedure) => self.say(&procedure.label).to_owned(),
            None => self.words.code("kind", kind.code()).to_owned(),
        }
    }

    pub fn is_overdue(&self, key: &FeatureKey, state: &FeatureState) -> bool {
        self.procedure(key)
            .is_some_and(|procedure| is_overdue(procedure, state, self.snapshot.today))
    }

    /// A day with its year: `2022年5月12日`.
    pub fn long_day(&self, day: Day) -> String {
        super::dates::long_day_in_words(day, self.lang())
    }

    /// Whether the window is so low that what stands at its edges must give way to what lies between: 1366 × 768 at
    /// 125 %, or dressed for the sun.
    pub fn is_low(&self, egui_ctx: &egui::Context) -> bool {
        egui_ctx.content_rect().height() < ROOMY_ROWS * self.palette.sizes.row_points
    }

    /// Whether it is so low that what stands at its edges folds to one line each.
    pub fn is_tight(&self, egui_ctx: &egui::Context) -> bool {
        egui_ctx.content_rect().height() < TIGHT_ROWS * self.palette.sizes.row_points
    }

    /// A day as people write it: `5月12日`, with the year where it is another.
    pub fn day(&self, day: Day) -> String {
        super::dates::day_in_words(day, self.snapshot.today, self.lang())
    }
}

//! The session on a thread of its own: it takes commands, tells of their progress, and shows snapshots.
//!
//! The frame never waits for it: it sends, goes on drawing, and reads what has come.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::recent::CONTINUES;
use super::{Command, Opening, Outcome, Session, SessionError, Snapshot, Watch, note_recent};
use crate::model::{Layer, Stamp};
use crate::plan::{Actor, Hash};
use crate::store::Store;

/// The id under which the opening itself is told of and answered. Commands are given others.
pub const OPENING: u64 = 0;

/// Progress is told no more often than this: each telling draws a frame.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(50);

/// What the session's thread has to say.
pub enum Event {
    Snapshot(Arc<Snapshot>),
    /// How much of how much is done, in bytes or pieces.
    Progress {
        id: u64,
        done: u64,
        total: u64,
    },
    /// What there is of a layer that is being read.
    Growing(Arc<Layer>),
    /// A command is done, refused or failed.
    Answer {
        id: u64,
        result: Result<Outcome, SessionError>,
    },
}

struct Order {
    id: u64,
    command: Command,
    now: Stamp,
    actor: Actor,
}

/// The other end of the session's thread. Dropping it lets what was sent finish, then closes the workspace.
pub struct Handle {
    orders: Option<Sender<Order>>,
    events: Receiver<Event>,
    cancelled: Arc<Mutex<HashSet<u64>>>,
    files: FileReader,
    thread: Option<JoinHandle<()>>,
}

/// Starts a thread that opens or makes a workspace and then owns it. `wake` is called after each event.
///
/// # Errors
/// If the system gives no thread.
pub fn spawn(
    opening: Opening,
    now: Stamp,
    wake: impl Fn() + Send + Sync + 'static,
) -> std::io::Result<Handle> {
    let (orders, inbox) = channel();
    let (outbox, events) = channel();
    let cancelled = Arc::<Mutex<HashSet<u64>>>::default();
    let files = FileReader { workspace: opening.path.clone() };
    let teller = Teller {
        outbox: Mutex::new(outbox),
        wake: Box::new(wake),
        cancelled: Arc::clone(&cancelled),
        told_at: Mutex::new(None),
    };
    let thread = std::thread::Builder::new().name("session".into()).spawn(move || {
        serve(opening, &now, &inbox, &teller);
    })?;
    Ok(Handle { orders: Some(orders), events, cancelled, files, thread: Some(thread) })
}

impl Handle {
    /// Sends a command. Its answer comes as an [`Event::Answer`] of the same id, which is not [`OPENING`].
    pub fn send(&self, id: u64, command: Command, now: Stamp, actor: Actor) {
        if let Some(orders) = &self.orders {
            // A session that could not be opened has said so; what is sent to it goes unanswered.
            let _ = orders.send(Order { id, command, now, actor });
        }
    }

    /// What has come since the last look.
    pub fn events(&self) -> impl Iterator<Item = Event> {
        self.events.try_iter()
    }

    /// Waits for the next event; `None` after `timeout`, or where no more can come.
    pub fn wait(&self, timeout: Duration) -> Option<Event> {
        self.events.recv_timeout(timeout).ok()
    }

    /// Stops a command at its next step, or before it begins.
    pub fn cancel(&self, id: u64) {
        self.cancelled.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
    }

    /// Reads photos and documents, on any thread.
    pub fn files(&self) -> FileReader {
        self.files.clone()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Reads photos and documents of a workspace beside its writer.
#[derive(Clone, Debug)]
pub struct FileReader {
    workspace: PathBuf,
}

impl FileReader {
    pub fn new(workspace: &Path) -> Self {
        Self { workspace: workspace.to_owned() }
    }

    /// The bytes of a photo or document; `None` if they are not here.
    ///
    /// # Errors
    /// If the workspace cannot be read.
    pub fn read(&self, sha256: &str) -> Result<Option<Vec<u8>>, SessionError> {
        let Some(hash) = Hash::parse(sha256) else { return Ok(None) };
        Ok(Store::open_to_read(&self.workspace)?.content(hash)?)
    }
}

/// Tells the frame what happens.
struct Teller {
    outbox: Mutex<Sender<Event>>,
    wake: Box<dyn Fn() + Send + Sync>,
    cancelled: Arc<Mutex<HashSet<u64>>>,
    told_at: Mutex<Option<Instant>>,
}

impl Teller {
    fn tell(&self, event: Event) {
        // Nobody listens any more once the window has closed; what was sent is still done.
        let _ = self.outbox.lock().unwrap_or_else(PoisonError::into_inner).send(event);
        (self.wake)();
    }

    fn progress(&self, id: u64, done: u64, total: u64) -> ControlFlow<()> {
        if self.is_cancelled(id) {
            return ControlFlow::Break(());
        }
        let is_due = {
            let mut told_at = self.told_at.lock().unwrap_or_else(PoisonError::into_inner);
            // That all is read is told in any case: what comes then takes its time too.
            let is_due =
                done >= total || told_at.is_none_or(|at| at.elapsed() >= PROGRESS_INTERVAL);
            if is_due {
                *told_at = Some(Instant::now());
            }
            is_due
        };
        if is_due {
            self.tell(Event::Progress { id, done, total });
        }
        ControlFlow::Continue(())
    }

    fn is_cancelled(&self, id: u64) -> bool {
        self.cancelled.lock().unwrap_or_else(PoisonError::into_inner).contains(&id)
    }
}

fn serve(opening: Opening, now: &Stamp, inbox: &Receiver<Order>, teller: &Teller) {
    let publish = |snapshot| teller.tell(Event::Snapshot(snapshot));
    let grown = |layer| teller.tell(Event::Growing(layer));
    let progress = |done, total| teller.progress(OPENING, done, total);
    let watch = Watch { progress: &progress, publish: &publish, grown: &grown };
    let data_dir = opening.data_dir.clone().filter(|_| opening.chosen);
    let mut session = match Session::open_or_create_watched(opening, now, watch) {
        Ok(session) => session,
        Err(error) => return teller.tell(Event::Answer { id: OPENING, result: Err(error) }),
    };
    let snapshot = session.snapshot();
    if let Some(data_dir) = data_dir {
        // A list of recent workspaces that cannot be written is no reason not to work in this one.
        let continues = snapshot.settings.get(CONTINUES).map(Path::new);
        let _ = note_recent(&data_dir, &snapshot.workspace, now, snapshot.synthetic, continues);
    }
    teller.tell(Event::Snapshot(snapshot));
    teller.tell(Event::Answer { id: OPENING, result: Ok(Outcome::Done) });
    while let Ok(Order { id, command, now, actor }) = inbox.recv() {
        let result = match teller.is_cancelled(id) {
            true => Err(SessionError::Cancelled),
            false => {
                let progress = |done, total| teller.progress(id, done, total);
                let watch = Watch { progress: &progress, publish: &publish, grown: &grown };
                session.apply_watched(command, &now, &actor, watch)
            }
        };
        // The snapshot first: who reads the answer finds what it speaks of.
        teller.tell(Event::Snapshot(session.snapshot()));
        teller.tell(Event::Answer { id, result });
    }
}

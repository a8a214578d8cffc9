//! Work that would hold a frame up, on a thread of its own, with the same state and words as the frame has.
//!
//! At most one piece of each sort is under way. The frame looks in for its answer and goes on with the old one.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use super::context::{Ask, Outbox, UiCtx};
use super::text::Words;
use super::theme::Palette;
use crate::map::MapTheme;
use crate::model::Stamp;
use crate::plan::Actor;
use crate::session::Snapshot;

/// How soon the frame looks in again.
const LOOK_IN_SECONDS: f64 = 0.008;

/// What a frame is given, to be held by a thread.
pub struct HeldCtx {
    snapshot: Snapshot,
    snapshot_no: u64,
    words: &'static Words,
    palette: &'static Palette,
    now: Stamp,
    actor: Option<Actor>,
}

impl HeldCtx {
    pub fn of(ctx: &UiCtx<'_>) -> Self {
        Self {
            // A snapshot is a handful of shared pointers.
            snapshot: ctx.snapshot.clone(),
            snapshot_no: ctx.snapshot_no,
            words: ctx.words,
            palette: ctx.palette,
            now: ctx.now.clone(),
            actor: ctx.actor.cloned(),
        }
    }

    /// Lets `look` read what was held. What it asks for goes nowhere: a thread answers, it does not ask.
    pub fn with<R>(&self, look: impl FnOnce(&UiCtx<'_>) -> R) -> R {
        let (outbox, map_theme) = (Outbox::default(), MapTheme::light());
        look(&UiCtx {
            snapshot: &self.snapshot,
            snapshot_no: self.snapshot_no,
            words: self.words,
            palette: self.palette,
            map_theme: &map_theme,
            now: &self.now,
            actor: self.actor.as_ref(),
            outbox: &outbox,
            jobs: &[],
            saved_at: None,
            unanswered: 0,
        })
    }
}

/// Lets go of something large: dropping what belongs to a million features takes longer than a frame.
pub fn let_go<T: Send + 'static>(old: T) {
    // Where the system gives no thread, it is dropped here and now.
    let _ = std::thread::Builder::new().name("let go".to_owned()).spawn(move || drop(old));
}

/// How far a long piece of work is, for who waits for it; dropped, it is wanted no longer.
#[derive(Debug)]
pub struct Share {
    all: usize,
    teller: Teller,
}

/// What the work tells of itself.
#[derive(Clone, Debug, Default)]
pub struct Teller(Arc<Told>);

#[derive(Debug, Default)]
struct Told {
    done: AtomicUsize,
    unwanted: AtomicBool,
}

impl Share {
    /// Of so many pieces.
    pub fn of(all: usize) -> Self {
        Self { all, teller: Teller::default() }
    }

    pub fn teller(&self) -> Teller {
        self.teller.clone()
    }

    /// 0 to 1.
    pub fn share(&self) -> f32 {
        self.teller.0.done.load(Ordering::Relaxed) as f32 / self.all.max(1) as f32
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.teller.0.unwanted.store(true, Ordering::Relaxed);
    }
}

impl Teller {
    pub fn did(&self, count: usize) {
        self.0.done.fetch_add(count, Ordering::Relaxed);
    }

    /// Whether anybody still waits for it.
    pub fn is_wanted(&self) -> bool {
        !self.0.unwanted.load(Ordering::Relaxed)
    }
}

/// A piece of work under way.
#[derive(Debug)]
pub struct UnderWay<T>(Receiver<T>);

/// How it stands.
pub enum Turn<T> {
    Working,
    Done(T),
    /// The thread has died: what it held is lost.
    Lost,
}

impl<T: Send + 'static> UnderWay<T> {
    /// Begins it; where the system gives no thread, it is done at once.
    pub fn begin(name: &str, work: impl FnOnce() -> T + Send + 'static) -> Self {
        let (done, answer) = channel();
        let (work_in, work_out) = channel::<Box<dyn FnOnce() -> T + Send>>();
        let boxed: Box<dyn FnOnce() -> T + Send> = Box::new(work);
        let result = done.clone();
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            if let Ok(work) = work_out.recv() {
                // Whoever asked may have been closed meanwhile.
                let _ = result.send(work());
            }
        });
        match thread {
            Ok(_) => {
                // The thread waits for it.
                let _ = work_in.send(boxed);
            }
            Err(_) => {
                let _ = done.send(boxed());
            }
        }
        Self(answer)
    }

    /// Has a frame look in soon, though nothing else happens.
    pub fn wake(&self, ctx: &UiCtx<'_>) {
        ctx.outbox.ask(Ask::WakeAfter(LOOK_IN_SECONDS));
    }

    /// Looks in; asks for another frame while it goes on.
    pub fn look(&self, ctx: &UiCtx<'_>) -> Turn<T> {
        match self.0.try_recv() {
            Ok(done) => Turn::Done(done),
            Err(TryRecvError::Disconnected) => Turn::Lost,
            Err(TryRecvError::Empty) => {
                self.wake(ctx);
                Turn::Working
            }
        }
    }
}

//! One window calls another to come forward: by a small file in the data folder that names its process.
//!
//! Works between windows of one person on one computer; a window that is elsewhere, or hangs, does not answer.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use egui::{Context, UserAttentionType, ViewportCommand};

use super::window::YiceApp;
use crate::ui::{Tone, Words};

/// How often a window looks whether it is called.
const LOOK_EVERY: Duration = Duration::from_millis(400);
/// Who has not come after so long does not come.
const ANSWER_WITHIN: Duration = Duration::from_millis(2500);

/// Where a window is called.
#[derive(Debug)]
pub struct Doorbell {
    rung: Arc<AtomicBool>,
}

impl Doorbell {
    /// Listens on a thread of its own, as long as this lives; `wake` is called when it rings.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn hang(data_dir: &Path, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let call = call_of(data_dir, std::process::id());
        let rung = Arc::new(AtomicBool::new(false));
        let tell = Arc::downgrade(&rung);
        std::thread::Builder::new().name("doorbell".to_owned()).spawn(move || {
            while let Some(rung) = tell.upgrade() {
                // Taking the file away is the answer.
                if call.exists() && std::fs::remove_file(&call).is_ok() {
                    rung.store(true, Ordering::Release);
                    wake();
                }
                drop(rung);
                std::thread::sleep(LOOK_EVERY);
            }
        })?;
        Ok(Self { rung })
    }

    /// Whether it rang since this was last asked.
    fn has_rung(&self) -> bool {
        self.rung.swap(false, Ordering::AcqRel)
    }
}

/// A call that waits for its answer.
#[derive(Debug)]
pub struct Call {
    file: PathBuf,
    since: Instant,
}

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Waiting,
    Comes,
    Nobody,
}

impl Call {
    /// Calls the window of a process.
    ///
    /// # Errors
    /// If the data folder takes no file.
    pub fn make(data_dir: &Path, process: u32) -> std::io::Result<Self> {
        let file = call_of(data_dir, process);
        std::fs::write(&file, "")?;
        Ok(Self { file, since: Instant::now() })
    }

    fn answer(&self, now: Instant) -> Answer {
        if !self.file.exists() {
            return Answer::Comes;
        }
        match now.duration_since(self.since) < ANSWER_WITHIN {
            true => Answer::Waiting,
            false => Answer::Nobody,
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        // Nobody is called any more, whether or not somebody came.
        let _ = std::fs::remove_file(&self.file);
    }
}

fn call_of(data_dir: &Path, process: u32) -> PathBuf {
    data_dir.join(format!("come-forward-{process}"))
}

impl YiceApp {
    /// Calls the window that has this workspace.
    pub(super) fn call_other_window(&mut self, process: u32) {
        match Call::make(&self.data_dir, process) {
            Ok(call) => self.call = Some(call),
            Err(_) => self.other_window_is_silent(),
        }
    }

    /// Comes forward if called, and goes where the window that was called has come.
    pub(super) fn poll_doorbell(&mut self, ctx: &Context) {
        if self.doorbell.as_ref().is_some_and(Doorbell::has_rung) {
            ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
            ctx.send_viewport_cmd(ViewportCommand::Focus);
            // Where no program may put its window before others, its place in the task bar says that it is wanted.
            let attention = ViewportCommand::RequestUserAttention(UserAttentionType::Informational);
            ctx.send_viewport_cmd(attention);
        }
        match self.call.as_ref().map(|call| call.answer(Instant::now())) {
            Some(Answer::Waiting) => ctx.request_repaint_after(LOOK_EVERY),
            // There is nothing in this window that is not in the other one.
            Some(Answer::Comes) => {
                self.call = None;
                self.leave(ctx);
            }
            Some(Answer::Nobody) => {
                self.call = None;
                self.other_window_is_silent();
            }
            None => {}
        }
    }

    fn other_window_is_silent(&mut self) {
        let words = Words::of(self.lang()).t("read_only.silent");
        self.screen.notices.add(Tone::Plain, words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_that_is_there_answers_and_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let (tell, woken) = std::sync::mpsc::channel();
        let wake = move || tell.send(()).unwrap_or_default();
        let bell = Doorbell::hang(folder.path(), wake).unwrap();
        assert!(!bell.has_rung());
        let call = Call::make(folder.path(), std::process::id()).unwrap();
        woken.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!(call.answer(Instant::now()), Answer::Comes);
        assert!(bell.has_rung());
        assert!(!bell.has_rung(), "one call, one answer");
    }

    #[test]
    fn where_no_window_answers_the_call_is_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let call = Call::make(folder.path(), std::process::id()).unwrap();
        assert_eq!(call.answer(Instant::now()), Answer::Waiting);
        assert_eq!(call.answer(Instant::now() + ANSWER_WITHIN), Answer::Nobody);
        drop(call);
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }
}

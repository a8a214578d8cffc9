//! Past evenings and the board, worked out beside the frame.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use super::latest::Latest;
use super::window::YiceApp;
use crate::plan::{Board, PlanChange};
use crate::session::{Evening, SessionError, Snapshot};
use crate::ui::{BoardOrder, Job, Ticket, Tone};

/// The looking back among the jobs: no command has this number.
const LOOKING_BACK: Ticket = Ticket(u64::MAX - 1);

/// What is worked out for the screen.
#[derive(Default)]
pub struct Figures {
    evenings: Latest<(Evening, Present), Result<Option<Snapshot>, SessionError>>,
    boards: Latest<BoardOrder, Result<Board, SessionError>>,
    /// What changed since which file.
    since_files: Latest<PathBuf, Result<Vec<PlanChange>, SessionError>>,
}

/// The snapshot an evening is seen from.
struct Present(Arc<Snapshot>);

impl PartialEq for Present {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl YiceApp {
    /// Lets the screen show the evening that is wanted, once it is worked out; until then it shows what it did.
    pub(super) fn follow_evening(&mut self, ctx: &Context) {
        let Some(evening) = self.screen.view.evening else {
            self.figures.evenings.forget();
            self.desk.jobs.retain(|job| job.id != LOOKING_BACK);
            return self.desk.show_present();
        };
        if let Some(((evening, present), result)) = self.figures.evenings.take() {
            self.desk.jobs.retain(|job| job.id != LOOKING_BACK);
            match result {
                Ok(Some(snapshot)) => self.desk.show_evening(evening, present.0, snapshot),
                Ok(None) => {}
                Err(why) => {
                    self.screen.view.evening = None;
                    let why = why.text().get(self.lang()).to_owned();
                    self.screen.notices.add(Tone::Bad, why);
                    return;
                }
            }
        }
        let present = self.desk.present();
        let wish = (evening, Present(Arc::clone(&present)));
        if self.desk.shows(evening) || self.figures.evenings.wish() == Some(&wish) {
            return;
        }
        let wake = ctx.clone();
        let begun = self.figures.evenings.begin(
            wish,
            move |stop| present.on_evening(evening, stop),
            move || wake.request_repaint(),
        );
        if let Err(why) = begun {
            self.screen.view.evening = None;
            return self.screen.notices.add(Tone::Bad, why.to_string());
        }
        self.desk.jobs.retain(|job| job.id != LOOKING_BACK);
        let job = Job::new(LOOKING_BACK, evening.day.to_string());
        self.desk.jobs.push(Job { cancellable: false, ..job });
    }

    /// Counts a board; one that was ordered before is forgotten.
    pub(super) fn count_board(&mut self, ctx: &Context, order: BoardOrder) {
        let snapshot = self.desk.shared_snapshot();
        let wake = ctx.clone();
        let compared_with = order.compared_with;
        let begun = self.figures.boards.begin(
            order,
            move |_| snapshot.board(compared_with),
            move || wake.request_repaint(),
        );
        if let Err(why) = begun {
            self.screen.notices.add(Tone::Bad, why.to_string());
        }
    }

    /// Tells what changed since a file; one that was asked about before is forgotten.
    pub(super) fn compare_with_file(&mut self, ctx: &Context, file: PathBuf) {
        let snapshot = self.desk.shared_snapshot();
        let (wake, path) = (ctx.clone(), file.clone());
        let begun = self.figures.since_files.begin(
            file,
            move |_| snapshot.changes_since_file(&path),
            move || wake.request_repaint(),
        );
        if let Err(why) = begun {
            self.screen.notices.add(Tone::Bad, why.to_string());
        }
    }

    pub(super) fn poll_board(&mut self) {
        let lang = self.lang();
        let words = |why: SessionError| why.text().get(lang).to_owned();
        match self.figures.boards.take() {
            Some((order, Ok(board))) => self.screen.board_counted(order, board),
            Some((_, Err(why))) => self.screen.notices.add(Tone::Bad, words(why)),
            None => {}
        }
        if let Some((file, found)) = self.figures.since_files.take() {
            self.screen.changes_found(&file, found.map_err(words));
        }
    }
}

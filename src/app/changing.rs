//! Which workspace the window stands in: opening it, to read where it cannot be written, going to another, the
//! demonstration's.

use std::path::PathBuf;

use egui::Context;

use super::desk::Desk;
use super::figures::Figures;
use super::photos::PhotoReader;
use super::window::YiceApp;
use super::workspaces::{self, Demonstration};
use crate::model::Lang;
use crate::session::{
    OPENING, Opening, SessionError, default_workspace, goes_on_in, known_workspaces, spawn,
};
use crate::ui::{
    Does, Job, NoticeAct, Screen, Ticket, Tone, ViewState, WorkspacesDialog, file_names,
};

/// The writing of the demonstration's layers among the jobs: no command has this number.
const DEMONSTRATION: Ticket = Ticket(u64::MAX);

impl YiceApp {
    pub(super) fn open_workspace(&mut self, ctx: &Context) {
        let opening = Opening::new(&self.workspace).data_dir(&self.data_dir);
        let opening = match &self.missed {
            Some(_) => opening.in_place_of_another(),
            None => opening,
        };
        let opening = match &self.carried {
            Some(carried) => opening.going_on_from(carried.from()),
            None => opening,
        };
        self.start_session(ctx, opening);
    }

    pub(super) fn start_session(&mut self, ctx: &Context, opening: Opening) {
        self.opened = false;
        self.screen.opening = true;
        let job = Job::new(Ticket(OPENING), self.workspace_title());
        self.desk.jobs.push(Job { cancellable: false, ..job });
        let (wake, photos_wake) = (ctx.clone(), ctx.clone());
        let started = spawn(opening, self.desk.now().clone(), move || wake.request_repaint())
            .and_then(|session| {
                let files = session.files();
                let photos = PhotoReader::start(files, move || photos_wake.request_repaint())?;
                Ok((session, photos))
            });
        match started {
            Ok((session, photos)) => {
                (self.session, self.photos) = (Some(session), Some(photos));
            }
            Err(error) => self.screen.notices.add(Tone::Bad, error.to_string()),
        }
    }

    /// Puts this workspace away and opens another, with files to take in.
    pub(super) fn change_workspace(
        &mut self,
        ctx: &Context,
        workspace: PathBuf,
        to_open: Vec<PathBuf>,
    ) {
        // What is not on the disk would go with the window of it, unless it is carried along.
        if self.carried.is_none() && !self.desk.present().unstored.is_empty() {
            return self.screen.look_at_unsaved();
        }
        self.with_screen(ctx, |screen, ctx| screen.put_away(ctx));
        self.send_asks(ctx);
        // Dropping waits until the last word is on the disk.
        self.session = None;
        let old = std::mem::take(&mut self.screen).view;
        self.screen.view = ViewState {
            lang: old.lang,
            theme: old.theme,
            outdoor: old.outdoor,
            text_scale: old.text_scale,
            actor: old.actor,
            actor_day: old.actor_day,
            ..ViewState::default()
        };
        self.desk = Desk::new(workspace.clone());
        self.figures = Figures::default();
        self.tried_to_read = false;
        self.workspace = workspace;
        self.missed = None;
        self.to_open = to_open;
        self.open_workspace(ctx);
    }

    pub(super) fn workspace_opened(&mut self, ctx: &Context) {
        self.opened = true;
        self.screen.opening = false;
        self.screen.log_file = self.log.path().to_owned();
        let home = directories::UserDirs::new();
        let papers = home.as_ref().map(|it| it.document_dir().unwrap_or(it.home_dir()));
        self.screen.papers_folder = papers.map(std::path::Path::to_owned).unwrap_or_default();
        let snapshot = self.desk.snapshot();
        let words = format!(
            "opened {}: {} layers, {} plans, read only: {}",
            snapshot.workspace.display(),
            snapshot.layers.len(),
            snapshot.plans.len(),
            snapshot.read_only
        );
        self.log.line(self.desk.now(), &words);
        self.desk.jobs.retain(|job| job.id != Ticket(OPENING));
        self.screen.workspaces = WorkspacesDialog::of(known_workspaces(&self.data_dir));
        if let Some(missed) = self.missed.take() {
            let words = crate::ui::Words::of(self.lang());
            let words = words.fill("notice.workspace_missed", &[("path", &missed.display())]);
            self.screen.notices.add(Tone::Bad, words);
        }
        self.say_where_it_goes_on();
        for damage in self.desk.snapshot().damage.iter() {
            self.screen.notices.add(Tone::Bad, damage.clone());
        }
        for issue in self.desk.snapshot().rule_issues.iter() {
            let words = match self.lang() {
                Lang::Zh => &issue.message_zh,
                Lang::En => &issue.message,
            };
            self.screen.notices.add(Tone::Bad, words.clone());
        }
        self.with_screen(ctx, Screen::restore);
        self.bring_along(ctx);
        self.with_screen(ctx, Screen::open_waiting_files);
    }

    /// The work may have been moved to another place: two of them would grow apart.
    fn say_where_it_goes_on(&mut self) {
        let here = workspaces::absolute(&self.workspace);
        let Some(there) = goes_on_in(&self.data_dir, &here).filter(|there| *there != here) else {
            return;
        };
        let words = crate::ui::Words::of(self.lang());
        let said = words.fill("elsewhere.goes_on", &[("there", &there.display())]);
        let act = NoticeAct {
            label: words.t("elsewhere.go_there").to_owned(),
            does: Does::OpenWorkspace(there),
        };
        self.screen.notices.add_act(said, act);
    }

    /// Another window has it, or it is damaged: it is shown, and nothing can be recorded.
    pub(super) fn workspace_failed(&mut self, ctx: &Context, why: &SessionError) {
        self.log.line(self.desk.now(), &format!("could not open: {why}"));
        let other_window = why.holder().map(|holder| holder.pid);
        let why = why.text();
        self.session = None;
        self.screen.opening = false;
        self.desk.jobs.retain(|job| job.id != Ticket(OPENING));
        if std::mem::replace(&mut self.tried_to_read, true) {
            self.screen.not_opened = true;
            // The band says it already, where reading failed for the same reason as writing.
            if self.screen.read_only_why != why {
                let lang = self.lang();
                self.screen.notices.add(Tone::Bad, why.get(lang));
            }
            self.with_screen(ctx, Screen::open_waiting_files);
        } else {
            self.screen.read_only_why = why;
            self.screen.other_window = other_window;
            self.start_session(ctx, Opening::to_read(&self.workspace));
        }
    }

    /// Invented and real data stand in workspaces of their own: the files open in the other one.
    pub(super) fn keep_apart(&mut self, ctx: &Context, paths: Vec<PathBuf>, synthetic: bool) {
        let other = default_workspace(&self.data_dir, synthetic);
        let words = crate::ui::Words::of(self.lang());
        let names = file_names(&paths);
        if other == self.workspace {
            let words = words.fill("notice.nowhere_apart", &[("names", &names)]);
            self.screen.notices.add(Tone::Bad, words);
            return;
        }
        let key = if synthetic { "notice.to_demonstration" } else { "notice.to_real" };
        let words = words.fill(key, &[("names", &names)]);
        self.change_workspace(ctx, other, paths);
        self.screen.notices.add(Tone::Plain, words);
    }

    /// Opens the demonstration, writing its layers first where it was never opened here.
    pub(super) fn begin_demonstration(&mut self, ctx: &Context) {
        let workspace = default_workspace(&self.data_dir, true);
        if workspace == self.workspace && self.desk.snapshot().layers.is_empty()
            || !workspace.is_file()
        {
            if self.demonstration.is_some() {
                return;
            }
            let wake = ctx.clone();
            match Demonstration::begin(&self.data_dir, move || wake.request_repaint()) {
                Ok(demonstration) => self.demonstration = Some(demonstration),
                Err(why) => return self.screen.notices.add(Tone::Bad, why.to_string()),
            }
            let words = crate::ui::Words::of(self.lang());
            let name = words.t("welcome.demonstration").to_owned();
            let job = Job::new(DEMONSTRATION, name);
            self.desk.jobs.push(Job { cancellable: false, ..job });
        } else if workspace != self.workspace {
            self.change_workspace(ctx, workspace, Vec::new());
        }
    }

    pub(super) fn poll_demonstration(&mut self, ctx: &Context) {
        let Some(written) = self.demonstration.as_ref().and_then(Demonstration::poll) else {
            return;
        };
        self.demonstration = None;
        self.desk.jobs.retain(|job| job.id != DEMONSTRATION);
        match written {
            Ok(folder) => {
                let workspace = default_workspace(&self.data_dir, true);
                self.change_workspace(ctx, workspace, vec![folder]);
            }
            Err(why) => self.screen.notices.add(Tone::Bad, why),
        }
    }
}

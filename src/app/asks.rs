//! What the panels asked for in a frame is sent to those who can do it: the session, threads, the system's dialogs.

use std::time::{Duration, Instant};

use egui::{Context, ViewportCommand};

use super::log_file;
use super::picker::{Picking, Places, dialog_for, folder_of};
use super::stored_files::Way;
use super::window::YiceApp;
use super::workspaces;
use crate::session::{Command, Import};
use crate::ui::{Ask, FileSort, Job, PickFor, Picked, Ticket, Words};

impl YiceApp {
    /// Sends what the panels asked for in this frame.
    pub(super) fn send_asks(&mut self, ctx: &Context) {
        for ask in self.desk.outbox.take() {
            match ask {
                Ask::Command(ticket, command) => self.send(ticket, command),
                Ask::PickFiles(purpose) => self.open_picker(ctx, purpose),
                Ask::ReadPhoto(sha256, size) => {
                    if let Some(photos) = &self.photos {
                        photos.want(sha256, size);
                    }
                }
                Ask::LookAtPictures(paths) => {
                    if let Some(incoming) = &self.incoming {
                        incoming.look_at(paths);
                    }
                }
                Ask::LookAtFile(path) => {
                    if let Some(incoming) = &self.incoming {
                        incoming.look_at_file(path);
                    }
                }
                Ask::ReadTable(path) => {
                    if let Some(incoming) = &self.incoming {
                        incoming.read_table(path);
                    }
                }
                Ask::LookInto(path) => {
                    if let Some(incoming) = &self.incoming {
                        incoming.look_into(path);
                    }
                }
                Ask::PasteFiles => {
                    if let Some(incoming) = &self.incoming {
                        incoming.paste();
                    }
                }
                Ask::KeepImage(image) => {
                    if let Some(incoming) = &self.incoming {
                        incoming.keep(image);
                    }
                }
                Ask::OpenStored(file) => self.let_out(ctx, file, Way::Open),
                Ask::SaveStored(file, to) => self.let_out(ctx, file, Way::Save(to)),
                Ask::Print(order) => self.print(ctx, order),
                Ask::ShowOutside(what) => self.show_outside(ctx, &what),
                Ask::CountBoard(order) => self.count_board(ctx, order),
                Ask::ChangesSinceFile(file) => self.compare_with_file(ctx, file),
                Ask::CancelJob(ticket) => {
                    if let Some(job) = self.desk.jobs.iter_mut().find(|job| job.id == ticket) {
                        job.stopping = true;
                    }
                    if let Some(session) = &self.session {
                        session.cancel(ticket.0);
                    }
                }
                Ask::FullScreen => {
                    self.full_screen = !self.full_screen;
                    ctx.send_viewport_cmd(ViewportCommand::Fullscreen(self.full_screen));
                }
                Ask::OpenWorkspace(path) => {
                    let path = workspaces::absolute(&path);
                    if path != workspaces::absolute(&self.workspace) {
                        // What else was asked for in this frame was asked of the old one.
                        return self.change_workspace(ctx, path, Vec::new());
                    }
                }
                Ask::Reopen => {
                    let workspace = self.workspace.clone();
                    return self.change_workspace(ctx, workspace, Vec::new());
                }
                Ask::OtherWindow(process) => self.call_other_window(process),
                Ask::GoOnIn(path) => return self.go_on_in(ctx, workspaces::absolute(&path)),
                Ask::Leave => self.leave(ctx),
                Ask::ClearRoom => self.clear_room(ctx),
                Ask::OpenApart { paths, synthetic } => {
                    return self.keep_apart(ctx, paths, synthetic);
                }
                Ask::Demonstration => self.begin_demonstration(ctx),
                Ask::WakeAfter(seconds) => {
                    ctx.request_repaint_after(Duration::from_secs_f64(seconds));
                }
            }
        }
    }

    pub(super) fn send(&mut self, ticket: Ticket, command: Command) {
        let Some(session) = &self.session else { return };
        self.screen.sent(ticket, &command);
        if let Some(name) = log_file::name_of(&command) {
            self.sent.push((ticket, name, Instant::now()));
        }
        if let Command::Import(Import { path, .. }) = &command {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            self.desk.jobs.push(Job::new(ticket, name));
        }
        let actor = self.screen.view.actor.clone().unwrap_or_default();
        session.send(ticket.0, command, self.desk.now().clone(), actor);
    }

    fn open_picker(&mut self, ctx: &Context, purpose: PickFor) {
        if self.picking.is_some() {
            self.with_screen(ctx, |screen, ui_ctx| {
                screen.picked(ui_ctx, &purpose, Picked::StillOpen);
            });
            return;
        }
        let copies = self.screen.save_folder(FileSort::Copy);
        let places = Places { copies: &copies, last: self.picked_in.as_deref() };
        let words = Words::of(self.lang());
        let dialog = dialog_for(self.file_dialog.clone(), &purpose, words, &places);
        let (wake, focused) = (ctx.clone(), ctx.input(|input| input.focused));
        match Picking::open(purpose.clone(), dialog, focused, move || wake.request_repaint()) {
            Ok(picking) => self.picking = Some(picking),
            Err(_) => self.with_screen(ctx, |screen, ui_ctx| {
                screen.picked(ui_ctx, &purpose, Picked::NoDialog);
            }),
        }
    }

    pub(super) fn poll_picker(&mut self, ctx: &Context) {
        let focused = ctx.input(|input| input.focused);
        let Some(picked) = self.picking.as_mut().and_then(|one| one.poll(focused)) else { return };
        let Some(picking) = self.picking.take() else { return };
        if picked == Picked::NoDialog {
            self.log.line(self.desk.now(), "no file dialog was shown");
        }
        self.picked_in = folder_of(&picking.purpose, &picked).or(self.picked_in.take());
        self.with_screen(ctx, |screen, ui_ctx| screen.picked(ui_ctx, &picking.purpose, picked));
    }
}

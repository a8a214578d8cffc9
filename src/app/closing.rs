//! The window closes once what is typed is on the disk. Where the disk does not take it, the person is asked first.

use egui::{Context, ViewportCommand};

use super::window::YiceApp;
use crate::ui::Screen;

/// How far the window is on its way out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Closing {
    #[default]
    No,
    /// What is typed was sent; the disk has not answered yet.
    Storing,
    /// All is stored, or the person knows what is not.
    Agreed,
}

impl YiceApp {
    /// Answers the request to close the window, and goes on with one that waits for the disk.
    pub(super) fn poll_closing(&mut self, ctx: &Context) {
        let is_asked = ctx.input(|input| input.viewport().close_requested());
        if self.closing == Closing::Agreed {
            return;
        }
        if is_asked {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            // Asked twice, the disk does not answer: the person is not kept waiting for it.
            if std::mem::replace(&mut self.closing, Closing::Storing) == Closing::Storing {
                self.closing = Closing::No;
                return self.screen.ask_before_leaving();
            }
        }
        if self.closing != Closing::Storing || self.screen.is_storing_words() {
            return;
        }
        // A form whose record failed has its words to send after all: until nothing is left to send.
        self.with_screen(ctx, Screen::keep_words_now);
        if !self.desk.outbox.is_empty() {
            ctx.request_repaint();
        } else if self.desk.present().unstored.is_empty() {
            self.leave(ctx);
        } else {
            self.closing = Closing::No;
            self.screen.ask_before_leaving();
        }
    }

    pub(super) fn leave(&mut self, ctx: &Context) {
        self.closing = Closing::Agreed;
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }
}

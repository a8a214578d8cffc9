//! Files that were written, and the folders they lie in, shown by the system's own programs.

use egui::Context;

use super::window::YiceApp;
use crate::session::io_words;
use crate::ui::{Outside, Tone};

impl YiceApp {
    pub(super) fn show_outside(&mut self, ctx: &Context, what: &Outside) {
        let shown = match what {
            Outside::File(file) => open::that_detached(file),
            Outside::FolderOf(file) => open::that_detached(file.parent().unwrap_or(file)),
        };
        if let Err(why) = shown {
            let why = io_words(&why).get(self.lang()).to_owned();
            self.with_screen(ctx, |screen, ui_ctx| {
                let words = ui_ctx.fill("notice.not_shown", &[("why", &why)]);
                screen.notices.add(Tone::Bad, words);
            });
        }
    }
}

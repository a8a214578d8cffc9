//! Reports on their way: each is made on a thread of its own, and told to the screen when it is there.

use egui::Context;

use super::outside;
use super::printing::{Heading, Printing};
use super::window::YiceApp;
use crate::report::ReportOrder;
use crate::session::{Handle, io_words};
use crate::ui::{Outside, Printed, Tone};

impl YiceApp {
    pub(super) fn print(&mut self, ctx: &Context, order: ReportOrder) {
        let heading = Heading {
            snapshot: self.desk.shared_snapshot(),
            now: self.desk.now().clone(),
            person: self.screen.view.actor.clone(),
            lang: self.lang(),
            files: self.session.as_ref().map(Handle::files),
        };
        let wake = ctx.clone();
        match Printing::begin(order, heading, move || wake.request_repaint()) {
            Ok(printing) => self.printing.push(printing),
            Err(why) => {
                let failed = Printed::Failed(io_words(&why).get(self.lang()).to_owned());
                self.with_screen(ctx, |screen, ui_ctx| screen.printed(ui_ctx, failed));
            }
        }
    }

    pub(super) fn poll_printing(&mut self, ctx: &Context) {
        let mut done = Vec::new();
        self.printing.retain(|printing| match printing.poll() {
            Some(printed) => {
                done.push(printed);
                false
            }
            None => true,
        });
        for printed in done {
            self.with_screen(ctx, |screen, ui_ctx| screen.printed(ui_ctx, printed));
        }
    }

    pub(super) fn show_outside(&mut self, ctx: &Context, what: &Outside) {
        if let Err(why) = outside::show(what) {
            let why = io_words(&why).get(self.lang()).to_owned();
            self.with_screen(ctx, |screen, ui_ctx| {
                let words = ui_ctx.fill("notice.not_shown", &[("why", &why)]);
                screen.notices.add(Tone::Bad, words);
            });
        }
    }
}

//! Reports and sheets of paper, made and written on a thread of their own.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use egui::Context;

use super::stored_files::free_place;
use super::window::YiceApp;
use crate::map::RareFonts;
use crate::model::{Lang, Stamp};
use crate::plan::Actor;
use crate::report::{IfThere, ReportError, ReportOrder, Source, make};
use crate::session::{FileReader, Handle, Snapshot, io_words, write_file};
use crate::ui::Printed;

/// What the sheets say of the moment and the person, and where photos are read.
pub struct Heading {
    pub snapshot: Arc<Snapshot>,
    pub now: Stamp,
    pub person: Option<Actor>,
    /// Who goes along.
    pub companions: String,
    pub lang: Lang,
    pub files: Option<FileReader>,
}

/// A file being made.
pub struct Printing {
    done: Receiver<Printed>,
}

impl Printing {
    /// # Errors
    /// If the system gives no thread.
    pub fn begin(
        order: ReportOrder,
        heading: Heading,
        wake: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let (tell, done) = channel();
        std::thread::Builder::new().name("print".to_owned()).spawn(move || {
            // A window that is gone needs no answer.
            let _ = tell.send(print(&order, &heading));
            wake();
        })?;
        Ok(Self { done })
    }

    /// What became of it; `None` while it is being made.
    pub fn poll(&self) -> Option<Printed> {
        self.done.try_recv().ok()
    }
}

impl YiceApp {
    pub(super) fn print(&mut self, ctx: &Context, order: ReportOrder) {
        let heading = Heading {
            snapshot: self.desk.shared_snapshot(),
            now: self.desk.now().clone(),
            person: self.screen.view.actor.clone(),
            companions: self.screen.view.companions.clone(),
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
}

fn print(order: &ReportOrder, heading: &Heading) -> Printed {
    let to = match order.if_there {
        IfThere::Ask if order.to.exists() => return Printed::WouldReplace(order.to.clone()),
        IfThere::Ask | IfThere::Replace => order.to.clone(),
        IfThere::Beside => free_place(&order.to),
    };
    let snapshot = &heading.snapshot;
    // As the screen judges: by the day the workspace stands on, which in a demonstration is not the clock's.
    let day = order.as_of.unwrap_or(snapshot.today);
    let read_file = |sha256: &str| heading.files.as_ref()?.read(sha256).ok().flatten();
    let source = Source {
        person: heading.person.as_ref(),
        companions: &heading.companions,
        read_file: &read_file,
        rare_fonts: Some(RareFonts::of_system()),
        ..Source::new(snapshot, day, heading.lang, &heading.now)
    };
    let made = match make(&order.what, &to, &source) {
        Ok(made) => made,
        Err(ReportError(why)) => return Printed::Failed(why.get(heading.lang).to_owned()),
    };
    match write_file(&to, &made.bytes) {
        Ok(()) => {
            let remarks = made.remarks.iter().map(|text| text.get(heading.lang).to_owned());
            Printed::Done { file: to, remarks: remarks.collect() }
        }
        Err(error) => Printed::Failed(io_words(&error).get(heading.lang).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FeatureKey, Kind};
    use crate::plan::Rulebook;
    use crate::report::ReportWhat;

    #[test]
    fn a_file_that_is_there_is_replaced_only_when_told_to() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("a.pdf");
        std::fs::write(&to, "old").unwrap();
        let now = Stamp::parse("2022-05-12T09:31:05+08:00").unwrap();
        let rulebook = Arc::new(Rulebook::built_in());
        let snapshot = Arc::new(Snapshot::empty(folder.path().to_owned(), rulebook, now.day()));
        let (person, files, companions) = (None, None, String::new());
        let heading = Heading { snapshot, now, person, companions, lang: Lang::Zh, files };
        let features = vec![FeatureKey::new(&Kind::new(Kind::OUTFALL), "1")];
        let what = ReportWhat::Day { day: heading.now.day(), features };
        let if_there = IfThere::Ask;
        let mut order = ReportOrder { what, as_of: None, to: to.clone(), if_there };
        assert_eq!(print(&order, &heading), Printed::WouldReplace(to.clone()));
        assert_eq!(std::fs::read(&to).unwrap(), b"old");
        order.if_there = IfThere::Beside;
        let beside = folder.path().join("a (2).pdf");
        let done = Printed::Done { file: beside.clone(), remarks: Vec::new() };
        assert_eq!(print(&order, &heading), done);
        assert_eq!(std::fs::read(&to).unwrap(), b"old");
        order.if_there = IfThere::Replace;
        let done = Printed::Done { file: to.clone(), remarks: Vec::new() };
        assert_eq!(print(&order, &heading), done);
        assert!(std::fs::read(&to).unwrap().starts_with(b"%PDF"));
        order.to = folder.path().join("no such folder/a.pdf");
        assert!(matches!(print(&order, &heading), Printed::Failed(why) if !why.is_empty()));
    }
}

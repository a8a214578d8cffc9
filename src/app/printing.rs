//! Sheets of paper, made and written on a thread of their own.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use crate::model::{Lang, Stamp};
use crate::plan::Actor;
use crate::print::{DaySheets, day_pdf, feature_pdf};
use crate::session::{Snapshot, io_words};
use crate::ui::{PrintOrder, PrintWhat, Printed};

/// What the sheets say of the moment and the person.
pub struct Heading {
    pub snapshot: Arc<Snapshot>,
    pub now: Stamp,
    pub person: Option<Actor>,
    pub lang: Lang,
}

/// A file being made.
pub struct Printing {
    done: Receiver<Printed>,
}

impl Printing {
    /// # Errors
    /// If the system gives no thread.
    pub fn begin(
        order: PrintOrder,
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

fn print(order: &PrintOrder, heading: &Heading) -> Printed {
    if order.to.exists() && !order.overwrite {
        return Printed::WouldReplace(order.to.clone());
    }
    let bytes = match &order.what {
        PrintWhat::Feature(key) => feature_pdf(&heading.snapshot, key, heading.lang, &heading.now),
        PrintWhat::Day(features) => {
            let person = heading.person.as_ref();
            let (day, lang) = (heading.now.day(), heading.lang);
            day_pdf(&heading.snapshot, &DaySheets { features, day, person, lang })
        }
    };
    let Some(bytes) = bytes else { return Printed::Failed(String::new()) };
    match write_beside(&order.to, &bytes) {
        Ok(()) => Printed::Done(order.to.clone()),
        Err(error) => Printed::Failed(io_words(&error).get(heading.lang).to_owned()),
    }
}

/// Writes beside the place, syncs, then renames over it: a full disk leaves no cut file.
fn write_beside(to: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let beside = to.with_file_name(name);
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.and_then(|()| std::fs::rename(&beside, to)).inspect_err(|_| {
        // What was begun is of no use to anybody.
        let _ = std::fs::remove_file(&beside);
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FeatureKey, Kind};
    use crate::plan::Rulebook;

    #[test]
    fn a_file_that_is_there_is_replaced_only_when_told_to() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("a.pdf");
        std::fs::write(&to, "old").unwrap();
        let now = Stamp::parse("2022-05-12T09:31:05+08:00").unwrap();
        let rulebook = Arc::new(Rulebook::built_in());
        let snapshot = Arc::new(Snapshot::empty(folder.path().to_owned(), rulebook, now.day()));
        let heading = Heading { snapshot, now, person: None, lang: Lang::Zh };
        let what = PrintWhat::Day(vec![FeatureKey::new(&Kind::new(Kind::OUTFALL), "1")]);
        let mut order = PrintOrder { what, to: to.clone(), overwrite: false };
        assert_eq!(print(&order, &heading), Printed::WouldReplace(to.clone()));
        assert_eq!(std::fs::read(&to).unwrap(), b"old");
        order.overwrite = true;
        assert_eq!(print(&order, &heading), Printed::Done(to.clone()));
        assert!(std::fs::read(&to).unwrap().starts_with(b"%PDF"));
        order.to = folder.path().join("no such folder/a.pdf");
        assert!(matches!(print(&order, &heading), Printed::Failed(why) if !why.is_empty()));
    }
}

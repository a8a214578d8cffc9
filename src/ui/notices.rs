//! What happened, in a sentence each. What wants reading stands in one band until it was read, the newest first, and
//! of one moment the gravest; that something worked is for the bottom line. What was read, and a confirmation that the
//! next one has replaced, can be looked up in the log.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use egui::{Button, Frame, Label, Margin, RichText, ScrollArea, Ui};

use super::context::{Ask, Outside, UiCtx};
use super::dates::time_with_seconds;
use crate::model::Stamp;
use crate::session::Act;

/// How serious a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// It worked. The next confirmation takes its place.
    Good,
    Plain,
    Bad,
}

#[derive(Clone, Debug)]
pub struct Notice {
    pub tone: Tone,
    pub text: String,
    /// A file that was written: it can be opened from here.
    pub file: Option<PathBuf>,
    /// What can be done about it from here.
    pub act: Option<NoticeAct>,
    /// When it was first on the screen, `09:31:05`; empty before.
    pub time: String,
}

impl Notice {
    /// A confirmation that leads nowhere: it need not be read.
    fn is_passing(&self) -> bool {
        self.tone == Tone::Good && self.file.is_none()
    }
}

/// What a notice offers to do, under the words of its button.
#[derive(Clone, Debug)]
pub struct NoticeAct {
    pub label: String,
    pub does: Does,
}

#[derive(Clone, Debug)]
pub enum Does {
    /// Records acts together, undone together; then this is said.
    Record {
        acts: Vec<Act>,
        done: String,
    },
    OpenWorkspace(PathBuf),
}

/// The notices nobody has put away yet, and those that were.
#[derive(Debug, Default)]
pub struct Notices {
    /// Oldest first.
    open: Vec<Notice>,
    past: VecDeque<Notice>,
    /// All open ones are shown, not only the newest.
    listed: bool,
    /// Said since the log file was last written.
    unlogged: Vec<(Tone, String)>,
}

/// So many notices that were read are kept for the log.
const PAST_MAX: usize = 300;
/// The list of all open notices scrolls beyond this height, points.
const LIST_POINTS_MAX: f32 = 170.0;

impl Notices {
    pub fn add(&mut self, tone: Tone, text: impl Into<String>) {
        self.put(tone, text.into(), None, None);
    }

    /// Says something, and offers what can be done about it.
    pub fn add_act(&mut self, text: impl Into<String>, act: NoticeAct) {
        self.put(Tone::Plain, text.into(), None, Some(act));
    }

    /// Says that a file was written, and where.
    pub fn add_file(&mut self, text: impl Into<String>, file: PathBuf) {
        self.put(Tone::Good, text.into(), Some(file), None);
    }

    fn put(&mut self, tone: Tone, text: String, file: Option<PathBuf>, act: Option<NoticeAct>) {
        // The same sentence twice says nothing new. Of confirmations only the newest counts, and only until something
        // else has happened: what was said in the same moment stands beside it.
        let goes = |notice: &Notice| {
            let was_seen = !notice.time.is_empty();
            notice.text == text || notice.is_passing() && (tone == Tone::Good || was_seen)
        };
        let (gone, stay) = std::mem::take(&mut self.open).into_iter().partition(goes);
        self.open = stay;
        self.put_away(gone);
        self.unlogged.push((tone, text.clone()));
        self.open.push(Notice { tone, text, file, act, time: String::new() });
    }

    /// Confirmations are put away; what wants reading stays.
    pub fn put_confirmations_away(&mut self) {
        let (gone, stay) = std::mem::take(&mut self.open).into_iter().partition(Notice::is_passing);
        self.open = stay;
        self.put_away(gone);
    }

    /// The newest confirmation: it is said in the bottom line.
    pub fn confirmation(&self) -> Option<&str> {
        self.open.iter().rfind(|notice| notice.is_passing()).map(|notice| notice.text.as_str())
    }

    /// Whether something wants reading.
    pub fn wants_reading(&self) -> bool {
        self.in_band().next().is_some()
    }

    /// What wants reading, oldest first.
    fn in_band(&self) -> impl Iterator<Item = usize> {
        (0..self.open.len()).filter(|nth| !self.open[*nth].is_passing())
    }

    /// The one that leads, of all that want reading: the gravest of the newest moment.
    fn leading(&self) -> Option<usize> {
        let newest = self.in_band().last()?;
        let of_moment = self.in_band().filter(|nth| self.open[*nth].time == self.open[newest].time);
        of_moment.max_by_key(|nth| (self.open[*nth].tone, *nth))
    }

    /// What was said since this was last asked for: for the log file.
    pub fn take_unlogged(&mut self) -> Vec<(Tone, String)> {
        std::mem::take(&mut self.unlogged)
    }

    /// Everything that was said, oldest first.
    pub fn log(&self) -> impl Iterator<Item = &Notice> {
        self.past.iter().chain(&self.open)
    }

    /// Gives those that are new their time, wherever they are shown. Call each frame.
    pub fn stamp(&mut self, now: &Stamp) {
        for notice in self.open.iter_mut().filter(|notice| notice.time.is_empty()) {
            notice.time = time_with_seconds(now).to_owned();
        }
    }

    /// Draws the band: the leading notice, and on demand all that want reading. Answers what one is to do.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<Does> {
        let leading = self.leading()?;
        let behind: Vec<usize> = self.in_band().filter(|nth| *nth != leading).collect();
        let (mut read, mut does) = (None, None);
        ui.spacing_mut().item_spacing.y = 0.0;
        if self.listed && !behind.is_empty() {
            ScrollArea::vertical().max_height(LIST_POINTS_MAX).show(ui, |ui| {
                for nth in &behind {
                    match self.notice_ui(ctx, ui, *nth, &[]) {
                        Some(Press::Act) => does = Some(*nth),
                        Some(Press::Read) => read = Some(Read::One(*nth)),
                        _ => {}
                    }
                }
            });
        }
        match self.notice_ui(ctx, ui, leading, &behind) {
            Some(Press::Read) => read = Some(Read::One(leading)),
            Some(Press::ReadAll) => read = Some(Read::All),
            Some(Press::List) => self.listed = !self.listed,
            Some(Press::Act) => does = Some(leading),
            None => {}
        }
        // What is done about it is read.
        read = does.map(Read::One).or(read);
        let does = does.and_then(|nth| self.open.get(nth)?.act.clone()).map(|act| act.does);
        let gone = match read {
            Some(Read::One(nth)) => vec![self.open.remove(nth)],
            Some(Read::All) => std::mem::take(&mut self.open),
            None => return None,
        };
        let are_many = self.in_band().nth(1).is_some();
        self.listed &= are_many;
        self.put_away(gone);
        does
    }

    /// One line of the band; `behind`: those that wait behind this one.
    fn notice_ui(
        &self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        nth: usize,
        behind: &[usize],
    ) -> Option<Press> {
        let notice = &self.open[nth];
        let (ground, ink) = match notice.tone {
            Tone::Good => (ctx.palette.good_ground, ctx.palette.good),
            Tone::Plain => (ctx.palette.warn_ground, ctx.palette.text),
            Tone::Bad => (ctx.palette.bad_ground, ctx.palette.bad),
        };
        let mut press = None;
        Frame::new().fill(ground).inner_margin(Margin::symmetric(10, 2)).show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal(|ui| {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let mut button = |ui: &mut Ui, words: String, name: String, done: Press| {
                        if ui.add(Button::new(words)).accessible_name(name).clicked() {
                            press = Some(done);
                        }
                    };
                    let read = ctx.t("notice.read");
                    button(ui, read.to_owned(), format!("{read} {}", notice.text), Press::Read);
                    if !behind.is_empty() {
                        let all = ctx.t("notice.read_all").to_owned();
                        button(ui, all.clone(), all, Press::ReadAll);
                        let words = match self.listed {
                            true => ctx.t("notice.fewer").to_owned(),
                            false => ctx.fill("notice.more", &[("n", &behind.len())]),
                        };
                        button(ui, words.clone(), words, Press::List);
                    }
                    if let Some(NoticeAct { label, .. }) = &notice.act {
                        button(ui, label.clone(), label.clone(), Press::Act);
                    }
                    if let Some(file) = &notice.file {
                        file_ui(ctx, ui, file);
                    }
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                        ui.label(RichText::new(&notice.time).small().color(ink));
                        ui.add(Label::new(RichText::new(&notice.text).color(ink)).wrap());
                    });
                });
            });
        });
        press
    }

    fn put_away(&mut self, gone: Vec<Notice>) {
        self.past.extend(gone);
        while self.past.len() > PAST_MAX {
            self.past.pop_front();
        }
    }
}

/// The two ways to a file that was written; drawn from right to left.
fn file_ui(ctx: &UiCtx<'_>, ui: &mut Ui, file: &Path) {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    for (key, what) in [
        ("notice.show_folder", Outside::FolderOf(file.to_owned())),
        ("notice.open_file", Outside::File(file.to_owned())),
    ] {
        let words = ctx.t(key);
        if ui.button(words).accessible_name(format!("{words} {name}")).clicked() {
            ctx.outbox.ask(Ask::ShowOutside(what));
        }
    }
}

/// What was pressed on a line of the band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Press {
    Act,
    Read,
    ReadAll,
    List,
}

/// Which notices were read.
#[derive(Clone, Copy, Debug)]
enum Read {
    One(usize),
    All,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(notices: &Notices) -> Vec<&str> {
        notices.open.iter().map(|notice| notice.text.as_str()).collect()
    }

    #[test]
    fn a_confirmation_takes_the_place_of_the_one_before_and_errors_stay() {
        let mut notices = Notices::default();
        notices.add(Tone::Good, "saved 1");
        notices.add(Tone::Bad, "failed");
        notices.add(Tone::Good, "saved 2");
        assert_eq!(open(&notices), ["failed", "saved 2"]);
        let log: Vec<_> = notices.log().map(|notice| notice.text.as_str()).collect();
        assert_eq!(log, ["saved 1", "failed", "saved 2"]);
    }

    #[test]
    fn of_one_moment_the_gravest_leads_and_the_newest_moment_before_it() {
        let [first, later] = ["2022-05-12T09:31:05+08:00", "2022-05-12T09:31:07+08:00"]
            .map(|text| Stamp::parse(text).unwrap());
        let leads = |notices: &Notices| {
            notices.leading().map(|nth| notices.open[nth].text.clone()).unwrap_or_default()
        };
        let mut notices = Notices::default();
        notices.add(Tone::Bad, "left out");
        notices.add(Tone::Plain, "look");
        notices.stamp(&first);
        assert_eq!(leads(&notices), "left out");
        notices.add(Tone::Plain, "choose first");
        notices.stamp(&later);
        assert_eq!(leads(&notices), "choose first");
    }

    #[test]
    fn a_confirmation_hides_nothing_that_wants_reading() {
        let mut notices = Notices::default();
        notices.add(Tone::Bad, "left out");
        notices.add(Tone::Good, "opened, nothing wrong");
        assert_eq!(notices.confirmation(), Some("opened, nothing wrong"));
        assert_eq!(notices.in_band().count(), 1);
        assert_eq!(notices.leading(), Some(0));
        notices.add_file("written", PathBuf::from("a.pdf"));
        assert_eq!(notices.confirmation(), None, "the newer of the two is read");
        assert!(notices.wants_reading());
    }

    #[test]
    fn a_confirmation_that_was_seen_goes_when_something_else_happens() {
        let now = Stamp::parse("2022-05-12T09:31:05+08:00").unwrap();
        let mut notices = Notices::default();
        notices.add(Tone::Good, "saved");
        notices.add(Tone::Plain, "far off");
        assert_eq!(notices.confirmation(), Some("saved"), "both are of one act");
        notices.stamp(&now);
        notices.add(Tone::Bad, "failed");
        assert_eq!(notices.confirmation(), None);
    }

    #[test]
    fn the_same_sentence_is_said_once() {
        let mut notices = Notices::default();
        notices.add(Tone::Bad, "failed");
        notices.add(Tone::Plain, "look");
        notices.add(Tone::Bad, "failed");
        assert_eq!(open(&notices), ["look", "failed"]);
    }
}

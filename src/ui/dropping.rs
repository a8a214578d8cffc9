//! Files from outside: while they hover it is said where they would go; dropped or pasted they go into the slot under
//! them, the open form, the tray, or onto the map.
//!
//! What lies in a folder is looked at off the frame: here only names are known.

use std::path::{Path, PathBuf};

use egui::{Align2, Area, Color32, Event, Frame, Id, Key, Margin, Order, RichText, Stroke, Ui};

use super::context::{Ask, UiCtx};
use super::drop_slots::slot_at;
use super::file_sorts::{is_picture, is_table, may_be_folder};
use super::forms::{Content, PhotosForm, file_name};
use super::notices::Tone;
use super::screen::Screen;
use super::tray::MANY_PICTURES;

/// The system tells where the pointer is only once it has let go: so many frames are waited for that, so far apart.
const FRAMES_TO_TELL: u8 = 6;
const TELL_S: f64 = 0.03;

/// Files that were dropped a moment ago, and what the clipboard gave.
#[derive(Debug, Default)]
pub struct Dropping {
    paths: Vec<PathBuf>,
    frames_left: u8,
    /// Of what was named together: so many may be folders and are being looked into.
    looked_into: usize,
    /// The rest of it, to be opened with them: one opening has one report.
    beside: Vec<PathBuf>,
    /// The clipboard had text or an image: whatever is pasted is in the frame already.
    pasted: bool,
}

impl Screen {
    /// Takes what was dropped, once it is known where.
    pub(super) fn dropped_files(&mut self, ctx: &UiCtx<'_>, ui: &Ui) {
        let fresh: Vec<PathBuf> = ui.input(|input| {
            input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect()
        });
        if !fresh.is_empty() {
            // The hand goes on here: Ctrl+Enter is not for the file manager.
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Focus);
            self.dropping.paths.extend(fresh);
            self.dropping.frames_left = FRAMES_TO_TELL;
        }
        if self.dropping.paths.is_empty() {
            return;
        }
        let told = ui.input(|input| {
            let moved = |event: &Event| matches!(event, Event::PointerMoved(_));
            input.events.iter().any(moved).then(|| input.pointer.latest_pos()).flatten()
        });
        self.dropping.frames_left = self.dropping.frames_left.saturating_sub(1);
        if told.is_none() && self.dropping.frames_left > 0 {
            return ctx.outbox.ask(Ask::WakeAfter(TELL_S));
        }
        let paths = std::mem::take(&mut self.dropping.paths);
        let slot = told.filter(|_| self.dialog.is_none() && !self.tray.is_open());
        match slot.and_then(|point| slot_at(ui.ctx(), point)) {
            Some(content) => self.fill_slot(ctx, content, paths),
            None => self.take_files(ctx, paths),
        }
    }

    /// Files that were dropped on a slot: into its form, and the rest as if they had been dropped beside it.
    fn fill_slot(&mut self, ctx: &UiCtx<'_>, content: Content, paths: Vec<PathBuf>) {
        let Some(key) = self.view.selected_key() else { return };
        let (mut fits, mut rest): (Vec<_>, Vec<_>) = match &content {
            // A paper may be of any sort.
            Content::Document(_) => (paths, Vec::new()),
            _ => paths.into_iter().partition(|path| is_picture(path)),
        };
        if let Content::Document(_) = &content {
            rest = fits.split_off(fits.len().min(1));
        }
        if !fits.is_empty() {
            self.open_form(ctx, &key, content.clone());
            if let Some(form) = self.forms.top_mut().filter(|form| form.feature == key) {
                form.sheet.content.fill(&content, &fits);
            }
        }
        if let Content::Document(_) = &content {
            return self.tell_of_further_papers(ctx, rest.len());
        }
        if !rest.is_empty() {
            self.take_files(ctx, rest);
        }
    }

    /// Files that were dropped: into the open form, as pictures of the chosen feature, as a laboratory's table, or as
    /// layers.
    pub fn take_files(&mut self, ctx: &UiCtx<'_>, paths: Vec<PathBuf>) {
        // A laboratory's table is a paper where papers are filed, and results everywhere else. A folder is none.
        let all_tables = paths.iter().all(|path| is_table(path));
        let (folders, paths): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| may_be_folder(path));
        let takes_papers = |content: &Content| matches!(content, Content::Document(_));
        if let Some(form) = self.forms.top_mut() {
            let papers = [paths.as_slice(), folders.as_slice()].concat();
            let is_paper = takes_papers(&form.sheet.content);
            let taken = if is_paper { &papers } else { &paths };
            if (!all_tables || is_paper)
                && !taken.is_empty()
                && form.sheet.content.take_files(taken)
            {
                match is_paper {
                    true => self.tell_of_further_papers(ctx, papers.len() - 1),
                    false => self.look_into(ctx, folders),
                }
                return;
            }
        }
        let (pictures, others): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| is_picture(path));
        self.look_into(ctx, folders);
        self.open_beside(ctx, others);
        if pictures.is_empty() {
            return;
        }
        // Many are of several features, and without a chosen one nobody knows of which.
        let chosen = self.view.selected_key().filter(|_| pictures.len() < MANY_PICTURES);
        let Some(key) = chosen else {
            return self.tray.add(ctx, pictures);
        };
        let slots = super::plan_card::wanted_photos(&self.card.gathering(ctx, &key));
        self.open_form(ctx, &key, Content::Photos(PhotosForm::of_kinds(&slots)));
        if let Some(form) = self.forms.top_mut() {
            form.sheet.content.take_files(&pictures);
        }
    }

    /// What lies in a path that was dropped: pictures wait in the tray, layers and workspaces are opened.
    pub fn looked_into(
        &mut self,
        ctx: &UiCtx<'_>,
        path: &Path,
        pictures: Vec<PathBuf>,
        holds_layers: bool,
    ) {
        // Of what holds neither, the import says that there is nothing.
        let opened = (holds_layers || pictures.is_empty()).then(|| path.to_owned());
        self.dropping.looked_into = self.dropping.looked_into.saturating_sub(1);
        self.open_beside(ctx, opened.into_iter().collect());
        if !pictures.is_empty() {
            let name = file_name(path);
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("name", &name), ("n", &pictures.len())];
            self.notices.add(Tone::Plain, ctx.fill("drop.folder", &values));
            self.tray.add(ctx, pictures);
        }
    }

    /// A paper's form takes one; of the others it is said that they were left.
    fn tell_of_further_papers(&mut self, ctx: &UiCtx<'_>, count: usize) {
        if count > 0 {
            self.notices.add(Tone::Plain, ctx.fill("drop.one_paper", &[("n", &count)]));
        }
    }

    fn look_into(&mut self, ctx: &UiCtx<'_>, paths: Vec<PathBuf>) {
        self.dropping.looked_into += paths.len();
        for path in paths {
            ctx.outbox.ask(Ask::LookInto(path));
        }
    }

    /// Opens files once all that was named with them has been looked into.
    fn open_beside(&mut self, ctx: &UiCtx<'_>, paths: Vec<PathBuf>) {
        self.dropping.beside.extend(paths);
        if self.dropping.looked_into == 0 {
            let all = std::mem::take(&mut self.dropping.beside);
            self.open_files(ctx, all);
        }
    }

    /// Images of the clipboard become files first, then go where dropped files go; files that were copied in the
    /// file manager go there at once.
    pub(super) fn pasted_files(&mut self, ctx: &UiCtx<'_>, ui: &Ui) {
        let typing = ui.ctx().text_edit_focused();
        let events = ui.input(|input| input.events.clone());
        for event in events {
            match event {
                Event::PasteImage(image) => {
                    self.dropping.pasted = true;
                    ctx.outbox.ask(Ask::KeepImage(image));
                }
                Event::Paste(text) => {
                    self.dropping.pasted = true;
                    let named = files_named(&text);
                    if !typing && !named.is_empty() && self.dialog.is_none() {
                        self.take_files(ctx, named);
                    }
                }
                // Of a clipboard without text and image the window hears only that the key is up again.
                Event::Key { key: Key::V, pressed: false, modifiers, .. } => {
                    let pasted = std::mem::take(&mut self.dropping.pasted);
                    if modifiers.command_only() && !pasted && self.dialog.is_none() {
                        ctx.outbox.ask(Ask::PasteFiles);
                    }
                }
                _ => {}
            }
        }
    }

    /// Says where files that hover over the window would go.
    pub(super) fn hovering_ui(&self, ctx: &UiCtx<'_>, ui: &Ui) {
        let hovering: Vec<PathBuf> = ui.input(|input| {
            input.raw.hovered_files.iter().filter_map(|file| file.path.clone()).collect()
        });
        if hovering.is_empty() {
            return;
        }
        let window = ui.ctx().content_rect();
        let accent = ctx.palette.accent;
        let layer = egui::LayerId::new(Order::Foreground, Id::unique("files hover"));
        let stroke = Stroke::new(4.0, accent);
        ui.ctx().layer_painter(layer).rect_stroke(window, 0.0, stroke, egui::StrokeKind::Inside);
        Area::new(Id::unique("where hovering files would go"))
            .order(Order::Tooltip)
            .interactable(false)
            .anchor(Align2::CENTER_BOTTOM, [0.0, -48.0])
            .show(ui.ctx(), |ui| {
                Frame::new().fill(accent).inner_margin(Margin::symmetric(14, 8)).show(ui, |ui| {
                    let words = RichText::new(self.hovering_words(ctx, &hovering)).strong();
                    ui.label(words.color(Color32::WHITE));
                });
            });
    }

    fn hovering_words(&self, ctx: &UiCtx<'_>, hovering: &[PathBuf]) -> String {
        let n = hovering.len();
        if let Some(form) = self.forms.top().filter(|form| form.sheet.content.has_files()) {
            let form = ctx.words.code("form_name", form.sheet.content.code());
            return ctx.fill("drop.into_form", &[("n", &n), ("form", &form)]);
        }
        if !hovering.iter().all(|path| is_picture(path)) {
            return ctx.fill("drop.open", &[("n", &n)]);
        }
        match self.view.selected_key().filter(|_| n < MANY_PICTURES) {
            Some(key) => {
                let name = ctx.name_of(&key);
                ctx.fill("drop.of_feature", &[("n", &n), ("name", &name)])
            }
            None => ctx.fill("drop.into_tray", &[("n", &n)]),
        }
    }
}

/// The files that a pasted text names, if it is nothing but that: some file managers copy paths beside the files.
fn files_named(text: &str) -> Vec<PathBuf> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let paths: Vec<PathBuf> = lines.map(super::forms::path_of).collect();
    let is_file = |path: &PathBuf| path.is_absolute() && !may_be_folder(path);
    if paths.iter().all(is_file) { paths } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_text_of_nothing_but_paths_names_files() {
        let named = files_named("file:///tmp/a b.jpg\n/tmp/c.GEOJSON\n");
        assert_eq!(named, [PathBuf::from("/tmp/a b.jpg"), PathBuf::from("/tmp/c.GEOJSON")]);
        assert!(files_named("照片 1.jpg").is_empty());
        assert!(files_named("/tmp/a.jpg\n排口 031").is_empty());
        assert!(files_named("").is_empty());
    }
}

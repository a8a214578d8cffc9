//! The tray on the screen: a row for each picture, what it shows, where it goes and why.

use std::path::Path;

use egui::{Align, Image, Label, Layout, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::propose::{Why, nearest_far, proposals};
use super::{Tray, TrayRow, Which};
use crate::model::{FeatureKey, Stamp};
use crate::session::PictureFacts;
use crate::ui::context::{PickFor, UiCtx};
use crate::ui::field::metres_in_words;
use crate::ui::forms::{Offer, choice_list_ui, file_name, photo_kinds};
use crate::ui::lines::named_modal;
use crate::ui::plan_card::{Picture, PictureSize, Pictures};

const ROW_POINTS: f32 = 70.0;
/// The box that a row is chosen with.
const BOX_POINTS: f32 = 32.0;
const THUMBNAIL_POINTS: egui::Vec2 = vec2(84.0, 63.0);
/// The least room around the tray, and its greatest width.
const MARGIN_POINTS: f32 = 40.0;
const WIDTH_POINTS_MAX: f32 = 1060.0;

/// How wide the columns of a row are.
#[derive(Clone, Copy, Debug)]
struct Columns {
    name: f32,
    feature: f32,
    kind: f32,
}

impl Columns {
    /// As wide as wanted, or their share of a narrow window.
    fn in_width(width_points: f32) -> Self {
        Self {
            name: (0.22 * width_points).min(210.0),
            feature: (0.3 * width_points).min(280.0),
            kind: (0.16 * width_points).min(150.0),
        }
    }
}

impl Tray {
    /// Draws the tray over the window while it is open, and keeps what waits in it.
    pub fn ui(
        &mut self,
        ctx: &UiCtx<'_>,
        egui_ctx: &egui::Context,
        selected: Option<FeatureKey>,
        pictures: &mut Pictures,
    ) {
        self.keep(ctx);
        self.selected = selected;
        if !self.open {
            return;
        }
        let window = egui_ctx.content_rect().size();
        let size = vec2((window.x - MARGIN_POINTS).min(WIDTH_POINTS_MAX), window.y - 90.0);
        let columns = Columns::in_width(size.x - BOX_POINTS);
        let modal = named_modal(egui_ctx, egui::Id::unique("picture tray"), ctx.t("tray.title"))
            .show(egui_ctx, |ui| {
                ui.set_min_size(size);
                ui.set_max_size(size);
                self.head_ui(ctx, ui);
                self.batch_ui(ctx, ui);
                ui.separator();
                let foot_points = 48.0;
                let list_points = (ui.available_height() - foot_points).max(120.0);
                let count = self.rows.len();
                let (mut removed, mut pressed) = (None, None);
                let more: Vec<&FeatureKey> =
                    self.find.found().iter().chain(&self.selected).collect();
                ScrollArea::vertical()
                    .max_height(list_points)
                    .auto_shrink([false, false])
                    .show_rows(ui, ROW_POINTS, count, |ui, shown| {
                        for nth in shown {
                            let Some(row) = self.rows.get_mut(nth) else { continue };
                            let is_chosen = self.batch.holds(&row.path);
                            let picture = row
                                .sha256()
                                .map(|it| pictures.get(ctx, it, PictureSize::Thumbnail));
                            let drawn = Drawn { nth, columns, is_chosen, picture };
                            match row_ui(ctx, ui, drawn, row, &more) {
                                Some(RowAsk::Remove) => removed = Some(nth),
                                Some(RowAsk::Choose) => pressed = Some(nth),
                                None => {}
                            }
                        }
                    });
                if let Some(nth) = pressed {
                    let paths: Vec<&Path> =
                        self.rows.iter().map(|row| row.path.as_path()).collect();
                    self.batch.press(&paths, nth, ui.input(|input| input.modifiers));
                }
                if let Some(nth) = removed {
                    self.rows.remove(nth);
                }
                self.foot_ui(ctx, ui);
            });
        if modal.should_close() && self.filing.is_none() {
            self.open = false;
        }
    }

    fn head_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.heading(ctx.t("tray.title"));
            let looking = self.rows.iter().filter(|row| row.facts.is_none()).count();
            let untimed = |row: &&TrayRow| {
                let facts = row.facts.as_ref();
                // Of a file that cannot be read nobody knows.
                let says_none =
                    |facts: &PictureFacts| facts.taken_at.is_none() && !facts.sha256.is_empty();
                facts.is_some_and(says_none) && row.time.trim().is_empty()
            };
            let untimed = self.rows.iter().filter(untimed).count();
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("n", &self.rows.len()), ("ready", &self.ready(ctx))];
            ui.label(ctx.fill("tray.counts", &values));
            if looking > 0 {
                let words = ctx.fill("tray.looking", &[("n", &looking)]);
                ui.label(RichText::new(words).color(ctx.palette.weak));
            }
            if untimed > 0 {
                let words = ctx.fill("tray.untimed", &[("n", &untimed)]);
                ui.add(Label::new(RichText::new(words).color(ctx.palette.weak)).wrap());
            }
        });
        self.lost_ui(ctx, ui);
        match self.rows.is_empty() {
            true => {
                ui.label(RichText::new(ctx.t("tray.empty")).color(ctx.palette.weak));
            }
            false => {
                ui.horizontal_wrapped(|ui| self.find.ui(ctx, ui));
            }
        }
    }

    /// Pictures whose bytes are nowhere any more: where they were, and what brings them back.
    fn lost_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let mut lost = self.rows.iter().filter(|row| row.is_lost(ctx));
        let Some(first) = lost.next() else { return };
        let folder = first.path.parent().unwrap_or(&first.path).display().to_string();
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("n", &(lost.count() + 1)), ("folder", &folder)];
        ui.horizontal_wrapped(|ui| {
            let words = RichText::new(ctx.fill("tray.lost", &values)).color(ctx.palette.bad);
            ui.add(Label::new(words).wrap());
            if ui.button(ctx.t("photo.look_again")).clicked() {
                self.look_again(ctx, |row| row.is_lost(ctx));
            }
        });
    }

    /// What is chosen, and where all of it goes.
    fn batch_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        self.batch.follow(&self.rows);
        if self.rows.is_empty() {
            return;
        }
        let may_file = self.filing.is_none() && ctx.actor.is_some();
        let more: Vec<&FeatureKey> = self.find.found().iter().chain(&self.selected).collect();
        if self.batch.ui(ctx, ui, &mut self.rows, &more, may_file) {
            self.file(ctx, Which::Chosen);
        }
    }

    fn foot_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        ui.separator();
        ui.horizontal_wrapped(|ui| {
            let ready = self.ready(ctx);
            let words = ctx.fill("tray.file", &[("n", &ready)]);
            let may_file = ready > 0 && self.filing.is_none() && ctx.actor.is_some();
            let file = egui::Button::new(RichText::new(words).strong());
            let by_key =
                ui.input_mut(|input| input.consume_key(egui::Modifiers::COMMAND, egui::Key::Enter));
            if (ui.add_enabled(may_file, file).clicked() || by_key) && may_file {
                self.file(ctx, Which::Ready);
            }
            if ui.button(ctx.t("photo.choose")).clicked() {
                ctx.outbox.pick_files(PickFor::Tray);
            }
            let edit = TextEdit::singleline(&mut self.typed).desired_width(200.0);
            let edit = ui.add(edit.hint_text(ctx.t("tray.path_hint")));
            let edit = edit.accessible_name(ctx.t("tray.path_hint"));
            let entered =
                edit.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if ui.button(ctx.t("tray.add")).clicked() || entered {
                self.add_typed(ctx);
            }
            if ui.button(ctx.t("tray.close")).clicked() {
                self.open = false;
            }
            if self.filing.is_some() {
                ui.label(RichText::new(ctx.t("form.saving")).color(ctx.palette.warn));
            } else if ctx.actor.is_none() {
                ui.label(RichText::new(ctx.t("tray.who_first")).color(ctx.palette.warn));
            }
            if let Some(problem) = &self.problem {
                ui.add(Label::new(RichText::new(problem).color(ctx.palette.bad)).wrap());
            }
        });
    }
}

/// What was pressed in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowAsk {
    /// It is to leave the tray.
    Remove,
    /// It is chosen, or no longer.
    Choose,
}

/// How a row is drawn in this frame.
struct Drawn {
    nth: usize,
    columns: Columns,
    is_chosen: bool,
    /// `None` until its file was read.
    picture: Option<Picture>,
}

/// Draws one picture's row.
fn row_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    drawn: Drawn,
    row: &mut TrayRow,
    more: &[&FeatureKey],
) -> Option<RowAsk> {
    let Drawn { nth, columns, is_chosen, picture } = drawn;
    let mut ask = None;
    let number = nth + 1;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), ROW_POINTS - 6.0),
        Layout::left_to_right(Align::Center),
        |ui| {
            let mut is_ticked = is_chosen;
            let tick = ui.checkbox(&mut is_ticked, "");
            let tick = tick.accessible_name(ctx.fill("tray.choose", &[("n", &number)]));
            // A press on the picture does the same; the keyboard has the box for it.
            let picture = match &picture {
                Some(Picture::Ready(texture)) => {
                    let image = Image::new(texture).fit_to_exact_size(THUMBNAIL_POINTS);
                    ui.add_sized(THUMBNAIL_POINTS, image.alt_text(file_name(&row.path)))
                }
                _ => {
                    let (rect, blank) =
                        ui.allocate_exact_size(THUMBNAIL_POINTS, egui::Sense::hover());
                    ui.painter().rect_filled(rect, 3.0, ctx.palette.line.gamma_multiply(0.5));
                    let ending = crate::ui::forms::ending_of(&row.path.to_string_lossy());
                    let font = egui::FontId::proportional(13.0);
                    let center = rect.center();
                    let ending = ending.to_uppercase();
                    ui.painter().text(
                        center,
                        egui::Align2::CENTER_CENTER,
                        ending,
                        font,
                        ctx.palette.weak,
                    );
                    blank
                }
            };
            let pressing = egui::Sense::click() - egui::Sense::FOCUSABLE;
            if picture.interact(pressing).clicked() || tick.changed() {
                ask = Some(RowAsk::Choose);
            }
            ui.vertical(|ui| {
                ui.set_width(columns.name);
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.add(Label::new(format!("{number} {}", file_name(&row.path))).truncate());
                time_ui(ctx, ui, number, row);
            });
            ui.vertical(|ui| {
                ui.set_width(columns.feature);
                ui.spacing_mut().item_spacing.y = 2.0;
                feature_ui(ctx, ui, number, row, more);
                let why = RichText::new(why_in_words(ctx, row)).small();
                let twin = matches!(row.why, Why::Twin(_));
                let colour = if twin { ctx.palette.warn } else { ctx.palette.weak };
                ui.add(Label::new(why.color(colour)).truncate());
            });
            let key = FeatureKey::parse(&row.feature);
            let kinds = key.map(|key| photo_kinds(ctx, &key)).unwrap_or_default();
            if !kinds.is_empty() {
                choice_list_ui(
                    ctx,
                    ui,
                    ("tray kind", nth),
                    "",
                    columns.kind,
                    &kinds,
                    &mut row.kind,
                )
                .accessible_name(ctx.fill("tray.kind_of", &[("n", &number)]));
            }
            let remove = ui.button(ctx.t("form.remove"));
            let remove = remove.accessible_name(ctx.fill("photo.remove", &[("n", &number)]));
            if remove.clicked() {
                ask = Some(RowAsk::Remove);
            }
        },
    );
    ask
}

fn time_ui(ctx: &UiCtx<'_>, ui: &mut Ui, number: usize, row: &mut TrayRow) {
    let is_lost = row.is_lost(ctx);
    match &row.facts {
        None => {
            ui.label(RichText::new(ctx.t("viewer.reading")).color(ctx.palette.weak));
        }
        Some(facts) if facts.sha256.is_empty() => {
            ui.label(RichText::new(ctx.t("tray.unreadable")).color(ctx.palette.bad));
        }
        Some(facts) => match facts.taken_at.as_deref().map(Stamp::parse) {
            Some(Ok(at)) => {
                let (more, colour) = match (is_lost, ctx.snapshot.photos.contains(&facts.sha256)) {
                    (true, _) => (ctx.t("tray.lost_one"), ctx.palette.bad),
                    (false, true) => (ctx.t("tray.stored"), ctx.palette.weak),
                    (false, false) => ("", ctx.palette.weak),
                };
                let words = match more {
                    "" => ctx.moment(&at),
                    more => format!("{} · {more}", ctx.moment(&at)),
                };
                ui.add(Label::new(RichText::new(words).color(colour)).truncate());
            }
            _ if is_lost => {
                ui.label(RichText::new(ctx.t("tray.lost_one")).color(ctx.palette.bad));
            }
            _ => {
                let edit = TextEdit::singleline(&mut row.time)
                    .desired_width((ui.available_width() - 20.0).min(190.0))
                    .hint_text(ctx.t("tray.time_hint"));
                let edit = ui.add(edit);
                let left = edit.lost_focus();
                edit.accessible_name(ctx.fill("tray.time_of", &[("n", &number)]));
                if left {
                    row.propose_by_typed_time(ctx);
                }
            }
        },
    }
}

fn feature_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    number: usize,
    row: &mut TrayRow,
    more: &[&FeatureKey],
) {
    let id = ui.make_persistent_id(egui::IdSalt::new(("tray feature", number)));
    // Who might have it is worked out while the list is open; else only the chosen one is named.
    let mut keys: Vec<FeatureKey> = Vec::new();
    if egui::ComboBox::is_open(ui.ctx(), id)
        && let Some(facts) = &row.facts
    {
        keys.extend(proposals(ctx, facts, &row.time).into_iter().map(|(key, _)| key));
        let far = nearest_far(ctx, facts).map(|(key, _)| key);
        keys.extend(far.filter(|key| !keys.contains(key)));
    }
    keys.extend(FeatureKey::parse(&row.feature).filter(|key| !keys.contains(key)));
    for key in more {
        if !keys.contains(key) {
            keys.push((*key).clone());
        }
    }
    let mut offers = vec![Offer::new("", ctx.t("tray.stays"))];
    offers.extend(
        keys.iter()
            .map(|key| Offer::new(key.as_str(), &format!("{}  {}", ctx.name_of(key), key.code()))),
    );
    let before = row.feature.clone();
    let shown = ctx.t("tray.stays");
    let width = ui.available_width() - 10.0;
    choice_list_ui(ctx, ui, ("tray feature", number), shown, width, &offers, &mut row.feature)
        .accessible_name(ctx.fill("tray.feature_of", &[("n", &number)]));
    if row.feature != before {
        row.why = Why::Hand;
    }
}

fn why_in_words(ctx: &UiCtx<'_>, row: &TrayRow) -> String {
    match &row.why {
        Why::Place(metres) => ctx.fill("tray.by_place", &[("n", metres)]),
        Why::Visit(minutes) => ctx.fill("tray.by_visit", &[("n", minutes)]),
        Why::Far { metres, from } => {
            let name = FeatureKey::parse(from).map(|key| ctx.name_of(&key)).unwrap_or_default();
            let far = metres_in_words(f64::from(*metres));
            ctx.fill("tray.by_far", &[("name", &name), ("far", &far)])
        }
        Why::Hand => ctx.t("tray.by_hand").to_owned(),
        Why::Twin(other) => ctx.fill("tray.twin", &[("n", other)]),
        Why::Nothing if row.facts.is_none() => String::new(),
        Why::Nothing => ctx.t("tray.by_nothing").to_owned(),
    }
}

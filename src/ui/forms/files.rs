//! Files named in a form: typed, chosen in the system's dialog, or dropped on the window.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use egui::{Image, Label, RichText, Sense, Stroke, StrokeKind, TextEdit, Ui, vec2};
use serde::{Deserialize, Serialize};

use super::widgets::{FormUi, Offer};
use crate::ui::plan_card::Picture;

/// The small pictures that are shown beside rows, by hash.
pub type RowPictures = BTreeMap<String, Picture>;

const PICTURE_POINTS: egui::Vec2 = vec2(112.0, 84.0);
/// The same in a low window: the rows under it stay in sight.
const LOW_PICTURE_POINTS: egui::Vec2 = vec2(60.0, 45.0);

/// One picture that is to be filed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhotoRow {
    pub path: String,
    pub kind: String,
    /// When it was taken, where the picture does not say so itself.
    pub time: String,
    /// Of the bytes that were chosen, once the file was looked at.
    pub sha256: String,
}

impl PhotoRow {
    /// Another file is meant.
    fn point_to(&mut self, path: &Path) {
        self.path = path.to_string_lossy().into_owned();
        self.sha256.clear();
    }
}

/// A path as typed or pasted: file managers put quotes around it or copy it as an address.
pub fn path_of(typed: &str) -> PathBuf {
    let trimmed = typed.trim().trim_matches(['"', '\'']);
    PathBuf::from(trimmed.strip_prefix("file://").unwrap_or(trimmed))
}

/// The ending of a file's name in lower case: `jpg`.
pub fn ending_of(path: &str) -> String {
    path_of(path)
        .extension()
        .map_or_else(String::new, |ending| ending.to_string_lossy().to_lowercase())
}

/// The name of the file at the end of a path.
pub fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The rows of pictures: a path, what it shows, and its time where it has none of its own. One empty row stays
/// at the end, to type or drop the next one into.
pub fn photo_rows_ui(
    form: &mut FormUi<'_>,
    ui: &mut Ui,
    rows: &mut Vec<PhotoRow>,
    kinds: &[Offer],
) {
    let mut removed = None;
    for (nth, row) in rows.iter_mut().enumerate() {
        let number = nth + 1;
        egui::Frame::group(ui.style()).show(ui, |ui| {
            let mut kind = row.kind.clone();
            form.row_ui(
                ui,
                &form.ctx.fill("photo.row", &[("n", &number)]),
                |form, ui, label_id| {
                    ui.horizontal(|ui| {
                        let words = form.ctx.t("form.remove");
                        let width = ui.available_width() - button_points(ui, words);
                        let width = (width - ui.spacing().item_spacing.x).max(80.0);
                        let edit = TextEdit::singleline(&mut row.path)
                            .desired_width(width)
                            .id_salt(("photo path", nth))
                            .hint_text(form.ctx.t("photo.path_hint"));
                        let response = ui.add(edit).labelled_by(label_id);
                        if response.changed() {
                            row.sha256.clear();
                        }
                        form.follow_focus(&photo_row_name(nth), &response);
                        let remove = ui
                            .button(form.ctx.t("form.remove"))
                            .accessible_name(form.ctx.fill("photo.remove", &[("n", &number)]));
                        if remove.clicked() {
                            removed = Some(nth);
                        }
                    });
                },
            );
            picture_ui(form, ui, row);
            let kind_row = format!("{}/kind", photo_row_name(nth));
            form.choice_list_ui(ui, &kind_row, form.ctx.t("photo.kind"), kinds, &mut kind);
            row.kind = kind;
            let time_row = format!("{}/time", photo_row_name(nth));
            let hint = form.ctx.t("photo.time_hint");
            form.hinted_line_ui(ui, &time_row, form.ctx.t("photo.time"), &mut row.time, hint);
        });
    }
    if let Some(nth) = removed {
        rows.remove(nth);
    }
}

/// What the picture shows, and that its bytes are here already. A named file has its room at once: nothing moves
/// under the hand when its picture comes.
fn picture_ui(form: &FormUi<'_>, ui: &mut Ui, row: &PhotoRow) {
    if row.path.trim().is_empty() {
        return;
    }
    let ctx = form.ctx;
    let points = if ctx.is_low(ui.ctx()) { LOW_PICTURE_POINTS } else { PICTURE_POINTS };
    ui.horizontal(|ui| {
        match form.pictures.and_then(|pictures| pictures.get(&row.sha256)) {
            Some(Picture::Ready(texture)) => {
                let name = file_name(&path_of(&row.path));
                ui.add(Image::new(texture).fit_to_exact_size(points).alt_text(name));
            }
            _ => {
                let (room, _) = ui.allocate_exact_size(points, Sense::hover());
                let line = Stroke::new(1.0, ctx.palette.line);
                ui.painter().rect_stroke(room, 4.0, line, StrokeKind::Inside);
            }
        }
        if ctx.snapshot.photos.contains(&row.sha256) {
            let words = RichText::new(ctx.t("photo.stored_already")).small();
            ui.add(Label::new(words.color(ctx.palette.weak)).wrap());
        }
    });
}

/// How wide a button with these words is.
fn button_points(ui: &Ui, words: &str) -> f32 {
    let style = egui::TextStyle::Button;
    let galley = egui::WidgetText::from(words).into_galley(ui, None, f32::INFINITY, style);
    galley.size().x + 2.0 * ui.spacing().button_padding.x
}

/// What the row of the `nth` picture is called, for focus.
pub fn photo_row_name(nth: usize) -> String {
    if nth == 0 { "path".to_owned() } else { format!("path{nth}") }
}

/// What a picture shows unless a slot or a person says otherwise: 现场情况.
const USUAL_KIND: &str = "scene";

/// Puts files into the rows: into those that wait first, each for its kind, then into new ones. What no slot waits for
/// is no proof of anything until a person says so.
pub fn add_photos(rows: &mut Vec<PhotoRow>, paths: &[PathBuf]) {
    rows.retain(|row| !row.path.trim().is_empty() || !row.kind.is_empty());
    for path in paths {
        match rows.iter_mut().find(|row| row.path.trim().is_empty()) {
            Some(row) => row.point_to(path),
            None => rows.push(row_of(path, USUAL_KIND)),
        }
    }
}

fn row_of(path: &Path, kind: &str) -> PhotoRow {
    let mut row = PhotoRow { kind: kind.to_owned(), ..PhotoRow::default() };
    row.point_to(path);
    row
}

/// Puts files into the rows of one kind: into those that wait for it first, then new ones.
pub fn add_photos_of(rows: &mut Vec<PhotoRow>, kind: &str, paths: &[PathBuf]) {
    for path in paths {
        let waits = |row: &&mut PhotoRow| row.path.trim().is_empty() && row.kind == kind;
        match rows.iter_mut().find(waits) {
            Some(row) => row.point_to(path),
            None => rows.push(row_of(path, kind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_may_come_in_quotes_or_as_an_address() {
        for typed in ["/tmp/a b.jpg", " \"/tmp/a b.jpg\" ", "file:///tmp/a b.jpg", "'/tmp/a b.jpg'"]
        {
            assert_eq!(path_of(typed), PathBuf::from("/tmp/a b.jpg"), "{typed}");
        }
        assert_eq!(ending_of("照片.JPG"), "jpg");
    }

    #[test]
    fn dropped_pictures_fill_the_waiting_row_first_and_more_than_wait_are_of_no_slot() {
        let mut rows = vec![PhotoRow { kind: "before".to_owned(), ..PhotoRow::default() }];
        add_photos(&mut rows, &[PathBuf::from("a.jpg"), PathBuf::from("b.jpg")]);
        let got: Vec<_> = rows.iter().map(|row| (row.path.as_str(), row.kind.as_str())).collect();
        assert_eq!(got, [("a.jpg", "before"), ("b.jpg", "scene")]);
    }
}

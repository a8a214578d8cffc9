//! 照片: pictures filed by what they show.

use std::path::PathBuf;

use egui::Ui;
use serde::{Deserialize, Serialize};

use super::files::{PhotoRow, add_photos, ending_of, photo_row_name, photo_rows_ui};
use super::widgets::{FormUi, Offer};
use super::{Problem, part_with};
use crate::model::{Day, FeatureKey};
use crate::plan::{Body, Photo};
use crate::session::ActPart;
use crate::ui::context::{PickFor, UiCtx};
use crate::ui::dates::parse_moment;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhotosForm {
    pub rows: Vec<PhotoRow>,
}

impl PhotosForm {
    /// One waiting row for a picture of `kind`.
    pub fn of_kind(kind: &str) -> Self {
        Self { rows: vec![PhotoRow { kind: kind.to_owned(), ..PhotoRow::default() }] }
    }

    /// A waiting row for each of the kinds that are still wanted.
    pub fn of_kinds(kinds: &[String]) -> Self {
        let row = |kind: &String| PhotoRow { kind: kind.clone(), ..PhotoRow::default() };
        Self { rows: kinds.iter().map(row).collect() }
    }

    pub fn add(&mut self, paths: &[PathBuf]) {
        add_photos(&mut self.rows, paths);
    }

    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, key: &FeatureKey) {
        let ctx = form.ctx;
        ui.label(egui::RichText::new(ctx.t("photo.drop_hint")).color(ctx.palette.weak));
        let kinds = photo_kinds(ctx, key);
        photo_rows_ui(form, ui, &mut self.rows, &kinds);
        ui.horizontal_wrapped(|ui| {
            let add = if self.rows.is_empty() { "photo.add_first" } else { "photo.add" };
            if ui.button(ctx.t(add)).clicked() {
                self.rows.push(PhotoRow::default());
            }
            form.choose_ui(ui, PickFor::Photos);
        });
    }

    pub fn parts(&self, ctx: &UiCtx<'_>, on: Day) -> Result<Vec<ActPart>, Vec<Problem>> {
        let parts = photo_parts(ctx, &self.rows, on)?;
        if parts.is_empty() {
            return Err(vec![Problem::new("path", ctx.t("photo.none_named"))]);
        }
        Ok(parts)
    }
}

/// The kinds of pictures of a feature's procedure; other features' pictures have the common ones.
pub fn photo_kinds(ctx: &UiCtx<'_>, key: &FeatureKey) -> Vec<Offer> {
    const COMMON: [&str; 4] = ["scene", "surroundings", "before", "after"];
    match ctx.procedure(key) {
        Some(procedure) => procedure
            .photo_kinds
            .iter()
            .map(|kind| Offer::new(&kind.code, ctx.say(&kind.label)))
            .collect(),
        None => COMMON.map(|code| Offer::new(code, ctx.words.code("photo_kind", code))).to_vec(),
    }
}

/// The pictures of a form as parts of an act; rows without a path are passed over.
pub fn photo_parts(
    ctx: &UiCtx<'_>,
    rows: &[PhotoRow],
    on: Day,
) -> Result<Vec<ActPart>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut parts = Vec::new();
    for (nth, row) in rows.iter().enumerate() {
        if row.path.trim().is_empty() {
            continue;
        }
        if row.kind.is_empty() {
            let message = ctx.fill("photo.kind_wanted", &[("n", &(nth + 1))]);
            problems.push(Problem::new(&format!("{}/kind", photo_row_name(nth)), message));
            continue;
        }
        let typed_time = match row.time.trim() {
            "" => None,
            typed => match parse_moment(typed, on) {
                Some(moment) => Some(moment.to_string()),
                None => {
                    let row = format!("{}/time", photo_row_name(nth));
                    problems.push(Problem::new(&row, ctx.t("form.time_unread")));
                    continue;
                }
            },
        };
        let photo = Photo {
            sha256: row.sha256.clone(),
            ext: ending_of(&row.path),
            photo_kind: row.kind.clone(),
            typed_time,
            ..Photo::default()
        };
        parts.push(part_with(Body::Photo(photo), &row.path));
    }
    if problems.is_empty() { Ok(parts) } else { Err(problems) }
}

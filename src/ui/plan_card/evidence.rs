//! 照片材料: pictures by what they show and papers by what they are, with slots for what is still wanted.

use std::collections::BTreeMap;

use egui::{ColorImage, Label, RichText, TextureHandle, TextureOptions, Ui, vec2};

use super::CardAsk;
use crate::model::FeatureKey;
use crate::plan::{Document, FeatureState, Filed, Photo};
use crate::ui::context::{Ask, UiCtx};
use crate::ui::forms::{Content, DocumentForm, PhotosForm};

/// Small pictures for the card, read and shrunk off the frame.
#[derive(Default)]
pub struct Thumbnails {
    by_hash: BTreeMap<String, Thumbnail>,
}

enum Thumbnail {
    Asked,
    Ready(TextureHandle),
    /// Not here, or no picture this program can draw; kept and listed all the same.
    None,
}

impl std::fmt::Debug for Thumbnails {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Thumbnails({})", self.by_hash.len())
    }
}

/// More small pictures than this are not kept; looking at another feature starts anew.
const THUMBNAILS_MAX: usize = 120;
/// The size small pictures are made in, pixels.
pub const THUMBNAIL_PIXELS: u32 = 256;
const SLOT_POINTS: egui::Vec2 = vec2(116.0, 88.0);

impl Thumbnails {
    /// Takes what was read.
    pub fn put(&mut self, egui_ctx: &egui::Context, sha256: String, image: Option<ColorImage>) {
        let thumbnail = match image {
            Some(image) => {
                let name = format!("photo {sha256}");
                Thumbnail::Ready(egui_ctx.load_texture(name, image, TextureOptions::LINEAR))
            }
            None => Thumbnail::None,
        };
        self.by_hash.insert(sha256, thumbnail);
    }

    pub fn evidence_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        key: &FeatureKey,
        state: Option<&FeatureState>,
    ) -> Option<CardAsk> {
        let mut ask = None;
        ui.horizontal_wrapped(|ui| {
            if ui.button(ctx.t("photo.file")).clicked() {
                ask = Some(CardAsk::Form(Box::new(Content::Photos(PhotosForm::of_kind("")))));
            }
            if ui.button(ctx.t("document.file")).clicked() {
                ask = Some(CardAsk::Form(Box::new(Content::Document(DocumentForm::default()))));
            }
        });
        let photos = state.map(|state| state.photos.as_slice()).unwrap_or_default();
        let documents = state.map(|state| state.documents.as_slice()).unwrap_or_default();
        if photos.is_empty() {
            ui.label(RichText::new(ctx.t("photo.none")).color(ctx.palette.weak));
        }
        if self.by_hash.len() > THUMBNAILS_MAX {
            self.by_hash.clear();
        }
        ui.horizontal_wrapped(|ui| {
            for photo in photos.iter().rev() {
                self.photo_ui(ctx, ui, key, photo);
            }
        });
        if !documents.is_empty() {
            ui.add_space(6.0);
            ui.label(RichText::new(ctx.t("document.title_list")).strong());
        }
        for document in documents.iter().rev() {
            document_ui(ctx, ui, key, document);
        }
        ask
    }

    fn photo_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, photo: &Filed<Photo>) {
        let kind = ctx.photo_label(key, &photo.body.photo_kind);
        let hash = &photo.body.sha256;
        let thumbnail = self.by_hash.entry(hash.clone()).or_insert_with(|| {
            ctx.outbox.ask(Ask::ReadPhoto(hash.clone()));
            Thumbnail::Asked
        });
        let when = photo.body.taken_at.as_deref().or(photo.body.typed_time.as_deref());
        let when =
            when.and_then(|text| crate::model::Stamp::parse(text).ok()).map(|at| ctx.moment(&at));
        ui.vertical(|ui| {
            ui.set_width(SLOT_POINTS.x);
            match thumbnail {
                Thumbnail::Ready(texture) => {
                    let image = egui::Image::new(&*texture)
                        .fit_to_exact_size(SLOT_POINTS)
                        .alt_text(kind.clone());
                    let by = &photo.record.by.name;
                    ui.add(image).on_hover_text(format!("{kind} · {by}\n{hash}"));
                }
                Thumbnail::Asked | Thumbnail::None => {
                    let (rect, _) = ui.allocate_exact_size(SLOT_POINTS, egui::Sense::hover());
                    ui.painter().rect_filled(rect, 4.0, ctx.palette.line.gamma_multiply(0.5));
                    let here = ctx.snapshot.photos.contains(hash);
                    let words =
                        if here { ctx.t("photo.no_picture") } else { ctx.t("photo.absent") };
                    ui.painter().text(
                        rect.center(),
                        egui::Align2::CENTER_CENTER,
                        words,
                        egui::FontId::proportional(13.0),
                        ctx.palette.weak,
                    );
                }
            }
            ui.add(Label::new(&kind).truncate());
            let mut line = when.unwrap_or_else(|| ctx.t("photo.no_time").to_owned());
            if photo.body.typed_time.is_some() && photo.body.taken_at.is_none() {
                line = format!("{line} {}", ctx.t("photo.typed"));
            }
            ui.add(Label::new(RichText::new(line).small().color(ctx.palette.weak)).truncate());
        });
    }
}

fn document_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, document: &Filed<Document>) {
    ui.horizontal_wrapped(|ui| {
        let body = &document.body;
        ui.label(ctx.document_label(key, &body.doc_kind));
        ui.add(Label::new(RichText::new(&body.title)).wrap());
        if let Some(date) = &body.date {
            ui.label(RichText::new(date).color(ctx.palette.weak));
        }
        if !ctx.snapshot.photos.contains(&body.sha256) {
            ui.label(RichText::new(ctx.t("photo.absent")).color(ctx.palette.warn));
        }
    });
}

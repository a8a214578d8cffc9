//! 照片材料: slots for what is still wanted first, then pictures by what they show and papers by what they are.

use egui::{Align2, Button, FontId, Label, RichText, Sense, Stroke, Ui, vec2};

use super::pictures::{Picture, PictureSize, Pictures};
use super::stored_file::{document_file, photo_file, stored_file_ui};
use super::viewer::Viewer;
use super::{CardAsk, StepView, best_step};
use crate::model::{FeatureKey, Stamp};
use crate::plan::{Document, FeatureState, Filed, Jump, Photo, parse_day};
use crate::ui::context::UiCtx;
use crate::ui::drop_slots::offer_slot;
use crate::ui::forms::{Content, DocumentForm, PhotoTimeForm, PhotosForm};

const SLOT_POINTS: egui::Vec2 = vec2(116.0, 88.0);

/// The kinds of pictures the next step still wants, in its order: the slots.
pub fn wanted_photos(steps: &[StepView]) -> Vec<String> {
    let missing = best_step(steps).into_iter().flat_map(|step| &step.missing);
    let mut kinds: Vec<String> = Vec::new();
    for one in missing {
        if let Jump::Photo(kind) = &one.jump
            && kind != "any"
            && !kinds.contains(kind)
        {
            kinds.push(kind.clone());
        }
    }
    kinds
}

/// The fields the next step still wants, in its order.
pub fn wanted_fields(steps: &[StepView]) -> Vec<String> {
    let missing = best_step(steps).into_iter().flat_map(|step| &step.missing);
    missing
        .filter_map(|one| match &one.jump {
            Jump::Field(field) | Jump::Input(field) => Some(field.clone()),
            _ => None,
        })
        .collect()
}

fn wanted_documents(steps: &[StepView]) -> Vec<String> {
    let missing = best_step(steps).into_iter().flat_map(|step| &step.missing);
    missing
        .filter_map(|one| match &one.jump {
            Jump::Document(kind) => Some(kind.clone()),
            _ => None,
        })
        .collect()
}

/// Draws the tab.
pub fn evidence_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    state: Option<&FeatureState>,
    steps: &[StepView],
    pictures: &mut Pictures,
    viewer: &mut Option<Viewer>,
) -> Option<CardAsk> {
    let mut ask = None;
    let form = |content| Some(CardAsk::Form(Box::new(content)));
    ui.horizontal_wrapped(|ui| {
        if ctx.record_button_ui(ui, Button::new(ctx.t("photo.file"))).clicked() {
            ask = form(Content::Photos(PhotosForm::of_kind("")));
        }
        if ctx.record_button_ui(ui, Button::new(ctx.t("document.file"))).clicked() {
            ask = form(Content::Document(DocumentForm::default()));
        }
        if ctx.record_button_ui(ui, Button::new(ctx.t("tray.open"))).clicked() {
            ask = Some(CardAsk::Tray);
        }
    });
    let photos = state.map(|state| state.photos.as_slice()).unwrap_or_default();
    let documents = state.map(|state| state.documents.as_slice()).unwrap_or_default();
    let mut slots = Vec::new();
    for kind in wanted_photos(steps) {
        // Taken again from the same spot: what it looked like before stands beside the slot.
        let before = (kind == "after")
            .then(|| photos.iter().rev().find(|photo| photo.body.photo_kind == "before"))
            .flatten();
        slots.extend(before.map(Slot::Before));
        slots.push(Slot::Photo(kind));
    }
    slots.extend(wanted_documents(steps).into_iter().map(Slot::Document));
    tiles_ui(ui, &slots, |ui, slot| match slot {
        Slot::Before(before) => {
            ask = photo_ui(ctx, ui, key, before, pictures, viewer).or(ask.take());
        }
        Slot::Photo(kind) => {
            let content = Content::Photos(PhotosForm::of_kind(kind));
            let slot = slot_ui(ctx, ui, &ctx.photo_label(key, kind));
            offer_slot(ui, &slot, content.clone());
            if slot.clicked() {
                ask = form(content);
            }
        }
        Slot::Document(kind) => {
            let content = Content::Document(DocumentForm::of_kind(kind));
            let slot = slot_ui(ctx, ui, &ctx.document_label(key, kind));
            offer_slot(ui, &slot, content.clone());
            if slot.clicked() {
                ask = form(content);
            }
        }
    });
    if photos.is_empty() {
        let wanted = wanted_photos(steps);
        let wanted: Vec<String> = wanted.iter().map(|kind| ctx.photo_label(key, kind)).collect();
        let words = match wanted.is_empty() {
            _ if !ctx.may_record() => ctx.t("photo.none_then").to_owned(),
            true => ctx.t("photo.none").to_owned(),
            false => ctx.fill("photo.none_wanted", &[("kinds", &wanted.join("、"))]),
        };
        ui.add(Label::new(RichText::new(words).color(ctx.palette.weak)).wrap());
    }
    let newest_first: Vec<&Filed<Photo>> = photos.iter().rev().collect();
    tiles_ui(ui, &newest_first, |ui, photo| {
        ask = photo_ui(ctx, ui, key, photo, pictures, viewer).or(ask.take());
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

/// What the next step still wants, and what stands beside it.
enum Slot<'s> {
    Before(&'s Filed<Photo>),
    Photo(String),
    Document(String),
}

/// Tiles in rows of as many as there is room for.
fn tiles_ui<T>(ui: &mut Ui, tiles: &[T], mut add: impl FnMut(&mut Ui, &T)) {
    let gap = ui.spacing().item_spacing.x;
    let columns = ((ui.available_width() + gap) / (SLOT_POINTS.x + gap)).floor().max(1.0);
    for row in tiles.chunks(columns as usize) {
        ui.horizontal_top(|ui| row.iter().for_each(|tile| add(ui, tile)));
    }
}

/// A place for something that is still missing.
fn slot_ui(ctx: &UiCtx<'_>, ui: &mut Ui, label: &str) -> egui::Response {
    let words = RichText::new(format!("+\u{a0}{label}")).color(ctx.palette.warn);
    let slot = Button::new(words)
        .wrap()
        .min_size(SLOT_POINTS)
        .fill(ctx.palette.warn_ground)
        .stroke(Stroke::new(1.5, ctx.palette.warn));
    ui.add_sized(SLOT_POINTS, slot)
        .accessible_name(ctx.fill("photo.slot", &[("what", &label)]))
        .on_hover_text(ctx.t("photo.slot_hint"))
}

fn photo_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    photo: &Filed<Photo>,
    pictures: &mut Pictures,
    viewer: &mut Option<Viewer>,
) -> Option<CardAsk> {
    let kind = ctx.photo_label(key, &photo.body.photo_kind);
    let mut ask = None;
    ui.vertical(|ui| {
        ui.set_width(SLOT_POINTS.x);
        ui.spacing_mut().item_spacing.y = 2.0;
        let picture = pictures.get(ctx, &photo.body.sha256, PictureSize::Thumbnail);
        let response = match &picture {
            Picture::Ready(texture) => {
                let image = egui::Image::new(texture)
                    .fit_to_exact_size(SLOT_POINTS)
                    .sense(Sense::click())
                    .alt_text(ctx.fill("photo.look", &[("what", &kind)]));
                ui.add(image).on_hover_cursor(egui::CursorIcon::ZoomIn)
            }
            none => blank_ui(ctx, ui, &kind, &none.words(ctx, &photo.body)),
        };
        if response.has_focus() {
            let stroke = Stroke::new(2.0, ctx.palette.accent);
            ui.painter().rect_stroke(response.rect, 2.0, stroke, egui::StrokeKind::Outside);
        }
        if response.clicked() {
            *viewer = Some(Viewer::of(photo.body.sha256.clone()).giving_times());
        }
        ui.add(Label::new(&kind).truncate());
        let when = RichText::new(time_in_words(ctx, &photo.body)).small();
        ui.add(Label::new(when.color(ctx.palette.weak)).wrap());
        // What was said of it once is seen later too, and not only while the pointer rests on it.
        if let Some(far) = pictures.far.words(ctx, key, &photo.body) {
            ui.add(Label::new(RichText::new(far).small().color(ctx.palette.warn)).wrap());
        }
        if photo.body.time().is_none() && !ctx.snapshot.read_only {
            let give = ui.small_button(RichText::new(ctx.t("photo.give_time")).small());
            let name = format!("{} {kind}", ctx.t("photo.give_time"));
            if give.accessible_name(name).clicked() {
                let content = Content::PhotoTime(PhotoTimeForm::of(photo));
                ask = Some(CardAsk::Form(Box::new(content)));
            }
        }
        if matches!(picture, Picture::None) {
            stored_file_ui(ctx, ui, &photo_file(ctx, key, photo), &kind);
        }
    });
    ask
}

/// The place of a picture that is not drawn; a click looks at it all the same.
fn blank_ui(ctx: &UiCtx<'_>, ui: &mut Ui, kind: &str, words: &str) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(SLOT_POINTS, Sense::click());
    ui.painter().rect_filled(rect, 4.0, ctx.palette.line.gamma_multiply(0.5));
    let font = FontId::proportional(ctx.palette.sizes.small_points);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, words, font, ctx.palette.weak);
    let spoken = format!("{kind} {words}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &spoken));
    response
}

/// When a picture was taken, as its camera or a person says; the latter is marked 补录.
pub fn time_in_words(ctx: &UiCtx<'_>, photo: &Photo) -> String {
    let moment = |text: &String| match Stamp::parse(text) {
        Ok(at) => ctx.moment(&at),
        // Of a day without a time the day is told.
        Err(_) => parse_day(text).map_or_else(|| text.clone(), |day| ctx.day(day)),
    };
    match (&photo.taken_at, &photo.typed_time) {
        (Some(taken), _) => moment(taken),
        (None, Some(typed)) => format!("{} {}", moment(typed), ctx.t("photo.typed")),
        (None, None) => ctx.t("photo.no_time").to_owned(),
    }
}

fn document_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, document: &Filed<Document>) {
    ui.horizontal_wrapped(|ui| {
        let body = &document.body;
        ui.label(ctx.document_label(key, &body.doc_kind));
        ui.add(Label::new(RichText::new(&body.title)).wrap());
        if !body.ext.is_empty() {
            let ending = RichText::new(body.ext.to_uppercase()).small();
            ui.label(ending.color(ctx.palette.weak));
        }
        if let Some(date) = &body.date {
            ui.label(RichText::new(date).color(ctx.palette.weak));
        }
        if !ctx.snapshot.photos.contains(&body.sha256) {
            ui.label(RichText::new(ctx.t("photo.absent")).color(ctx.palette.warn));
        }
        let file = document_file(ctx, key, body);
        stored_file_ui(ctx, ui, &file, &file.name);
    });
}

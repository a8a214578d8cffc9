//! A photo in full: zoom at the pointer, drag, the next and the last one, and before beside after.

use egui::{Label, Pos2, Rect, RichText, Sense, Ui, Vec2, pos2, vec2};

use super::evidence::time_in_words;
use super::pictures::{Picture, PictureSize, Pictures};
use super::stored_file::{photo_file, stored_file_bar_ui};
use crate::model::FeatureKey;
use crate::plan::{FeatureState, Filed, Photo};
use crate::ui::context::UiCtx;
use crate::ui::forms::{Content, PhotoTimeForm};
use crate::ui::lines::named_modal;

/// What is being looked at.
#[derive(Clone, Debug)]
pub struct Viewer {
    sha256: String,
    beside: Beside,
    /// 1 fits the picture into its frame.
    zoom: f32,
    /// The middle of the frame, in shares of the picture from its own middle.
    offset: Vec2,
    /// Whether a time can be given to a picture that has none.
    gives_times: bool,
}

/// What the viewer came to in a frame.
#[derive(Debug)]
pub enum Viewing {
    GoesOn,
    Ends,
    /// It gives way to a form.
    Form(Box<Content>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    Alone,
    /// 整治前 on the left, 整治后 on the right, moved and zoomed together.
    BeforeAndAfter,
}

const ZOOM_MAX: f32 = 12.0;

impl Viewer {
    pub fn of(sha256: String) -> Self {
        let (zoom, offset) = (1.0, Vec2::ZERO);
        Self { sha256, beside: Beside::Alone, zoom, offset, gives_times: false }
    }

    /// Where a record can be made: a picture without a time may be given one.
    pub fn giving_times(self) -> Self {
        Self { gives_times: true, ..self }
    }

    fn turn_to(&mut self, sha256: &str) {
        let Self { beside, gives_times, .. } = *self;
        *self = Self { beside, gives_times, ..Self::of(sha256.to_owned()) };
    }

    /// Draws the viewer over the window.
    pub fn ui(
        &mut self,
        ctx: &UiCtx<'_>,
        egui_ctx: &egui::Context,
        key: &FeatureKey,
        state: &FeatureState,
        pictures: &mut Pictures,
    ) -> Viewing {
        let photos = &state.photos;
        let Some(idx) = photos.iter().position(|photo| photo.body.sha256 == self.sha256) else {
            return Viewing::Ends;
        };
        let window = egui_ctx.content_rect().size();
        let (mut open, mut form) = (true, None);
        let modal = named_modal(egui_ctx, egui::Id::unique("photo viewer"), ctx.t("viewer.name"))
            .show(egui_ctx, |ui| {
                let size = vec2(window.x - 60.0, window.y - 60.0);
                ui.set_min_size(size);
                ui.set_max_size(size);
                let of_kind =
                    |kind: &str| photos.iter().rev().find(|photo| photo.body.photo_kind == kind);
                let pair = of_kind("before").zip(of_kind("after"));
                ui.horizontal_wrapped(|ui| {
                    let nth = ctx.fill("viewer.nth", &[("n", &(idx + 1)), ("of", &photos.len())]);
                    ui.label(nth);
                    let turn = |by: usize| photos[(idx + by) % photos.len()].body.sha256.clone();
                    let keys = |key| ui.input(|input| input.key_pressed(key));
                    let (left, right) = (keys(egui::Key::ArrowLeft), keys(egui::Key::ArrowRight));
                    if ui.button(ctx.t("viewer.last")).clicked() || left {
                        self.turn_to(&turn(photos.len() - 1));
                    }
                    if ui.button(ctx.t("viewer.next")).clicked() || right {
                        self.turn_to(&turn(1));
                    }
                    if pair.is_some() {
                        let both = self.beside == Beside::BeforeAndAfter;
                        if ui.selectable_label(both, ctx.t("viewer.beside")).clicked() {
                            (self.zoom, self.offset) = (1.0, Vec2::ZERO);
                            self.beside = if both { Beside::Alone } else { Beside::BeforeAndAfter };
                        }
                    }
                    if ui.button(ctx.t("viewer.fit")).clicked() {
                        (self.zoom, self.offset) = (1.0, Vec2::ZERO);
                    }
                    let photo = &photos[idx];
                    let kind = ctx.photo_label(key, &photo.body.photo_kind);
                    let can_give = self.gives_times && !ctx.snapshot.read_only;
                    if can_give
                        && photo.body.time().is_none()
                        && ui.button(ctx.t("photo.give_time")).clicked()
                    {
                        form = Some(Box::new(Content::PhotoTime(PhotoTimeForm::of(photo))));
                    }
                    stored_file_bar_ui(ctx, ui, &photo_file(ctx, key, photo), &kind);
                    if ui.button(ctx.t("viewer.close")).clicked() {
                        open = false;
                    }
                });
                if let Some((_, why)) = pictures.not_out.as_ref().filter(|it| it.0 == self.sha256) {
                    ui.add(Label::new(RichText::new(why).color(ctx.palette.bad)).wrap());
                }
                match pair.filter(|_| self.beside == Beside::BeforeAndAfter) {
                    Some((before, after)) => ui.columns(2, |columns| {
                        for (ui, photo) in columns.iter_mut().zip([before, after]) {
                            self.photo_ui(ctx, ui, key, photo, pictures);
                        }
                    }),
                    None => self.photo_ui(ctx, ui, key, &photos[idx], pictures),
                }
            });
        match form {
            Some(form) => Viewing::Form(form),
            None if open && !modal.should_close() => Viewing::GoesOn,
            None => Viewing::Ends,
        }
    }

    fn photo_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        key: &FeatureKey,
        photo: &Filed<Photo>,
        pictures: &mut Pictures,
    ) {
        let kind = ctx.photo_label(key, &photo.body.photo_kind);
        let words = format!(
            "{kind} · {} · {}",
            time_in_words(ctx, &photo.body),
            ctx.fill("viewer.filed_by", &[("who", &photo.record.by.name)]),
        );
        ui.label(RichText::new(words).strong());
        let size = ui.available_size();
        let (frame, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
        ui.painter().rect_filled(frame, 4.0, ctx.palette.ground);
        match pictures.get(ctx, &photo.body.sha256, PictureSize::Full) {
            Picture::Ready(texture) => {
                self.move_by_hand(ui, &response, frame);
                let fitted = fit(texture.size_vec2(), frame.size()) * self.zoom;
                let middle = frame.center() - self.offset * fitted;
                let uv = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
                let at = Rect::from_center_size(middle, fitted);
                let painter = ui.painter().with_clip_rect(frame);
                painter.image(texture.id(), at, uv, egui::Color32::WHITE);
            }
            other => {
                let words = other.words(ctx, &photo.body);
                let font = egui::FontId::proportional(16.0);
                let (center, weak) = (frame.center(), ctx.palette.weak);
                ui.painter().text(center, egui::Align2::CENTER_CENTER, words, font, weak);
            }
        }
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &kind));
    }

    fn move_by_hand(&mut self, ui: &Ui, response: &egui::Response, frame: Rect) {
        if response.double_clicked() {
            (self.zoom, self.offset) = (1.0, Vec2::ZERO);
        }
        self.offset -= response.drag_delta() / (frame.size() * self.zoom);
        if let Some(pointer) = response.hover_pos() {
            let (scroll, pinch) =
                ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
            let factor = (scroll * 0.004).exp() * pinch;
            let zoom = (self.zoom * factor).clamp(1.0, ZOOM_MAX);
            // What is under the pointer stays under it.
            let from_middle = (pointer - frame.center()) / frame.size();
            self.offset += from_middle / self.zoom - from_middle / zoom;
            self.zoom = zoom;
        }
        let reach = Vec2::splat((1.0 - 1.0 / self.zoom) / 2.0 + 0.25 * (1.0 - 1.0 / self.zoom));
        self.offset = self.offset.clamp(-reach, reach);
    }
}

/// The largest size of a picture's own shape within a frame.
fn fit(picture: Vec2, frame: Vec2) -> Vec2 {
    let scale = (frame.x / picture.x.max(1.0)).min(frame.y / picture.y.max(1.0));
    picture * scale
}

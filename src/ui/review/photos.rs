//! Before and after beside each other, with the facts a reviewer checks: same spot, distance, time. A click on a
//! picture makes it the object of the next remark.

use egui::{Align2, Button, FontId, Label, RichText, Sense, Stroke, Ui, vec2};

use super::look::Look;
use super::opinion::{Opinion, Target};
use crate::model::{FeatureKey, LonLat};
use crate::plan::{Filed, Photo};
use crate::session::Desk;
use crate::ui::context::UiCtx;
use crate::ui::lines::small;
use crate::ui::plan_card::{Picture, PictureSize, Pictures, Viewer, time_in_words};
use crate::ui::view_state::ReviewView;
use crate::ui::work_order::{metres, place_of};
use crate::ui::work_rows::ref_of;

const BEFORE: &str = "before";
const AFTER: &str = "after";
/// Two pictures so near each other were taken from the same spot, as far as a telephone can tell.
const SAME_SPOT_METRES: f64 = 20.0;
/// A picture farther from the place is of another place.
const NEAR_METRES: f64 = 100.0;
const THUMBNAIL_POINTS: egui::Vec2 = vec2(116.0, 84.0);

/// Draws the pictures.
pub fn photos_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    look: &Look<'_>,
    view: &ReviewView,
    opinion: &mut Opinion,
    pictures: &mut Pictures,
    viewer: &mut Option<Viewer>,
) {
    let photos = look.state.photos.as_slice();
    let newest = |kind: &str| photos.iter().rev().find(|photo| photo.body.photo_kind == kind);
    let pair = [newest(BEFORE), newest(AFTER)];
    // A verdict on works wants both; elsewhere what is not there is nothing amiss.
    let wants_both = matches!(look.pending.desk, Desk::SignOff | Desk::Acceptance);
    let pair = if wants_both || pair.iter().all(Option::is_some) { pair } else { [None, None] };
    let mut frame = Pane { ctx, key: &look.pending.feature, opinion, pictures, viewer };
    if pair.iter().any(Option::is_some) {
        let width = (ui.available_width() - 8.0) / 2.0;
        let size = vec2(width, (width * 0.66).min(230.0));
        ui.horizontal_top(|ui| {
            for (kind, photo) in [BEFORE, AFTER].into_iter().zip(pair) {
                match photo {
                    Some(photo) => frame.photo_ui(ui, photo, size, PictureSize::Full),
                    None => absent_ui(ctx, ui, &look.pending.feature, kind, size),
                }
            }
        });
        facts_ui(ctx, ui, look, pair);
    }
    let only_changes = view.only_changes && look.changes.since.is_some();
    let in_pair = |photo: &Filed<Photo>| {
        pair.iter().flatten().any(|shown| shown.record.hash == photo.record.hash)
    };
    let others: Vec<&Filed<Photo>> = photos
        .iter()
        .rev()
        .filter(|photo| !in_pair(photo))
        .filter(|photo| !only_changes || look.changes.photos.contains(&photo.body.sha256))
        .collect();
    if !others.is_empty() {
        egui::ScrollArea::horizontal().id_salt("review photos").show(ui, |ui| {
            ui.horizontal_top(|ui| {
                for photo in others {
                    frame.photo_ui(ui, photo, THUMBNAIL_POINTS, PictureSize::Thumbnail);
                }
            });
        });
    }
    if photos.is_empty() {
        ui.label(RichText::new(ctx.t("photo.none_then")).color(ctx.palette.weak));
    }
    ui.add_space(4.0);
}

/// Where pictures are drawn, and what clicks on them change.
struct Pane<'a> {
    ctx: &'a UiCtx<'a>,
    key: &'a FeatureKey,
    opinion: &'a mut Opinion,
    pictures: &'a mut Pictures,
    viewer: &'a mut Option<Viewer>,
}

impl Pane<'_> {
    fn photo_ui(&mut self, ui: &mut Ui, photo: &Filed<Photo>, size: egui::Vec2, want: PictureSize) {
        let ctx = self.ctx;
        let kind = ctx.photo_label(self.key, &photo.body.photo_kind);
        let code = format!("photo:{}", photo.body.sha256);
        let is_meant = self.opinion.target.as_ref().is_some_and(|target| target.code == code);
        let remark_no = self.opinion.remark_about(&code);
        ui.vertical(|ui| {
            ui.set_width(size.x);
            ui.spacing_mut().item_spacing.y = 2.0;
            let (rect, response) = ui.allocate_exact_size(size, Sense::click());
            ui.painter().rect_filled(rect, 4.0, ctx.palette.line.gamma_multiply(0.4));
            match self.pictures.get(ctx, &photo.body.sha256, want) {
                Picture::Ready(texture) => {
                    let own = texture.size_vec2();
                    let scale = (size.x / own.x.max(1.0)).min(size.y / own.y.max(1.0));
                    let at = egui::Rect::from_center_size(rect.center(), own * scale);
                    let whole = egui::Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0));
                    ui.painter().image(texture.id(), at, whole, egui::Color32::WHITE);
                }
                other => {
                    let words = other.words(ctx, &photo.body);
                    let font = FontId::proportional(ctx.palette.sizes.small_points);
                    let (middle, weak) = (rect.center(), ctx.palette.weak);
                    ui.painter().text(middle, Align2::CENTER_CENTER, words, font, weak);
                }
            }
            let edge = match (is_meant || remark_no.is_some(), response.has_focus()) {
                (true, _) => Some(Stroke::new(4.0, ctx.palette.bad)),
                (false, true) => Some(Stroke::new(2.0, ctx.palette.accent)),
                _ => None,
            };
            if let Some(edge) = edge {
                ui.painter().rect_stroke(rect, 3.0, edge, egui::StrokeKind::Inside);
            }
            let badge = match remark_no {
                Some(nth) => ctx.fill("review.item", &[("n", &nth)]),
                None if is_meant => ctx.t("review.meant").to_owned(),
                None => String::new(),
            };
            badge_ui(ctx, ui, rect, &badge);
            let when = time_in_words(ctx, &photo.body);
            let name = ctx.fill("review.point_at", &[("what", &kind)]);
            let name = format!("{name} {badge}").trim().to_owned();
            response.widget_info(|| {
                egui::WidgetInfo::selected(egui::Role::Button, true, is_meant, &name)
            });
            if response.clicked() && ctx.may_record() {
                self.opinion.point_at(Target { code, label: kind.clone() });
            }
            ui.add(Label::new(RichText::new(&kind).small()).truncate());
            ui.horizontal(|ui| {
                ui.spacing_mut().interact_size.y = 20.0;
                let full = ui.add(small(ctx, Button::new(ctx.t("review.full_size"))));
                let name = format!("{} {kind}", ctx.t("review.full_size"));
                if full.accessible_name(name).clicked() {
                    *self.viewer = Some(Viewer::of(photo.body.sha256.clone()));
                }
                let when = RichText::new(when).small().color(ctx.palette.weak);
                ui.add(Label::new(when).truncate());
            });
        });
    }
}

/// Words in the corner of a picture: that it is meant, or which remark is about it.
fn badge_ui(ctx: &UiCtx<'_>, ui: &Ui, picture: egui::Rect, words: &str) {
    if words.is_empty() {
        return;
    }
    let font = FontId::proportional(ctx.palette.sizes.small_points);
    let words = ui.painter().layout_no_wrap(words.to_owned(), font, ctx.palette.bad_ground);
    let ground = egui::Rect::from_min_size(picture.min, words.size() + vec2(14.0, 8.0));
    ui.painter().rect_filled(ground, 3.0, ctx.palette.bad);
    ui.painter().galley(ground.min + vec2(7.0, 4.0), words, ctx.palette.bad_ground);
}

fn absent_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, kind: &str, size: egui::Vec2) {
    let label = ctx.photo_label(key, kind);
    let words = ctx.fill("review.no_photo", &[("kind", &label)]);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let edge = Stroke::new(1.5, ctx.palette.warn);
    ui.painter().rect(rect, 4.0, ctx.palette.warn_ground, edge, egui::StrokeKind::Inside);
    let font = FontId::proportional(ctx.palette.sizes.body_points);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, &words, font, ctx.palette.warn);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &words));
}

/// What can be told of two pictures without an eye on them.
fn facts_ui(ctx: &UiCtx<'_>, ui: &mut Ui, look: &Look<'_>, pair: [Option<&Filed<Photo>>; 2]) {
    let place = |photo: Option<&Filed<Photo>>| lon_lat(photo?.body.lon_lat.as_ref()?);
    let own = ref_of(ctx, &look.pending.feature).and_then(|at| place_of(ctx, at));
    let [before, after] = [place(pair[0]), place(pair[1])];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = 20.0;
        if let Some(value) = look.state.text("same_spot") {
            let words =
                ctx.fill("review.same_spot_said", &[("what", &ctx.words.code("answer", value))]);
            fact_ui(ctx, ui, Some(value == "yes"), &words);
        }
        match before.zip(after).map(|(one, other)| metres(one, other)) {
            Some(far) => {
                let words = ctx.fill("review.apart", &[("m", &format!("{far:.0}"))]);
                fact_ui(ctx, ui, Some(far <= SAME_SPOT_METRES), &words);
            }
            None => fact_ui(ctx, ui, None, ctx.t("review.apart_unknown")),
        }
        match after.or(before).zip(own).map(|(one, own)| metres(one, own)) {
            Some(far) => {
                let words = ctx.fill("review.far", &[("m", &format!("{far:.0}"))]);
                fact_ui(ctx, ui, Some(far <= NEAR_METRES), &words);
            }
            None => fact_ui(ctx, ui, None, ctx.t("review.far_unknown")),
        }
        let day = |photo: Option<&Filed<Photo>>| {
            let body = &photo?.body;
            crate::plan::parse_day(body.time()?)
        };
        match day(pair[0]).zip(day(pair[1])) {
            Some((before, after)) => {
                let days = crate::ui::dates::days_between(before, after);
                let words = ctx.fill("review.days_apart", &[("n", &days)]);
                fact_ui(ctx, ui, Some(days > 0), &words);
            }
            None => fact_ui(ctx, ui, None, ctx.t("review.time_unknown")),
        }
    });
}

/// `✓ …`, `× …`, or what nobody can tell.
fn fact_ui(ctx: &UiCtx<'_>, ui: &mut Ui, holds: Option<bool>, words: &str) {
    let (mark, colour) = match holds {
        Some(true) => ("✓", ctx.palette.good),
        Some(false) => ("×", ctx.palette.bad),
        None => ("–", ctx.palette.weak),
    };
    ui.label(RichText::new(format!("{mark} {words}")).color(colour));
}

fn lon_lat(texts: &[String; 2]) -> Option<LonLat> {
    let [lon, lat] = texts.each_ref().map(|text| crate::plan::parse_number(text));
    Some(LonLat { lon_deg: lon?, lat_deg: lat? })
}

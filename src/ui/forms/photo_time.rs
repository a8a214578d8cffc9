//! 补填拍摄时间: when a picture was taken that was filed without a time.

use egui::{Label, RichText, Ui};
use serde::{Deserialize, Serialize};

use super::widgets::FormUi;
use super::{Problem, part};
use crate::model::FeatureKey;
use crate::plan::{Body, FeatureState, Filed, Photo, PhotoTime};
use crate::session::ActPart;
use crate::ui::context::UiCtx;
use crate::ui::dates::{parse_day, parse_moment};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhotoTimeForm {
    /// The id of the record that filed it.
    pub photo: String,
    pub time: String,
}

impl PhotoTimeForm {
    pub fn of(photo: &Filed<Photo>) -> Self {
        Self { photo: photo.record.id.clone(), time: String::new() }
    }

    pub fn rows_ui(
        &mut self,
        form: &mut FormUi<'_>,
        ui: &mut Ui,
        key: &FeatureKey,
        state: Option<&FeatureState>,
    ) {
        let ctx = form.ctx;
        if let Some(photo) = self.photo_of(state) {
            let kind = ctx.photo_label(key, &photo.body.photo_kind);
            let day = ctx.day(photo.record.on);
            let words = ctx.fill(
                "photo.filed_on",
                &[("kind", &kind), ("day", &day), ("who", &photo.record.by.name)],
            );
            ui.add(Label::new(RichText::new(words).strong()).wrap());
        }
        ui.add(Label::new(RichText::new(ctx.t("photo.time_later")).color(ctx.palette.weak)).wrap());
        let hint = ctx.t("photo.time_later_hint");
        form.hinted_line_ui(ui, "time", ctx.t("photo.time"), &mut self.time, hint);
    }

    /// A time without a day is of the day on which the photo was filed.
    pub fn parts(&self, ctx: &UiCtx<'_>, key: &FeatureKey) -> Result<Vec<ActPart>, Vec<Problem>> {
        let photo = self.photo_of(ctx.state(key).map(AsRef::as_ref));
        let on = photo.map_or(ctx.today(), |photo| photo.record.on);
        let typed = self.time.trim();
        let moment = parse_moment(typed, on).map(|moment| moment.to_string());
        let time = moment.or_else(|| parse_day(typed, on).map(|day| day.to_string()));
        let Some(typed_time) = time.filter(|_| !typed.is_empty()) else {
            return Err(vec![Problem::new("time", ctx.t("photo.time_unread"))]);
        };
        let photo_kind = photo.map(|it| it.body.photo_kind.clone()).unwrap_or_default();
        let given = PhotoTime { photo: self.photo.clone(), photo_kind, typed_time };
        Ok(vec![part(Body::PhotoTime(given))])
    }

    fn photo_of<'s>(&self, state: Option<&'s FeatureState>) -> Option<&'s Filed<Photo>> {
        state?.photos.iter().find(|photo| photo.record.id == self.photo)
    }
}

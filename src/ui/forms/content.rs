//! What each form does, by its kind: one line a form.

use egui::Ui;

use super::{Content, FormUi, PhotoRow, Problem};
use crate::model::{Day, FeatureKey};
use crate::plan::FeatureState;
use crate::session::ActPart;
use crate::ui::context::UiCtx;

impl Content {
    /// The form's code, as drafts name it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Visit(_) => "visit",
            Self::Sample(_) => "sample",
            Self::Photos(_) => "photo",
            Self::PhotoTime(_) => "photo_time",
            Self::Document(_) => "document",
            Self::Fields(_) => "fields",
            Self::Step(_) => "step",
            Self::Note(_) => "note",
            Self::Progress(_) => "progress",
            Self::Answer(_) => "answer",
            Self::Judge(_) => "judge",
            Self::Request(_) => "request",
            Self::Decide(_) => "decide",
            Self::Resolve(_) => "resolve",
            Self::Withdraw(_) => "withdraw",
            Self::Item(_) => "item",
        }
    }

    /// What tells two forms of one code on one feature apart: the item answered, the request decided.
    pub(super) fn subject(&self) -> &str {
        match self {
            Self::Answer(form) => &form.item,
            Self::Judge(form) => &form.item,
            Self::Decide(form) => &form.request,
            Self::Request(form) => &form.what,
            Self::Withdraw(form) => form.records.first().map_or("", String::as_str),
            Self::Item(form) => &form.code,
            Self::PhotoTime(form) => &form.photo,
            _ => "",
        }
    }

    /// The row that has the keyboard when the form opens.
    pub(super) const fn first_row(&self) -> Option<&'static str> {
        match self {
            Self::Visit(_) | Self::Note(_) | Self::Answer(_) | Self::Judge(_) => Some("note"),
            Self::Sample(_) => Some("no"),
            Self::Progress(_) => Some("percent"),
            Self::Photos(_) | Self::Document(_) => Some("path"),
            Self::PhotoTime(_) => Some("time"),
            Self::Request(_) => Some("new"),
            Self::Decide(_) | Self::Withdraw(_) => Some("note"),
            Self::Fields(_) | Self::Step(_) | Self::Resolve(_) | Self::Item(_) => None,
        }
    }

    /// Whether the day it happened may differ from today.
    pub(super) const fn has_day(&self) -> bool {
        !matches!(self, Self::Withdraw(_) | Self::Resolve(_) | Self::Item(_) | Self::PhotoTime(_))
    }

    /// Takes files that were dropped or chosen; answers whether this form has a use for them.
    pub fn take_files(&mut self, paths: &[std::path::PathBuf]) -> bool {
        match self {
            Self::Visit(form) => super::files::add_photos(&mut form.photos, paths),
            Self::Answer(form) => super::files::add_photos(&mut form.photos, paths),
            Self::Photos(form) => form.add(paths),
            Self::Document(form) => match paths.first() {
                Some(path) => form.point_to(path),
                None => return false,
            },
            _ => return false,
        }
        true
    }

    /// Takes files that were dropped on a slot: pictures into the rows of its kind.
    pub fn fill(&mut self, slot: &Self, paths: &[std::path::PathBuf]) {
        match (self, slot) {
            (Self::Photos(form), Self::Photos(slot)) => {
                let kind = slot.rows.first().map_or("", |row| row.kind.as_str());
                super::files::add_photos_of(&mut form.rows, kind, paths);
            }
            (form, _) => drop(form.take_files(paths)),
        }
    }

    /// Whether files can be put into this form.
    pub const fn has_files(&self) -> bool {
        matches!(self, Self::Visit(_) | Self::Answer(_) | Self::Photos(_) | Self::Document(_))
    }

    /// The pictures that are to be filed.
    pub fn photo_rows(&self) -> &[PhotoRow] {
        match self {
            Self::Visit(form) => &form.photos,
            Self::Answer(form) => &form.photos,
            Self::Photos(form) => &form.rows,
            _ => &[],
        }
    }

    /// The same, to be filled in.
    pub fn photo_rows_mut(&mut self) -> &mut [PhotoRow] {
        match self {
            Self::Visit(form) => &mut form.photos,
            Self::Answer(form) => &mut form.photos,
            Self::Photos(form) => &mut form.rows,
            _ => &mut [],
        }
    }

    pub(super) fn parts(
        &self,
        ctx: &UiCtx<'_>,
        key: &FeatureKey,
        on: Day,
    ) -> Result<Vec<ActPart>, Vec<Problem>> {
        match self {
            Self::Visit(form) => form.parts(ctx, on),
            Self::Sample(form) => form.parts(ctx, key, on),
            Self::Photos(form) => form.parts(ctx, on),
            Self::PhotoTime(form) => form.parts(ctx, key),
            Self::Document(form) => form.parts(ctx, on),
            Self::Fields(form) => form.parts(ctx, key, on),
            Self::Step(form) => form.parts(ctx, key, on),
            Self::Note(form) => form.parts(ctx, on),
            Self::Progress(form) => form.parts(ctx),
            Self::Answer(form) => form.parts(ctx, on),
            Self::Judge(form) => form.parts(ctx),
            Self::Request(form) => form.parts(ctx, on),
            Self::Decide(form) => form.parts(ctx),
            Self::Resolve(form) => form.parts(ctx, key),
            Self::Withdraw(form) => form.problems(ctx).map(|()| Vec::new()),
            Self::Item(form) => form.parts(ctx, key, ctx.state(key).map(AsRef::as_ref)),
        }
    }

    pub(super) fn rows_ui(
        &mut self,
        form: &mut FormUi<'_>,
        ui: &mut Ui,
        key: &FeatureKey,
        state: Option<&FeatureState>,
    ) {
        match self {
            Self::Visit(content) => content.rows_ui(form, ui, key),
            Self::Sample(content) => content.rows_ui(form, ui, key),
            Self::Photos(content) => content.rows_ui(form, ui, key),
            Self::PhotoTime(content) => content.rows_ui(form, ui, key, state),
            Self::Document(content) => content.rows_ui(form, ui, key),
            Self::Fields(content) => content.rows_ui(form, ui, key, state),
            Self::Step(content) => content.rows_ui(form, ui, key, state),
            Self::Note(content) => content.rows_ui(form, ui),
            Self::Progress(content) => content.rows_ui(form, ui, state),
            Self::Answer(content) => content.rows_ui(form, ui, key, state),
            Self::Judge(content) => content.rows_ui(form, ui, state),
            Self::Request(content) => content.rows_ui(form, ui, key, state),
            Self::Decide(content) => content.rows_ui(form, ui, key, state),
            Self::Resolve(content) => content.rows_ui(form, ui, key, state),
            Self::Withdraw(content) => content.rows_ui(form, ui, state),
            Self::Item(content) => content.rows_ui(form, ui, key, state),
        }
    }
}

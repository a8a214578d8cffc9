//! A full disk: the ways out beside the form that it did not take, and the forms on their way into a copy of the
//! workspace on another disk.

use egui::Ui;

use super::context::UiCtx;
use super::form_pane::FormAsk;
use super::forms::{OpenForm, Phase};
use super::screen::Screen;
use super::view_state::ViewState;

/// What a full disk has not taken.
#[derive(Debug)]
pub struct CarriedForms {
    forms: Vec<OpenForm>,
    view: ViewState,
}

impl Screen {
    /// The last answer of the disk: whether it had no room.
    pub fn disk_answered(&mut self, is_full: bool) {
        self.forms.disk_is_full = is_full;
    }

    pub fn carry_forms(&mut self) -> CarriedForms {
        CarriedForms { forms: self.forms.take(), view: self.view.clone() }
    }

    /// Goes on where the other workspace was left. The drafts are written here at once.
    pub fn bring_forms(&mut self, ctx: &UiCtx<'_>, carried: CarriedForms) {
        let CarriedForms { forms, view } = carried;
        self.view = view;
        self.map.restore(ctx, self.view.camera);
        self.forms.bring(forms);
        if let Some(form) = self.forms.top_mut() {
            form.keep_draft_now(ctx);
        }
        self.list.show_selected();
    }
}

/// Whether what is typed could not be stored.
pub fn is_unstored(form: &OpenForm) -> bool {
    matches!(&form.phase, Phase::Problems(problems) if problems.iter().any(|it| it.row.is_empty()))
}

/// The ways out of a full disk.
pub fn full_disk_ui(ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<FormAsk> {
    let mut ask = None;
    ui.horizontal_wrapped(|ui| {
        if ui.button(ctx.t("elsewhere.open")).clicked() {
            ask = Some(FormAsk::Elsewhere);
        }
        if ui.button(ctx.t("elsewhere.clear")).clicked() {
            ask = Some(FormAsk::ClearRoom);
        }
    });
    ask
}

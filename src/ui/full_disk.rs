//! A disk that is full or away: the ways out beside the form that it did not take, and what is typed on its way into a
//! copy of the workspace on another disk.

use egui::Ui;

use super::context::UiCtx;
use super::form_pane::FormAsk;
use super::forms::{OpenForm, Phase, Problem};
use super::screen::Screen;
use super::view_state::ViewState;
use crate::session::{Command, Draft};

/// What a full disk has not taken.
#[derive(Debug)]
pub struct CarriedForms {
    forms: Vec<OpenForm>,
    /// Put away already.
    drafts: Vec<Draft>,
    view: ViewState,
}

impl Screen {
    /// The last answer of the disk: whether it had no room.
    pub fn disk_answered(&mut self, is_full: bool) {
        self.forms.disk_is_full = is_full;
    }

    pub fn carry_forms(&mut self, ctx: &UiCtx<'_>) -> CarriedForms {
        let forms = self.forms.take();
        let is_open = |draft: &&Draft| forms.iter().any(|form| form.draft_id() == draft.id);
        let drafts = ctx.snapshot.unstored_drafts().filter(|draft| !is_open(draft)).cloned();
        CarriedForms { drafts: drafts.collect(), forms, view: self.view.clone() }
    }

    /// Goes on where the other workspace was left. The drafts are written here at once.
    pub fn bring_forms(&mut self, ctx: &UiCtx<'_>, carried: CarriedForms) {
        let CarriedForms { forms, drafts, view } = carried;
        self.view = view;
        self.map.restore(ctx, self.view.camera);
        self.forms.bring(forms);
        self.forms.keep_drafts_now(ctx);
        for draft in drafts {
            ctx.outbox.command(Command::SaveDraft(draft));
        }
        self.list.show_selected();
    }
}

/// Whether what is typed could not be stored.
pub fn is_unstored(ctx: &UiCtx<'_>, form: &OpenForm) -> bool {
    let is_refused = |problems: &[Problem]| problems.iter().any(|it| it.row.is_empty());
    matches!(&form.phase, Phase::Problems(problems) if is_refused(problems))
        || ctx.snapshot.unstored.contains(&form.draft_id())
}

/// The ways out where the disk takes nothing.
pub fn full_disk_ui(ctx: &UiCtx<'_>, ui: &mut Ui, is_full: bool) -> Option<FormAsk> {
    let mut ask = None;
    ui.horizontal_wrapped(|ui| {
        if ui.button(ctx.t("elsewhere.open")).clicked() {
            ask = Some(FormAsk::Elsewhere);
        }
        if is_full && ui.button(ctx.t("elsewhere.clear")).clicked() {
            ask = Some(FormAsk::ClearRoom);
        }
    });
    ask
}

//! 进度: how far the works are, in percent.

use egui::Ui;
use serde::{Deserialize, Serialize};

use super::widgets::FormUi;
use super::{Problem, part};
use crate::plan::{Body, FeatureState, Progress};
use crate::session::ActPart;
use crate::ui::context::UiCtx;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgressForm {
    pub percent: String,
    pub note: String,
}

impl ProgressForm {
    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, state: Option<&FeatureState>) {
        let ctx = form.ctx;
        if let Some(percent) = state.and_then(|state| state.percent) {
            ui.label(ctx.fill("progress.now", &[("n", &percent)]));
        }
        form.hinted_line_ui(ui, "percent", ctx.t("progress.percent"), &mut self.percent, "0–100");
        form.lines_ui(ui, "note", ctx.t("form.note"), &mut self.note);
    }

    pub fn parts(&self, ctx: &UiCtx<'_>) -> Result<Vec<ActPart>, Vec<Problem>> {
        let typed = self.percent.trim().trim_end_matches(['%', '％']).trim();
        match typed.parse::<u64>() {
            Ok(percent) if percent <= 100 => {
                let note = self.note.trim().to_owned();
                Ok(vec![part(Body::Progress(Progress { percent, note }))])
            }
            _ => Err(vec![Problem::new("percent", ctx.t("progress.wanted"))]),
        }
    }
}

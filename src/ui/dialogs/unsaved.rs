//! What was typed and is not on the disk, line by line, with the ways to save it: asked before the window closes.

use egui::{Label, RichText, Ui};

use super::{DialogEnd, foot_ui};
use crate::session::Draft;
use crate::ui::context::UiCtx;
use crate::ui::dates::time_of_day;
use crate::ui::unsaved::store_again;

#[derive(Debug)]
pub struct UnsavedDialog {
    purpose: Purpose,
    /// What the disk said.
    why: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Look,
    /// The window was to close.
    Leave,
}

impl UnsavedDialog {
    pub fn look(why: &str) -> Self {
        Self { purpose: Purpose::Look, why: why.to_owned() }
    }

    pub fn leaving(why: &str) -> Self {
        Self { purpose: Purpose::Leave, why: why.to_owned() }
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        let is_leaving = self.purpose == Purpose::Leave;
        if ctx.snapshot.unstored.is_empty() {
            // The disk has taken it meanwhile.
            return Some(if is_leaving { DialogEnd::Leave } else { DialogEnd::Closed });
        }
        let what = if is_leaving { "unsaved.what_leaving" } else { "unsaved.what" };
        ui.add(Label::new(ctx.t(what)).wrap());
        for draft in ctx.snapshot.unstored_drafts() {
            ui.add(Label::new(RichText::new(line_of(ctx, draft)).strong()).wrap());
        }
        ui.add_space(4.0);
        ui.add(Label::new(RichText::new(&self.why).color(ctx.palette.bad)).wrap());
        ui.add(Label::new(ctx.t("unsaved.ways")).wrap());
        let mut end = None;
        foot_ui(ui, |ui| {
            if ui.button(ctx.t("elsewhere.open")).clicked() {
                end = Some(DialogEnd::Elsewhere);
            }
            if ui.button(ctx.t("unsaved.again")).clicked() {
                store_again(ctx);
            }
            let back = ui.button(ctx.t("unsaved.back"));
            if back.clicked() {
                end = Some(DialogEnd::Closed);
            }
            let lose = RichText::new(ctx.t("unsaved.lose")).color(ctx.palette.bad);
            if is_leaving && ui.button(lose).clicked() {
                end = Some(DialogEnd::Leave);
            }
        });
        end
    }
}

/// `示例排口006 · 巡查登记 · 16:30`.
fn line_of(ctx: &UiCtx<'_>, draft: &Draft) -> String {
    let name = draft.feature.as_ref().map(|key| ctx.name_of(key));
    let form = ctx.words.code("form_name", &draft.form).to_owned();
    let at = crate::model::Stamp::parse(&draft.saved_at);
    let at = at.map(|at| time_of_day(&at).to_owned()).ok();
    name.into_iter().chain([form]).chain(at).collect::<Vec<_>>().join(" · ")
}

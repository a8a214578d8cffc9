//! 常用意见: nine remarks at the most, each a key away, kept in the workspace and changed where they stand.

use egui::{Button, TextEdit, Ui};

use crate::session::Command;
use crate::ui::context::UiCtx;
use crate::ui::lines::small;

/// The workspace's setting they are kept under: a JSON array of texts.
const REMARKS_SETTING: &str = "review_remarks";
/// So many have a key.
pub const REMARKS_MAX: usize = 9;

/// The remarks of this workspace, else the usual ones.
pub fn remarks(ctx: &UiCtx<'_>) -> Vec<String> {
    let own = ctx.snapshot.settings.get(REMARKS_SETTING);
    let own = own.and_then(|text| serde_json::from_str::<Vec<String>>(text).ok());
    own.filter(|own| !own.is_empty()).unwrap_or_else(|| {
        ctx.t("review.remarks_usual").split('|').map(|one| one.trim().to_owned()).collect()
    })
}

#[derive(Debug, Default)]
pub struct Remarks {
    /// One remark a line, while they are being changed.
    typed: Option<String>,
}

impl Remarks {
    /// Draws the remarks as buttons; answers which was taken.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, taken: &[String]) -> Option<String> {
        let known = remarks(ctx);
        let mut wanted = None;
        ui.horizontal_wrapped(|ui| {
            ui.label(egui::RichText::new(ctx.t("review.remarks")).strong());
            let (words, name) = match self.typed {
                None => ("review.remarks_change", "review.remarks_change_name"),
                Some(_) => ("review.remarks_keep", "review.remarks_keep"),
            };
            let change = ui.add(small(ctx, Button::new(ctx.t(words)))).accessible_name(ctx.t(name));
            if !ctx.snapshot.read_only && change.clicked() {
                match self.typed.take() {
                    None => self.typed = Some(known.join("\n")),
                    Some(typed) => keep(ctx, &typed),
                }
            }
        });
        if let Some(typed) = &mut self.typed {
            let hint = ui.label(egui::RichText::new(ctx.t("review.remarks_how")).small());
            let rows = REMARKS_MAX.min(known.len() + 1);
            let edit = TextEdit::multiline(typed).desired_rows(rows).desired_width(f32::INFINITY);
            ui.add(edit).labelled_by(hint.id);
            return None;
        }
        for (nth, words) in known.iter().take(REMARKS_MAX).enumerate() {
            let is_taken = taken.iter().any(|text| text.ends_with(words.as_str()));
            let label = format!("Ctrl+{} {words}", nth + 1);
            let button = Button::selectable(is_taken, label).frame_when_inactive(true).wrap();
            if ui.add(button).clicked() {
                wanted = Some(words.clone());
            }
        }
        wanted
    }
}

fn keep(ctx: &UiCtx<'_>, typed: &str) {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty()).take(REMARKS_MAX);
    let value = serde_json::to_string(&lines.collect::<Vec<_>>()).unwrap_or_default();
    let name = REMARKS_SETTING.to_owned();
    ctx.outbox.command(Command::SetSetting { name, value });
}

//! 关于: version, where things lie on this computer, licences.

use egui::{CollapsingHeader, Label, RichText, ScrollArea, Ui};

use super::{DialogEnd, foot_ui};
use crate::ui::context::UiCtx;

const MIT: &str = include_str!("../../../LICENSE-MIT");
const APACHE: &str = include_str!("../../../LICENSE-APACHE");
const FONT: &str = include_str!("../../../assets/fonts/OFL.txt");
/// What it is made of: name, version, licence and holders of the copyright, by `cargo test licences:: -- --ignored`.
const PARTS: &str = include_str!("../../../assets/licences/parts.tsv");
/// The licences of parts that are under neither of ours.
const OTHERS: [(&str, &str); 6] = [
    ("Unicode-3.0", include_str!("../../../assets/licences/Unicode-3.0.txt")),
    ("BSD-2-Clause", include_str!("../../../assets/licences/BSD-2-Clause.txt")),
    ("BSD-3-Clause", include_str!("../../../assets/licences/BSD-3-Clause.txt")),
    ("ISC", include_str!("../../../assets/licences/ISC.txt")),
    ("Zlib", include_str!("../../../assets/licences/Zlib.txt")),
    ("MPL-2.0", include_str!("../../../assets/licences/MPL-2.0.txt")),
];

#[derive(Debug)]
pub struct AboutDialog {
    workspace: String,
}

impl AboutDialog {
    pub fn new(ctx: &UiCtx<'_>) -> Self {
        Self { workspace: ctx.snapshot.workspace.to_string_lossy().into_owned() }
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        ui.label(ctx.fill("about.version", &[("version", &env!("CARGO_PKG_VERSION"))]));
        ui.add(Label::new(ctx.t("app.motto")).wrap());
        let kept = ctx.fill("about.workspace", &[("path", &self.workspace)]);
        ui.add(Label::new(RichText::new(kept).color(ctx.palette.weak)).wrap());
        ui.horizontal(|ui| {
            if ui.button(ctx.t("about.copy_path")).clicked() {
                ui.ctx().copy_text(self.workspace.clone());
            }
        });
        ui.separator();
        ui.add(Label::new(ctx.t("about.licence")).wrap());
        let height = (ui.ctx().content_rect().height() * 0.4).max(90.0);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            let parts = ctx.fill("about.parts", &[("n", &PARTS.lines().count())]);
            CollapsingHeader::new(parts).show(ui, |ui| {
                ui.add(Label::new(RichText::new(parts_in_words()).small()).wrap());
            });
            let own = [("MIT", MIT), ("Apache-2.0", APACHE), ("Noto Sans SC · OFL-1.1", FONT)];
            for (name, text) in own.into_iter().chain(OTHERS) {
                CollapsingHeader::new(name).show(ui, |ui| {
                    ui.add(Label::new(RichText::new(text).small()).wrap());
                });
            }
        });
        foot_ui(ui, |ui| ui.button(ctx.t("dialog.close")).clicked()).then_some(DialogEnd::Closed)
    }
}

/// A line for each part: `egui 0.37.0 · MIT OR Apache-2.0 · Copyright …`.
fn parts_in_words() -> String {
    let words = |line: &str| {
        let mut columns = line.split('\t').filter(|column| !column.is_empty());
        let part: Vec<&str> = columns.by_ref().take(2).collect();
        let rest = columns.map(|column| format!(" · {column}")).collect::<String>();
        format!("{}{rest}", part.join(" "))
    };
    PARTS.lines().map(words).collect::<Vec<_>>().join("\n")
}

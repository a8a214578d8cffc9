//! The embedded Chinese font, first in both families, so that no machine shows our words as boxes.
//!
//! Rarer characters come from the system's fonts, which only the window adds (`app`).

use std::sync::Arc;

use egui::epaint::text::{FontData, FontInsert, FontPriority, InsertFontFamily};

use crate::map::FONT_NOTO_SANS_SC;

/// Puts the embedded font into `ctx`.
pub fn install(ctx: &egui::Context) {
    let first_in = |family| InsertFontFamily { family, priority: FontPriority::Highest };
    ctx.add_font(FontInsert::new(
        "Noto Sans SC",
        FontData::from_static(FONT_NOTO_SANS_SC),
        vec![first_in(egui::FontFamily::Proportional), first_in(egui::FontFamily::Monospace)],
    ));
}

/// Puts `provider` behind the embedded font, for characters it lacks.
pub fn add_provider(ctx: &egui::Context, provider: Arc<dyn egui::epaint::text::FontProvider>) {
    ctx.add_font_provider(provider);
}

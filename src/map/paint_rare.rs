//! Fonts of the system for characters that the product's own font does not have: for paper, as the window finds them
//! for the screen.

use std::sync::Arc;

use egui::epaint::text::{FallbackRequest, FontFamily, FontProvider as _};
use egui_system_font_provider::SystemFontProvider;

/// A font file in memory and which of its faces is meant.
#[derive(Clone)]
pub struct FontFile {
    pub bytes: Arc<dyn AsRef<[u8]> + Send + Sync>,
    pub face_idx: u32,
}

/// The system's fonts, Chinese ones first. They are listed on a thread of their own; the first look-up waits for it.
pub struct SystemFonts {
    provider: SystemFontProvider,
}

impl Default for SystemFonts {
    fn default() -> Self {
        Self { provider: SystemFontProvider::new().with_locale(Some("zh-CN")) }
    }
}

impl SystemFonts {
    /// A font that has this character; `None` where no installed one does.
    pub fn font_for(&self, char: char) -> Option<FontFile> {
        let mut text = [0; 4];
        let cluster = &*char.encode_utf8(&mut text);
        let request = FallbackRequest { cluster, family: &FontFamily::Proportional };
        let found = self.provider.font_for(&request)?;
        Some(FontFile { bytes: found.data.font, face_idx: found.data.index })
    }
}

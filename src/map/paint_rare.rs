//! Fonts of the system for characters that the product's own font does not have: for paper and pictures, as the window
//! finds them for the screen.

use std::sync::Arc;

use egui::epaint::text::{
    FallbackRequest, FontData, FontFamily, FontInsert, FontProvider, FontTweak,
};
use egui_system_font_provider::SystemFontProvider;

/// A font file in memory and which of its faces is meant.
#[derive(Clone)]
pub struct FontFile {
    pub bytes: Arc<dyn AsRef<[u8]> + Send + Sync>,
    pub face_idx: u32,
}

/// Finds a font for a character that the product's own lacks.
#[derive(Clone)]
pub struct RareFonts(Arc<dyn Fn(char) -> Option<FontFile> + Send + Sync>);

impl RareFonts {
    pub fn new(find: impl Fn(char) -> Option<FontFile> + Send + Sync + 'static) -> Self {
        Self(Arc::new(find))
    }

    /// Those that are installed.
    pub fn of_system() -> Self {
        let system = SystemFonts::default();
        Self::new(move |char| system.font_for(char))
    }

    pub fn font_for(&self, char: char) -> Option<FontFile> {
        (self.0)(char)
    }
}

impl std::fmt::Debug for RareFonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RareFonts")
    }
}

impl FontProvider for RareFonts {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let char = request.cluster.chars().next()?;
        let file = Self::font_for(self, char)?;
        let data = FontData { font: file.bytes, index: file.face_idx, tweak: FontTweak::default() };
        Some(FontInsert { name: format!("rare-{char}"), data, families: Vec::new() })
    }
}

/// The system's fonts, Chinese ones first. They are listed on a thread of their own; the first look-up waits for it.
struct SystemFonts {
    provider: SystemFontProvider,
}

impl Default for SystemFonts {
    fn default() -> Self {
        Self { provider: SystemFontProvider::new().with_locale(Some("zh-CN")) }
    }
}

impl SystemFonts {
    /// A font that has this character; `None` where no installed one does.
    fn font_for(&self, char: char) -> Option<FontFile> {
        let mut text = [0; 4];
        let cluster = &*char.encode_utf8(&mut text);
        let request = FallbackRequest { cluster, family: &FontFamily::Proportional };
        let found = self.provider.font_for(&request)?;
        Some(FontFile { bytes: found.data.font, face_idx: found.data.index })
    }
}

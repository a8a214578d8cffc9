//! Panels: functions of what they show. They read, draw and send commands; nothing here changes data.
//!
//! [`Screen`] is the whole window without its frame; [`UiCtx`] is what every panel is given. No files, no clock, no
//! threads: `app` has those.

mod answers;
mod context;
mod dates;
mod dialogs;
mod fonts;
mod form_pane;
pub mod forms;
mod input;
mod labels;
mod layer_panel;
mod map_panel;
mod notices;
pub mod plan_card;
mod screen;
pub mod shortcuts;
mod stage_symbol;
mod status_bar;
mod text;
mod theme;
mod top_bar;
mod tray;
mod view_state;
mod welcome;
mod work_list;

pub use answers::Picked;
pub use context::{Ask, Job, Outbox, PickFor, Ticket, UiCtx};
pub use notices::{Notices, Tone};
pub use screen::Screen;
pub use text::Words;
pub use theme::Palette;
pub use view_state::{CardTab, ThemeMode, ViewState};

/// Gives `ctx` the product's font, colours and sizes. Once, before the first frame.
pub fn install(ctx: &egui::Context) {
    fonts::install(ctx);
    theme::install(ctx);
}

/// Puts a provider of rarer characters behind the embedded font.
pub use fonts::add_provider as add_font_provider;

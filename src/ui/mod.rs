//! Panels: functions of what they show. They read, draw and send commands; nothing here changes data.
//!
//! [`Screen`] is the whole window without its frame; [`UiCtx`] is what every panel is given. No files, no clock, no
//! threads: `app` has those.

mod actions;
mod acts;
mod answers;
mod board;
mod changed_value;
mod clock_watch;
mod companions;
mod composing;
mod context;
mod coordinates;
mod dates;
mod datum_offer;
mod dialogs;
mod direct_act;
mod drop_slots;
mod dropping;
mod evening_band;
mod facets;
mod feature_doubts;
mod field;
mod file_sorts;
mod first_view;
mod fonts;
mod form_pane;
mod form_refusal;
pub mod forms;
mod full_disk;
mod handles;
mod holding;
mod imports;
mod input;
mod keep_view;
mod lab;
mod labels;
mod layer_datum;
mod layer_panel;
mod layer_wishes;
mod lines;
mod long_list;
mod map_panel;
mod marked;
mod menus;
mod notices;
mod off_frame;
mod only;
mod pane_focus;
mod pane_parts;
mod panes;
mod photo_doubts;
mod picked;
mod plain_plot;
pub mod plan_card;
mod rare;
mod read_only;
mod recording;
mod refused;
mod review;
mod row_facts;
mod same_key;
mod save_place;
mod screen;
mod search_box;
mod search_rank;
mod section_flag;
pub mod shortcuts;
mod side_pane;
mod silent_photos;
mod stage_symbol;
mod status_bar;
mod strip;
mod table;
mod text;
mod theme;
mod today;
mod top_bar;
mod tray;
mod typed_day;
mod unsaved;
mod view_state;
mod welcome;
mod work_desk;
mod work_find;
mod work_foot;
mod work_glance;
mod work_head;
mod work_lines;
mod work_list;
mod work_order;
mod work_row;
mod work_rows;
mod work_standing;

pub use actions::ACTIONS;
pub use board::BoardOrder;
pub use context::{
    Ask, AskingForm, Job, Outbox, Outside, PickFor, StoredFile, StoredFileDone, Ticket, UiCtx,
};
pub use dialogs::{Printed, WorkspacesDialog, file_names};
pub use file_sorts::{LAYER_ENDINGS, PICTURE_ENDINGS, TABLE_ENDINGS, is_picture};
pub use full_disk::CarriedForms;
pub use notices::{Does, NoticeAct, Notices, Tone};
pub use off_frame::let_go;
pub use picked::Picked;
pub use save_place::FileSort;
pub use screen::Screen;
pub use text::Words;
pub use theme::{Dress, OUTDOOR, Palette};
pub use view_state::{CardTab, ListTab, Middle, ThemeMode, ViewState};

/// Gives `ctx` the product's font, colours and sizes. Once, before the first frame.
pub fn install(ctx: &egui::Context) {
    fonts::install(ctx);
    theme::install(ctx);
}

/// Puts a provider of rarer characters behind the embedded font.
pub use fonts::add_provider as add_font_provider;

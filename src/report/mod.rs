//! What leaves on paper and in tables: 简报, 通报, 台账, 一口一档, 审批表, 挂图, 黑臭水体清单, and the sheets of a day.
//!
//! A report is first a [`Doc`], what it says; then pages ([`Paper`]) and a PDF, or one web page. Bytes only: where they
//! go is for `app` and `cli` to say. No clock: the same workspace and day make the same bytes.

mod approval;
mod day_sheets;
mod doc;
mod dossier;
mod dossier_evidence;
mod dossier_samples;
mod flow;
mod flow_form;
mod flow_table;
mod fonts;
mod html;
mod ledger;
mod location_map;
mod map_scene;
mod order;
mod paper;
mod pdf;
mod pictures;
mod programme;
mod publishable;
mod ranking;
mod river_quality;
mod scope;
mod source;
mod wall_map;
mod wrap;

pub use approval::Form;
pub use doc::{Block, Doc};
pub use fonts::Fonts;
pub use html::html;
pub use ledger::not_calculated;
pub use map_scene::map_input;
pub use order::*;
pub use paper::{Page, Paper};
pub use pictures::{png_of, upright};
pub use programme::briefing_paragraphs;
pub use scope::Scope;
pub use source::{ReadFile, Source};
pub use wall_map::SheetSize;

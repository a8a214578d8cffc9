//! What is only about looking: selection, tab, filters, language, theme. Kept in the workspace's settings so that
//! the window opens where it was left; never in the log.

use serde::{Deserialize, Serialize};

use crate::model::{FeatureKey, Lang};
use crate::plan::Actor;

/// The name of the setting it is kept under.
pub const VIEW_SETTING: &str = "view";

/// How the window was left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewState {
    pub lang: Lang,
    pub theme: ThemeMode,
    /// The selected feature's key.
    pub selected: Option<String>,
    pub list_tab: ListTab,
    /// The kind the list is narrowed to, by code.
    pub list_kind: Option<String>,
    pub list_query: String,
    pub card_tab: CardTab,
    /// The draft id of the form that was open.
    pub open_form: Option<String>,
    /// The row of it that had the keyboard.
    pub form_row: Option<String>,
    pub layers_shown: bool,
    /// Layers that are not drawn, by name.
    pub hidden_layers: std::collections::BTreeSet<String>,
    pub camera: Option<CameraSpot>,
    /// Who is at the keyboard.
    pub actor: Option<Actor>,
    /// Who goes along: preset in visits and samples.
    pub companions: String,
    /// The day the actor was last confirmed: on a new day the window asks again.
    pub actor_day: String,
}

/// Where the map looks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CameraSpot {
    pub lon_deg: f64,
    pub lat_deg: f64,
    pub zoom_level: f64,
}

/// Which brightness is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeMode {
    System,
    #[default]
    Light,
    Dark,
}

impl ThemeMode {
    pub const fn preference(self) -> egui::ThemePreference {
        match self {
            Self::System => egui::ThemePreference::System,
            Self::Light => egui::ThemePreference::Light,
            Self::Dark => egui::ThemePreference::Dark,
        }
    }
}

/// The lists of the work list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ListTab {
    #[default]
    All,
    Overdue,
}

/// The five tabs of a card, in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CardTab {
    #[default]
    Overview,
    Plan,
    Tests,
    Evidence,
    History,
}

impl CardTab {
    pub const ALL: [Self; 5] =
        [Self::Overview, Self::Plan, Self::Tests, Self::Evidence, Self::History];

    /// The key of its words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Overview => "card.tab.overview",
            Self::Plan => "card.tab.plan",
            Self::Tests => "card.tab.tests",
            Self::Evidence => "card.tab.evidence",
            Self::History => "card.tab.history",
        }
    }
}

impl ViewState {
    pub fn selected_key(&self) -> Option<FeatureKey> {
        FeatureKey::parse(self.selected.as_deref()?)
    }

    /// Reads what an earlier run left; what cannot be read is forgotten, for it is only about looking.
    pub fn from_setting(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    pub fn to_setting(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

//! What is only about looking: selection, tab, filters, language, theme. Kept in the workspace's settings so that
//! the window opens where it was left; never in the log.

use serde::{Deserialize, Serialize};

use super::board::BoardView;
use super::save_place::FileSort;
use super::table::TableView;
use crate::model::{FeatureKey, Lang};
use crate::plan::Actor;
use crate::session::{Desk, Evening};

/// The name of the setting it is kept under.
pub const VIEW_SETTING: &str = "view";

/// How the window was left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewState {
    pub lang: Lang,
    pub theme: ThemeMode,
    /// 户外: large and black on white, whatever `theme` says.
    pub outdoor: bool,
    /// How much larger everything is drawn than the system asks for; `None` is 1.
    pub text_scale: Option<f32>,
    /// The selected feature's key.
    pub selected: Option<String>,
    pub list_tab: ListTab,
    /// The kind the list is narrowed to, by code.
    pub list_kind: Option<String>,
    pub list_query: String,
    pub list_sort: ListSort,
    pub list_group: ListGroup,
    /// The list is put away in a wide window, or shown in a narrow one: each kind of window remembers its own.
    pub list_folded_wide: bool,
    pub list_shown_narrow: bool,
    /// As a person dragged them, points.
    pub list_width: Option<f32>,
    pub card_width: Option<f32>,
    pub card_tab: CardTab,
    /// The draft id of the form that was open.
    pub open_form: Option<String>,
    /// The row of it that had the keyboard.
    pub form_row: Option<String>,
    pub layers_shown: bool,
    pub middle: Middle,
    /// The past evening that is looked at. A new start looks at the present.
    #[serde(skip)]
    pub evening: Option<Evening>,
    pub board: BoardView,
    pub table: TableView,
    pub review: ReviewView,
    /// Where the last file of each sort went.
    pub save_folders: std::collections::BTreeMap<FileSort, std::path::PathBuf>,
    pub legend_hidden: bool,
    /// On a narrow map the legend lies over what one looks at: it is folded until asked for.
    pub legend_shown_narrow: bool,
    /// The river whose strip is shown, by key.
    pub strip_river: Option<String>,
    /// Rivers whose line is drawn from the mouth upwards, by key: a person has said so.
    pub turned_rivers: std::collections::BTreeSet<String>,
    /// Layers that are not drawn, by name.
    pub hidden_layers: std::collections::BTreeSet<String>,
    pub camera: Option<CameraSpot>,
    /// Who is at the keyboard.
    pub actor: Option<Actor>,
    /// Who goes along: preset in visits and samples.
    pub companions: String,
    /// The day the actor was last confirmed: on a new day the window asks again.
    pub actor_day: String,
    /// When the window was last looked at: after eight hours somebody else may sit there.
    pub last_used: String,
}

/// What stands in the middle of the window: the map, or what takes its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Middle {
    #[default]
    Map,
    Table,
    Board,
    Review,
}

/// How the review was left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewView {
    /// The heading that is looked at; `None` is all.
    pub desk: Option<Desk>,
    /// Only of this district; empty is every one.
    pub district: String,
    /// Only what nothing is missing of.
    pub complete_only: bool,
    /// Only what has changed since the last verdict.
    pub only_changes: bool,
    /// The whole card stands in the place of the verdict's needs.
    pub card_shown: bool,
    /// The case on the screen, by id.
    pub open: Option<String>,
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
    Today,
    Returned,
    /// An older version's tab of what is overdue comes here.
    #[default]
    #[serde(alias = "overdue")]
    Todo,
    All,
}

impl ListTab {
    pub const ALL: [Self; 4] = [Self::Today, Self::Returned, Self::Todo, Self::All];

    /// The key of its words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Today => "list.today",
            Self::Returned => "list.returned",
            Self::Todo => "list.todo",
            Self::All => "list.all",
        }
    }
}

/// The orders of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ListSort {
    /// What presses first; today's in the order they were put.
    #[default]
    Due,
    /// A walk: each time the nearest that is left, from the selected one on.
    Near,
    Name,
    Code,
    Stage,
}

impl ListSort {
    pub const ALL: [Self; 5] = [Self::Due, Self::Near, Self::Name, Self::Code, Self::Stage];

    /// The key of its words in a tab.
    pub const fn text(self, tab: ListTab) -> &'static str {
        match self {
            Self::Due if matches!(tab, ListTab::Today) => "list.sort_put",
            Self::Due => "list.sort_due",
            Self::Near => "list.sort_near",
            Self::Name => "list.sort_name",
            Self::Code => "list.sort_code",
            Self::Stage => "list.sort_stage",
        }
    }
}

/// What the list is parted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ListGroup {
    #[default]
    Nothing,
    Stage,
    Due,
    District,
    River,
}

impl ListGroup {
    pub const ALL: [Self; 5] = [Self::Nothing, Self::Stage, Self::Due, Self::District, Self::River];

    /// The key of its words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Nothing => "list.group_nothing",
            Self::Stage => "list.group_stage",
            Self::Due => "list.group_due",
            Self::District => "list.group_district",
            Self::River => "list.group_river",
        }
    }
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

    /// What procedure files call it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Plan => "plan",
            Self::Tests => "tests",
            Self::Evidence => "evidence",
            Self::History => "history",
        }
    }

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
    /// Puts `middle` in the middle; where it stands already, the map comes back.
    pub fn toggle_middle(&mut self, middle: Middle) {
        self.middle = if self.middle == middle { Middle::Map } else { middle };
    }

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

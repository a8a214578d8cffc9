//! What the map shows, as plain data: layers, how each feature looks, what is selected.
//!
//! Knows nothing of sessions and files: whoever has them fills this in. Everything large stands behind an `Arc`,
//! so that an input is cheap to clone; the map compares the pointers to see what has changed since the last frame.

use std::sync::Arc;

use crate::model::{Kind, Lang, Layer, Shapes, Text};
use crate::plan::{StageDef, StageGroup};

/// One feature on the map: the layer's number and the feature's index in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MapFeature {
    pub layer_id: u64,
    pub feature_idx: u32,
}

/// Everything the map shows.
#[derive(Clone, Debug, Default)]
pub struct MapInput {
    /// Bottom first. Areas are drawn below lines and lines below symbols whatever the order of the layers.
    pub layers: Vec<MapLayer>,
    /// Drawn with a ring or a wide outline, above everything else.
    pub selected: Vec<MapFeature>,
    /// Chosen together for something done with all of them: a thin ring or outline each, nothing enlarged.
    pub chosen: Arc<Vec<MapFeature>>,
    /// Pointed at elsewhere, e.g. in the list; the feature under the map's own pointer needs no mention.
    pub hovered: Option<MapFeature>,
    pub lang: Lang,
    pub line_names: LineNames,
}

/// Which lines bear their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineNames {
    /// Those whose names cover nothing: the others are named when one comes nearer.
    #[default]
    WhereFree,
    /// Rivers over symbols too: nobody comes nearer to a sheet on a wall.
    OverSymbols,
}

/// One layer with how its features look.
#[derive(Clone, Debug)]
pub struct MapLayer {
    /// A number that stays with the layer while the program runs.
    pub id: u64,
    pub layer: Arc<Layer>,
    /// What the layer is called in legend and lists.
    pub title: Text,
    pub visible: bool,
    /// By feature index; a feature beyond the end has the default look.
    pub looks: Arc<Vec<FeatureLook>>,
    /// Features that records have created or moved.
    pub redrawn: Arc<Vec<Redrawn>>,
}

impl MapLayer {
    /// A visible layer of which nothing but its file is known.
    pub fn plain(id: u64, layer: Arc<Layer>) -> Self {
        let title = Text::same(&layer.name);
        Self { id, layer, title, visible: true, looks: Arc::default(), redrawn: Arc::default() }
    }

    pub fn kind(&self) -> &Kind {
        &self.layer.kind
    }

    /// How one feature looks; the default where nothing is said.
    pub fn look(&self, feature_idx: u32) -> &FeatureLook {
        static DEFAULT: std::sync::LazyLock<FeatureLook> =
            std::sync::LazyLock::new(FeatureLook::default);
        self.looks.get(feature_idx as usize).unwrap_or(&DEFAULT)
    }

    /// Features of the file and created ones.
    pub fn feature_count(&self) -> usize {
        let created = self.redrawn.iter().map(|redrawn| redrawn.feature_idx as usize + 1);
        created.max().unwrap_or(0).max(self.layer.shapes.feature_count())
    }
}

/// Whether two lists are one and the same, or both empty.
pub fn is_same<T>(one: &Arc<Vec<T>>, other: &Arc<Vec<T>>) -> bool {
    Arc::ptr_eq(one, other) || (one.is_empty() && other.is_empty())
}

/// A feature whose place comes from a record and not from the layer's file.
#[derive(Clone, Debug)]
pub struct Redrawn {
    /// The index of a moved feature; for a created one any index from the layer's feature count up.
    pub feature_idx: u32,
    /// The shapes of this one feature: its feature 0.
    pub shapes: Arc<Shapes>,
}

/// How one feature looks and what it is called.
#[derive(Clone, Debug, Default)]
pub struct FeatureLook {
    /// The feature's name, as the label beside it and for screen readers. Empty: none.
    pub name: Arc<str>,
    /// Where its plan stands. `None` for features of kinds that have no plan: they get no symbol of a group.
    pub stage: Option<Arc<StageLook>>,
    pub deadline: DeadlineLook,
    /// Different values are left standing: 填报不一致, "≠".
    pub conflict: bool,
    /// Sent back to the person at the keyboard: "↩".
    pub returned: bool,
    /// Has records that were not handed in yet: a small dot.
    pub not_handed_in: bool,
    /// The water-quality class on a section's flag: `Ⅰ` … `Ⅴ`, `劣Ⅴ`, or `—` for a month without figures.
    pub class: Option<Arc<str>>,
}

impl FeatureLook {
    /// A feature with nothing but a name.
    pub fn named(name: &str) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Whether it should be seen even where symbols crowd: overdue, in trouble, contradictory or sent back.
    pub fn wants_attention(&self) -> bool {
        self.deadline == DeadlineLook::Overdue
            || self.conflict
            || self.returned
            || self.stage.as_ref().is_some_and(|stage| stage.group == StageGroup::Trouble)
    }
}

/// How a stage looks: its group's colour and shape, its own character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageLook {
    pub group: StageGroup,
    /// One Chinese character / one letter.
    pub mark: Text,
    pub label: Text,
    /// On hold: the fill is hatched.
    pub hatched: bool,
}

impl StageLook {
    /// The look of a stage of a procedure file. 暂缓 is the one stage that is hatched.
    pub fn of(stage: &StageDef) -> Self {
        Self {
            group: stage.group,
            mark: stage.mark.clone(),
            label: stage.label.clone(),
            hatched: stage.mark.zh == "缓",
        }
    }

    /// The look of a feature that has no stage yet: 未建档.
    pub fn not_started() -> Self {
        Self {
            group: StageGroup::NotStarted,
            mark: Text::new("新", "U"),
            label: Text::new("未建档", "Not started"),
            hatched: false,
        }
    }
}

/// How near a feature's deadline is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeadlineLook {
    #[default]
    Fine,
    /// 临期, at most 30 days left: a dashed ring.
    DueSoon,
    /// 逾期: a thick ring and "!".
    Overdue,
}

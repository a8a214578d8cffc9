//! What the map's signs mean and how many features carry each: data for the legend, drawn or read aloud.

use super::input::{DeadlineLook, MapInput, MapLayer};
use crate::model::{Kind, Lang, Text};
use crate::plan::StageGroup;

/// One visible kind of feature.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendSection {
    pub kind: Kind,
    pub title: Text,
    pub count: usize,
    /// Groups of stages that occur, in the order of [`StageGroup::ALL`]; empty for kinds without plans.
    pub groups: Vec<(StageGroup, usize)>,
    pub overdue: usize,
    pub due_soon: usize,
    pub conflicts: usize,
    pub returned: usize,
    pub not_handed_in: usize,
    pub shape: SectionShape,
}

/// What a kind's features mostly are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionShape {
    Point,
    Line,
    Area,
}

/// The legend of all visible layers: kinds in the order their features lie on the map, top first.
pub fn legend(input: &MapInput) -> Vec<LegendSection> {
    let mut sections: Vec<LegendSection> = Vec::new();
    for layer in input.layers.iter().filter(|layer| layer.visible) {
        let one = section(layer);
        let is_same =
            |section: &&mut LegendSection| section.kind == one.kind && section.title == one.title;
        match sections.iter_mut().find(is_same) {
            Some(section) => section.add(one),
            None => sections.push(one),
        }
    }
    sections.retain(|section| section.count > 0);
    sections.sort_by_key(|section| std::cmp::Reverse(super::scene::rank(&section.kind)));
    sections
}

fn section(layer: &MapLayer) -> LegendSection {
    let mut groups = [0_usize; StageGroup::ALL.len()];
    let mut one = LegendSection {
        kind: layer.kind().clone(),
        title: layer.title.clone(),
        count: layer.feature_count(),
        groups: Vec::new(),
        overdue: 0,
        due_soon: 0,
        conflicts: 0,
        returned: 0,
        not_handed_in: 0,
        shape: shape_of(layer),
    };
    for look in layer.looks.iter() {
        if let Some(stage) = &look.stage
            && let Some(at) = StageGroup::ALL.iter().position(|group| *group == stage.group)
        {
            groups[at] += 1;
        }
        one.overdue += usize::from(look.deadline == DeadlineLook::Overdue);
        one.due_soon += usize::from(look.deadline == DeadlineLook::DueSoon);
        one.conflicts += usize::from(look.conflict);
        one.returned += usize::from(look.returned);
        one.not_handed_in += usize::from(look.not_handed_in);
    }
    let counted = StageGroup::ALL.into_iter().zip(groups);
    one.groups = counted.filter(|(_, count)| *count > 0).collect();
    one
}

fn shape_of(layer: &MapLayer) -> SectionShape {
    use crate::model::GeometryKind as G;
    let shapes = &layer.layer.shapes;
    let first = (0..shapes.feature_count()).map(|idx| shapes.kind(idx)).find(|it| *it != G::Null);
    match first {
        Some(G::LineString | G::MultiLineString) => SectionShape::Line,
        Some(G::Polygon | G::MultiPolygon | G::GeometryCollection) => SectionShape::Area,
        _ => SectionShape::Point,
    }
}

impl LegendSection {
    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.overdue += other.overdue;
        self.due_soon += other.due_soon;
        self.conflicts += other.conflicts;
        self.returned += other.returned;
        self.not_handed_in += other.not_handed_in;
        for (group, count) in other.groups {
            match self.groups.iter_mut().find(|(one, _)| *one == group) {
                Some((_, total)) => *total += count,
                None => self.groups.push((group, count)),
            }
        }
        self.groups.sort_unstable_by_key(|(group, _)| *group);
    }

    /// The section as one line to be read aloud: `排口 68：定方案 9，等审核 16，…，逾期 11`.
    pub fn spoken(&self, lang: Lang) -> String {
        let overlays = [
            (self.overdue, OVERDUE),
            (self.due_soon, DUE_SOON),
            (self.conflicts, CONFLICT),
            (self.returned, RETURNED),
            (self.not_handed_in, NOT_HANDED_IN),
        ];
        let groups = self
            .groups
            .iter()
            .map(|(group, count)| (*count, group_words(*group)))
            .chain(overlays.into_iter().filter(|(count, _)| *count > 0))
            .map(|(count, words)| format!("{} {count}", word(words, lang)));
        let groups: Vec<_> = groups.collect();
        let head = format!("{} {}", self.title.get(lang), self.count);
        match (groups.is_empty(), lang) {
            (true, _) => head,
            (false, Lang::Zh) => format!("{head}：{}", groups.join("，")),
            (false, Lang::En) => format!("{head}: {}", groups.join(", ")),
        }
    }
}

/// Chinese and English.
pub type Words = (&'static str, &'static str);

pub const OVERDUE: Words = ("逾期", "Overdue");
pub const DUE_SOON: Words = ("临期", "Due soon");
pub const CONFLICT: Words = ("填报不一致", "Contradictory");
pub const RETURNED: Words = ("退回给我", "Returned to me");
pub const NOT_HANDED_IN: Words = ("未上报", "Not handed in");

/// What a group of stages is called.
pub fn group_words(group: StageGroup) -> Words {
    match group {
        StageGroup::Planning => ("定方案", "Planning"),
        StageGroup::Verdict => ("等审核", "Awaiting verdict"),
        StageGroup::Works => ("在整治", "Works"),
        StageGroup::Trouble => ("有问题", "Trouble"),
        StageGroup::Closed => ("已办结", "Closed"),
        StageGroup::NotStarted => ("未建档", "Not started"),
        StageGroup::NotCounted => ("不计入", "Not counted"),
    }
}

pub fn word(words: Words, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => words.0,
        Lang::En => words.1,
    }
}

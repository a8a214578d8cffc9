//! What reports are made from: the workspace as it stood on a day, the language, and where photos and rare fonts are.

use std::sync::Arc;

use super::doc::{Doc, Layout};
use crate::map::RareFonts;
use crate::model::{Day, FeatureKey, Lang, Stamp, Text};
use crate::plan::{Actor, Basis, FeatureState, Plans, Procedure, day_zh, is_overdue};
use crate::session::Snapshot;

/// Reads the bytes of a photo or document by its SHA-256; `None` where they are not here.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

/// What a report is made from.
#[derive(Clone)]
pub struct Source<'a> {
    pub snapshot: &'a Snapshot,
    /// The end of this day is what is looked at.
    pub as_of: Day,
    /// As of that day.
    pub plans: Arc<Plans>,
    pub lang: Lang,
    /// What a sheet to take along says it was printed at; reports name no clock.
    pub now: &'a Stamp,
    /// Who goes, if that is known.
    pub person: Option<&'a Actor>,
    /// Who goes along, as it stands on the screen.
    pub companions: &'a str,
    pub read_file: ReadFile<'a>,
    pub rare_fonts: Option<RareFonts>,
}

impl<'a> Source<'a> {
    /// The workspace at the end of `as_of`, without photos, people and the system's fonts.
    pub fn new(snapshot: &'a Snapshot, as_of: Day, lang: Lang, now: &'a Stamp) -> Self {
        let plans = snapshot.plans_at(as_of);
        let (person, companions, rare_fonts) = (None, "", None);
        let read_file: ReadFile<'_> = &|_| None;
        Self { snapshot, as_of, plans, lang, now, person, companions, read_file, rare_fonts }
    }

    /// The words in the report's language.
    pub fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    pub fn get(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    /// `5月12日`, with the year where it is not the report's or the report is made in another: paper is kept.
    /// `2022-05-12` in English.
    pub fn day(&self, day: Day) -> String {
        let is_of_this = [self.as_of, self.now.day()].iter().all(|it| it.year() == day.year());
        match self.lang {
            Lang::Zh if is_of_this => day_zh(day),
            _ => self.full_day(day),
        }
    }

    /// A day with its year.
    pub fn full_day(&self, day: Day) -> String {
        match self.lang {
            Lang::Zh => format!("{}年{}", day.year(), day_zh(day)),
            Lang::En => day.to_string(),
        }
    }

    pub fn state(&self, key: &FeatureKey) -> Option<&FeatureState> {
        self.plans.get(key).map(AsRef::as_ref)
    }

    pub fn is_synthetic(&self) -> bool {
        self.snapshot.synthetic || self.snapshot.layers.iter().any(|view| view.layer.synthetic)
    }

    /// 口径: what every page says of the day and the counting.
    pub fn basis(&self) -> String {
        // On its story's day a demonstration counts what was recorded in it since: the day alone would not say so.
        let counts_later = self.snapshot.demonstration_day() == Some(self.as_of);
        let (zh_later, en_later) = match counts_later {
            true => (
                "；示意库：库里新记的也计入这一天",
                "; a demonstration: what was recorded in it since counts too",
            ),
            false => ("", ""),
        };
        let basis = self.snapshot.basis();
        let words = basis.words(&self.as_of.to_string());
        match (self.lang, basis) {
            (Lang::Zh, Basis::Happened) => {
                format!("口径：{}，按本工作库已有记录{zh_later}", words.zh)
            }
            (Lang::En, Basis::Happened) => {
                format!("Counted {}, from the records here{en_later}", words.en)
            }
            (Lang::Zh, Basis::Received) => format!("口径：{}", words.zh),
            (Lang::En, Basis::Received) => format!("Counted {}", words.en),
        }
    }

    /// An empty report of this title.
    pub fn doc(&self, title: String, layout: Layout) -> Doc {
        let (lang, basis, synthetic) = (self.lang, self.basis(), self.is_synthetic());
        Doc { lang, title, basis, synthetic, layout, blocks: Vec::new() }
    }

    /// What heads of sheets say of a feature.
    pub fn facts(&self, key: &FeatureKey) -> Facts<'_> {
        let row = self.snapshot.row(key);
        let code = row.map_or(key.code(), |row| &row.code).to_owned();
        let name = row.map(|row| row.name.to_string()).filter(|name| !name.is_empty());
        let state = self.state(key);
        let procedure = self.snapshot.rulebook.procedure(&key.kind());
        let stage = match (procedure, state.and_then(FeatureState::stage_code)) {
            (Some(procedure), Some(stage)) => self.get(&procedure.stage_label(stage)),
            (Some(procedure), None) if procedure.has_stages() => {
                self.say("未建档", "not started").to_owned()
            }
            _ => String::new(),
        };
        let at = self.snapshot.place(key).and_then(|(view, idx)| view.layer.shapes.anchor(idx));
        let position = at.map(|at| format!("{:.6}, {:.6}", at.lon_deg, at.lat_deg));
        let place = self.snapshot.place(key);
        let district = place.map(|(view, idx)| self.snapshot.district_of(view, idx, &self.plans));
        Facts {
            key: key.clone(),
            name: name.unwrap_or_else(|| code.clone()),
            code,
            stage,
            position: position.unwrap_or_default(),
            district: district.unwrap_or_default(),
            state,
            procedure,
        }
    }

    /// The deadline, and whether it has passed.
    pub fn due(&self, facts: &Facts<'_>) -> String {
        let Some((state, due)) = facts.state.and_then(|it| Some((it, it.deadline_current?))) else {
            return String::new();
        };
        let over = facts.procedure.is_some_and(|it| is_overdue(it, state, self.as_of));
        match (over, self.lang) {
            (false, _) => due.to_string(),
            (true, Lang::Zh) => format!("{due} 逾期"),
            (true, Lang::En) => format!("{due} overdue"),
        }
    }
}

/// What heads of sheets say of a feature.
pub struct Facts<'a> {
    pub key: FeatureKey,
    pub name: String,
    pub code: String,
    pub stage: String,
    pub position: String,
    pub district: String,
    pub state: Option<&'a FeatureState>,
    pub procedure: Option<&'a Procedure>,
}

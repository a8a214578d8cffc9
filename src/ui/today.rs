//! 今日清单: what a person has chosen for the day, in the order it is to be visited.
//!
//! It is kept with the view: choosing is looking ahead, not recording. A visit ticks its feature off.

use serde::{Deserialize, Serialize};

use crate::model::{Day, FeatureKey};
use crate::plan::FeatureState;

/// The chosen features, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TodayList {
    /// The day it was made for, ISO.
    pub day: String,
    pub keys: Vec<String>,
}

impl TodayList {
    pub fn holds(&self, key: &FeatureKey) -> bool {
        self.keys.iter().any(|one| one == key.as_str())
    }

    /// Puts a feature on the list, or takes it off.
    pub fn toggle(&mut self, key: &FeatureKey) {
        match self.keys.iter().position(|one| one == key.as_str()) {
            Some(at) => {
                self.keys.remove(at);
            }
            None => self.keys.push(key.to_string()),
        }
    }

    /// Puts features on the list; those that are there keep their place.
    pub fn add<'a>(&mut self, keys: impl IntoIterator<Item = &'a FeatureKey>) {
        for key in keys {
            if !self.holds(key) {
                self.keys.push(key.to_string());
            }
        }
    }

    /// Moves a feature so many places down the list, or up.
    pub fn shift(&mut self, key: &FeatureKey, places: isize) {
        let Some(from) = self.keys.iter().position(|one| one == key.as_str()) else { return };
        let to = from.saturating_add_signed(places).min(self.keys.len() - 1);
        let moved = self.keys.remove(from);
        self.keys.insert(to, moved);
    }

    /// A new day has begun: what was not visited stays, the rest leaves. Answers how many stayed.
    pub fn turn_to(&mut self, today: Day, visited: impl Fn(&str, Day) -> bool) -> usize {
        let today_iso = today.to_string();
        if self.day == today_iso {
            return 0;
        }
        if let Ok(day) = self.day.parse::<Day>() {
            self.keys.retain(|key| !visited(key, day));
        }
        self.day = today_iso;
        self.keys.len()
    }
}

/// When a feature was visited on a day: `09:05` of the newest visit.
pub fn visited_on(state: &FeatureState, day: Day) -> Option<&str> {
    let visit = state.visits.iter().rev().find(|visit| visit.record.at.day() == day)?;
    Some(super::dates::time_of_day(&visit.record.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;

    fn key(code: &str) -> FeatureKey {
        FeatureKey::new(&Kind::new(Kind::OUTFALL), code)
    }

    #[test]
    fn features_come_go_and_change_places() {
        let mut list = TodayList::default();
        list.add([&key("1"), &key("2"), &key("3"), &key("1")]);
        list.shift(&key("3"), -2);
        list.toggle(&key("2"));
        assert_eq!(list.keys, ["outfall:3", "outfall:1"]);
        list.shift(&key("1"), 9);
        assert_eq!(list.keys, ["outfall:3", "outfall:1"]);
    }

    #[test]
    fn what_was_not_visited_stays_for_the_next_day() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let mut list = TodayList::default();
        list.turn_to(day("2022-05-12"), |_, _| true);
        list.add([&key("1"), &key("2")]);
        assert_eq!(list.turn_to(day("2022-05-12"), |_, _| true), 0);
        let stayed = list.turn_to(day("2022-05-13"), |key, _| key == "outfall:1");
        assert_eq!((stayed, list.keys), (1, vec!["outfall:2".to_owned()]));
    }
}

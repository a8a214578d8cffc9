//! 水质方格: each river's sea mouth by month. A month without a class has a word of its own and is never a good month.

use std::collections::BTreeMap;

use super::super::kpi_kinds::rank;
use super::super::state::FeatureState;
use super::super::summary::Counted;
use crate::model::{Day, Text};

/// What is known of a river's mouth in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MonthAnswer {
    /// It has not begun yet.
    Ahead,
    /// Nobody has said anything about it.
    Silent,
    /// Recorded as not monitored, or as not reached.
    NotMonitored,
    /// Recorded as frozen over.
    Frozen,
    /// Recorded as dry.
    Dry,
    /// The class the received file states: nobody here proved it. By its place in `CLASSES`.
    Stated(usize),
    /// The class of the means of the month's deciding samples, by its place in `CLASSES`.
    Class(usize),
}

/// The marks of the classes; worse than the last is said in words.
const MARKS: [&str; 5] = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ"];

/// One river of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualityRow {
    /// The code of the river.
    pub river: String,
    /// Its sections at the sea, by their places in [`super::Board::keys`].
    pub sections: Vec<u32>,
    /// January to December of the year looked at.
    pub months: [MonthAnswer; 12],
}

impl MonthAnswer {
    /// `Ⅰ` … `劣Ⅴ`, else a word.
    pub fn mark(self) -> Text {
        match self {
            Self::Ahead => Text::default(),
            Self::Silent => Text::same("—"),
            Self::NotMonitored => Text::new("未测", "none"),
            Self::Frozen => Text::new("冰封", "ice"),
            Self::Dry => Text::new("断流", "dry"),
            Self::Stated(class) | Self::Class(class) => match MARKS.get(class) {
                Some(mark) => Text::same(*mark),
                None => Text::new("劣Ⅴ", ">Ⅴ"),
            },
        }
    }

    /// What stands on a section's flag: its class, `—` where there is none.
    pub fn flag(self) -> &'static str {
        self.class().map_or("—", |class| MARKS.get(class).copied().unwrap_or("劣Ⅴ"))
    }

    /// The same in full, for a blind reader and the hover text.
    pub fn words(self) -> Text {
        match self {
            Self::Ahead => Text::new("未到", "not yet"),
            Self::Silent => Text::new("没有数据", "no data"),
            Self::NotMonitored => Text::new("未监测", "not monitored"),
            Self::Frozen => Text::new("冰封", "frozen"),
            Self::Dry => Text::new("断流", "dry"),
            Self::Stated(_) => {
                let mark = self.mark();
                Text::new(
                    format!("{}类（来件所报，未核实）", mark.zh),
                    format!("class {} as received", mark.en),
                )
            }
            Self::Class(_) => {
                let mark = self.mark();
                Text::new(format!("{}类", mark.zh), format!("class {}", mark.en))
            }
        }
    }

    /// The class's place in `CLASSES`.
    pub const fn class(self) -> Option<usize> {
        match self {
            Self::Stated(class) | Self::Class(class) => Some(class),
            _ => None,
        }
    }
}

/// The twelve months of a section's year, as far as it has come by `as_of`.
pub fn months_of(section: &FeatureState, as_of: Day) -> [MonthAnswer; 12] {
    let mut months = [MonthAnswer::Ahead; 12];
    for (month, answer) in (1..).zip(&mut months) {
        *answer = answer_of(section, as_of, month);
    }
    months
}

/// What was last said of a section, in this year or the one before: the newest month that is not silent. A class that
/// the file states without its month counts where nothing else is known.
pub fn newest_answer(section: &FeatureState, as_of: Day) -> MonthAnswer {
    let last_year = as_of.first_of_year().yesterday().unwrap_or(as_of);
    let newest_first = |day: Day| months_of(section, day).into_iter().rev();
    let is_said = |answer: &MonthAnswer| *answer > MonthAnswer::Silent;
    let said = newest_first(as_of).chain(newest_first(last_year)).find(is_said);
    said.unwrap_or_else(|| match section.text("latest_month") {
        Some(_) => MonthAnswer::Silent,
        None => {
            let stated = section.text("latest_class").and_then(rank);
            stated.map_or(MonthAnswer::Silent, MonthAnswer::Stated)
        }
    })
}

/// The rivers with a section at the sea, by code.
pub(super) fn grid(sections: &[Counted], as_of: Day) -> Vec<QualityRow> {
    let mut rows: BTreeMap<&str, QualityRow> = BTreeMap::new();
    let at_sea = |one: &&Counted| one.state.text("nature") == Some("sea_mouth");
    for one in sections.iter().filter(at_sea) {
        let Some(river) = one.state.text("river_code") else { continue };
        let row = rows.entry(river).or_insert_with(|| QualityRow {
            river: river.to_owned(),
            sections: Vec::new(),
            months: [MonthAnswer::Ahead; 12],
        });
        row.sections.push(one.place);
        for (month, answer) in (1..).zip(&mut row.months) {
            // The worst of several sections; a class says more than a word.
            *answer = (*answer).max(answer_of(&one.state, as_of, month));
        }
    }
    rows.into_values().collect()
}

fn answer_of(state: &FeatureState, as_of: Day, month: i8) -> MonthAnswer {
    let year = as_of.year();
    if month > as_of.month() {
        return MonthAnswer::Ahead;
    }
    let of_month = state.months.iter().find(|quality| quality.month() == (year, month));
    if let Some(quality) = of_month {
        // Sampled and not classed: what the file says of the month is older than that.
        return quality.class_code().and_then(rank).map_or(MonthAnswer::Silent, MonthAnswer::Class);
    }
    let name = format!("{year}-{month:02}");
    let gap = state.list_items("gaps").find(|(id, _)| *id == name);
    if let Some(why) = gap.and_then(|(_, item)| item.get("why")?.as_str()) {
        return match why {
            "frozen" => MonthAnswer::Frozen,
            "dry" => MonthAnswer::Dry,
            _ => MonthAnswer::NotMonitored,
        };
    }
    let stated = state.text("latest_class").and_then(rank);
    match stated.filter(|_| state.text("latest_month") == Some(&*name)) {
        Some(class) => MonthAnswer::Stated(class),
        None => MonthAnswer::Silent,
    }
}

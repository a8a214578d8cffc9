//! One thing that is not as it was, and how it is said.

use std::sync::Arc;

use super::plain_words::day_zh;
use super::record::Record;
use crate::model::{Day, FeatureKey, Lang, Text};

/// Of many features so many are named.
const NAMED_MAX: usize = 3;

/// What kind of change it is, in the order they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeGroup {
    /// 新发现: found by a person.
    Found,
    /// 推进: a stage further on, or more of the works done.
    Advanced,
    /// 后退: sent back, relapsed, put on hold, or less done than was said.
    FellBack,
    /// 期限改动.
    Deadline,
    /// 已报数据被更正: what was said before says something else now, or was taken back.
    Corrected,
    /// 补充资料: samples, papers and fields that were not there before.
    Added,
    /// 仅巡查: somebody went there, nothing else.
    VisitedOnly,
}

impl ChangeGroup {
    pub const ALL: [Self; 7] = [
        Self::Found,
        Self::Advanced,
        Self::FellBack,
        Self::Deadline,
        Self::Corrected,
        Self::Added,
        Self::VisitedOnly,
    ];

    pub fn label(self) -> Text {
        match self {
            Self::Found => Text::new("新发现", "Found"),
            Self::Advanced => Text::new("推进", "Advanced"),
            Self::FellBack => Text::new("后退", "Fell back"),
            Self::Deadline => Text::new("期限改动", "Deadlines moved"),
            Self::Corrected => Text::new("已报数据被更正", "Corrected"),
            Self::Added => Text::new("补充资料", "Added"),
            Self::VisitedOnly => Text::new("仅巡查", "Visited only"),
        }
    }
}

/// One thing that is not as it was.
#[derive(Clone, Debug)]
pub struct PlanChange {
    pub group: ChangeGroup,
    pub feature: FeatureKey,
    /// Features of which the very same is to be said.
    pub others: Vec<FeatureKey>,
    /// What changed, without the feature's name.
    pub what: Text,
    /// The newest record that brought it.
    pub record: Option<Arc<Record>>,
    /// The file that says so, where no record does.
    pub file: Option<ReceivedFile>,
}

impl PlanChange {
    /// `示例排口033 整治中→完工自查（张三 5月10日）`.
    pub fn sentence(&self, name: &str, lang: Lang) -> String {
        let what = self.what.get(lang);
        match (&self.record, lang) {
            (Some(record), Lang::Zh) => {
                format!("{name} {what}（{} {}）", record.by.name, day_zh(record.on))
            }
            (Some(record), Lang::En) => {
                format!("{name}: {what} ({}, {})", record.by.name, record.on)
            }
            (None, lang) => {
                let file = self.file.as_ref().map(|file| file.words(lang));
                match (file, lang) {
                    (Some(file), Lang::Zh) => format!("{name} {what}（{file}）"),
                    (Some(file), Lang::En) => format!("{name}: {what} ({file})"),
                    (None, Lang::Zh) => format!("{name} {what}"),
                    (None, Lang::En) => format!("{name}: {what}"),
                }
            }
        }
    }

    /// How many features it is about.
    pub fn count(&self) -> usize {
        1 + self.others.len()
    }

    /// What it is about: `示例排口069`, of many `示例排口069、示例排口070、示例排口071 等 12 个`.
    pub fn subject(&self, name_of: &dyn Fn(&FeatureKey) -> String, lang: Lang) -> String {
        let first = name_of(&self.feature);
        if self.others.is_empty() {
            return first;
        }
        let named = self.others.iter().take(NAMED_MAX - 1).map(name_of);
        let named: Vec<String> = std::iter::once(first).chain(named).collect();
        match lang {
            Lang::Zh => format!("{} 等 {} 个", named.join("、"), self.count()),
            Lang::En => format!("{} and others ({})", named.join(", "), self.count()),
        }
    }
}

/// The text of a layer that says what is told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReceivedFile {
    /// What it is called; `None` where several texts came since.
    pub name: Option<String>,
    /// When it, or the last of them, was received.
    pub on: Day,
}

impl ReceivedFile {
    fn words(&self, lang: Lang) -> String {
        match (&self.name, lang) {
            (Some(name), Lang::Zh) => format!("来件 {name}，{}收到", day_zh(self.on)),
            (None, Lang::Zh) => format!("几次来件，最近 {}收到", day_zh(self.on)),
            (Some(name), Lang::En) => format!("{name}, received {}", self.on),
            (None, Lang::En) => format!("several files, the last received {}", self.on),
        }
    }
}

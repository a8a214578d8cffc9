//! The hand that writes one outfall's story: a calendar that only goes forward, and acts put down one by one.

use serde_json::{Value, json};

use super::cast::Cast;
use super::dice::Dice;
use super::pictures::Scene;
use crate::model::{Day, Stamp};
use crate::plan::{Body, Document, Fields, FieldsSet, Item, Photo, Step, Visit};

/// A paper of the demonstration: a few lines of text that say they are invented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paper {
    AcceptanceOpinion,
    ConnectionProof,
    SelfCheck,
}

impl Paper {
    pub const ALL: [Self; 3] = [Self::AcceptanceOpinion, Self::ConnectionProof, Self::SelfCheck];

    pub const fn doc_kind(self) -> &'static str {
        match self {
            Self::AcceptanceOpinion => "acceptance_opinion",
            Self::ConnectionProof => "connection_proof",
            Self::SelfCheck => "self_check",
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::AcceptanceOpinion => "验收意见（示意）",
            Self::ConnectionProof => "纳管凭证（示意）",
            Self::SelfCheck => "完工自查报告（示意）",
        }
    }

    pub fn text(self) -> String {
        format!(
            "{}\n\n本文件为演示用的虚构材料，不是任何真实排口的文件。\nSynthetic; no real paper.\n",
            self.title()
        )
    }
}

/// What goes with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enclosure {
    Picture(Scene),
    Paper(Paper),
}

/// One thing said in an act.
#[derive(Clone, Debug)]
pub struct Said {
    pub body: Body,
    pub enclosure: Option<Enclosure>,
}

/// One act: who, when, about which outfall, saying what.
#[derive(Clone, Debug)]
pub struct Event {
    pub at: Stamp,
    pub who: Cast,
    /// The outfall's number.
    pub outfall: usize,
    pub said: Vec<Said>,
}

/// Writes the events of one outfall in order.
#[derive(Debug)]
pub struct Teller {
    outfall: usize,
    pub dice: Dice,
    day: Day,
    /// Minutes since midnight of the next act.
    minute: i32,
    events: Vec<Event>,
}

/// Work begins at half past eight.
const MORNING_MINUTE: i32 = 8 * 60 + 30;

impl Teller {
    pub fn new(outfall: usize, first_day: Day) -> Self {
        let mut dice = Dice::new(1_000 + outfall as u64);
        let minute = MORNING_MINUTE + dice.below(180) as i32;
        Self { outfall, dice, day: workday(first_day), minute, events: Vec::new() }
    }

    pub fn today(&self) -> Day {
        self.day
    }

    /// Lets days go by; never ends on a weekend.
    pub fn days_later(&mut self, days: u64) {
        self.day = workday(plus_days(self.day, days as i64));
        self.minute = MORNING_MINUTE + self.dice.below(180) as i32;
    }

    pub const fn later_that_day(&mut self, minutes: i32) {
        self.minute += minutes;
    }

    /// Puts down an act.
    pub fn act(&mut self, who: Cast, said: Vec<Said>) {
        let at = self.day.at((self.minute / 60) as i8, (self.minute % 60) as i8, 0, 0);
        self.minute += 25;
        // A local time with China's offset is always a moment.
        let Ok(at) = Stamp::parse(&format!("{at}+08:00")) else { return };
        self.events.push(Event { at, who, outfall: self.outfall, said });
    }

    /// Puts down a step with its fields.
    pub fn step(&mut self, who: Cast, from: Option<&str>, to: &str, fields: &[(&str, Value)]) {
        self.act(who, vec![step(from, to, fields, "")]);
    }

    pub fn finish(self) -> Vec<Event> {
        self.events
    }
}

fn plus_days(day: Day, days: i64) -> Day {
    day.checked_add(jiff::Span::new().days(days)).unwrap_or(day)
}

/// The day itself, or the Monday after a weekend.
fn workday(day: Day) -> Day {
    match day.weekday() {
        jiff::civil::Weekday::Saturday => plus_days(day, 2),
        jiff::civil::Weekday::Sunday => plus_days(day, 1),
        _ => day,
    }
}

pub fn fields_of(fields: &[(&str, Value)]) -> Fields {
    fields.iter().map(|(code, value)| ((*code).to_owned(), value.clone())).collect()
}

pub const fn said(body: Body) -> Said {
    Said { body, enclosure: None }
}

pub fn step(from: Option<&str>, to: &str, fields: &[(&str, Value)], note: &str) -> Said {
    said(Body::Transition(Step {
        from: from.map(str::to_owned),
        to: to.to_owned(),
        fields: fields_of(fields),
        note: note.to_owned(),
        ..Step::default()
    }))
}

/// A step back with things to correct.
pub fn send_back(from: &str, note: &str, items: &[(&str, &str)]) -> Said {
    let item = |(id, text): &(&str, &str)| Item {
        id: (*id).to_owned(),
        text: (*text).to_owned(),
        ..Item::default()
    };
    said(Body::Transition(Step {
        from: Some(from.to_owned()),
        to: "rework".to_owned(),
        note: note.to_owned(),
        items: items.iter().map(item).collect(),
        ..Step::default()
    }))
}

pub fn set(fields: &[(&str, Value)]) -> Said {
    said(Body::Fields(FieldsSet { fields: fields_of(fields), note: String::new() }))
}

/// Somebody goes there and looks.
pub fn visit(discharging: &str, colour: &str, note: &str) -> Said {
    let mut visit = Visit { note: note.to_owned(), ..Visit::default() };
    visit.looks.discharging = Some(discharging.to_owned());
    visit.looks.colour = Some(colour.to_owned());
    visit.abnormal = Some(colour == "grey" || colour == "black");
    said(Body::Visit(visit))
}

pub fn photo(scene: Scene, taken_on: Day) -> Said {
    let body = Photo {
        photo_kind: scene.photo_kind().to_owned(),
        ext: "jpg".to_owned(),
        typed_time: Some(taken_on.to_string()),
        note: "示意图，非实景照片".to_owned(),
        ..Photo::default()
    };
    Said { body: Body::Photo(body), enclosure: Some(Enclosure::Picture(scene)) }
}

pub fn paper(paper: Paper, date: Day) -> Said {
    let body = Document {
        doc_kind: paper.doc_kind().to_owned(),
        ext: "txt".to_owned(),
        title: paper.title().to_owned(),
        date: Some(date.to_string()),
        ..Document::default()
    };
    Said { body: Body::Document(body), enclosure: Some(Enclosure::Paper(paper)) }
}

pub fn yes() -> Value {
    json!("yes")
}

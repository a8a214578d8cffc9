//! The members of an object as they stood in the one before it, byte for byte: features of a layer mostly have the
//! same names in the same order, and what is the same need not be scanned, hashed and compared again.
//!
//! A trail is followed as far as the bytes are the same; from there on names are read as ever, and leave a new trail.

use super::json_scan::JsonString;
use crate::model::Span;

/// Which objects of a feature are like those of the feature before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    Feature,
    Properties,
    Geometry,
}

impl Likeness {
    pub const COUNT: usize = 3;
}

/// Longer names and wider gaps are not worth remembering.
const STEP_BYTES_MAX: usize = 256;
const STEPS_MAX: usize = 256;

/// What stood from one member's value to the next one's: a comma, a name, a colon, white space.
#[derive(Clone, Copy, Debug)]
struct Step {
    end: u32,
    /// Where the name's inside begins and ends, counted from the step's first byte.
    inside: (u16, u16),
    escaped: bool,
}

/// The members of one object, all of different names.
#[derive(Debug, Default)]
pub struct Trail {
    bytes: Vec<u8>,
    steps: Vec<Step>,
    /// From the last value to behind the closing brace.
    tail: Vec<u8>,
    is_whole: bool,
}

impl Trail {
    /// Whether there is one to follow.
    pub const fn is_whole(&self) -> bool {
        self.is_whole
    }

    fn bytes_of(&self, step_idx: usize) -> &[u8] {
        let end = self.steps.get(step_idx).map_or(0, |step| step.end as usize);
        let start = match step_idx {
            0 => 0,
            _ => self.steps[step_idx - 1].end as usize,
        };
        &self.bytes[start..end]
    }

    /// The name at a step, if the same bytes stand at `at`, and where its value begins.
    #[inline]
    pub fn follow(&self, text: &[u8], at: usize, step_idx: usize) -> Option<(JsonString, usize)> {
        let step = self.steps.get(step_idx)?;
        let bytes = self.bytes_of(step_idx);
        if !text.get(at..)?.starts_with(bytes) {
            return None;
        }
        let inside = Span::new(at + usize::from(step.inside.0), at + usize::from(step.inside.1));
        Some((JsonString { inside, escaped: step.escaped }, at + bytes.len()))
    }

    /// Where the object ends, if it ends after this many members just as the one before it.
    #[inline]
    pub fn ends(&self, text: &[u8], at: usize, step_idx: usize) -> Option<usize> {
        let has_ended = step_idx == self.steps.len() && text.get(at..)?.starts_with(&self.tail);
        has_ended.then_some(at + self.tail.len())
    }

    /// Keeps the first steps, to go on otherwise.
    pub fn turn_off(&mut self, step_idx: usize) {
        self.is_whole = false;
        self.steps.truncate(step_idx);
        self.bytes.truncate(self.steps.last().map_or(0, |step| step.end as usize));
    }

    /// Remembers a member: the bytes before its value and the name in them.
    pub fn add(&mut self, text: &[u8], from: usize, value_at: usize, name: JsonString) {
        if value_at - from > STEP_BYTES_MAX || self.steps.len() >= STEPS_MAX {
            // Two members that are not remembered in a row would be taken for one.
            self.steps.clear();
            self.bytes.clear();
            return;
        }
        self.bytes.extend_from_slice(text.get(from..value_at).unwrap_or_default());
        let inside = |at: u32| (at as usize - from) as u16;
        self.steps.push(Step {
            end: self.bytes.len() as u32,
            inside: (inside(name.inside.start), inside(name.inside.end)),
            escaped: name.escaped,
        });
    }

    /// The object has ended after `count` members, no two of one name.
    pub fn close(&mut self, text: &[u8], from: usize, end: usize, count: usize) {
        self.tail.clear();
        self.tail.extend_from_slice(text.get(from..end).unwrap_or_default());
        self.is_whole = self.steps.len() == count && self.tail.len() <= STEP_BYTES_MAX;
    }
}

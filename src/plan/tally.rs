//! A figure with who is in it: the features it is of, and those of them that count. So every number can be opened.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::summary::Counted;

/// The features behind a figure, by their places in [`super::Census::keys`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members {
    /// Those that count.
    pub hits: Vec<u32>,
    /// Those of which they are counted.
    pub of: Vec<u32>,
}

impl Members {
    /// Those that do not count yet.
    pub fn open(&self) -> Vec<u32> {
        let hits: HashSet<u32> = self.hits.iter().copied().collect();
        self.of.iter().filter(|place| !hits.contains(place)).copied().collect()
    }
}

/// A figure as it is printed, and its features.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub value: Value,
    pub members: Members,
}

impl Tally {
    /// A figure of another shape than "so many of so many".
    pub fn new<'c>(
        value: Value,
        hits: impl IntoIterator<Item = &'c Counted>,
        of: impl IntoIterator<Item = &'c Counted>,
    ) -> Self {
        let places = |one: &Counted| one.place;
        let hits = hits.into_iter().map(places).collect();
        Self { value, members: Members { hits, of: of.into_iter().map(places).collect() } }
    }

    /// Says beside a figure how many there are of something, where there are any.
    pub fn tell(self, name: &str, count: usize) -> Self {
        if count == 0 { self } else { self.put(name, count.into()) }
    }

    /// Says one more thing beside a figure that is not null.
    pub fn put(mut self, name: &str, member: Value) -> Self {
        if let Some(members) = self.value.as_object_mut() {
            members.insert(name.to_owned(), member);
        }
        self
    }
}

/// Nothing to count is null, neither 0 nor 100 %.
pub(super) fn pair(num: usize, den: usize) -> Value {
    if den == 0 { Value::Null } else { json!({"num": num, "den": den}) }
}

/// How many of some features pass a test.
pub(super) fn rate<'c>(
    of: impl IntoIterator<Item = &'c Counted>,
    holds: impl Fn(&Counted) -> bool,
) -> Tally {
    let of: Vec<&Counted> = of.into_iter().collect();
    let hits: Vec<&Counted> = of.iter().filter(|one| holds(one)).copied().collect();
    Tally::new(pair(hits.len(), of.len()), hits, of)
}

//! Changes to the members of one JSON object's text, in the manner of the text around them.

use std::borrow::Cow;

use super::json_scan::{JsonString, Scanner};
use super::json_text::{self, quote};
use crate::model::Span;

/// Replaces a stretch of text; an empty stretch is a place to insert at.
#[derive(Debug)]
pub struct Edit<'a> {
    pub at: Span,
    pub text: Cow<'a, str>,
}

impl Edit<'_> {
    pub const fn insert(offset: u32, text: String) -> Self {
        Edit { at: Span { start: offset, end: offset }, text: Cow::Owned(text) }
    }

    const fn remove(start: u32, end: u32) -> Self {
        Edit { at: Span { start, end }, text: Cow::Borrowed("") }
    }
}

/// How an object's text is set: what stands before a name, and between a name and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    before_name: String,
    colon: String,
}

impl Default for Style {
    fn default() -> Self {
        Self { before_name: String::new(), colon: ":".to_owned() }
    }
}

impl Style {
    /// The manner of an object inside `parent` that has no members of its own to show one.
    pub fn of_parent(text: &[u8], parent: Span) -> Self {
        let colon = ObjectText::read(text, parent)
            .style()
            .map_or_else(|| ":".to_owned(), |style| style.colon);
        let before_name = if colon.len() > 1 { " ".to_owned() } else { String::new() };
        Self { before_name, colon }
    }

    /// A whole object.
    pub fn object(&self, members: &[(Cow<'_, str>, Cow<'_, str>)]) -> String {
        let members: Vec<_> = members.iter().map(|member| self.member(member)).collect();
        format!("{{{}}}", members.join(&format!(",{}", self.before_name)))
    }

    fn member(&self, (name, value): &(Cow<'_, str>, Cow<'_, str>)) -> String {
        format!("{}{}{value}", quote(name), self.colon)
    }
}

/// One object's members, by their places.
pub struct ObjectText<'t> {
    text: &'t [u8],
    object: Span,
    members: Vec<(JsonString, Span)>,
}

impl<'t> ObjectText<'t> {
    /// Reads an object that is known to be JSON.
    pub fn read(text: &'t [u8], object: Span) -> Self {
        Self::read_with(text, object, |scanner| scanner.value().ok())
    }

    /// The same for a very large one, passing over values by their brackets.
    pub fn leap(text: &'t [u8], object: Span) -> Self {
        Self::read_with(text, object, |scanner| scanner.leap().ok())
    }

    fn read_with(
        text: &'t [u8],
        object: Span,
        pass: impl Fn(&mut Scanner<'t>) -> Option<Span>,
    ) -> Self {
        let mut members = Vec::new();
        let mut scanner = Scanner::new(text, object, 0);
        if let Ok(mut cursor) = scanner.open_object() {
            while let Ok(Some(name)) = scanner.next_name(&mut cursor) {
                let Some(value) = pass(&mut scanner) else { break };
                members.push((name, value));
            }
        }
        Self { text, object, members }
    }

    /// The value under a name, the last where it stands twice.
    pub fn last(&self, name: &str) -> Option<Span> {
        self.members.iter().rev().find(|(own, _)| own.is(self.text, name)).map(|(_, value)| *value)
    }

    /// The manner of the last member; `None` where there is none.
    pub fn style(&self) -> Option<Style> {
        let (name, value) = self.members.last()?;
        let between = |from: u32, to: u32| {
            let text = self.text.get(from as usize..to as usize).unwrap_or_default();
            String::from_utf8_lossy(text).into_owned()
        };
        let name = name.quoted();
        let colon = between(name.end, value.start);
        let before = match self.members.len() {
            1 => between(self.object.start + 1, name.start),
            more => between(self.members[more - 2].1.end, name.start),
        };
        // Behind the comma; what stands before it is the other member's.
        let mut before_name = before.rsplit(',').next().unwrap_or_default().to_owned();
        if self.members.len() == 1 && before_name.is_empty() && colon.ends_with(' ') {
            before_name.push(' ');
        }
        Some(Style { before_name, colon })
    }

    /// Adds members at the object's end.
    pub fn append<'e>(&self, members: &[(Cow<'_, str>, Cow<'_, str>)]) -> Edit<'e> {
        let style = self.style().unwrap_or_default();
        let last = self.members.last().map(|(_, value)| value.end);
        self.appended(members, &style, last)
    }

    /// Members behind the value that ends at `last`, or as the first ones.
    fn appended<'e>(
        &self,
        members: &[(Cow<'_, str>, Cow<'_, str>)],
        style: &Style,
        last: Option<u32>,
    ) -> Edit<'e> {
        let separator = format!(",{}", style.before_name);
        let texts: Vec<_> = members.iter().map(|member| style.member(member)).collect();
        let joined = texts.join(&separator);
        match last {
            Some(end) => Edit::insert(end, format!("{separator}{joined}")),
            None => {
                let first = self
                    .members
                    .first()
                    .map_or(self.object.start + 1, |(name, _)| name.quoted().start);
                Edit::insert(first, joined)
            }
        }
    }

    /// Removes all members of a name.
    pub fn without<'e>(&self, name: &str) -> Vec<Edit<'e>> {
        let gone: Vec<bool> = self.members.iter().map(|(own, _)| own.is(self.text, name)).collect();
        self.removals(&gone)
    }

    /// Makes `wanted` the object's only `yice_` members (`None` leaves them alone), and replaces the values of
    /// `write_back` where their names stand.
    pub fn set<'e>(
        &self,
        wanted: Option<&[(Cow<'e, str>, Cow<'e, str>)]>,
        write_back: &[(Cow<'e, str>, Cow<'e, str>)],
        style: &Style,
    ) -> Vec<Edit<'e>> {
        let names: Vec<Cow<'_, str>> =
            self.members.iter().map(|(name, _)| json_text::read(self.text, *name)).collect();
        let is_last = |idx: usize| !names[idx + 1..].contains(&names[idx]);
        let find = |among: &[(Cow<'e, str>, Cow<'e, str>)], idx: usize| {
            let found = among.iter().find(|(name, _)| *name == names[idx]);
            found.filter(|_| is_last(idx)).map(|(_, value)| value.clone())
        };
        let mut edits = Vec::new();
        let mut gone = vec![false; names.len()];
        for (idx, (_, value)) in self.members.iter().enumerate() {
            let ours = names[idx].starts_with("yice_");
            let new = match wanted {
                Some(wanted) if ours => find(wanted, idx),
                _ => find(write_back, idx),
            };
            match new {
                Some(text) => edits.push(Edit { at: *value, text }),
                None => {
                    gone[idx] = ours && wanted.is_some() && names[idx] != "yice_orig_properties"
                }
            }
        }
        let new: Vec<_> = wanted
            .unwrap_or_default()
            .iter()
            .filter(|(name, _)| !names.contains(name))
            .cloned()
            .collect();
        if !new.is_empty() {
            let kept = gone.iter().rposition(|gone| !gone).map(|idx| self.members[idx].1.end);
            edits.push(self.appended(&new, style, kept));
        }
        edits.extend(self.removals(&gone));
        edits.sort_by_key(|edit| edit.at.start);
        edits
    }

    /// Takes members out, each with the comma that parts it from a member that stays.
    fn removals<'e>(&self, gone: &[bool]) -> Vec<Edit<'e>> {
        let first_kept = gone.iter().position(|gone| !gone);
        let name_start = |idx: usize| self.members[idx].0.quoted().start;
        let removal = |idx: usize| match first_kept {
            Some(kept) if idx > kept => {
                Edit::remove(self.members[idx - 1].1.end, self.members[idx].1.end)
            }
            Some(_) => Edit::remove(name_start(idx), name_start(idx + 1)),
            None if idx + 1 < gone.len() => Edit::remove(name_start(idx), name_start(idx + 1)),
            None => Edit::remove(name_start(idx), self.members[idx].1.end),
        };
        gone.iter().enumerate().filter(|(_, gone)| **gone).map(|(idx, _)| removal(idx)).collect()
    }
}

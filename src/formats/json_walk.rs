//! Steps through the members of one object and the elements of one array, for readers that know what they look for.

use super::json_scan::{Expected, JsonError, JsonString, Scanner};
use super::json_trail::Likeness;

/// Where an object or array is being read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor {
    started: bool,
    /// The trail that the object may follow, and else leaves.
    like: Option<Likeness>,
    is_on_trail: bool,
    /// Members that have been read.
    count: usize,
}

impl Scanner<'_> {
    /// Steps into an object.
    ///
    /// # Errors
    /// If none stands here.
    pub fn open_object(&mut self) -> Result<Cursor, JsonError> {
        if self.peek() != Some(b'{') {
            return self.error(Expected::Value);
        }
        self.at += 1;
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        self.names.open();
        Ok(Cursor::default())
    }

    /// Steps into an object that is probably like the last one of its likeness.
    ///
    /// # Errors
    /// If none stands here.
    pub fn open_like(&mut self, like: Likeness) -> Result<Cursor, JsonError> {
        let cursor = self.open_object()?;
        let trail = &mut self.trails[like as usize];
        let is_on_trail = trail.is_whole();
        if !is_on_trail {
            trail.turn_off(0);
        }
        Ok(Cursor { like: Some(like), is_on_trail, ..cursor })
    }

    /// The next member's name, with the scanner left at its value; `None` at the object's end, behind its brace.
    ///
    /// # Errors
    /// At the first byte that is no JSON.
    #[inline]
    pub fn next_name(&mut self, cursor: &mut Cursor) -> Result<Option<JsonString>, JsonError> {
        if let (Some(like), true) = (cursor.like, cursor.is_on_trail) {
            let trail = &mut self.trails[like as usize];
            if let Some((name, value_at)) = trail.follow(self.text, self.at, cursor.count) {
                self.at = value_at;
                self.names.add_unhashed(name);
                cursor.started = true;
                cursor.count += 1;
                return Ok(Some(name));
            }
            if let Some(end) = trail.ends(self.text, self.at, cursor.count) {
                self.at = end;
                self.depth -= 1;
                self.names.close_unlooked();
                return Ok(None);
            }
            trail.turn_off(cursor.count);
            cursor.is_on_trail = false;
            self.names.hash(self.text);
        }
        self.next_new_name(cursor)
    }

    fn next_new_name(&mut self, cursor: &mut Cursor) -> Result<Option<JsonString>, JsonError> {
        let from = self.at;
        self.skip_space();
        match (self.peek(), cursor.started) {
            (Some(b'}'), _) => {
                self.at += 1;
                self.depth -= 1;
                let has_duplicate = self.close_names();
                if let Some(like) = cursor.like.filter(|_| !has_duplicate) {
                    self.trails[like as usize].close(self.text, from, self.at, cursor.count);
                }
                return Ok(None);
            }
            (Some(b','), true) => {
                self.at += 1;
                self.skip_space();
            }
            (_, true) => return self.error(Expected::CommaOrBrace),
            (_, false) => cursor.started = true,
        }
        let name = self.name()?;
        self.names.add(self.text, name);
        if let Some(like) = cursor.like {
            self.trails[like as usize].add(self.text, from, self.at, name);
        }
        cursor.count += 1;
        Ok(Some(name))
    }

    /// Steps into an array.
    ///
    /// # Errors
    /// If none stands here.
    pub fn open_array(&mut self) -> Result<Cursor, JsonError> {
        if self.peek() != Some(b'[') {
            return self.error(Expected::Value);
        }
        self.at += 1;
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        Ok(Cursor::default())
    }

    /// Whether another element follows, with the scanner left at it; `false` behind the array's bracket.
    ///
    /// # Errors
    /// At the first byte that is no JSON.
    pub fn next_element(&mut self, cursor: &mut Cursor) -> Result<bool, JsonError> {
        self.skip_space();
        match (self.peek(), cursor.started) {
            (Some(b']'), _) => {
                self.at += 1;
                self.depth -= 1;
                return Ok(false);
            }
            (Some(b','), true) => {
                self.at += 1;
                self.skip_space();
                // A bracket here would be a trailing comma.
                if self.peek() == Some(b']') {
                    return self.error(Expected::Value);
                }
            }
            (_, true) => return self.error(Expected::CommaOrBracket),
            (_, false) => cursor.started = true,
        }
        Ok(true)
    }
}

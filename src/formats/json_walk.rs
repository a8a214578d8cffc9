//! Steps through the members of one object and the elements of one array, for readers that know what they look for.

use super::json_scan::{Expected, JsonError, JsonString, Scanner};

/// Where an object or array is being read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor {
    started: bool,
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

    /// The next member's name, with the scanner left at its value; `None` at the object's end, behind its brace.
    ///
    /// # Errors
    /// At the first byte that is no JSON.
    pub fn next_name(&mut self, cursor: &mut Cursor) -> Result<Option<JsonString>, JsonError> {
        self.skip_space();
        match (self.peek(), cursor.started) {
            (Some(b'}'), _) => {
                self.at += 1;
                self.depth -= 1;
                self.close_names();
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

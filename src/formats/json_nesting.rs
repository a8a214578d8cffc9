//! How deep a scan stands, and in what, in one bit a level: nesting costs next to no memory, however deep.

/// One bit for each array or object that stands open.
#[derive(Default)]
pub struct Nesting {
    bits: Vec<u64>,
    current: u64,
    pub depth: usize,
}

impl Nesting {
    /// Goes into an object, or else an array.
    pub fn push(&mut self, object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.bits.push(self.current);
        }
        self.current = (self.current << 1) | u64::from(object);
        self.depth += 1;
    }

    /// Whether the innermost is an object.
    pub const fn top(&self) -> bool {
        self.current & 1 == 1
    }

    pub fn pop(&mut self) {
        self.current >>= 1;
        self.depth -= 1;
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.current = self.bits.pop().unwrap_or(0);
        }
    }
}

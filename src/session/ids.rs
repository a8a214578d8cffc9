//! Where random ids come from: chance in life, a seed in demonstrations and tests.

use crate::plan::Hash;

/// Gives ids that nobody has given before.
pub trait IdSource: Send {
    /// A UUID in its usual spelling.
    fn next_id(&mut self) -> String;
}

/// Random ids.
#[derive(Clone, Copy, Debug, Default)]
pub struct RandomIds;

impl IdSource for RandomIds {
    fn next_id(&mut self) -> String {
        uuid::Uuid::new_v4().to_string()
    }
}

/// The same ids in the same order for the same seed.
#[derive(Clone, Debug)]
pub struct SeededIds {
    seed: String,
    count: u64,
}

impl SeededIds {
    pub fn new(seed: &str) -> Self {
        Self { seed: seed.to_owned(), count: 0 }
    }
}

impl IdSource for SeededIds {
    fn next_id(&mut self) -> String {
        self.count += 1;
        let Hash(digest) = Hash::of(format!("{}/{}", self.seed, self.count).as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }
}

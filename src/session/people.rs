//! Those who have recorded: at this machine, in whichever workspace, and in this workspace, at whichever machine. The
//! window offers them where it asks who is here. The machine's are a small file in the platform's data folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::write_file;
use crate::plan::{Actor, Record};

const FILE: &str = "people.json";
/// More than ever sit at one machine.
const KEPT_MAX: usize = 24;

/// The people known here, each once in the role they had last.
pub(super) struct People {
    /// Those of this machine lead, the last to record first; then those of the workspace, newest first.
    known: Arc<Vec<Actor>>,
    /// So many of them are this machine's.
    here: usize,
    file: Option<PathBuf>,
}

impl People {
    /// Those of the records, after those that recorded at this machine.
    pub fn of<'r>(records: impl Iterator<Item = &'r Arc<Record>>, data_dir: Option<&Path>) -> Self {
        let file = data_dir.map(|folder| folder.join(FILE));
        // A list that does not read is an empty one: it is only a convenience.
        let bytes = file.as_ref().and_then(|file| std::fs::read(file).ok()).unwrap_or_default();
        let known: Vec<Actor> = serde_json::from_slice(&bytes).unwrap_or_default();
        let mut people = Self { here: known.len(), known: Arc::new(known), file };
        people.take(records);
        people
    }

    pub fn known(&self) -> Arc<Vec<Actor>> {
        Arc::clone(&self.known)
    }

    /// Records have come.
    pub fn take<'r>(&mut self, records: impl Iterator<Item = &'r Arc<Record>>) {
        let mut newest: BTreeMap<(&str, &str), &Record> = BTreeMap::new();
        for record in records {
            let one = newest.entry((&record.by.name, &record.by.unit)).or_insert(record);
            if record.at.instant() > one.at.instant() {
                *one = record;
            }
        }
        let mut newest: Vec<&Record> = newest.into_values().collect();
        newest.sort_by_key(|record| std::cmp::Reverse(record.at.instant()));
        for record in newest {
            let is_known = self.known.iter().any(|known| is_same(known, &record.by));
            if !is_known && !record.by.name.trim().is_empty() {
                Arc::make_mut(&mut self.known).push(record.by.clone());
            }
        }
    }

    /// Somebody recorded at this machine.
    pub fn note(&mut self, actor: &Actor) {
        if self.here > 0 && self.known.first() == Some(actor) {
            return;
        }
        let known = Arc::make_mut(&mut self.known);
        let place = known.iter().position(|known| is_same(known, actor));
        if let Some(place) = place {
            known.remove(place);
        }
        if place.is_none_or(|place| place >= self.here) {
            self.here += 1;
        }
        known.insert(0, actor.clone());
        let here = &known[..self.here.min(KEPT_MAX)];
        if let (Some(file), Ok(bytes)) = (&self.file, serde_json::to_vec_pretty(here)) {
            // Whoever cannot be remembered types the name again.
            let _ = write_file(file, &bytes);
        }
    }
}

fn is_same(one: &Actor, other: &Actor) -> bool {
    one.person().is_same(&other.person())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Role;

    fn actor(name: &str, role: Role) -> Actor {
        Actor { name: name.to_owned(), unit: "滨海新区局".to_owned(), role }
    }

    fn names(people: &People) -> Vec<String> {
        people.known().iter().map(|known| known.name.clone()).collect()
    }

    #[test]
    fn whoever_recorded_last_at_this_machine_leads_in_the_role_they_had() {
        let folder = tempfile::tempdir().unwrap();
        let mut people = People::of(std::iter::empty(), Some(folder.path()));
        for one in [
            actor("张三", Role::Inspector),
            actor("李四", Role::District),
            actor(" 张三", Role::District),
        ] {
            people.note(&one);
        }
        assert_eq!(names(&people), [" 张三", "李四"]);
        let again = People::of(std::iter::empty(), Some(folder.path()));
        assert_eq!(again.known(), people.known());
        assert_eq!(again.known()[0].role, Role::District);
        std::fs::write(folder.path().join(FILE), "[{").unwrap();
        assert!(names(&People::of(std::iter::empty(), Some(folder.path()))).is_empty());
    }
}

//! The data files that are built into the program, and those a person puts beside them: procedures, standards, a campaign.

use std::sync::{Arc, LazyLock};

use super::procedure::Procedure;
use super::procedure_read::{DataFileError, line_of};
use super::programme::Programme;
use super::rules::Rulebook;
use super::standard::Standards;
use super::standard_read;

/// Every built-in procedure file: its name and its text.
pub const PROCEDURE_FILES: [(&str, &str); 16] = [
    ("outfall.toml", include_str!("../../assets/procedures/outfall.toml")),
    ("river.toml", include_str!("../../assets/procedures/river.toml")),
    ("section.toml", include_str!("../../assets/procedures/section.toml")),
    ("black_odorous_water.toml", include_str!("../../assets/procedures/black_odorous_water.toml")),
    ("plot.toml", include_str!("../../assets/procedures/plot.toml")),
    ("district.toml", include_str!("../../assets/procedures/district.toml")),
    (
        "drinking_source_zone.toml",
        include_str!("../../assets/procedures/drinking_source_zone.toml"),
    ),
    ("park_wwtp.toml", include_str!("../../assets/procedures/park_wwtp.toml")),
    ("farmland_unit.toml", include_str!("../../assets/procedures/farmland_unit.toml")),
    ("groundwater_zone.toml", include_str!("../../assets/procedures/groundwater_zone.toml")),
    ("odour_site.toml", include_str!("../../assets/procedures/odour_site.toml")),
    ("rural_wwtp.toml", include_str!("../../assets/procedures/rural_wwtp.toml")),
    ("bare_ground_site.toml", include_str!("../../assets/procedures/bare_ground_site.toml")),
    ("eco_project.toml", include_str!("../../assets/procedures/eco_project.toml")),
    ("sea_station.toml", include_str!("../../assets/procedures/sea_station.toml")),
    ("annotation.toml", include_str!("../../assets/procedures/annotation.toml")),
];

impl Rulebook {
    /// The rulebook that is built into the program.
    pub fn built_in() -> Self {
        let mut rulebook = Self { standards: Standards::built_in(), ..Self::default() };
        for (file, text) in PROCEDURE_FILES {
            // A test reads every built-in file; one that is broken does not leave the house.
            rulebook.add(Procedure::parse(file, text).expect("the built-in procedures are sound"));
        }
        rulebook.programme = Programme::built_in(&rulebook);
        rulebook
    }

    /// The same, read once for all who only look: reading the files takes as long as a frame.
    pub fn shared() -> Arc<Self> {
        static READ: LazyLock<Arc<Rulebook>> = LazyLock::new(|| Arc::new(Rulebook::built_in()));
        Arc::clone(&READ)
    }

    /// Adds a procedure; the highest version of a kind is the one new records are judged by.
    pub fn add(&mut self, procedure: Procedure) {
        let procedure = Arc::new(procedure);
        self.versions.insert(procedure.name(), Arc::clone(&procedure));
        let newest =
            self.procedures.entry(procedure.id.clone()).or_insert_with(|| Arc::clone(&procedure));
        if newest.version <= procedure.version {
            *newest = procedure;
        }
    }

    /// Adds a person's own procedure files, each as name and text. One that is broken, or that gives itself the
    /// name and version of another, is left out and told about; the others are taken.
    pub fn add_own<'a>(
        &mut self,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Vec<DataFileError> {
        let mut refused = Vec::new();
        for (file, text) in files {
            let parsed = Procedure::parse(file, text);
            match parsed.and_then(|own| self.check_own(file, text, own)) {
                Ok(own) => self.add(Procedure { is_own: true, ..own }),
                Err(error) => refused.push(error),
            }
        }
        refused
    }

    /// Adds a person's own standards, as [`Rulebook::add_own`] does procedures.
    pub fn add_own_standards<'a>(
        &mut self,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Vec<DataFileError> {
        let add = |(file, text)| standard_read::add(&mut self.standards, file, text).err();
        files.into_iter().filter_map(add).collect()
    }

    /// Takes a person's own campaign instead of the built-in one; of several that are sound, the last.
    pub fn take_own_programme<'a>(
        &mut self,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Vec<DataFileError> {
        let mut refused = Vec::new();
        for (file, text) in files {
            match Programme::parse(file, text, self) {
                Ok(own) => self.programme = own,
                Err(error) => refused.push(error),
            }
        }
        refused
    }

    /// Records name a procedure by id and version: a name that already means something may not mean another thing.
    /// And what samples are judged by has to be there.
    fn check_own(
        &self,
        file: &str,
        text: &str,
        own: Procedure,
    ) -> Result<Procedure, DataFileError> {
        let name = own.name();
        let reason = match (self.versions.contains_key(&name), own.version) {
            (_, 0) => "version 0 stands for no procedure: begin with 1".to_owned(),
            (true, _) => format!("{name} is taken by another procedure: give it a higher version"),
            (false, _) => {
                let Some((name, reason)) = self.unknown_of_samples(&own) else { return Ok(own) };
                let byte = text.find(&format!("\"{name}\"")).unwrap_or(0);
                return Err(DataFileError {
                    file: file.to_owned(),
                    line: line_of(text, byte),
                    reason,
                });
            }
        };
        let at = text.lines().position(|line| line.trim_start().starts_with("version"));
        Err(DataFileError { file: file.to_owned(), line: 1 + at.unwrap_or(0), reason })
    }

    /// A standard or an item of samples that a procedure names and that nobody knows, and what is to be said of it.
    fn unknown_of_samples(&self, procedure: &Procedure) -> Option<(String, String)> {
        let mut standards = procedure.standard.by.values().chain(&procedure.standard.otherwise);
        let standard = standards
            .find(|name| self.standards.find(name).is_none())
            .map(|name| (name.clone(), format!("no standard is named {name:?}, with its level")));
        standard.or_else(|| {
            let items =
                || procedure.sample_items.iter().chain(procedure.standard.background.keys());
            let unknown = items().find(|code| self.standards.item(code).is_none())?;
            Some((unknown.clone(), format!("no item is named {unknown:?}")))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "id = \"pond\"\nversion = 1\nzh = \"坑塘\"\nen = \"Pond\"\n";

    #[test]
    fn whoever_only_looks_shares_one_rulebook() {
        assert!(Arc::ptr_eq(&Rulebook::shared(), &Rulebook::shared()));
    }

    #[test]
    fn own_files_stand_beside_the_built_in_ones_and_broken_ones_are_told_about() {
        let mut rulebook = Rulebook::built_in();
        let known = rulebook.procedures.len();
        let misnamed = OWN.replace("pond", "outfall");
        let unread = OWN.replace("zh =", "zhh =");
        let refused = rulebook.add_own([
            ("pond.toml", OWN),
            ("mine.toml", &misnamed),
            ("broken.toml", &unread),
            ("zero.toml", &OWN.replace("version = 1", "version = 0")),
        ]);
        assert_eq!(rulebook.procedures.len(), known + 1);
        let told: Vec<(&str, usize)> =
            refused.iter().map(|error| (error.file.as_str(), error.line)).collect();
        assert_eq!(told, [("mine.toml", 2), ("broken.toml", 3), ("zero.toml", 2)]);
        assert!(refused[0].reason.contains("higher version"));
        assert_eq!(rulebook.procedures["outfall"].stages.len(), 14);
        let standard = include_str!("../../assets/standards/db12-599-2015.toml");
        let own_standard = standard.replace("DB12/599-2015", "DB12/000-2020");
        let told = rulebook.add_own_standards([
            ("own.toml", own_standard.as_str()),
            ("twin.toml", standard),
            ("broken.toml", "id = 7"),
        ]);
        let told: Vec<&str> = told.iter().map(|error| error.file.as_str()).collect();
        assert_eq!(told, ["twin.toml", "broken.toml"]);
        assert!(rulebook.standards.find("DB12/000-2020/A").is_some());
        let campaign = include_str!("../../assets/programmes/tianjin_2022.toml");
        let campaign = campaign.replace("id = \"tianjin_2022\"", "id = \"tianjin_2030\"");
        let told =
            rulebook.take_own_programme([("own.toml", campaign.as_str()), ("no.toml", "x = 1")]);
        assert_eq!((told.len(), rulebook.programme.head.id.as_str()), (1, "tianjin_2030"));
        // A higher version of a built-in kind takes its place for what is recorded from now on.
        let newer = misnamed.replace("version = 1", "version = 2");
        assert!(rulebook.add_own([("mine.toml", newer.as_str())]).is_empty());
        assert_eq!(rulebook.procedures["outfall"].version, 2);
        assert!(rulebook.version("outfall/1").is_some());
    }

    #[test]
    fn what_nobody_could_judge_or_take_is_told_with_its_line() {
        let outfall =
            include_str!("../../assets/procedures/outfall.toml").replace("\"outfall\"", "\"mine\"");
        let sea = include_str!("../../assets/procedures/sea_station.toml")
            .replace("id = \"sea_station\"", "id = \"mine\"");
        let told = |text: &str, sound: &str, mistake: &str| {
            assert!(text.contains(sound), "{sound}");
            let broken = text.replacen(sound, mistake, 1);
            let refused = Rulebook::built_in().add_own([("mine.toml", broken.as_str())]);
            let [error] = &refused[..] else { panic!("{mistake}: {refused:?}") };
            let line = 1 + broken.lines().position(|line| line.contains(mistake)).unwrap();
            assert_eq!(error.line, line, "{error}");
            assert_ne!(error.reason_text().zh, error.reason, "in Chinese too: {error}");
        };
        assert!(Rulebook::built_in().add_own([("mine.toml", outfall.as_str())]).is_empty());
        told(&sea, "\"GB3097-1997/sea\"", "\"GB9999/sea\"");
        told(&sea, "\"GB3097-1997/sea\"", "\"GB3097-1997/lake\"");
        told(&sea, "\"srp\"", "\"unobtainium\"");
        told(&sea, "id = \"mine\"", "id = \"my own\"");
        told(&outfall, "default = \"30\"", "default = \"thirty\"");
        told(&outfall, "default = \"no\"", "default = \"perhaps\"");
    }

    #[test]
    fn limits_that_cannot_be_are_told_with_their_line() {
        let sound = include_str!("../../assets/standards/gb3097-1997.toml")
            .replace("GB3097-1997", "GB0000-2030");
        assert!(Rulebook::built_in().add_own_standards([("mine.toml", sound.as_str())]).is_empty());
        let at = sound.find("max = [").unwrap();
        let end = at + sound[at..].find(']').unwrap();
        for worse in ["max = [9, 8, 9, 9", "max = [-1, 8, 9, 9"] {
            let broken = format!("{}{worse}{}", &sound[..at], &sound[end..]);
            let refused = Rulebook::built_in().add_own_standards([("mine.toml", broken.as_str())]);
            let [error] = &refused[..] else { panic!("{worse}: {refused:?}") };
            assert_eq!(error.line, 1 + sound[..at].matches('\n').count(), "{error}");
            assert_ne!(error.reason_text().zh, error.reason);
        }
    }
}

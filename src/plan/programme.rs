//! What a campaign promises: targets, each a figure and a date, read from `assets/programmes`.

use serde::Deserialize;

use super::procedure_read::{DataFileError, line_of};
use crate::model::{Day, Text};

/// A campaign's targets.
#[derive(Clone, Debug, Default)]
pub struct Programme {
    pub id: String,
    pub targets: Vec<Target>,
}

/// A figure that is to be whole by a day.
#[derive(Clone, Debug)]
pub struct Target {
    pub id: String,
    pub label: Text,
    /// Which figure of the summary it is measured by.
    pub kpi: String,
    pub due: Day,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProgramme {
    id: String,
    target: Vec<RawTarget>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTarget {
    id: String,
    zh: String,
    en: String,
    kpi: String,
    due: toml::Spanned<String>,
}

impl Programme {
    pub(super) fn built_in() -> Self {
        let text = include_str!("../../assets/programmes/tianjin_2022.toml");
        // A test reads every built-in file; one that is broken does not leave the house.
        Self::parse("tianjin_2022.toml", text).expect("the built-in programme is sound")
    }

    /// Reads a programme file.
    ///
    /// # Errors
    /// At the first unknown key or a date that is none.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataFileError> {
        let error = |byte: usize, reason: String| DataFileError {
            file: file.to_owned(),
            line: line_of(text, byte),
            reason,
        };
        let raw: RawProgramme = toml::from_str(text)
            .map_err(|e| error(e.span().map_or(0, |span| span.start), e.message().to_owned()))?;
        let target = |raw: RawTarget| {
            let at = raw.due.span().start;
            let due = raw.due.get_ref();
            let day = due.parse().map_err(|_| error(at, format!("no date: {due:?}")))?;
            Ok(Target { id: raw.id, label: Text::new(raw.zh, raw.en), kpi: raw.kpi, due: day })
        };
        let targets = raw.target.into_iter().map(target).collect::<Result<_, _>>()?;
        Ok(Self { id: raw.id, targets })
    }
}

//! What is said where no window can be opened: why, what the layers hold, and how to see them all the same.

use std::path::PathBuf;

use super::{Exit, Surroundings, check, files};
use crate::model::{FileStatus, Lang, Text};

/// Answers for the window on a computer without a display. Always [`Exit::Failed`].
pub fn no_display(paths: &[PathBuf], mut surroundings: Surroundings<'_>) -> Exit {
    surroundings.tell(&Text::new(
        "yice：没有可用的显示器，打不开窗口。",
        "yice: there is no display, so the window cannot be opened.",
    ));
    // Bad paths are told like the rest; nothing else can go wrong that somebody could be told.
    if let Err(error) = summarise(paths, &mut surroundings) {
        let line = super::complaint::line(&error, surroundings.lang);
        surroundings.tell_plain(&format!("yice: {line}"));
    }
    Exit::Failed
}

fn summarise(paths: &[PathBuf], surroundings: &mut Surroundings<'_>) -> anyhow::Result<()> {
    let found = files::expand(paths, None)?;
    found.tell_special(surroundings);
    for path in found.files {
        let (_, report) = check::read(&path, None, None, &[])?;
        surroundings.say(&match (report.status, surroundings.lang) {
            (FileStatus::Refused, Lang::Zh) => format!("{}：未读入", report.path),
            (FileStatus::Refused, Lang::En) => format!("{}: refused", report.path),
            (_, Lang::Zh) => {
                format!("{}：{}，{} 个对象", report.path, report.kind, report.features)
            }
            (_, Lang::En) => {
                format!("{}: {}, features {}", report.path, report.kind, report.features)
            }
        })?;
    }
    if !paths.is_empty() {
        let program = quoted(std::slice::from_ref(&surroundings.program));
        let line = format!("{program} render {} -o map.png", quoted(paths));
        surroundings.tell(&Text::new(
            format!("可以画成图片：{line}"),
            format!("To see them as a picture: {line}"),
        ));
    }
    surroundings.out.flush()?;
    Ok(())
}

/// Paths as a shell takes them.
fn quoted(paths: &[PathBuf]) -> String {
    let quote = |path: &PathBuf| {
        let text = path.to_string_lossy();
        let plain = |c: char| c.is_alphanumeric() || "/\\._-:~".contains(c);
        if text.chars().all(plain) {
            text.into_owned()
        } else {
            format!("'{}'", text.replace('\'', r"'\''"))
        }
    };
    paths.iter().map(quote).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_a_space_is_quoted() {
        let paths = [PathBuf::from("data"), PathBuf::from("my data/it's")];
        assert_eq!(quoted(&paths), r"data 'my data/it'\''s'");
    }
}

//! Pictures of the same bytes: the original is proposed, its copy says whose it is; one that is chosen anew, the phone
//! back under another name, takes the place of the row that lost it.

use std::path::Path;

use super::{Tray, TrayRow, Why};
use crate::session::PictureFacts;
use crate::ui::context::UiCtx;
use crate::ui::forms::file_name;

impl Tray {
    /// Whether the file is one that a row has lost: the row goes on with it.
    pub(super) fn is_back(&mut self, facts: &PictureFacts) -> bool {
        let is_lost = |row: &&mut TrayRow| row.is_away && row.sha256() == Some(&facts.sha256);
        let Some(row) = self.rows.iter_mut().find(is_lost) else { return false };
        row.path.clone_from(&facts.path);
        row.is_away = false;
        true
    }

    /// Proposes a feature for a row that was just read, or says whose twin it is.
    pub(super) fn settle_new(&mut self, ctx: &UiCtx<'_>, idx: usize) {
        let Some(row) = self.rows.get(idx) else { return };
        let is_twin = |(nth, other): &(usize, &TrayRow)| {
            *nth != idx && row.sha256().is_some() && other.sha256() == row.sha256()
        };
        let twin = self.rows.iter().enumerate().find(is_twin).map(|(nth, _)| nth);
        let Some(twin) = twin else { return self.rows[idx].propose(ctx) };
        let (new, old) = (&self.rows[idx], &self.rows[twin]);
        let takes_over = is_copy_of(&old.path, &new.path) && old.why != Why::Hand;
        let (copy, original) = if takes_over { (twin, idx) } else { (idx, twin) };
        self.rows[copy].why = Why::Twin(file_name(&self.rows[original].path));
        if takes_over {
            self.rows[copy].feature.clear();
            self.rows[original].propose(ctx);
        }
    }
}

/// Whether a name is that of another with something added: `IMG_5(1).jpg` of `IMG_5.jpg`, `a - 副本.jpg` of `a.jpg`.
fn is_copy_of(path: &Path, original: &Path) -> bool {
    let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    match (stem(path), stem(original)) {
        (Some(copy), Some(stem)) => copy.len() > stem.len() && copy.starts_with(&stem),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_the_originals_name_and_more() {
        let is_copy = |one: &str, other: &str| is_copy_of(Path::new(one), Path::new(other));
        assert!(is_copy("IMG_0005(1).jpg", "IMG_0005.jpg") && is_copy("a - 副本.jpg", "a.jpg"));
        assert!(!is_copy("IMG_0005.jpg", "IMG_0005(1).jpg") && !is_copy("1.jpg", "7.jpg"));
        assert!(!is_copy("a/1.jpg", "b/1.jpg"));
    }
}

//! The tray: many pictures at once, of several features. Each is proposed the feature it was taken at, by place and
//! by the day's visits; what finds none waits here, through a crash too and when the phone is gone. Filing is one act:
//! Ctrl+Z takes it back.

mod batch;
mod find;
mod panel;
mod propose;
mod twins;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::context::{Ask, Ticket, UiCtx};
use super::forms::{part_with, path_of};
use crate::model::FeatureKey;
use crate::plan::{Body, Fate, Hash, Photo};
use crate::session::{Act, Command, Draft, DraftAfter, PictureFacts, Recording};
use crate::ui::dates::parse_moment;

use batch::Batch;
use find::Find;
use propose::nearest_far;
pub use propose::{Why, proposals};

/// The draft that keeps what waits.
const DRAFT_ID: &str = "tray";
/// From so many pictures on, a drop goes into the tray.
pub const MANY_PICTURES: usize = 6;

/// One picture that waits.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TrayRow {
    pub path: PathBuf,
    /// `None` until the file was looked at.
    pub facts: Option<PictureFacts>,
    /// Where it is to be filed, by key; empty stays in the tray.
    pub feature: String,
    pub kind: String,
    /// The time as typed, where the picture has none.
    pub time: String,
    pub why: Why,
    /// It could be read before, and now cannot be where it came from.
    #[serde(skip)]
    is_away: bool,
}

/// Which pictures are filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    /// All that have their feature.
    Ready,
    /// Those of them that were chosen.
    Chosen,
}

/// Pictures on their way to the disk.
struct Filing {
    ticket: Ticket,
    paths: Vec<PathBuf>,
    /// What stays, as it is kept with the records of the others.
    kept: String,
}

#[derive(Default)]
pub struct Tray {
    rows: Vec<TrayRow>,
    open: bool,
    filing: Option<Filing>,
    /// What was filed in this sitting, and the records of it: an undo brings the pictures back here.
    filed: Vec<(Vec<TrayRow>, BTreeSet<Hash>)>,
    /// What is selected in the window: always among the choices.
    selected: Option<FeatureKey>,
    /// What stands in the way of filing, in words.
    problem: Option<String>,
    kept: String,
    find: Find,
    batch: Batch,
    /// A path being typed: where there is no file dialog, or a whole folder is meant.
    typed: String,
}

impl std::fmt::Debug for Tray {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tray({} rows)", self.rows.len())
    }
}

impl Tray {
    /// Shows the tray.
    pub fn open(&mut self) {
        self.open = true;
    }

    pub fn is_open(&self) -> bool {
        self.open
    }

    /// So many pictures wait to be filed.
    pub fn waiting(&self) -> usize {
        self.rows.len()
    }

    /// Takes pictures in; what they say of themselves is read off the frame.
    pub fn add(&mut self, ctx: &UiCtx<'_>, paths: Vec<PathBuf>) {
        let paths: Vec<PathBuf> = paths
            .into_iter()
            .filter(|path| !self.rows.iter().any(|row| row.path == *path))
            .collect();
        let rows = paths.iter().map(|path| TrayRow {
            path: path.clone(),
            kind: "scene".to_owned(),
            ..TrayRow::default()
        });
        self.rows.extend(rows);
        if !paths.is_empty() {
            ctx.outbox.ask(Ask::LookAtPictures(paths));
        }
        self.open = true;
    }

    /// Takes the typed path in; a folder's files are listed off the frame.
    fn add_typed(&mut self, ctx: &UiCtx<'_>) {
        let path = path_of(&std::mem::take(&mut self.typed));
        if path.extension().is_some() {
            self.add(ctx, vec![path]);
        } else if !path.as_os_str().is_empty() {
            ctx.outbox.ask(Ask::LookAtPictures(vec![path]));
        }
    }

    /// Goes on with what waited when the window closed.
    pub fn restore(&mut self, ctx: &UiCtx<'_>) {
        let Some(draft) = ctx.snapshot.drafts.iter().find(|draft| draft.id == DRAFT_ID) else {
            return;
        };
        // A draft that this version cannot read stays in the workspace as it is.
        let Ok(rows) = serde_json::from_str::<Vec<TrayRow>>(&draft.content) else { return };
        self.kept.clone_from(&draft.content);
        self.rows = rows;
        // What is here needs no phone any more.
        self.look_again(ctx, |row| !row.is_here(ctx));
    }

    /// Looks at the files of these rows once more.
    fn look_again(&self, ctx: &UiCtx<'_>, which: impl Fn(&TrayRow) -> bool) {
        let rows = self.rows.iter().filter(|row| which(row));
        let paths: Vec<PathBuf> = rows.map(|row| row.path.clone()).collect();
        if !paths.is_empty() {
            ctx.outbox.ask(Ask::LookAtPictures(paths));
        }
    }

    /// Whether a picture at this path waits here.
    pub fn names(&self, path: &Path) -> bool {
        self.rows.iter().any(|row| row.path == path)
    }

    /// A picture was looked at.
    pub fn looked_at(&mut self, ctx: &UiCtx<'_>, facts: PictureFacts) {
        let Some(idx) = self.rows.iter().position(|row| row.path == facts.path) else { return };
        let was_read = self.rows[idx].sha256().is_some();
        if was_read {
            // What it said of itself stays, and what a person chose: the file may be gone by now.
            self.rows[idx].is_away = facts.sha256.is_empty();
            return;
        }
        if self.is_back(&facts) {
            self.rows.remove(idx);
            return;
        }
        self.rows[idx].facts = Some(facts);
        self.settle_new(ctx, idx);
    }

    /// How many would be filed now.
    fn ready(&self, ctx: &UiCtx<'_>) -> usize {
        self.rows.iter().filter(|row| row.is_ready(ctx)).count()
    }

    /// Files every picture that has its feature, in one act; or, of these, only the chosen ones.
    fn file(&mut self, ctx: &UiCtx<'_>, which: Which) {
        self.problem = None;
        let goes = |row: &TrayRow| {
            row.is_ready(ctx) && (which == Which::Ready || self.batch.holds(&row.path))
        };
        let mut acts: Vec<Act> = Vec::new();
        for row in self.rows.iter().filter(|row| goes(row)) {
            let Some(feature) = FeatureKey::parse(&row.feature) else { continue };
            let typed_time = match row.time.trim() {
                "" => None,
                typed => match parse_moment(typed, ctx.today()) {
                    Some(moment) => Some(moment.to_string()),
                    None => {
                        let name = super::forms::file_name(&row.path);
                        let words = ctx.t("form.time_unread");
                        self.problem = Some(format!("{name}: {words}"));
                        return;
                    }
                },
            };
            let path = row.path.to_string_lossy();
            let photo = Photo {
                sha256: row.sha256().unwrap_or_default().to_owned(),
                ext: super::forms::ending_of(&path),
                photo_kind: row.kind.clone(),
                typed_time,
                ..Photo::default()
            };
            let part = part_with(Body::Photo(photo), &path_of(&path).to_string_lossy());
            match acts.iter_mut().find(|act| act.feature == feature) {
                Some(act) => act.parts.push(part),
                None => acts.push(Act { feature, on: None, on_behalf_of: None, parts: vec![part] }),
            }
        }
        if acts.is_empty() {
            return;
        }
        // What is filed leaves the kept list in the same transaction: a power cut finds a picture in one place.
        let (filed, staying): (Vec<&TrayRow>, Vec<&TrayRow>) =
            self.rows.iter().partition(|row| goes(row));
        let paths = filed.into_iter().map(|row| row.path.clone()).collect();
        let kept = text_of(&staying);
        let (recording, after) = (Recording::All(acts), draft_of(ctx, &kept));
        let ticket = ctx.outbox.command(Command::RecordFrom { recording, after });
        self.filing = Some(Filing { ticket, paths, kept });
    }

    /// Takes the answer to filing; `None` if it is about something else, else how many were filed and wait.
    pub fn answer(
        &mut self,
        ticket: Ticket,
        result: Result<Vec<Hash>, String>,
    ) -> Option<(usize, usize)> {
        let filing = self.filing.take_if(|filing| filing.ticket == ticket)?;
        match result {
            Ok(records) => {
                let rows = std::mem::take(&mut self.rows).into_iter();
                let (filed, rest): (Vec<_>, Vec<_>) =
                    rows.partition(|row| filing.paths.contains(&row.path));
                self.rows = rest;
                self.kept = filing.kept;
                self.open = !self.rows.is_empty();
                let count = filed.len();
                self.filed.push((filed, records.into_iter().collect()));
                Some((count, self.rows.len()))
            }
            Err(why) => {
                self.problem = Some(why);
                Some((0, self.rows.len()))
            }
        }
    }

    /// A filing was taken back: its pictures wait here again. Filed once more (redo), they leave again.
    pub fn undone(&mut self, ctx: &UiCtx<'_>, records: &[Hash]) {
        let records: BTreeSet<Hash> = records.iter().copied().collect();
        let Some((filed, _)) = self.filed.iter().find(|(_, of)| *of == records) else { return };
        let is_of = |row: &TrayRow, rows: &[TrayRow]| rows.iter().any(|one| one.path == row.path);
        if is_taken_back(ctx, filed, &records) {
            let back = filed.iter().filter(|row| !is_of(row, &self.rows)).cloned();
            let back: Vec<TrayRow> = back.collect();
            self.rows.splice(0..0, back);
        } else {
            self.rows.retain(|row| !is_of(row, filed));
        }
    }

    /// Keeps what waits in the workspace.
    fn keep(&mut self, ctx: &UiCtx<'_>) {
        let text = text_of(&self.rows.iter().collect::<Vec<_>>());
        // While pictures are being filed the list is written with them.
        if text == self.kept || ctx.snapshot.read_only || self.filing.is_some() {
            return;
        }
        ctx.outbox.command(match draft_of(ctx, &text) {
            DraftAfter::Gone(id) => Command::DropDraft { id },
            DraftAfter::Rest(draft) => Command::SaveDraft(draft),
        });
        self.kept = text;
    }
}

/// Whether these records on the features of these rows no longer count.
fn is_taken_back(ctx: &UiCtx<'_>, rows: &[TrayRow], records: &BTreeSet<Hash>) -> bool {
    let keys = rows.iter().filter_map(|row| FeatureKey::parse(&row.feature));
    let mut entries = keys.filter_map(|key| ctx.state(&key)).flat_map(|state| &state.entries);
    entries.any(|entry| {
        records.contains(&entry.record.hash) && matches!(entry.fate, Fate::Withdrawn(_))
    })
}

/// The rows as they are kept; nothing of none.
fn text_of(rows: &[&TrayRow]) -> String {
    match rows.is_empty() {
        true => String::new(),
        false => serde_json::to_string(rows).unwrap_or_default(),
    }
}

fn draft_of(ctx: &UiCtx<'_>, kept: &str) -> DraftAfter {
    match kept.is_empty() {
        true => DraftAfter::Gone(DRAFT_ID.to_owned()),
        false => DraftAfter::Rest(Draft {
            id: DRAFT_ID.to_owned(),
            feature: None,
            form: DRAFT_ID.to_owned(),
            content: kept.to_owned(),
            saved_at: ctx.now.to_string(),
        }),
    }
}

impl TrayRow {
    /// A time was typed: who was visited then is proposed, unless place or a person has said more.
    fn propose_by_typed_time(&mut self, ctx: &UiCtx<'_>) {
        if matches!(self.why, Why::Nothing | Why::Far { .. } | Why::Visit(_)) {
            self.propose(ctx);
        }
    }

    /// The likeliest feature; of a picture taken far from all, how far from which.
    fn propose(&mut self, ctx: &UiCtx<'_>) {
        let Some(facts) = &self.facts else { return };
        let likeliest = proposals(ctx, facts, &self.time).into_iter().next();
        let far = || {
            let (key, metres) = nearest_far(ctx, facts)?;
            Some(Why::Far { metres: metres.round() as u32, from: key.to_string() })
        };
        (self.feature, self.why) = match likeliest {
            Some((key, why)) => (key.to_string(), why),
            None => (String::new(), far().unwrap_or_default()),
        };
    }

    /// A person says where it goes, and what it shows unless `kind` is empty.
    fn send_to(&mut self, feature: &str, kind: &str) {
        feature.clone_into(&mut self.feature);
        self.why = Why::Hand;
        if !kind.is_empty() {
            kind.clone_into(&mut self.kind);
        }
    }

    /// Of its bytes; `None` until the file was read.
    fn sha256(&self) -> Option<&str> {
        let facts = self.facts.as_ref()?;
        Some(facts.sha256.as_str()).filter(|sha256| !sha256.is_empty())
    }

    /// Whether its bytes are in the workspace.
    fn is_here(&self, ctx: &UiCtx<'_>) -> bool {
        self.sha256().is_some_and(|sha256| ctx.snapshot.holds(sha256))
    }

    /// Whether it can be read neither here nor where it came from.
    fn is_lost(&self, ctx: &UiCtx<'_>) -> bool {
        self.is_away && !self.is_here(ctx)
    }

    fn is_ready(&self, ctx: &UiCtx<'_>) -> bool {
        !self.feature.is_empty() && self.sha256().is_some() && !self.is_lost(ctx)
    }
}

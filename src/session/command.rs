//! What can be asked of the session, and what it answers.

use std::path::PathBuf;
use std::sync::Arc;

use super::naming_doubts::Naming;
use super::{
    Adoption, DayChange, Draft, DraftAfter, Evening, Recording, Rehearsed, Standing, WrittenBack,
};
use crate::model::{Bytes, CheckReport, Day, FeatureKey, Kind, ReadIssue, Stamp};
use crate::plan::{Body, Hash, Person, Record, Refusal};

/// A file that goes with an act: its bytes are copied into the workspace by SHA-256 before the record is written.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// The body's `sha256` may be left empty: the session fills it in. Where it names bytes that are here already
    /// ([`Command::Hold`]), those are taken, whatever lies at the path by now.
    pub path: PathBuf,
}

/// One body of an act, with the file it speaks of.
#[derive(Clone, Debug)]
pub struct ActPart {
    pub body: Body,
    pub attachment: Option<Attachment>,
}

/// What one Ctrl+Enter records about one feature: evidence first, a step last; undone together.
///
/// The session fills in what only it knows: hashes, kinds and EXIF of attached files; `visit` of what is filed with
/// a visit; ids of items; the stage a step leaves. A part `Adopted` without stage, fields and source means what the
/// feature's file states; it is put before the first record of such a feature by itself.
#[derive(Clone, Debug)]
pub struct Act {
    /// With a part `Created`, a key whose code is empty (`FeatureKey::new(kind, "")`) is given a code.
    pub feature: FeatureKey,
    /// When it happened; `None` is today.
    pub on: Option<Day>,
    pub on_behalf_of: Option<Person>,
    pub parts: Vec<ActPart>,
}

/// How a file of a known kind goes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportMode {
    /// Update where kind and most keys match a layer, else add.
    Auto,
    Update,
    Add,
}

#[derive(Clone, Debug)]
pub struct Import {
    pub path: PathBuf,
    pub kind: Option<Kind>,
    pub datum: Option<String>,
    pub mode: ImportMode,
    /// A person has confirmed that synthetic and real data may share this workspace.
    pub mix_synthetic: bool,
}

#[derive(Clone, Debug)]
pub enum Command {
    Import(Import),
    /// Photos and papers of a chosen folder that records here name and that are not here yet.
    AdoptFiles {
        folder: PathBuf,
    },
    Record(Act),
    /// One act on each of several features, recorded together or not at all and undone together.
    RecordAll(Vec<Act>),
    /// Records what a draft held; the draft goes in the same transaction. Answered as the recording is.
    RecordFrom {
        recording: Recording,
        after: DraftAfter,
    },
    /// What [`Command::RecordAll`] would do; nothing is written.
    Rehearse(Vec<Act>),
    /// Takes the whole stage and fields of a layer's files as `adopted` records.
    AdoptLayer {
        layer: u64,
    },
    /// What [`Command::AdoptLayer`] would record; nothing is written.
    PreviewAdoption {
        layer: u64,
    },
    /// Ctrl+Z: takes back this person's newest act of this sitting.
    Undo,
    Redo,
    Withdraw {
        record: String,
        note: String,
    },
    /// Takes several records back together, by their ids: what [`Outcome::NeedsReason`] asked a reason
    /// for. As [`Command::Withdraw`], it is refused without a note where others have one of them.
    TakeBack {
        records: Vec<String>,
        note: String,
    },
    SetLayerKind {
        layer: u64,
        kind: Kind,
    },
    /// Says what a layer's numbers mean; `None` goes back to what the file says.
    SetLayerDatum {
        layer: u64,
        datum: Option<String>,
    },
    /// A person's answer where keys are in doubt: this feature of this layer is that one.
    AttachKey {
        layer: u64,
        feature_idx: usize,
        key: FeatureKey,
    },
    RemoveLayer {
        layer: u64,
    },
    SaveDraft(Draft),
    /// The bytes of a picture that a draft names by its SHA-256: here until it is filed or no draft names it.
    Hold {
        sha256: Hash,
        bytes: Bytes,
    },
    DropDraft {
        id: String,
    },
    SetSetting {
        name: String,
        value: String,
    },
    Export(Export),
    /// Which values of the sources this export would replace (`write_back`); nothing is written.
    PreviewWriteBack(Export),
    /// The whole workspace as one file, to keep: nobody else has it by that.
    SaveCopy {
        to: PathBuf,
        /// A person has said that what stands there may go.
        overwrite: bool,
    },
    /// The whole workspace into a folder, under a name with day and time, and read back.
    BackUp {
        folder: PathBuf,
    },
    /// 上报版: freezes the figures as of the evening of a day.
    Freeze {
        as_of: Day,
        note: String,
    },
    /// Changes the list of what is to be done on a day. Personal: in no export.
    ChangeDay {
        day: Day,
        change: DayChange,
    },
    /// Nothing but a new day: `today` of the snapshot follows.
    Refresh,
}

#[derive(Clone, Debug)]
pub struct Export {
    /// `None`: every layer, into the folder `to`.
    pub layer: Option<u64>,
    pub to: PathBuf,
    pub as_of: Option<Evening>,
    /// The codes of the fields whose corrected values go into the source's own properties.
    pub write_back: Vec<String>,
    /// Takes the values of personal fields along, as flat columns.
    pub personal: bool,
    /// A person has said that files that stand in the way ([`Outcome::WouldReplace`]) may go.
    pub overwrite: bool,
    pub purpose: Purpose,
}

/// What an export is for. Saved is not handed in, and neither is exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// For other software of this person: taking a record back stays their own affair.
    #[default]
    OwnUse,
    /// 上报: others have these records from now on; what is taken back afterwards is struck out.
    HandIn,
}

/// What a command did.
#[derive(Clone, Debug)]
pub enum Outcome {
    Done,
    Recorded {
        records: Vec<Arc<Record>>,
    },
    Imported(Box<ImportReport>),
    Exported {
        files: Vec<PathBuf>,
        records: usize,
        photos: usize,
    },
    /// Nothing was written: these files stand in the way, and something would be lost with them. Ask, then do it
    /// again with `overwrite`, or elsewhere.
    WouldReplace(Vec<Standing>),
    /// Of [`Command::PreviewWriteBack`].
    WouldWriteBack(Vec<WrittenBack>),
    /// Of [`Command::PreviewAdoption`].
    WouldAdopt(Adoption),
    /// The rules say no: the form keeps what was typed.
    Refused(Refusal),
    Undone {
        /// Those the records are about.
        features: Vec<FeatureKey>,
        records: Vec<Hash>,
    },
    NothingToUndo,
    /// Others have these records already: taking them back strikes them out, and wants a reason. Ask for it, then
    /// [`Command::TakeBack`].
    NeedsReason {
        feature: Option<FeatureKey>,
        /// Their ids.
        records: Vec<String>,
        left_at: Stamp,
    },
    /// Of a rehearsal: every feature. Of [`Command::RecordAll`]: those the rules refuse, and nothing was recorded.
    Rehearsed(Vec<Rehearsed>),
    BackedUp {
        file: PathBuf,
        records: usize,
        /// Photos and documents.
        files: usize,
        byte_count: u64,
    },
    /// Synthetic and real data would stand in one workspace: ask, then import with `mix_synthetic`. Of a folder:
    /// nothing of it belongs here.
    WouldMix {
        path: PathBuf,
        /// Whether the file is the synthetic one.
        file_is_synthetic: bool,
    },
}

/// What an import brought.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    pub check: Vec<CheckReport>,
    pub layers_added: Vec<String>,
    pub layers_updated: Vec<String>,
    /// Files whose own data are what the workspace has: only their records and photos were looked at.
    pub layers_known: Vec<String>,
    /// The records that were not here, altered ones included.
    pub new: Vec<Arc<Record>>,
    /// Records that bear the id of another record and say something else: both are kept.
    pub contradicting: Vec<Arc<Record>>,
    /// Features on which something is undecided since: two people said different things.
    pub conflicts: Vec<FeatureKey>,
    /// How many were not here.
    pub records_new: usize,
    pub records_known: usize,
    /// Those of the new ones whose hash is not the one they claim: kept, marked, counted for nothing.
    pub records_altered: usize,
    /// Known records of these features that the file does not hold.
    pub records_absent: usize,
    pub photos_adopted: usize,
    pub photos_absent: usize,
    /// Features with records that the file no longer has: they stay listed.
    pub features_vanished: usize,
    /// Files of a folder that are invented where this workspace is real, or the other way round: not taken in.
    pub left_out: Vec<PathBuf>,
    /// What was found while records and keys were taken in, beside what `check` says of the files.
    pub issues: Vec<ReadIssue>,
    /// What the files name of other kinds: held against all that is here once everything is.
    pub namings: Vec<Naming>,
}

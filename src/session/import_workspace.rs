//! Taking a whole other workspace in by union: its records, its photos, the layers that are not here.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::guarding::held_of;
use super::import::{Incoming, Taken};
use super::opening::{SYNTHETIC, Watch};
use super::record::stored;
use super::{Import, ImportReport, Session, SessionError};
use crate::model::{FeatureKey, Kind, ReadIssue, Severity, Stamp};
use crate::plan::Record;
use crate::store::{KeptFeature, Store, StoreError};

/// Something in a workspace that cannot be read: the rest is taken in.
fn unread(workspace: &Path, why: &str) -> ReadIssue {
    let file = workspace.display();
    ReadIssue {
        severity: Severity::Error,
        code: "unreadable",
        feature: None,
        line: 1,
        column: 1,
        message: format!("{file}: something in it does not read and was passed over: {why}"),
        message_zh: format!("{file}：有一处读不出来，已跳过：{why}"),
    }
}

/// Passes over what is damaged, and tells about it; any other failure is one.
fn or_unread<T: Default>(
    read: Result<T, StoreError>,
    workspace: &Path,
    report: &mut ImportReport,
) -> Result<T, SessionError> {
    match read {
        Err(error) if error.is_damage() => {
            report.issues.push(unread(workspace, &error.to_string()));
            Ok(T::default())
        }
        other => Ok(other?),
    }
}

impl Session {
    /// Takes a whole other workspace in by union: its records, its photos, the layers that are not here.
    pub(super) fn import_workspace(
        &mut self,
        path: &Path,
        import: &Import,
        now: &Stamp,
        watch: Watch<'_>,
        report: &mut ImportReport,
    ) -> Result<Taken, SessionError> {
        let other = Store::open_to_read(path)?;
        let is_synthetic = other.settings()?.get(SYNTHETIC).is_some_and(|value| value == "true");
        let layers = other.layers()?;
        if !layers.is_empty() && self.would_mix(is_synthetic) && !import.mix_synthetic {
            return Ok(Taken::WouldMix { file_is_synthetic: is_synthetic });
        }
        let (texts, outcome) = other.records();
        or_unread(outcome, path, report)?;
        let mut records = Vec::with_capacity(texts.len());
        for stored in texts {
            match Record::parse(&stored.text) {
                Ok(record) => records.push(Arc::new(record)),
                Err(error) => report.issues.push(unread(path, &error.to_string())),
            }
        }
        for file in other.files()? {
            if self.files.contains_key(&file.hash) {
                continue;
            }
            // One by one: a workspace may hold more photos than memory.
            let bytes = or_unread(other.content(file.hash), path, report)?;
            let Some(bytes) = bytes else { continue };
            self.put_photo(file.hash, &file.ext, &bytes, now)?;
            report.photos_adopted += 1;
        }
        self.count_union(&records, now, report);
        report.photos_absent += self.absent_files(&records);
        let others_have = self.others_have(&records);
        self.store.write(|writing| {
            for record in &records {
                writing.put_record(&stored(record, now))?;
            }
            others_have
                .iter()
                .try_for_each(|record| writing.put_departure(record.hash, now.as_str()))
        })?;
        self.take_in(records.iter().cloned());
        self.have_left(others_have, now);
        self.publish();
        // The records that ride in its layers' texts are among those counted already.
        let counted = report.clone();
        let proposals = or_unread(other.proposals(), path, report)?;
        for row in layers {
            let source = or_unread(other.content(row.source), path, report)?;
            let Some(source) = source else { continue };
            let incoming = Incoming {
                path: PathBuf::from(&row.path),
                file_name: row.file_name,
                source: source.into(),
                kind: row.kind.as_deref().map(Kind::new),
                datum: row.datum,
                mode: import.mode,
                held: held_of(row.id, &proposals),
            };
            self.import_layer(incoming, true, now, watch, report)?;
        }
        report.new = counted.new;
        report.contradicting = counted.contradicting;
        report.records_new = counted.records_new;
        report.records_known = counted.records_known;
        report.records_altered = counted.records_altered;
        report.records_absent = counted.records_absent;
        report.photos_absent = counted.photos_absent;
        self.take_kept(other.kept_features()?)?;
        Ok(Taken::Yes)
    }

    /// Takes in features that another workspace keeps for their records. Its layers have other numbers there.
    fn take_kept(&mut self, kept: Vec<KeptFeature>) -> Result<(), SessionError> {
        let mut taken = Vec::new();
        for kept in kept {
            let Some(key) = FeatureKey::parse(&kept.key) else { continue };
            let home = self.layers.iter().find(|it| it.layer.kind == key.kind());
            let is_known = self.kept.iter().any(|known| known.key == kept.key);
            if let (Some(home), false) = (home, is_known) {
                taken.push(KeptFeature { layer: home.id(), ..kept });
            }
        }
        self.store
            .write(|writing| taken.iter().try_for_each(|kept| writing.put_kept_feature(kept)))?;
        self.kept.extend(taken);
        Ok(())
    }
}

//! Taking in files: layers, and annotated layers with their records and photos.
//!
//! Records come in by union: nothing is doubled, nothing is dropped, what was altered is marked.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::crossing::crossing_issues;
use super::growing::Growing;
use super::guarding::proposal_rows;
use super::home_doubts::{Rivers, river_issues};
use super::input_files::{InputFiles, file_name, files_of, is_workspace, nothing_in, passed_over};
use super::kept_file::file_bytes;
use super::layer_view::LoadedLayer;
use super::left_unread::left_unread;
use super::names_differ::names_differ;
use super::no_place::no_place_issues;
use super::older_text::older_text_issue;
use super::opening::{SYNTHETIC, Watch};
use super::own_rules::own_kinds;
use super::photos::PhotoFolder;
use super::place_differs::elsewhere;
use super::received::{Received, read_received};
use super::record::stored;
use super::said_before::SaidBefore;
use super::update::{Closed, Target, vanished};
use super::value_doubts::layer_doubts;
use super::within::{Areas, within_issues};
use super::{Import, ImportMode, ImportReport, Outcome, Session, SessionError};
use crate::formats::{self, ReadOptions};
use crate::model::{Bytes, FeatureKey, FileStatus, Kind, ReadIssue, Shapes, Stamp};
use crate::plan::{Hash, Held};
use crate::store::LayerRow;

/// One layer's file on its way in.
pub(super) struct Incoming {
    pub path: PathBuf,
    pub file_name: String,
    pub source: Bytes,
    pub kind: Option<Kind>,
    pub datum: Option<String>,
    pub mode: ImportMode,
    /// What figures do not follow of it where it comes from, beside what the file itself says of that.
    pub held: Vec<Held>,
}

/// A file was taken, or a person has to be asked first.
pub(super) enum Taken {
    Yes,
    WouldMix { file_is_synthetic: bool },
}

/// The path of a file that is here wherever the program is started next; of a file of another computer, as it came.
fn settled(path: &Path) -> PathBuf {
    match path.exists() {
        true => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
        false => path.to_owned(),
    }
}

impl Session {
    /// Takes in a file, a folder of files or another workspace.
    pub(super) fn import(
        &mut self,
        import: &Import,
        now: &Stamp,
        watch: Watch<'_>,
    ) -> Result<Outcome, SessionError> {
        let mut report = ImportReport::default();
        let undecided = self.features_in_conflict();
        let doubted = self.doubted_layers();
        let known = self.layers.iter().map(LoadedLayer::id).collect();
        let InputFiles { files, special, unread } = files_of(&import.path)?;
        report.issues.extend(special.iter().map(|path| passed_over(path)));
        report.check.extend(unread.iter().map(|path| left_unread(path)));
        if files.is_empty() && unread.is_empty() {
            report.issues.push(nothing_in(&import.path));
        }
        let file_count = files.len();
        for path in files {
            let taken = match is_workspace(&path) {
                true => self.import_workspace(&path, import, now, watch, &mut report)?,
                false => {
                    let incoming = Incoming {
                        file_name: file_name(&path),
                        path: path.clone(),
                        source: file_bytes(&path)?,
                        kind: import.kind.clone(),
                        datum: import.datum.clone(),
                        mode: import.mode,
                        held: Vec::new(),
                    };
                    self.import_layer(incoming, import.mix_synthetic, now, watch, &mut report)?
                }
            };
            if let Taken::WouldMix { file_is_synthetic } = taken {
                report.left_out.push(path);
                if report.left_out.len() == file_count {
                    let path = import.path.clone();
                    return Ok(Outcome::WouldMix { path, file_is_synthetic });
                }
                continue;
            }
            self.publish();
            (watch.publish)(self.snapshot());
        }
        if import.path.is_dir() {
            report.photos_adopted += self.adopt_photos(&PhotoFolder::at(&import.path), &[], now)?;
        }
        report.issues.extend(self.datum_issues(&doubted));
        let namings = std::mem::take(&mut report.namings);
        report.issues.extend(self.naming_issues(namings, &known));
        report.issues.extend(self.without_effect_issue(&report.new));
        // A workspace tells of its records, and of the same ones as they ride in its layers.
        let mut told: Vec<ReadIssue> = Vec::new();
        for issue in report.issues.drain(..) {
            if !told.contains(&issue) {
                told.push(issue);
            }
        }
        report.issues = told;
        report.conflicts = self.features_in_conflict().difference(&undecided).cloned().collect();
        Ok(Outcome::Imported(Box::new(report)))
    }

    pub(super) fn import_layer(
        &mut self,
        incoming: Incoming,
        mix_synthetic: bool,
        now: &Stamp,
        watch: Watch<'_>,
        report: &mut ImportReport,
    ) -> Result<Taken, SessionError> {
        let own_kinds = own_kinds(self.ledger.rulebook());
        let options = ReadOptions {
            file_name: &incoming.file_name,
            kind: incoming.kind.as_ref(),
            datum: incoming.datum.as_deref(),
            own_kinds: &own_kinds,
            progress: watch.progress,
        };
        let growing = Growing::new(&incoming.file_name, watch.grown);
        let grown = |shapes: &Shapes| growing.take(shapes);
        let outcome = formats::read_growing_layer(incoming.source.clone(), options, &grown);
        let mut check = formats::check_report(&incoming.path.to_string_lossy(), &outcome);
        let (layer, mut issues) = match outcome {
            Ok(read) => read,
            Err(refused) if refused.cancelled => return Err(SessionError::Cancelled),
            Err(_) => {
                report.check.push(check);
                return Ok(Taken::Yes);
            }
        };
        let byte_count = incoming.source.len() as u64;
        if (watch.progress)(byte_count, byte_count).is_break() {
            return Err(SessionError::Cancelled);
        }
        if self.would_mix(layer.synthetic) && !mix_synthetic {
            return Ok(Taken::WouldMix { file_is_synthetic: layer.synthetic });
        }
        let crossing = crossing_issues(&layer);
        if !crossing.is_empty() {
            check.status = check.status.max(FileStatus::Repaired);
            check.issues.extend(crossing.iter().cloned());
            issues.extend(crossing);
        }
        let placeless = no_place_issues(&layer, &issues);
        check.issues.extend(placeless.iter().cloned());
        issues.extend(placeless);
        report.check.push(check);
        let changed = |error| SessionError::io("could not read the file", &incoming.path)(error);
        let source = Hash::of_all(&incoming.source).map_err(changed)?;
        let mut received = read_received(&layer);
        received.held.extend(incoming.held);
        let row = LayerRow {
            id: 0,
            path: settled(&incoming.path).to_string_lossy().into_owned(),
            file_name: incoming.file_name.clone(),
            kind: incoming.kind.as_ref().map(|kind| kind.code().to_owned()),
            datum: incoming.datum.clone(),
            synthetic: layer.synthetic,
            source,
        };
        let mut loaded = LoadedLayer::of(row, layer, issues, Default::default());
        let mut known = self.known_keys();
        known.extend(received.records.iter().filter_map(|record| record.feature.clone()));
        loaded.match_keys(&known, &self.ledger);
        self.count_records(&loaded, &received, now, report);
        let records = self.ledger.records().chain(&received.records);
        let doubts = layer_doubts(&loaded.layer, self.ledger.rulebook());
        report.issues.extend(doubts.issues);
        report.namings.extend(doubts.namings);
        if !doubts.river_outfalls.is_empty() {
            let rivers = Rivers::of(self.layers.iter().map(|loaded| &*loaded.layer));
            report.issues.extend(river_issues(&doubts.river_outfalls, &rivers));
        }
        let rulebook = self.ledger.rulebook();
        let areas = Areas::of(self.layers.iter().map(|loaded| &loaded.layer), rulebook);
        report.issues.extend(within_issues(&loaded.layer, rulebook, &areas));
        report.issues.extend(elsewhere(&loaded.layer, &loaded.view.rows, records));
        let folder = PhotoFolder::beside(&incoming.path);
        report.photos_adopted += self.adopt_photos(&folder, &received.records, now)?;
        report.photos_absent += self.absent_files(&received.records);

        let target = self.target_of(&loaded, incoming.mode);
        let target = self.or_older(target, &loaded, incoming.mode, watch)?;
        if incoming.source.is_lost() {
            // Its keys may have been made from stretches that could not be had.
            return Err(changed(io::ErrorKind::InvalidData.into()));
        }
        let name = loaded.row.file_name.clone();
        let closed = match target {
            Target::Add => self.closed_before(&loaded, watch)?,
            Target::Known(_) | Target::Older(..) | Target::Update(_) => None,
        };
        match &target {
            Target::Known(_) => report.layers_known.push(name),
            Target::Older(_, received) => {
                report.issues.push(older_text_issue(&name, received.as_ref()));
                report.layers_known.push(name);
            }
            Target::Update(_) => report.layers_updated.push(name),
            Target::Add => report.layers_added.push(name),
        }
        self.put_layer(loaded, (&target, closed), received, &incoming.source, &known, now, report)?;
        Ok(Taken::Yes)
    }

    /// Writes a layer with what came in it, then lets memory follow.
    #[expect(clippy::too_many_arguments, reason = "one transaction wants all that is in it")]
    fn put_layer(
        &mut self,
        mut loaded: LoadedLayer,
        (target, closed): (&Target, Option<Closed>),
        received: Received,
        source: &Bytes,
        known: &HashSet<FeatureKey>,
        now: &Stamp,
        report: &mut ImportReport,
    ) -> Result<(), SessionError> {
        let records = received.records;
        let doubts = loaded.doubts.clone();
        let synthetic = loaded.layer.synthetic || self.is_synthetic();
        let recorded = |key: &FeatureKey| known.contains(key);
        let mut remembered = None;
        let place = (target, closed.as_ref());
        let news = records.iter().filter(|record| self.ledger.record(&record.hash).is_none());
        let news = news.filter_map(|record| record.feature.clone());
        let said = (&received.held[..], &news.collect());
        let found = self.guards_of(&loaded, place, said, now.day());
        let kept = match target {
            Target::Update(layer) => {
                let old = &self.layers[self.layer_idx(*layer)?];
                let said = SaidBefore::by(&old.layer);
                if said.is_missed_by(&loaded.layer) {
                    loaded.let_stand(&said);
                    remembered = Some(SaidBefore::by(&loaded.layer).setting(*layer));
                }
                loaded.row.id = *layer;
                loaded.row.kind = loaded.row.kind.take().or_else(|| old.row.kind.clone());
                loaded.row.datum = loaded.row.datum.take().or_else(|| old.row.datum.clone());
                report.issues.extend(self.guarding_issues(Some(old), &loaded, &found));
                report.issues.extend(names_differ(old, &loaded, &found));
                vanished(old, &loaded, &recorded)
            }
            Target::Older(layer, _) => {
                // What has been recorded of features that the newer text has lost shows where they were.
                loaded.row.id = *layer;
                let mut kept = vanished(&loaded, &self.layers[self.layer_idx(*layer)?], &recorded);
                kept.retain(|kept| self.kept.iter().all(|known| known.key != kept.key));
                kept
            }
            Target::Add | Target::Known(_) => {
                let older = closed.as_ref().and_then(|closed| closed.older.as_ref());
                let issues = self.guarding_issues(older, &loaded, &found);
                report.issues.extend(issues);
                Vec::new()
            }
        };
        if matches!(target, Target::Update(_)) {
            report.features_vanished += kept.len();
        }
        let row_keys: HashSet<&FeatureKey> = loaded.view.rows.iter().map(|row| &row.key).collect();
        let back: Vec<_> = self
            .kept
            .iter()
            .filter(|kept| FeatureKey::parse(&kept.key).is_some_and(|key| row_keys.contains(&key)))
            .cloned()
            .collect();
        let given: Vec<(usize, FeatureKey)> = loaded
            .view
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| recorded(&row.key) && !loaded.contested.contains(&row.key))
            .map(|(feature_idx, row)| (feature_idx, row.key.clone()))
            .collect();
        let others_have = self.others_have(&records);
        let is_first = self.layers.is_empty();
        let layer_id = self.store.write(|writing| {
            for record in &records {
                writing.put_record(&stored(record, now))?;
            }
            for record in others_have {
                writing.put_departure(record.hash, now.as_str())?;
            }
            let guards = |layer| proposal_rows(layer, &found);
            if let Target::Older(..) = target {
                kept.iter().try_for_each(|kept| writing.put_kept_feature(kept))?;
                return Ok(0);
            }
            if let Target::Known(layer) = target {
                let (row, rows) = (&loaded.row, guards(*layer));
                if !rows.is_empty() {
                    writing.put_proposals(*layer, &row.file_name, &rows, now.as_str())?;
                }
                return Ok::<_, SessionError>(0);
            }
            let mut row = loaded.row.clone();
            if row.id == 0 {
                row.id = writing.next_layer_id()?;
            }
            writing.put_content(row.source, source)?;
            writing.put_layer(&row, now.as_str())?;
            writing.put_proposals(row.id, &row.file_name, &guards(row.id), now.as_str())?;
            if let Some(closed) = &closed {
                writing.settle_proposals(closed.id, now.as_str())?;
            }
            writing.put_feature_keys(
                row.id,
                given.iter().map(|(feature_idx, key)| (*feature_idx, key.as_str())),
            )?;
            for kept in &kept {
                writing.put_kept_feature(kept)?;
            }
            for kept in &back {
                writing.drop_kept_feature(kept.layer, &kept.key)?;
            }
            if is_first {
                writing.put_setting(SYNTHETIC, &synthetic.to_string())?;
            }
            if let Some((name, value)) = &remembered {
                writing.put_setting(name, value)?;
            }
            Ok(row.id)
        })?;
        self.guard(&loaded, place, found);
        if let Target::Older(..) = target {
            self.kept.extend(kept);
        } else if !matches!(target, Target::Known(_)) {
            if is_first {
                Arc::make_mut(&mut self.settings)
                    .insert(SYNTHETIC.to_owned(), synthetic.to_string());
            }
            Arc::make_mut(&mut self.settings).extend(remembered);
            self.kept.retain(|kept| !back.contains(kept));
            self.kept.extend(kept);
            loaded.row.id = layer_id;
            Arc::make_mut(&mut loaded.view).id = layer_id;
            loaded.given = given.into_iter().collect();
            self.rest_text(&mut loaded);
            let old_keys = match self.layer_idx(layer_id) {
                Ok(layer_idx) => Arc::clone(&self.layers[layer_idx].view.rows),
                Err(_) => Arc::default(),
            };
            self.add_loaded(loaded);
            self.forget_baselines(old_keys.iter().map(|row| &row.key));
        }
        self.take_in(records.iter().cloned());
        self.have_left(others_have, now);
        let plans = Arc::clone(self.ledger.plans());
        report.issues.extend(received.issues);
        if let Ok(layer_idx) = self.layer_idx(layer_id) {
            let known = self.known_keys();
            let loaded = &mut self.layers[layer_idx];
            if !loaded.doubts.is_empty() {
                // Records that came with it may say that two keys are one.
                loaded.match_keys(&known, &self.ledger);
            }
            report.issues.extend(loaded.doubts.iter().cloned());
            loaded.follow_moves(&plans);
        } else {
            report.issues.extend(doubts);
        }
        Ok(())
    }

    /// Whether a file belongs into the other workspace. The first layer says what a workspace is for, but in the two
    /// that open by themselves: those are for invented and for real data before they hold any.
    pub(super) fn would_mix(&self, file_is_synthetic: bool) -> bool {
        let is_decided = self.made_for_synthetic.is_some() || !self.layers.is_empty();
        is_decided && self.is_synthetic() != file_is_synthetic
    }
}

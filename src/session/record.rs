//! Recording an act: filled in, checked by the rules, sealed, and on the disk with its files before it is answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::attachment::{self, LoadedFile};
use super::content;
use super::found::is_unmade;
use super::personal::{Given, part_from_records};
use super::undo::Deed;
use super::{Act, ActPart, DraftAfter, Outcome, Session, SessionError, Snapshot, chain};
use crate::model::{FeatureKey, Stamp, Text};
use crate::plan::{
    Actor, Body, Context, FeatureState, Hash, Head, ItemAnswered, Jump, Missing, Person, Record,
    Refusal, ahead_of, missing_to_record,
};
use crate::store::{ChainEnd, StoredRecord};

/// What is about to be written, with the end of the chain after it.
pub(super) struct Sealing<'a> {
    pub now: &'a Stamp,
    pub actor: &'a Actor,
    pub on: Option<crate::model::Day>,
    pub on_behalf_of: Option<Person>,
    pub act: String,
    pub chain: ChainEnd,
    pub records: Vec<Arc<Record>>,
    pub files: Vec<LoadedFile>,
    /// What goes beside the records.
    pub personal: Vec<Given>,
    /// What becomes of the draft that all this was typed in.
    pub draft: Option<DraftAfter>,
}

/// The snapshot, and the files of the act at hand, which are written with it.
struct WithFiles<'a> {
    snapshot: &'a Snapshot,
    files: &'a [LoadedFile],
}

impl Context for WithFiles<'_> {
    fn setting(&self, name: &str) -> Option<String> {
        self.snapshot.setting(name)
    }

    fn has_bytes(&self, sha256: &str) -> bool {
        let is_new = |file: &LoadedFile| Hash::parse(sha256) == Some(file.hash);
        self.files.iter().any(is_new) || self.snapshot.has_bytes(sha256)
    }

    fn has_feature(&self, key: &FeatureKey) -> bool {
        self.snapshot.has_feature(key)
    }

    fn is_struck_off(&self, key: &FeatureKey) -> bool {
        self.snapshot.is_struck_off(key)
    }

    fn has_position(&self, key: &FeatureKey) -> bool {
        self.snapshot.has_position(key)
    }
}

impl Session {
    /// Records one act about one feature.
    pub(super) fn record(
        &mut self,
        act: Act,
        draft: Option<DraftAfter>,
        now: &Stamp,
        actor: &Actor,
    ) -> Result<Outcome, SessionError> {
        let mut sealing = self.begin(now, actor);
        sealing.draft = draft;
        if let Err(refusal) = self.seal_act(act, &mut sealing)? {
            return Ok(Outcome::Refused(refusal));
        }
        let records = self.commit(sealing)?;
        if !records.is_empty() {
            self.remember_deed(Deed::new(actor, &records), actor);
        }
        Ok(Outcome::Recorded { records })
    }

    /// Checks the bodies of an act one after the other and makes their records.
    pub(super) fn seal_act(
        &mut self,
        act: Act,
        sealing: &mut Sealing<'_>,
    ) -> Result<Result<(), Refusal>, SessionError> {
        if let Some(refusal) = self.doubt_about(&act).or_else(|| self.doubt_about_place(&act)) {
            return Ok(Err(refusal));
        }
        let key = self.feature_to_record(&act, sealing.now)?;
        let is_created = act.parts.iter().any(|part| matches!(part.body, Body::Created(_)));
        let is_taken = || {
            let known = self.snapshot.plans.get(&key).is_some_and(|state| !is_unmade(state));
            known || self.snapshot.places.contains_key(&key)
        };
        if is_created && is_taken() {
            let message = Text::new(
                format!("已经有 {key}：请换一个编码，或直接在它上面记录。"),
                format!("{key} is there already: choose another code, or record on it"),
            );
            return Ok(Err(refusal(message, Jump::Nowhere)));
        }
        let mut parts = Vec::with_capacity(act.parts.len());
        for mut part in act.parts {
            let procedure = self.ledger.rulebook().procedure(&key.kind());
            match part_from_records(&mut part.body, procedure, &key, &mut sealing.personal) {
                Ok(true) => {}
                Ok(false) => parts.push(part),
                Err(unfit) => return Ok(Err(Refusal { missing: vec![unfit] })),
            }
        }
        // What is no record meets no other rule of who may write.
        let unfit = missing_to_record(sealing.actor).filter(|_| !sealing.personal.is_empty());
        if let Some(unfit) = unfit {
            return Ok(Err(Refusal { missing: vec![unfit] }));
        }
        if parts.is_empty() {
            return Ok(Ok(()));
        }
        let parts = self.with_baseline(parts, &key);
        sealing.on = act.on;
        sealing.on_behalf_of = act.on_behalf_of;
        let mut visit = None;
        let begun = sealing.records.len();
        for ActPart { mut body, attachment } in parts {
            if let Some(attachment) = &attachment {
                let file = self.load_file(attachment, &body)?;
                if let Some(unfit) = content::unfit(&body, &attachment.path, &file) {
                    return Ok(Err(Refusal { missing: vec![unfit] }));
                }
                attachment::fill_in(&mut body, &file);
                sealing.files.push(file);
            }
            if sealing.on_behalf_of.is_some()
                && let Err(refusal) = self.ledger.rulebook().check_for_another(&key, &body)
            {
                return Ok(Err(refusal));
            }
            if let Some(ahead) = ahead_of(&body, sealing.now) {
                return Ok(Err(Refusal { missing: vec![ahead] }));
            }
            let state = self.state_after(&key, sealing);
            if let Body::ItemAnswered(answer) = &mut body {
                rest_on(answer, &sealing.records[begun..]);
            }
            self.complete(&mut body, &key, &state, visit.as_deref());
            let record = match self.seal(&key, &state, body, sealing)? {
                Ok(record) => record,
                Err(refusal) => return Ok(Err(refusal)),
            };
            if matches!(record.body, Body::Visit(_)) {
                visit = Some(record.id.clone());
            }
        }
        Ok(Ok(()))
    }

    /// What this person does next makes what they undid before unrepeatable.
    pub(super) fn remember_deed(&mut self, deed: Deed, actor: &Actor) {
        self.deeds.retain(|deed| !(deed.is_undone() && deed.is_by(actor)));
        self.deeds.push(deed);
    }

    pub(super) fn begin<'a>(&mut self, now: &'a Stamp, actor: &'a Actor) -> Sealing<'a> {
        Sealing {
            now,
            actor,
            on: None,
            on_behalf_of: None,
            act: self.ids.next_id(),
            chain: self.chain.clone(),
            records: Vec::new(),
            files: Vec::new(),
            personal: Vec::new(),
            draft: None,
        }
    }

    /// The feature's state with what the act has recorded so far.
    pub(super) fn state_after(&self, key: &FeatureKey, sealing: &Sealing<'_>) -> Arc<FeatureState> {
        let is_own = |record: &&Arc<Record>| {
            record.feature.as_ref().is_some_and(|feature| self.ledger.main_key(feature) == key)
        };
        let own: Vec<Arc<Record>> = sealing.records.iter().filter(is_own).cloned().collect();
        match own.is_empty() {
            true => self.ledger.state(key),
            false => Arc::new(self.ledger.state_with(key, &own)),
        }
    }

    /// Checks a body by the rules and makes the record of it that comes next in the act.
    pub(super) fn seal(
        &mut self,
        key: &FeatureKey,
        state: &FeatureState,
        body: Body,
        sealing: &mut Sealing<'_>,
    ) -> Result<Result<Arc<Record>, Refusal>, SessionError> {
        let today = sealing.now.day();
        let rulebook = Arc::clone(self.ledger.rulebook());
        let context = WithFiles { snapshot: &self.snapshot, files: &sealing.files };
        let on = sealing.on.unwrap_or(today);
        if let Err(refusal) = rulebook.check(state, &body, sealing.actor, on, today, &context) {
            return Ok(Err(refusal));
        }
        let head = Head {
            id: self.ids.next_id(),
            feature: Some(key.clone()),
            procedure: rulebook.procedure_name(&key.kind()),
            parents: state.heads.clone(),
            at: sealing.now.clone(),
            by: sealing.actor.clone(),
            on_behalf_of: sealing.on_behalf_of.clone(),
            chain: sealing.chain.id.clone(),
            seq: sealing.chain.seq + 1,
            prev: sealing.chain.head,
            act: Some(sealing.act.clone()),
            settings: rulebook.settings_used(state, &body, &context),
            on,
        };
        let record = Arc::new(Record::seal(head, &body)?);
        sealing.chain = chain::after(&sealing.chain, record.hash);
        sealing.records.push(Arc::clone(&record));
        Ok(Ok(record))
    }

    /// Writes an act whole, then lets memory follow.
    pub(super) fn commit(
        &mut self,
        sealing: Sealing<'_>,
    ) -> Result<Vec<Arc<Record>>, SessionError> {
        let Sealing { now, chain, records, files, personal, draft, .. } = sealing;
        if records.is_empty() && personal.is_empty() && draft.is_none() {
            return Ok(records);
        }
        if let Some(memory) = self.memory.as_ref().filter(|_| !records.is_empty()) {
            memory.remember(&self.chain, &chain);
        }
        let keys: BTreeSet<&FeatureKey> =
            records.iter().filter_map(|record| record.feature.as_ref()).collect();
        let given: Vec<(u64, usize, &FeatureKey)> =
            keys.iter().flat_map(|key| self.rows_of(key)).collect();
        self.store.write(|writing| {
            for file in &files {
                writing.put_file(file.hash, &file.ext, &file.bytes, now.as_str())?;
            }
            for record in &records {
                writing.put_record(&stored(record, now))?;
                writing.put_procedure(&record.procedure, now.as_str())?;
            }
            for (layer, feature_idx, key) in &given {
                writing.put_feature_key(*layer, *feature_idx, key.as_str())?;
            }
            for it in &personal {
                let value = it.value.as_deref();
                writing.put_personal(it.feature.as_str(), &it.field, value, now.as_str())?;
            }
            if let Some(draft) = &draft {
                draft.write(writing)?;
            }
            writing.put_chain_end(&chain)
        })?;
        if let Some(draft) = draft {
            self.follow_draft(draft);
        }
        self.follow_personal(personal);
        let given: Vec<(u64, usize, FeatureKey)> =
            given.into_iter().map(|(layer, idx, key)| (layer, idx, key.clone())).collect();
        for (layer, feature_idx, key) in given {
            let layer_idx = self.layer_idx(layer)?;
            self.layers[layer_idx].given.insert(feature_idx, key);
        }
        if let Some(memory) = self.memory.as_ref().filter(|_| !records.is_empty()) {
            // From here on the file as it was before is an older one.
            memory.remember(&chain, &chain);
        }
        self.chain = chain;
        self.files.extend(files.into_iter().map(|file| (file.hash, file.ext)));
        if let Some(record) = records.first() {
            self.people.note(&record.by);
        }
        self.take_in(records.iter().cloned());
        Ok(records)
    }

    /// Adds records that are on the disk to the ledger and lets layers follow.
    pub(super) fn take_in(&mut self, records: impl Iterator<Item = Arc<Record>>) {
        let records: Vec<Arc<Record>> = records.collect();
        self.people.take(records.iter());
        let changed = self.ledger.extend(records);
        self.follow_to_hand_in(&changed);
        self.follow_records(&changed);
    }

    /// The features of layers' present texts that bear a key.
    fn rows_of<'k>(&self, key: &'k FeatureKey) -> Option<(u64, usize, &'k FeatureKey)> {
        let (view, feature_idx) = self.snapshot.place(key)?;
        (!view.found).then_some((view.id, feature_idx, key))
    }

    /// The key an act is recorded under: that of the feature's first record, or a new one.
    fn feature_to_record(&mut self, act: &Act, now: &Stamp) -> Result<FeatureKey, SessionError> {
        let key = self.ledger.main_key(&act.feature).clone();
        let is_created = act.parts.iter().any(|part| matches!(part.body, Body::Created(_)));
        if is_created && key.code().is_empty() {
            let id = self.ids.next_id();
            let day = now.day().strftime("%Y%m%d");
            let code = format!("LOCAL-{day}-{}", id.get(..8).unwrap_or(&id));
            return Ok(FeatureKey::new(&key.kind(), &code));
        }
        if is_created || self.snapshot.has_feature(&key) {
            return Ok(key);
        }
        Err(SessionError::NoFeature(key))
    }

    /// Puts what the file states before the first record of a feature. A feature whose records were all taken back
    /// shows what the file states again, and begins anew.
    fn with_baseline(&self, parts: Vec<ActPart>, key: &FeatureKey) -> Vec<ActPart> {
        let is_first = self.ledger.state(key).updated.is_none();
        let brings_it = |part: &ActPart| matches!(part.body, Body::Adopted(_) | Body::Created(_));
        if !is_first || parts.iter().any(brings_it) {
            return parts;
        }
        let Some(baseline) = self.ledger.baseline(key) else { return parts };
        let adopted = Body::Adopted(baseline.adopted(&self.source_name(key)));
        std::iter::once(ActPart { body: adopted, attachment: None }).chain(parts).collect()
    }

    /// The name of the file a feature came from.
    pub(super) fn source_name(&self, key: &FeatureKey) -> String {
        let place = self.snapshot.place(key);
        let loaded = place.and_then(|(view, _)| self.layers.iter().find(|it| it.id() == view.id));
        loaded.map(|loaded| loaded.row.file_name.clone()).unwrap_or_default()
    }

    /// Fills in what only the session knows.
    fn complete(
        &mut self,
        body: &mut Body,
        key: &FeatureKey,
        state: &FeatureState,
        visit: Option<&str>,
    ) {
        let name_visit = |slot: &mut Option<String>| {
            if slot.is_none() {
                *slot = visit.map(str::to_owned);
            }
        };
        match body {
            Body::Photo(photo) => name_visit(&mut photo.visit),
            Body::PhotoTime(given) if given.photo_kind.is_empty() => {
                let photo = state.photos.iter().find(|it| it.record.is_named(&given.photo));
                given.photo_kind = photo.map(|it| it.body.photo_kind.clone()).unwrap_or_default();
            }
            Body::Document(document) => name_visit(&mut document.visit),
            Body::SampleTaken(sample) => name_visit(&mut sample.visit),
            Body::SampleResult(result) => name_visit(&mut result.visit),
            Body::Note(note) => name_visit(&mut note.visit),
            Body::Moved(moved) if moved.datum.is_empty() => moved.datum = "wgs84".to_owned(),
            Body::Adopted(adopted) if adopted.stage.is_none() && adopted.fields.is_empty() => {
                if let Some(baseline) = self.ledger.baseline(key) {
                    *adopted = baseline.adopted(&self.source_name(key));
                }
            }
            Body::Transition(step) => {
                if step.from.is_none() {
                    step.from = state.stage_code().map(str::to_owned);
                }
                for item in step.items.iter_mut().filter(|item| item.id.is_empty()) {
                    item.id = self.ids.next_id();
                }
            }
            _ => {}
        }
    }
}

/// An answer rests on the pictures and papers filed with it, unless it names others.
fn rest_on(answer: &mut ItemAnswered, filed: &[Arc<Record>]) {
    if answer.evidence.is_empty() {
        let files = filed.iter().filter_map(|record| match &record.body {
            Body::Photo(photo) => Some(photo.sha256.clone()),
            Body::Document(document) => Some(document.sha256.clone()),
            _ => None,
        });
        answer.evidence = files.collect();
    }
}

pub(super) fn stored(record: &Record, now: &Stamp) -> StoredRecord {
    StoredRecord {
        hash: record.hash,
        text: record.text.to_string(),
        received_at: now.as_str().to_owned(),
        altered: !record.intact,
    }
}

/// A refusal of one sentence.
pub(super) fn refusal(message: Text, jump: Jump) -> Refusal {
    Refusal { missing: vec![Missing::new(message, jump)] }
}

/// Records by the feature they speak of.
pub(super) fn by_feature<'r>(
    records: impl Iterator<Item = &'r Arc<Record>>,
) -> BTreeMap<FeatureKey, Vec<Arc<Record>>> {
    let mut by_feature: BTreeMap<FeatureKey, Vec<Arc<Record>>> = BTreeMap::new();
    for record in records {
        if let Some(key) = &record.feature {
            by_feature.entry(key.clone()).or_default().push(Arc::clone(record));
        }
    }
    by_feature
}

//! The walk of a datum without a window: a layer goes in, people record, it is killed and opened again, leaves as
//! annotated GeoJSON, passes through other software, and comes back the same.
#![expect(clippy::unwrap_used, reason = "the helpers of tests may stop at a surprise")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use yice::model::{FeatureKey, Stamp};
use yice::plan::{
    Actor, Body, FieldsSet, Looks, Note, Photo, Record, Role, SampleTaken, Step, Visit,
};
use yice::session::*;

pub const LAYER: &str = r#"{
  "type": "FeatureCollection",
  "metadata": {"schema": "eco-inspect/1", "layer": "outfall", "synthetic": true, "programme_total": 68},
  "features": [
    {"type": "Feature", "id": "DEMO-OUT-0001", "properties": {"outfall_id": "DEMO-OUT-0001", "name": "示例排口001", "synthetic": true, "整治状态": "待编制方案"}, "geometry": {"type": "Point", "coordinates": [117.5573000, 38.6442]}},
    {"type": "Feature", "id": "DEMO-OUT-0002", "properties": {"outfall_id": "DEMO-OUT-0002", "name": "示例排口002", "synthetic": true}, "geometry": {"type": "Point", "coordinates": [117.60, 38.70]}},
    {"type": "Feature", "id": "DEMO-OUT-0003", "properties": null, "geometry": {"type": "Point", "coordinates": [117.61, 38.71]}}
  ]
}
"#;

pub fn stamp(text: &str) -> Stamp {
    Stamp::parse(text).unwrap()
}

pub fn now(minute: u32) -> Stamp {
    stamp(&format!("2022-05-12T09:{minute:02}:00+08:00"))
}

pub fn actor(name: &str) -> Actor {
    Actor { name: name.into(), unit: "滨海新区局".into(), role: Role::Inspector }
}

pub fn key(code: &str) -> FeatureKey {
    FeatureKey::new(&yice::model::Kind::new("outfall"), code)
}

pub struct Place {
    pub folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn session(&self, name: &str) -> Session {
        let opening =
            Opening::new(self.path(name)).ids(SeededIds::new(name)).data_dir(self.path("data"));
        Session::open_or_create(opening, &now(0)).unwrap()
    }
}

pub fn import(session: &mut Session, path: &Path) -> ImportReport {
    let import = Import {
        path: path.to_owned(),
        kind: None,
        datum: None,
        mode: ImportMode::Auto,
        mix_synthetic: false,
    };
    match session.apply(Command::Import(import), &now(1), &actor("张三")).unwrap() {
        Outcome::Imported(report) => *report,
        other => panic!("{other:?}"),
    }
}

pub fn part(body: Body) -> ActPart {
    ActPart { body, attachment: None }
}

pub fn record(
    session: &mut Session,
    feature: &FeatureKey,
    parts: Vec<ActPart>,
    at: &Stamp,
    by: &Actor,
) -> Vec<Arc<Record>> {
    let act = Act { feature: feature.clone(), on: None, on_behalf_of: None, parts };
    match session.apply(Command::Record(act), at, by).unwrap() {
        Outcome::Recorded { records } => records,
        other => panic!("{other:?}"),
    }
}

/// An export of one layer that asks before it takes the place of a file.
pub fn to_file(layer: u64, to: &Path) -> Command {
    Command::Export(Export {
        layer: Some(layer),
        to: to.to_owned(),
        as_of: None,
        write_back: Vec::new(),
        personal: false,
        overwrite: false,
        purpose: Purpose::HandIn,
    })
}

/// Writes the first layer.
pub fn export(session: &mut Session, to: &Path) {
    let layer = session.snapshot().layers[0].id;
    let outcome = session.apply(to_file(layer, to), &now(50), &actor("张三")).unwrap();
    assert!(matches!(outcome, Outcome::Exported { .. }), "{outcome:?}");
}

/// Everything that has to be the same wherever the same records are.
pub fn states(session: &Session) -> Vec<String> {
    let snapshot = session.snapshot();
    let with_records = snapshot.plans.iter().filter(|(_, state)| !state.entries.is_empty());
    with_records
        .map(|(key, state)| {
            let entries: Vec<String> = state
                .entries
                .iter()
                .map(|entry| {
                    format!("{} {:?}", entry.record.hash, std::mem::discriminant(&entry.fate))
                })
                .collect();
            format!(
                "{key} {:?} {:?} {:?} {entries:?}",
                state.stage_code(),
                state.conflicts(),
                state.heads
            )
        })
        .collect()
}

pub fn visit(discharging: &str) -> Body {
    Body::Visit(Visit {
        visited_at: Some("2022-05-12T09:10:00+08:00".into()),
        with: vec!["李四".into()],
        looks: Looks { discharging: Some(discharging.into()), ..Looks::default() },
        abnormal: Some(false),
        ..Visit::default()
    })
}

/// A visit with a photo and a sample, then a step.
pub fn a_morning(place: &Place, session: &mut Session) {
    let photo = place.write("before.png", crate::commands::picture());
    let parts = vec![
        part(visit("yes")),
        ActPart {
            body: Body::Photo(Photo { photo_kind: "before".into(), ..Photo::default() }),
            attachment: Some(Attachment { path: photo }),
        },
        part(Body::SampleTaken(SampleTaken {
            no: "TJ-0512-001-1".into(),
            items: vec!["cod".into()],
            ..SampleTaken::default()
        })),
    ];
    let records = record(session, &key("DEMO-OUT-0001"), parts, &now(10), &actor("张三"));
    // What the file stated goes before the first record.
    assert!(matches!(records[0].body, Body::Adopted(_)), "{:?}", records[0].body);
    let Body::Photo(photo) = &records[2].body else { panic!() };
    assert_eq!(photo.visit.as_ref(), Some(&records[1].id));
    assert_eq!(photo.ext, "png");
    let note = Body::Note(Note { text: "北侧有新管".into(), ..Note::default() });
    record(session, &key("DEMO-OUT-0002"), vec![part(note)], &now(11), &actor("张三"));
}

#[test]
fn a_datum_walks_from_file_to_record_to_file_and_back() {
    let place = Place::new();
    let source = place.write("outfalls.geojson", LAYER);
    let mut session = place.session("a.yice");
    let report = import(&mut session, &source);
    assert_eq!(report.layers_added, ["outfalls.geojson"]);
    let out = place.path("out0.geojson");
    export(&mut session, &out);
    assert_eq!(std::fs::read(&out).unwrap(), LAYER.as_bytes(), "without records: byte for byte");

    a_morning(&place, &mut session);
    let before = states(&session);
    assert_eq!(before.len(), 2);
    // Nothing is closed in an orderly way.
    std::mem::forget(session);
}

#[test]
fn an_export_taken_in_and_exported_again_is_the_same_file() {
    let place = Place::new();
    let source = place.write("outfalls.geojson", LAYER);
    let mut session = place.session("a.yice");
    import(&mut session, &source);
    a_morning(&place, &mut session);
    let out = place.path("handed/outfalls.geojson");
    std::fs::create_dir_all(out.parent().unwrap()).unwrap();
    export(&mut session, &out);
    assert_eq!(std::fs::read_dir(place.path("handed/outfalls.photos")).unwrap().count(), 1);

    let mut other = place.session("b.yice");
    let report = import(&mut other, &out);
    assert_eq!((report.records_new, report.records_known, report.photos_adopted), (6, 0, 1));
    assert_eq!(states(&other), states(&session));
    let again = place.path("again.geojson");
    export(&mut other, &again);
    assert_eq!(
        String::from_utf8(std::fs::read(&again).unwrap()).unwrap(),
        String::from_utf8(std::fs::read(&out).unwrap()).unwrap()
    );
    let report = import(&mut session, &out);
    assert_eq!((report.records_new, report.records_known), (0, 6));
    assert_eq!(report.layers_known, ["outfalls.geojson"]);
}

#[test]
fn what_was_recorded_survives_a_kill() {
    let place = Place::new();
    let source = place.write("outfalls.geojson", LAYER);
    let before = {
        let mut session = place.session("a.yice");
        import(&mut session, &source);
        a_morning(&place, &mut session);
        let before = states(&session);
        // A copy of the bytes as they lie on the disk is what a kill leaves.
        std::fs::copy(place.path("a.yice"), place.path("killed.yice")).unwrap();
        before
    };
    let reopened = place.session("killed.yice");
    assert_eq!(states(&reopened), before);
    assert_eq!(reopened.snapshot().photos.len(), 1);
    assert!(reopened.snapshot().damage.is_empty());
}

#[test]
fn two_peoples_exports_come_to_the_same_in_either_order() {
    let place = Place::new();
    let source = place.write("outfalls.geojson", LAYER);
    let mut exports = Vec::new();
    for (name, category) in [("zhang", "ban"), ("li", "merge")] {
        let mut session = place.session(&format!("{name}.yice"));
        import(&mut session, &source);
        let mut set = FieldsSet::default();
        set.fields.insert("category".into(), category.into());
        let parts = vec![part(visit("yes")), part(Body::Fields(set))];
        record(&mut session, &key("DEMO-OUT-0001"), parts, &now(20), &actor(name));
        let out = place.path(&format!("{name}.geojson"));
        export(&mut session, &out);
        exports.push(out);
    }
    let mut forwards = place.session("forwards.yice");
    let mut backwards = place.session("backwards.yice");
    for out in &exports {
        import(&mut forwards, out);
    }
    for out in exports.iter().rev() {
        import(&mut backwards, out);
    }
    assert_eq!(states(&forwards), states(&backwards));
    let plan = forwards.state(&key("DEMO-OUT-0001"));
    assert_eq!(plan.conflicts(), ["category"]);
    assert_eq!(forwards.snapshot().layers.len(), 1, "one set of outfalls on the map");
}

#[test]
fn undo_and_redo_are_records_of_this_person() {
    let place = Place::new();
    let source = place.write("outfalls.geojson", LAYER);
    let mut session = place.session("a.yice");
    import(&mut session, &source);
    let (zhang, li) = (actor("张三"), actor("李四"));
    record(&mut session, &key("DEMO-OUT-0002"), vec![part(visit("yes"))], &now(10), &zhang);
    let visits = |session: &Session| session.state(&key("DEMO-OUT-0002")).visits.len();
    let outcome = session.apply(Command::Undo, &now(11), &li).unwrap();
    assert!(matches!(outcome, yice::session::Outcome::NothingToUndo));
    session.apply(Command::Undo, &now(12), &zhang).unwrap();
    assert_eq!(visits(&session), 0);
    session.apply(Command::Redo, &now(13), &zhang).unwrap();
    assert_eq!(visits(&session), 1);
    session.apply(Command::Undo, &now(14), &zhang).unwrap();
    assert_eq!(visits(&session), 0);
    let outcome = session.apply(Command::Undo, &now(15), &zhang).unwrap();
    assert!(matches!(outcome, yice::session::Outcome::NothingToUndo));
    // Nothing was deleted: adoption, visit, and three withdrawals.
    assert_eq!(session.records(None).len(), 5);
}

#[test]
fn a_whole_workspace_comes_in_by_union() {
    let place = Place::new();
    let source = place.write("outfalls.geojson", LAYER);
    let mut session = place.session("a.yice");
    import(&mut session, &source);
    a_morning(&place, &mut session);
    let copy = place.path("handed-in.yice");
    session
        .apply(Command::SaveCopy { to: copy.clone(), overwrite: false }, &now(40), &actor("张三"))
        .unwrap();
    let mut other = place.session("b.yice");
    let report = import(&mut other, &copy);
    assert_eq!((report.records_new, report.photos_adopted), (6, 1));
    assert_eq!(states(&other), states(&session));
    assert_eq!(other.snapshot().layers.len(), 1);
    let report = import(&mut other, &copy);
    assert_eq!((report.records_new, report.records_known, report.photos_adopted), (0, 6, 0));
}

#[test]
fn an_altered_record_is_kept_marked_and_counts_for_nothing() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    a_morning(&place, &mut session);
    let out = place.path("out.geojson");
    export(&mut session, &out);
    let text = std::fs::read_to_string(&out).unwrap();
    let altered = text.replace("北侧有新管", "北侧无新管");
    assert_ne!(text, altered);
    let mut other = place.session("b.yice");
    let report = import(&mut other, &place.write("altered.geojson", &altered));
    assert_eq!((report.records_new, report.records_altered), (6, 1));
    assert!(other.state(&key("DEMO-OUT-0002")).notes.is_empty());
    assert!(other.verify(&now(59)).unwrap().has_findings());
    assert!(!session.verify(&now(59)).unwrap().has_findings());
}

#[test]
fn the_sound_copy_of_a_record_stands_whichever_comes_first() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    a_morning(&place, &mut session);
    let out = place.path("out.geojson");
    export(&mut session, &out);
    let text = std::fs::read_to_string(&out).unwrap();
    let hash = session.state(&key("DEMO-OUT-0002")).notes[0].record.hash.to_string();
    let claimed = format!("\"hash\":\"{hash}\"");
    let bad = text.replacen(&claimed, &format!("\"hash\":\"{}\"", "0".repeat(64)), 1);
    assert_ne!(bad, text);
    let bad = place.write("bad.geojson", &bad);
    for (name, files) in [("bad-first.yice", [&bad, &out]), ("good-first.yice", [&out, &bad])] {
        let mut other = place.session(name);
        let reports = files.map(|file| import(&mut other, file));
        assert_eq!(reports.iter().map(|report| report.records_altered).sum::<usize>(), 1, "{name}");
        assert_eq!(states(&other), states(&session), "{name}");
        // On the disk too.
        drop(other);
        let again = place.session(name);
        assert_eq!(states(&again), states(&session), "{name}");
        assert!(!again.verify(&now(59)).unwrap().has_findings(), "{name}");
    }
}

#[test]
fn a_refused_step_writes_nothing() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    let step = Body::Transition(Step { to: "signed_off".into(), ..Step::default() });
    let act = Act {
        feature: key("DEMO-OUT-0001"),
        on: None,
        on_behalf_of: None,
        parts: vec![part(visit("yes")), part(step)],
    };
    let outcome = session.apply(Command::Record(act), &now(10), &actor("张三")).unwrap();
    assert!(matches!(outcome, yice::session::Outcome::Refused(_)), "{outcome:?}");
    assert!(session.records(None).is_empty());
}

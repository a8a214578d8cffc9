//! The walk of a datum without a window: a layer goes in, people record, it is killed and opened again, leaves as
//! annotated GeoJSON, passes through other software, and comes back the same.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use yice::model::{FeatureKey, Stamp};
use yice::plan::{Actor, Body, Looks, Note, Photo, Record, Role, SampleTaken, Visit};
use yice::session::*;

const LAYER: &str = r#"{
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

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
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
        Outcome::Imported(report) => report,
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

pub fn export(session: &mut Session, layer: u64, to: &Path) {
    let export =
        Export { layer: Some(layer), to: to.to_owned(), as_of: None, write_back: Vec::new() };
    session.apply(Command::Export(export), &now(50), &actor("张三")).unwrap();
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

fn visit(discharging: &str) -> Body {
    Body::Visit(Visit {
        visited_at: Some("2022-05-12T09:10:00+08:00".into()),
        with: vec!["李四".into()],
        looks: Looks { discharging: Some(discharging.into()), ..Looks::default() },
        abnormal: Some(false),
        ..Visit::default()
    })
}

/// A visit with a photo and a sample, then a step.
fn a_morning(place: &Place, session: &mut Session) {
    let photo = place.write("before.jpg", "not really a picture");
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
    assert_eq!(photo.ext, "jpg");
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
    let layer = session.snapshot().layers[0].id;
    let out = place.path("out0.geojson");
    export(&mut session, layer, &out);
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
    let layer = session.snapshot().layers[0].id;
    let out = place.path("handed/outfalls.geojson");
    std::fs::create_dir_all(out.parent().unwrap()).unwrap();
    export(&mut session, layer, &out);
    assert_eq!(std::fs::read_dir(place.path("handed/outfalls.photos")).unwrap().count(), 1);

    let mut other = place.session("b.yice");
    let report = import(&mut other, &out);
    assert_eq!((report.records_new, report.records_known, report.photos_adopted), (6, 0, 1));
    assert_eq!(states(&other), states(&session));
    let again = place.path("again.geojson");
    let layer = other.snapshot().layers[0].id;
    export(&mut other, layer, &again);
    assert_eq!(
        String::from_utf8(std::fs::read(&again).unwrap()).unwrap(),
        String::from_utf8(std::fs::read(&out).unwrap()).unwrap()
    );
    let report = import(&mut session, &out);
    assert_eq!((report.records_new, report.records_known), (0, 6));
    assert_eq!(report.layers_known, ["outfalls.geojson"]);
}

//! Large files are not held in memory: their text is fetched from the file itself, or from the workspace's copy.

use std::path::Path;

use crate::walk::{Place, actor, export, import, key, now, part, record};
use yice::model::{Bytes, PropertyValue};
use yice::plan::{Body, Note};
use yice::session::*;

const FEATURES: usize = 9_000;

/// Outfalls with some 600 bytes of properties each: more than is held in memory.
fn large_text() -> String {
    let remark = "沿河而下，右岸第三个拱涵，雨后流量增大，水色偏黄。".repeat(8);
    let features: Vec<String> = (0..FEATURES)
        .map(|idx| {
            let lon = 117.0 + idx as f64 * 1e-4;
            format!(
                r#"{{"type":"Feature","id":"A{idx}","properties":{{"outfall_id":"A{idx}","name":"第{idx}号排口","备注":"{remark}"}},"geometry":{{"type":"Point","coordinates":[{lon:.4},38.6]}}}}"#
            )
        })
        .collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
}

fn name_of(session: &Session, feature_idx: usize) -> Option<PropertyValue> {
    let snapshot = session.snapshot();
    let properties = snapshot.properties(&snapshot.layers[0], feature_idx);
    properties.0.into_iter().find(|it| it.name == "name").map(|it| it.value)
}

fn is_named(session: &Session, feature_idx: usize) -> bool {
    name_of(session, feature_idx) == Some(PropertyValue::String(format!("第{feature_idx}号排口")))
}

/// Writes something else into the file itself.
fn spoil(path: &Path, len: usize) {
    std::fs::write(path, vec![b' '; len + 1]).unwrap();
}

#[test]
fn a_large_layer_outlives_its_file() {
    let place = Place::new();
    let text = large_text();
    let file = place.write("outfalls.geojson", &text);
    let mut session = place.session("a.yice");
    let report = import(&mut session, &file);
    assert_eq!(report.layers_added.len(), 1);
    assert!(matches!(session.snapshot().layers[0].layer.text, Bytes::Kept(_)));
    assert_eq!(session.snapshot().layers[0].rows.len(), FEATURES);
    assert!(is_named(&session, 17));

    spoil(&file, text.len());
    for feature_idx in [0, FEATURES / 2, FEATURES - 1] {
        assert!(is_named(&session, feature_idx), "feature {feature_idx}");
    }
    let to = place.path("out.geojson");
    export(&mut session, &to);
    assert!(std::fs::read(&to).unwrap() == text.as_bytes(), "not the very bytes");

    // With a record, every other feature's line is as it was.
    record(
        &mut session,
        &key("A4500"),
        vec![part(Body::Note(Note { text: "看过".into(), ..Note::default() }))],
        &now(52),
        &actor("张三"),
    );
    let annotated = place.path("annotated.geojson");
    export(&mut session, &annotated);
    let written = std::fs::read_to_string(&annotated).unwrap();
    let differing = written.lines().zip(text.lines()).filter(|(new, old)| new != old).count();
    assert_eq!(written.lines().count(), text.lines().count());
    assert!((1..=2).contains(&differing), "{differing} lines differ");
}

#[test]
fn a_large_layer_opens_again_with_its_file_and_without() {
    let place = Place::new();
    let text = large_text();
    let file = place.write("outfalls.geojson", &text);
    import(&mut place.session("a.yice"), &file);
    let is_whole = |session: &Session| {
        session.snapshot().layers[0].rows.len() == FEATURES
            && matches!(session.snapshot().layers[0].layer.text, Bytes::Kept(_))
            && is_named(session, FEATURES - 2)
            && !session.snapshot().layers[0].layer.text.is_lost()
    };
    let opened = || Session::open(Opening::new(place.path("a.yice")), &now(5)).unwrap();
    assert!(is_whole(&opened()));
    spoil(&file, text.len());
    assert!(is_whole(&opened()));
    std::fs::remove_file(&file).unwrap();
    assert!(is_whole(&opened()));
}

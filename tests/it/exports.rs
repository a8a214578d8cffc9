//! What leaves: as of a day, and with corrected values in the source's own place.

use crate::walk::{LAYER, Place, a_morning, actor, import, key, now, part, record, stamp};
use yice::plan::*;
use yice::session::*;

#[test]
fn an_export_as_of_a_day_holds_what_had_happened_by_then() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    a_morning(&place, &mut session);
    let later = stamp("2022-06-01T10:00:00+08:00");
    let note = Body::Note(Note { text: "六月".into(), ..Note::default() });
    record(&mut session, &key("DEMO-OUT-0003"), vec![part(note)], &later, &actor("张三"));
    let to = place.path("then.geojson");
    let export = Export {
        layer: Some(session.snapshot().layers[0].id),
        to: to.clone(),
        as_of: Some(jiff::civil::date(2022, 5, 31)),
        write_back: Vec::new(),
    };
    session.apply(Command::Export(export), &later, &actor("张三")).unwrap();
    let text = std::fs::read_to_string(&to).unwrap();
    assert!(text.contains("北侧有新管") && !text.contains("六月"), "{text}");
    assert!(text.contains(r#""complete":false"#));
}

#[test]
fn a_corrected_value_goes_back_into_the_source_only_on_request() {
    let place = Place::new();
    let text = LAYER.replace(r#""整治状态""#, r#""整治类型": "取缔", "整治状态""#);
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", &text));
    let mut set = FieldsSet::default();
    set.fields.insert("category".into(), "merge".into());
    record(
        &mut session,
        &key("DEMO-OUT-0001"),
        vec![part(Body::Fields(set))],
        &now(9),
        &actor("张三"),
    );
    let layer = Some(session.snapshot().layers[0].id);
    let to = place.path("out.geojson");
    for (write_back, expected) in
        [(vec![], r#""整治类型": "取缔""#), (vec!["category".into()], r#""整治类型": "清理合并""#)]
    {
        let export = Export { layer, to: to.clone(), as_of: None, write_back };
        session.apply(Command::Export(export), &now(10), &actor("张三")).unwrap();
        let text = std::fs::read_to_string(&to).unwrap();
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

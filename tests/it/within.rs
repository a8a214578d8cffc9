//! What a layer of the built-up area says of a water that lies in it: proposed to whoever draws one, asked about where
//! the file says otherwise, and on the map of the list a city publishes.

use egui_kittest::kittest::Queryable as _;
use yice::formats::read_layer;
use yice::model::{Day, FeatureKey, Kind, Lang, lon_lat};
use yice::plan::Fields;
use yice::report::{Page, ReportWhat, Scope, Source, fonts, pages};
use yice::session::Session;

use crate::field::{ctrl, two_typed_points, with_waters};
use crate::panels::harness;
use crate::reading::options;
use crate::walk::{Place, import, now};

const BUILT_UP: &str = r#"{"type":"FeatureCollection","metadata":{"synthetic":true},"features":[
{"type":"Feature","properties":{"name":"示例建成区"},"geometry":{"type":"Polygon","coordinates":[[[117.1,39.0],[117.3,39.0],[117.3,39.2],[117.1,39.2],[117.1,39.0]]]}}]}"#;

/// One inside that says no, one far outside that says yes, one across the border, one that says nothing.
const WATERS: &str = r#"{"type":"FeatureCollection","metadata":{"layer":"black_odorous_water","synthetic":true},"features":[
{"type":"Feature","properties":{"bow_id":"B1","name":"城里沟","built_up":"否","bow_state":"treating"},"geometry":{"type":"LineString","coordinates":[[117.2,39.1],[117.21,39.1]]}},
{"type":"Feature","properties":{"bow_id":"B2","name":"城外沟","built_up":"是"},"geometry":{"type":"LineString","coordinates":[[117.5,39.1],[117.51,39.1]]}},
{"type":"Feature","properties":{"bow_id":"B3","name":"城边沟","built_up":"是"},"geometry":{"type":"LineString","coordinates":[[117.299,39.1],[117.303,39.1]]}},
{"type":"Feature","properties":{"bow_id":"B4","name":"没填沟"},"geometry":{"type":"LineString","coordinates":[[117.2,39.15],[117.21,39.15]]}}]}"#;

fn loaded(place: &Place) -> (Session, Vec<String>) {
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("建成区.geojson", BUILT_UP));
    let report = import(&mut session, &place.write("waters.geojson", WATERS));
    let odd = report.issues.iter().filter(|issue| issue.code == "lies-otherwise");
    let odd = odd.map(|issue| issue.message_zh.clone()).collect();
    (session, odd)
}

#[test]
fn a_layer_of_the_built_up_area_is_known_by_its_name_or_its_file() {
    let area = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#;
    for (file, properties) in [
        ("a.geojson", r#"{"name":"和平区建成区"}"#),
        ("a.geojson", r#"{"类型":"城市建成区"}"#),
        ("天津市建成区范围.geojson", "{}"),
        ("built_up_areas.geojson", "{}"),
    ] {
        let text = format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{properties},"geometry":{area}}}]}}"#
        );
        let layer = read_layer(text.into_bytes().into(), options(file)).unwrap().0;
        assert_eq!(layer.kind.code(), Kind::BUILT_UP_AREA, "{file} {properties}");
    }
}

#[test]
fn a_water_that_says_otherwise_than_the_layer_is_told_of_and_one_across_the_border_is_not() {
    let place = Place::new();
    let (session, odd) = loaded(&place);
    assert_eq!(odd.len(), 2, "{odd:?}");
    assert_eq!(odd[0], "“建成区内”填的是“否”，可按图层它在里面，请核对");
    assert!(odd[1].starts_with("“建成区内”填的是“是”，可按图层它在外面 17"), "{}", odd[1]);

    let snapshot = session.snapshot();
    let kind = Kind::new(Kind::BLACK_ODOROUS_WATER);
    let says = Fields::from_iter([("built_up".to_owned(), "no".into())]);
    let doubts = |lon| snapshot.feature_doubts(&kind, &says, Some(lon_lat(lon, 39.1)));
    assert_eq!(doubts(117.2)[0].zh, odd[0], "the card says it, too");
    assert!(doubts(117.4).is_empty());
}

#[test]
fn whether_a_drawn_water_lies_in_the_built_up_area_is_proposed_and_recorded_once_confirmed() {
    let mut desk = with_waters();
    let path = desk.write("建成区.geojson", BUILT_UP);
    desk.act(|screen, ctx| screen.open_files(ctx, vec![path]));
    let mut h = harness(desk);
    two_typed_points(&mut h, "117.20, 39.10");
    h.get_by_label("画的落在建成区图层里。");
    h.get_by_label("建成区内：是").click_accesskit();
    h.run();
    assert!(h.query_by_label("画的落在建成区图层里。").is_none(), "it is answered");
    ctrl(&mut h, egui::Key::Enter);
    let key = h.state().screen.selected().unwrap();
    assert_eq!(h.state().plans()[&key].text("built_up"), Some("yes"));
}

#[test]
fn the_published_map_says_whether_it_shows_the_built_up_area() {
    let place = Place::new();
    let (session, _) = loaded(&place);
    let words = |session: &Session| {
        let (snapshot, now) = (session.snapshot(), now(56));
        let day: Day = now.day();
        let source = Source::new(&snapshot, day, Lang::Zh, &now);
        let what = ReportWhat::Publishable(Scope::default());
        let fonts = fonts(&source).unwrap();
        let pages = pages(&what, &source, &fonts).unwrap();
        pages.pages.iter().map(Page::words).collect::<Vec<_>>().join("\n")
    };
    assert!(words(&session).contains("淡红底色为建成区"));
    let mut without = place.session("b.yice");
    import(&mut without, &place.write("waters.geojson", WATERS));
    assert!(words(&without).contains("没有建成区图层"));
    let key = FeatureKey::parse("black_odorous_water:B1").unwrap();
    assert!(without.snapshot().place(&key).is_some());
}

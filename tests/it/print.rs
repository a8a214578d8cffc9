//! What goes on paper: PDF files whose text can be read back, page by page.

use std::io::Read as _;

use crate::walk::{Place, actor, export, import, key, now, part, record};
use yice::model::Lang;
use yice::plan::{Body, Note, Visit};
use yice::print::{DaySheets, day_pdf, feature_pdf};
use yice::session::*;

const LAYER: &str = r#"{"type":"FeatureCollection","metadata":{"synthetic":true},"features":[
{"type":"Feature","properties":{"outfall_id":"A1","name":"示例一号排口","整治状态":"整治中"},"geometry":{"type":"Point","coordinates":[117.5,38.6]}},
{"type":"Feature","properties":{"outfall_id":"A2","name":"𠀀沟排口"},"geometry":null}
]}"#;

fn filled(place: &Place) -> Session {
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    let visit = Visit { note: "水清，无异味".into(), ..Visit::default() };
    record(&mut session, &key("A1"), vec![part(Body::Visit(visit))], &now(5), &actor("张三"));
    session
}

/// The text of each page, by the file's own map from glyphs to characters.
fn pages(pdf: &[u8]) -> Vec<String> {
    let streams: Vec<String> = streams(pdf);
    let map = streams.iter().find(|text| text.contains("beginbfchar")).unwrap();
    let char_of = |glyph: &str| {
        if glyph == "0000" {
            return "□".to_owned();
        }
        let (_, rest) = map.split_once(&format!("\n<{glyph}> <")).unwrap();
        let units: Vec<u16> = rest.as_bytes()[..rest.find('>').unwrap()]
            .chunks(4)
            .map(|hex| u16::from_str_radix(std::str::from_utf8(hex).unwrap(), 16).unwrap())
            .collect();
        String::from_utf16(&units).unwrap()
    };
    let content = streams.iter().filter(|text| text.contains(" Tj ET"));
    content
        .map(|page| {
            let texts = page.lines().filter_map(|line| line.split_once('<')?.1.split_once('>'));
            let texts = texts.map(|(hex, _)| {
                let glyphs = hex.as_bytes().chunks(4);
                glyphs.map(|glyph| char_of(std::str::from_utf8(glyph).unwrap())).collect()
            });
            texts.collect::<Vec<String>>().join("\n")
        })
        .collect()
}

fn streams(pdf: &[u8]) -> Vec<String> {
    let find = |from: usize, mark: &[u8]| {
        pdf[from..].windows(mark.len()).position(|window| window == mark).map(|at| from + at)
    };
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(start) = find(at, b">>\nstream\n") {
        let start = start + b">>\nstream\n".len();
        let end = find(start, b"\nendstream").unwrap();
        let mut bytes = Vec::new();
        flate2::read::ZlibDecoder::new(&pdf[start..end]).read_to_end(&mut bytes).unwrap();
        found.push(String::from_utf8_lossy(&bytes).into_owned());
        at = end;
    }
    found
}

#[test]
fn the_list_of_a_day_goes_on_paper_with_codes_and_a_blank_sheet_for_each() {
    let place = Place::new();
    let session = filled(&place);
    let features = [key("A1"), key("A2")];
    let person = actor("张三");
    let day = now(0).day();
    let sheets = DaySheets { features: &features, day, person: Some(&person), lang: Lang::Zh };
    let pdf = day_pdf(&session.snapshot(), &sheets).unwrap();
    assert_eq!(day_pdf(&session.snapshot(), &sheets).unwrap(), pdf, "the same bytes again");
    let pages = pages(&pdf);
    assert_eq!(pages.len(), 3);
    for words in ["今日清单 2022-05-12", "张三 滨海新区局", "示例一号排口", "A1", "A2", "整治中"]
    {
        assert!(pages[0].contains(words), "{words}: {}", pages[0]);
    }
    for words in ["示例一号排口　A1", "117.500000, 38.600000", "水清，无异味", "采样", "记录人签字"]
    {
        assert!(pages[1].contains(words), "{words}: {}", pages[1]);
    }
    // A character that the font does not have is an empty box, never a gap or a crash.
    assert!(pages[2].contains("□沟排口"), "{}", pages[2]);
    for (idx, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("第 {} 页 共 3 页", idx + 1)), "{page}");
        assert!(page.contains("示意数据"), "{page}");
    }
    assert!(pdf.len() < 200_000, "only the glyphs in use: {} bytes", pdf.len());
}

#[test]
fn a_feature_goes_on_paper_without_what_nobody_else_ever_had() {
    let place = Place::new();
    let mut session = filled(&place);
    let note = |text: &str| part(Body::Note(Note { text: text.into(), ..Note::default() }));
    let zhang = actor("张三");
    let slip = record(&mut session, &key("A1"), vec![note("手滑写错")], &now(6), &zhang);
    let sent = record(&mut session, &key("A1"), vec![note("交出后才发现")], &now(7), &zhang);
    let withdraw = |record: &str, note: &str| Command::Withdraw {
        record: record.to_owned(),
        note: note.to_owned(),
    };
    session.apply(withdraw(&slip[0].id, ""), &now(8), &zhang).unwrap();
    export(&mut session, &place.path("out.geojson"));
    session.apply(withdraw(&sent[0].id, "不是这个口"), &now(55), &zhang).unwrap();
    let snapshot = session.snapshot();
    let pages = pages(&feature_pdf(&snapshot, &key("A1"), Lang::Zh, &now(56)).unwrap());
    let text = pages.concat();
    for words in
        ["示例一号排口 A1", "整治中", "阶段为来件状态", "交出后才发现", "打印于 2022-05-12"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("手滑写错"), "{text}");
    let english = feature_pdf(&snapshot, &key("A1"), Lang::En, &now(56)).unwrap();
    assert!(self::pages(&english).concat().contains("page 1 of 1"));
}

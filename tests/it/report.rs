//! What leaves on paper: pages whose words are the workspace's own, the same bytes every time, nothing off the page.

use crate::walk::{Place, actor, export, import, key, now, part, record};
use yice::model::{Day, Lang};
use yice::plan::{
    Basis, Body, BriefingInput, Measured, Note, SampleResult, Visit, briefing, target_pair,
};
use yice::report::*;
use yice::session::*;

const LAYER: &str = r#"{"type":"FeatureCollection","metadata":{"synthetic":true},"features":[
{"type":"Feature","properties":{"outfall_id":"A1","name":"示例一号排口","整治状态":"整治中","区县":"滨海新区"},"geometry":{"type":"Point","coordinates":[117.5,38.6]}},
{"type":"Feature","properties":{"outfall_id":"A2","name":"𠀀沟排口","整治状态":"已销号","区县":"宁河区"},"geometry":null},
{"type":"Feature","properties":{"outfall_id":"A3","name":"示例三号排口","整治状态":"无需整治","区县":"宁河区"},"geometry":{"type":"Point","coordinates":[117.6,38.7]}}
]}"#;

const WATERS: &str = r#"{"type":"FeatureCollection","metadata":{"layer":"black_odorous_water","synthetic":true},"features":[
{"type":"Feature","properties":{"bow_id":"B1","name":"示例水体一","district":"河东区","bow_state":"treating","river_chief":"区级河长","lead_dept":"区水务局","deadline":"2022-04-30"},"geometry":{"type":"LineString","coordinates":[[117.2,39.1],[117.3,39.1]]}},
{"type":"Feature","properties":{"bow_id":"B2","name":"示例水体二","district":"河东区","bow_state":"suspected"},"geometry":{"type":"LineString","coordinates":[[117.2,39.2],[117.3,39.2]]}}
]}"#;

/// Three outfalls and two waters, one visit.
pub fn filled(place: &Place) -> Session {
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    import(&mut session, &place.write("waters.geojson", WATERS));
    let visit = Visit { note: "水清，无异味".into(), ..Visit::default() };
    record(&mut session, &key("A1"), vec![part(Body::Visit(visit))], &now(5), &actor("张三"));
    session
}

fn day() -> Day {
    now(0).day()
}

/// The words of each page.
fn words(session: &Session, what: &ReportWhat, lang: Lang) -> Vec<String> {
    let (snapshot, now) = (session.snapshot(), now(56));
    let source = Source::new(&snapshot, day(), lang, &now);
    let fonts = fonts(&source).unwrap();
    pages(what, &source, &fonts).unwrap().pages.iter().map(Page::words).collect()
}

fn made(session: &Session, what: &ReportWhat, name: &str) -> Vec<u8> {
    let (snapshot, now) = (session.snapshot(), now(56));
    let source = Source::new(&snapshot, day(), Lang::Zh, &now);
    make(what, name.as_ref(), &source).unwrap().bytes
}

#[track_caller]
fn holds(text: &str, all: &[&str]) {
    for words in all {
        assert!(text.contains(words), "{words:?} is not in: {text}");
    }
}

fn approval(code: &str, form: Option<Form>) -> ReportWhat {
    ReportWhat::Approval { feature: key(code), form }
}

#[test]
fn the_list_of_a_day_goes_on_paper_with_codes_and_a_blank_sheet_for_each() {
    let place = Place::new();
    let session = filled(&place);
    let (day, features) = ("2022-05-13".parse().unwrap(), vec![key("A1"), key("A2")]);
    let pages = words(&session, &ReportWhat::Day { day, features }, Lang::Zh);
    assert_eq!(pages.len(), 3);
    holds(&pages[0], &["今日清单 2022-05-13", "示例一号排口", "A1", "A2", "整治中"]);
    let asked = ["示例一号排口　A1", "117.500000, 38.600000", "水清，无异味", "采样", "记录人签字"];
    holds(&pages[1], &asked);
    holds(&pages[2], &["𠀀沟排口"]);
    for (idx, page) in pages.iter().enumerate() {
        let number = format!("第 {} 页 共 3 页", idx + 1);
        holds(page, &[&number, "示意数据", "截至业务日期 2022-05-12"]);
    }
}

#[test]
fn a_blank_sheet_with_things_to_put_right_is_one_page_that_names_years_and_who_goes_along() {
    let place = Place::new();
    let mut session = place.session("demo.yice");
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/outfalls.geojson");
    crate::walk::import(&mut session, &data);
    let (snapshot, zhang) = (session.snapshot(), actor("张三"));
    let printed = yice::model::Stamp::parse("2026-11-26T16:02:00+08:00").unwrap();
    let source = Source {
        person: Some(&zhang),
        companions: "李四",
        ..Source::new(&snapshot, day(), Lang::Zh, &printed)
    };
    let what = ReportWhat::Day { day: printed.day(), features: vec![key("DEMO-OUT-0042")] };
    let fonts = fonts(&source).unwrap();
    let pages: Vec<String> =
        pages(&what, &source, &fonts).unwrap().pages.iter().map(Page::words).collect();
    assert_eq!(pages.len(), 2, "{pages:#?}");
    holds(&pages[0], &["（同行 李四）"]);
    holds(&pages[1], &["待改事项", "2026年11月26日　时间", "上次巡查", "2022年", "记录人签字"]);
    // English words are longer.
    assert_eq!(words(&session, &what, Lang::En).len(), 2);
}

#[test]
fn a_rivers_dossier_has_its_water_by_sections_and_months() {
    let place = Place::new();
    let mut session = place.session("demo.yice");
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for file in ["rivers.geojson", "sections.geojson"] {
        crate::walk::import(&mut session, &data.join(file));
    }
    let (river, section) = {
        let snapshot = session.snapshot();
        let rows = |code: &str| {
            let view = snapshot.layers.iter().find(|view| view.layer.kind.code() == code).unwrap();
            view.rows.clone()
        };
        let section = rows("section")[0].key.clone();
        let state = snapshot.plans.get(&section).unwrap();
        let river = state.text("river_code").unwrap().to_owned();
        (rows("river").iter().find(|row| row.code == river).unwrap().key.clone(), section)
    };
    let result = SampleResult {
        no: "S-1".into(),
        source: "lab".into(),
        taken_at: Some("2022-05-11T10:00:00+08:00".into()),
        items: [("nh3n", "2.5"), ("cod", "10")]
            .map(|(code, value)| (code.to_owned(), measured(value)))
            .into_iter()
            .collect(),
        ..SampleResult::default()
    };
    record(&mut session, &section, vec![part(Body::SampleResult(result))], &now(6), &actor("张三"));
    let what = ReportWhat::Dossier(Scope::of_keys(vec![river]));
    let text = words(&session, &what, Lang::Zh).concat();
    holds(&text, &["水质（今年累计，单因子评价）", "全河", "2022-05", "劣Ⅴ类", "氨氮"]);
}

fn measured(value: &str) -> Measured {
    Measured { value: value.into(), unit: "mg/L".into() }
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
    for what in [ReportWhat::Sheet(key("A1")), ReportWhat::Dossier(Scope::of_keys(vec![key("A1")]))]
    {
        let text = words(&session, &what, Lang::Zh).concat();
        holds(&text, &["示例一号排口 A1", "整治中", "阶段：来件状态", "交出后才发现"]);
        assert!(!text.contains("手滑写错"), "{text}");
    }
    let english = words(&session, &ReportWhat::Sheet(key("A1")), Lang::En).concat();
    holds(&english, &["page 1 of 1", "printed 2022-05-12 09:56"]);
    let page = String::from_utf8(made(
        &session,
        &ReportWhat::Dossier(Scope::of_keys(vec![key("A1")])),
        "a.html",
    ));
    assert!(page.unwrap().contains("<s>2022年5月12日 张三 备注：交出后才发现</s>"));
}

#[test]
fn a_report_of_the_programme_says_the_figures_of_the_summary_and_what_is_apart() {
    let place = Place::new();
    let session = filled(&place);
    let summary = session.summary(day());
    let text = words(&session, &ReportWhat::Programme, Lang::Zh).join("\n");
    let counted: Vec<_> = summary.targets.iter().filter(|target| target.num.is_some()).collect();
    assert!(!counted.is_empty());
    for target in counted {
        holds(&text, &[&target_pair(target).unwrap().zh]);
    }
    // One of two is signed off, the third needs nothing, and nobody proved either.
    assert_eq!(summary.kpis["k_signoff"], serde_json::json!({"num": 1, "den": 2}));
    let flat = text.replace('\n', "");
    holds(&flat, &["1/68", "1.5%", "办结而未核实 2 个", "不计入 1 个（无需整治 1）", "宁河区"]);
    let brief = words(&session, &ReportWhat::Briefing, Lang::Zh).concat().replace('\n', "");
    let rulebook = &session.snapshot().rulebook;
    let before = session.summary("2022-05-05".parse().unwrap());
    let said = briefing(&BriefingInput {
        now: &summary,
        before: Some(&before),
        rulebook,
        basis: Basis::Happened,
    });
    // Where a line breaks at a blank, that is not printed.
    let brief = brief.replace(' ', "");
    for paragraph in said {
        let words = paragraph.zh.replace(' ', "");
        assert!(brief.contains(&words), "{words} is not in: {brief}");
    }
}

#[test]
fn a_list_to_publish_names_who_answers_and_leaves_suspicions_out() {
    let place = Place::new();
    let session = filled(&place);
    let text = words(&session, &ReportWhat::Publishable(Scope::default()), Lang::Zh).concat();
    holds(&text, &["示例水体一", "区级河长", "区水务局", "2022-04-30", "疑似或已排除的 1 条"]);
    assert!(!text.contains("示例水体二"), "{text}");
}

#[test]
fn a_form_to_sign_fits_where_the_plan_stands() {
    let place = Place::new();
    let session = filled(&place);
    let sign_off = words(&session, &approval("A1", None), Lang::Zh).concat();
    holds(&sign_off, &["排污口整治销号审批表", "市级销号意见", "签字（盖章）", "验收人（2 人）"]);
    let plan = words(&session, &approval("A1", Some(Form::Plan)), Lang::Zh).concat();
    holds(&plan, &["排污口整治方案审批表", "区级审核意见", "责任主体意见"]);
    let extension = words(&session, &approval("A2", Some(Form::Extension)), Lang::En).concat();
    holds(&extension, &["Approval of a later deadline", "Signed (sealed)"]);
}

#[test]
fn the_same_workspace_and_day_make_the_same_bytes() {
    let place = Place::new();
    let session = filled(&place);
    let outfalls = Scope::of_kind("outfall");
    let ledger = |scope: &Scope| ReportWhat::Ledger { scope: scope.clone(), template: None };
    let map = ReportWhat::WallMap { scope: Scope::default(), size: SheetSize::A3 };
    for (what, name) in [
        (ReportWhat::Programme, "a.pdf"),
        (ReportWhat::Programme, "a.html"),
        (ReportWhat::Briefing, "a.txt"),
        (ReportWhat::Dossier(outfalls.clone()), "a.pdf"),
        (ledger(&Scope::default()), "a.xlsx"),
        (ledger(&outfalls), "a.csv"),
        (map, "a.pdf"),
    ] {
        let bytes = made(&session, &what, name);
        assert!(!bytes.is_empty());
        assert!(bytes == made(&session, &what, name), "{what:?} {name}");
        if name == "a.pdf" {
            assert!(bytes.starts_with(b"%PDF"), "{what:?}");
        }
    }
}

#[test]
fn what_cannot_be_written_says_what_can() {
    let place = Place::new();
    let session = filled(&place);
    let (snapshot, now) = (session.snapshot(), now(56));
    let source = Source::new(&snapshot, day(), Lang::Zh, &now);
    let refused =
        |what: &ReportWhat, name: &str| make(what, name.as_ref(), &source).map(drop).unwrap_err().0;
    let all = ReportWhat::Ledger { scope: Scope::default(), template: None };
    assert!(refused(&all, "a.pdf").zh.contains(".xlsx .csv"));
    assert!(refused(&ReportWhat::Programme, "a").en.contains(".pdf .html"));
    let several = refused(&all, "a.csv");
    assert!(several.zh.contains("排污口、黑臭水体"), "{several:?}");
    let nobody = Scope { district: Some("没有的区".into()), ..Scope::default() };
    let none = refused(&ReportWhat::Dossier(nobody), "a.pdf");
    assert!(none.zh.contains("没有对象"), "{none:?}");
}

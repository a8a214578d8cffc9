//! Records in words.

use std::sync::Arc;

use yice::plan::*;

use crate::histories::*;

#[test]
fn each_record_is_a_sentence_in_both_languages() {
    let book = rulebook();
    let procedure = book.procedure(&key().kind());
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let items =
        ["补标识牌照片", "补采样点照片"].map(|text| Item { text: text.into(), ..Item::default() });
    let back = Step {
        note: "照片不清".into(),
        items: items.to_vec(),
        ..step(Some("acceptance"), "rework")
    };
    for (by, body, zh) in [
        (municipal(), Body::Transition(back), "5月10日 王五(市) 退回整改，2 条：照片不清"),
        (inspector(), visit("no"), "5月10日 张三 巡查：无排水"),
        (inspector(), set("category", "ban"), "5月10日 张三 填“整治类型”为 依法取缔"),
        (district(), result("S-1", "2022-05-02", "62"), "5月10日 李四(区) 检测结果 S-1：COD 62"),
        (inspector(), request("deadline"), "5月10日 张三 申请延期至 2022-12-31：情况变化"),
        (inspector(), photo("before"), "5月10日 张三 照片“整治前”"),
    ] {
        let record = writer.write(&by, &[], body);
        assert_eq!(describe(&record, &[], procedure, &book.standards, yice::model::Lang::Zh), zh);
        let en = describe(&record, &[], procedure, &book.standards, yice::model::Lang::En);
        assert!(en.starts_with("2022-05-10 ") && !en.ends_with(": "), "{en}");
    }
    let plain = writer.write(&inspector(), &[], visit("yes"));
    let zh = describe(&plain, &[], None, &book.standards, yice::model::Lang::Zh);
    assert_eq!(zh, "5月10日 张三 巡查：在排水", "kinds without a procedure share the looks");
}

#[test]
fn an_item_of_a_list_is_named_with_what_was_done_to_it() {
    let book = rulebook();
    let procedure = book.procedure(&key().kind());
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let item = |text: &str, done: &str| serde_json::json!({"text": text, "done": done});
    let mut records: Vec<Arc<Record>> = Vec::new();
    for (value, zh) in [
        (item("补标识牌", "no"), "加“整治措施”一条：补标识牌"),
        (item("补标识牌", "yes"), "勾完成“整治措施”一条：补标识牌"),
        (item("补标识牌", "no"), "取消完成“整治措施”一条：补标识牌"),
        (item("补两块标识牌", "no"), "改“整治措施”一条：补两块标识牌"),
        (serde_json::Value::Null, "删“整治措施”一条：补两块标识牌"),
        (item("补标识牌", "no"), "加“整治措施”一条：补标识牌"),
    ] {
        let parents: Vec<&Arc<Record>> = records.last().into_iter().collect();
        let fields = Fields::from_iter([("measures/m1".to_owned(), value)]);
        let body = Body::Fields(FieldsSet { fields, note: String::new() });
        let record = writer.write(&district(), &parents, body);
        let state = state_of(&book, &records);
        let said = describe_record(&record, &state.entries, procedure, &book.standards);
        assert_eq!(said.zh, zh);
        records.push(record);
    }
}

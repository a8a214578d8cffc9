//! Every step of the outfall's procedure as a scenario, and what spoils each by being there.

use serde_json::json;
use yice::plan::*;

use crate::histories::*;
use crate::scenario::*;

fn problems() -> Body {
    set_json("problems", json!(["direct_discharge"]))
}

fn item(text: &str) -> Item {
    Item { id: "i1".into(), text: text.into(), ..Item::default() }
}

fn plan_facts(scenario: Scenario) -> Scenario {
    scenario
        .fact("现状", set("baseline", "日排水约 20 吨"))
        .fact("问题清单", problems())
        .fact("溯源结论", set("cause", "养殖尾水直排"))
        .fact("整治类型", set("category", "standardize"))
        .fact("整治时限类型", set("pace", "limited"))
        .fact("整治目标", set("target", "达标排放"))
        .fact("整治措施", set_json("measures/m1", json!({"code": "signboard", "text": "树牌"})))
        .fact("责任主体", set("responsible_subject", "示例水产合作社"))
        .fact("责任单位", set("responsible_unit", "示例街道"))
        .fact("监管单位", set("regulator", "示例局"))
        .fact("完成时限", set("deadline_original", "2022-09-30"))
        .fact("验收销号标准", set("acceptance_criteria", "牌、点齐全"))
}

fn closing_facts(scenario: Scenario, category: &'static str) -> Scenario {
    scenario
        .fact("整治类型", set("category", category))
        .fact("实际完工日期", set("finished_on", "2022-05-01"))
        .fact("整治前", photo("before"))
        .fact("整治后", photo("after"))
        .fact("同机位", set("same_spot", "yes"))
        .fact("污水现去向", set("sewage_destination", "已接入市政管网"))
        .fact_on("复看一次“无排水”", "2022-05-08", visit("no"))
        .fact("验收意见", document("acceptance_opinion"))
        .fact("验收人员", set_json("inspectors", json!(["李四", "赵六"])))
}

fn standard_facts(scenario: Scenario) -> Scenario {
    scenario
        .fact("整治类型", set("category", "standardize"))
        .fact("执行标准", set("emission_standard", "GB18918-2002/1A"))
        .fact("实际完工日期", set("finished_on", "2022-05-01"))
        .fact("标识牌", photo("signboard"))
        .fact("检测结果", result("S-1", "2022-05-03", "38"))
        .fact("归档号", set("archive_ref", "2022-销-040"))
        .fact("验收意见", document("acceptance_opinion"))
        .fact("验收人员", set_json("inspectors", json!(["钱七", "赵六"])))
}

fn ask_signoff() -> Body {
    Body::Transition(step(Some("acceptance"), "signoff_review"))
}

/// Every transition at least once, and once for each way of every `any`.
pub fn scenarios() -> Vec<Scenario> {
    let mut all = Vec::new();
    for by in [inspector(), district()] {
        let mut one = scenario("register", "T1", None, "pending", by)
            .fact("一级分类", set("class_l1", "undetermined"))
            .fact("照片", photo("form"))
            .fact("问题清单", problems());
        one.needs_position = true;
        all.push(one);
    }
    let none_needed = |name, from: Option<&'static str>| {
        scenario(name, "T2", from, "not_required", municipal())
            .fact("整治类型", set("category", "keep"))
            .fact("照片", photo("form"))
            .fact_by("申请“无需整治”", inspector(), request("not_required"))
    };
    all.push(none_needed("not required, with a reason", None).note("还没有检测结果"));
    all.push(
        none_needed("not required, by a sample", Some("pending"))
            .fact("没有评价", set("emission_standard", "GB18918-2002/1A"))
            .fact("检测结果", result("S-1", "2022-05-01", "38")),
    );
    let granted = scenario(
        "not required, granted before",
        "T2",
        Some("pending"),
        "not_required",
        municipal(),
    )
    .fact("整治类型", set("category", "keep"))
    .fact("照片", photo("form"))
    .fact_by("another:另一人", inspector(), request("not_required"))
    .fact_by("", municipal(), decided("c-4"))
    .note("情况说明");
    all.push(granted);
    all.push(
        scenario("needed after all", "T3", Some("not_required"), "pending", inspector())
            .fact("问题清单", problems())
            .note("情况说明"),
    );
    all.push(
        scenario("draft", "T4", Some("pending"), "drafting", district())
            .fact("整治类型", set("category", "ban"))
            .fact("责任主体", set("responsible_subject", "示例合作社"))
            .fact("完成时限", set("deadline_original", "2022-09-30")),
    );
    all.push(plan_facts(scenario("review", "T5", Some("drafting"), "plan_review", district())));
    let to_review = || Body::Transition(step(Some("drafting"), "plan_review"));
    for (name, by, settings) in [
        ("approve", municipal(), vec![]),
        ("approve, delegated", actor("钱七", Role::District), vec![("delegated", "yes")]),
    ] {
        let mut one =
            plan_facts(scenario(name, "T6", Some("plan_review"), "approved", by).start("drafting"))
                .fact("一级分类", set("class_l1", "other"))
                .fact("another:另一人", to_review())
                .input("approved_by", "王五", "方案审核人");
        one.settings = settings;
        // The plan's own needs are the review's, looked at by "review".
        one.facts.iter_mut().take(12).for_each(|fact| fact.wants = "");
        all.push(one);
    }
    all.push(
        scenario("return the plan", "T7", Some("plan_review"), "drafting", municipal())
            .note("退回意见"),
    );
    all.push(
        scenario("start", "T8", Some("approved"), "in_progress", inspector())
            .fact("整治前", photo("before"))
            .input("started_on", "2022-05-02", "实际开工日期"),
    );
    all.push(
        scenario("complete", "T10", Some("in_progress"), "self_check", district())
            .fact("进度", Body::Progress(Progress { percent: 100, note: String::new() }))
            .fact("整治后", photo("after"))
            .input("finished_on", "2022-05-10", "实际完工日期"),
    );
    all.push(
        scenario("self-check by paper", "T11", Some("self_check"), "acceptance", district())
            .fact("自查", document("self_check")),
    );
    all.push(
        scenario("self-check in words", "T11", Some("self_check"), "acceptance", district())
            .fact("自查", set("self_check_statement", "已完工")),
    );
    let to_signoff = |name| scenario(name, "T12", Some("acceptance"), "signoff_review", district());
    all.push(closing_facts(to_signoff("ban"), "ban"));
    all.push(
        closing_facts(to_signoff("merge into an outfall"), "merge")
            .fact("并入的排口", set("merged_to", "outfall:DEMO-OUT-0002"))
            .fact("纳管", document("connection_proof")),
    );
    all.push(
        closing_facts(to_signoff("merge into works"), "merge")
            .fact("并入的排口", set("merged_to_name", "示例污水厂"))
            .fact("纳管", document("connection_proof")),
    );
    all.push(standard_facts(to_signoff("standardize")).fact("采样点", photo("sampling_point")));
    all.push(
        standard_facts(to_signoff("standardize, exempt"))
            .fact("采样点", set("sampling_exemption", "季节性排水")),
    );
    for (name, code, value) in
        [("sign off", "signoff_no", "2022-040"), ("sign off, dated", "signoff_on", "2022-05-12")]
    {
        let one = scenario(name, "T13", Some("signoff_review"), "signed_off", municipal())
            .start("acceptance");
        let mut one = standard_facts(one).fact("采样点", photo("sampling_point"));
        // What the gate wants is looked at by "standardize"; here it is spoilt after the request.
        one.facts.iter_mut().for_each(|fact| fact.wants = "");
        all.push(one.fact("another:另一人", ask_signoff()).input(code, value, "销号"));
    }
    let noticed =
        scenario("sign off, noticed", "T13", Some("signoff_review"), "signed_off", municipal());
    let mut noticed = standard_facts(noticed.start("acceptance")).fact("", photo("sampling_point"));
    noticed.facts.iter_mut().for_each(|fact| fact.wants = "");
    noticed.settings = vec![("publicity", "yes")];
    all.push(
        noticed
            .fact("公示截图", document("publicity"))
            .fact("区级公示日期", set("publicised_on", "2022-05-05"))
            .fact("", ask_signoff())
            .input("signoff_no", "2022-040", "销号"),
    );
    let corrected =
        scenario("sign off, corrected", "T13", Some("signoff_review"), "signed_off", municipal())
            .start("acceptance")
            .fact("", result("S-1", "2022-05-03", "82"));
    let mut corrected = standard_facts(corrected).fact("", photo("sampling_point"));
    corrected.facts.iter_mut().for_each(|fact| fact.wants = "");
    all.push(corrected.fact("", ask_signoff()).input("signoff_no", "2022-040", "销号").input(
        "correction_confirmed",
        "yes",
        "核对",
    ));
    all.push(after_rework());
    for from in ["self_check", "acceptance", "signoff_review"] {
        let mut one =
            scenario("send back", "T14", Some(from), "rework", municipal()).note("退回意见");
        one.step.items.push(item("补标识牌照片"));
        one.step_wants.push(("items", "待改事项"));
        all.push(one);
    }
    all.push(
        scenario("resume, deadline unchanged", "T15", Some("rework"), "in_progress", inspector())
            .input("deadline_unchanged", "yes", "期限不变"),
    );
    all.push(
        scenario("resume, deadline requested", "T15", Some("rework"), "in_progress", district())
            .fact("延期申请", request("deadline")),
    );
    for from in ["pending", "in_progress", "reopened"] {
        all.push(
            scenario("hold", "T16", Some(from), "suspended", municipal())
                .input("review_on", "2022-08-01", "暂缓复核日期")
                .note("情况说明"),
        );
    }
    let hold = Step {
        note: "等拆迁".into(),
        fields: fields(&[("review_on", "2022-08-01")]),
        ..step(Some("in_progress"), "suspended")
    };
    all.push(
        scenario("resume from hold", "T17", Some("suspended"), "in_progress", district())
            .start("in_progress")
            .fact_by("", municipal(), Body::Transition(hold))
            .note("情况说明"),
    );
    all.push(
        scenario("relapse, by photo", "T18", Some("signed_off"), "reopened", inspector())
            .fact("照片", photo("scene"))
            .note("情况说明"),
    );
    all.push(
        scenario("relapse, by sample", "T18", Some("signed_off"), "reopened", inspector())
            .fact("不合格水样", set("emission_standard", "GB18918-2002/1A"))
            .fact("检测结果", result("S-9", "2022-05-12T08:03:00+08:00", "82"))
            .note("情况说明"),
    );
    for to in ["in_progress", "drafting"] {
        all.push(
            scenario("again, deadline unchanged", "T19", Some("reopened"), to, district()).input(
                "deadline_unchanged",
                "yes",
                "期限不变",
            ),
        );
        all.push(
            scenario("again, deadline requested", "T19", Some("reopened"), to, district())
                .fact("延期申请", request("deadline")),
        );
    }
    let strike = |name, from: Option<&'static str>, reason: &str| {
        scenario(name, "T20", from, "cancelled", municipal())
            .fact_by("申请“核减”", inspector(), request("cancelled"))
            .input("cancel_reason", reason, "核减原因")
            .note("情况说明")
    };
    all.push(strike("strike off", None, "not_outfall"));
    all.push(strike("strike off, signed", Some("signed_off"), "out_of_scope"));
    all.push(strike("strike off, duplicate", Some("pending"), "duplicate").input(
        "cancel_target",
        "outfall:DEMO-OUT-0002",
        "并入的档案",
    ));
    all.push(
        scenario("strike off, granted before", "T20", Some("pending"), "cancelled", municipal())
            .fact_by("another:另一人", inspector(), request("cancelled"))
            .fact_by("", municipal(), decided("c-2"))
            .input("cancel_reason", "not_outfall", "核减原因")
            .note("情况说明"),
    );
    all.push(
        scenario("take back", "T21", Some("cancelled"), "pending", municipal()).note("情况说明"),
    );
    all
}

/// Sent back from acceptance, corrected, and back there with the item answered.
fn after_rework() -> Scenario {
    let take = |from: &'static str, to: &str, pairs: &[(&str, &str)]| {
        Body::Transition(Step { fields: fields(pairs), ..step(Some(from), to) })
    };
    let sent_back = Step {
        note: "照片看不清".into(),
        items: vec![item("补标识牌照片")],
        ..step(Some("acceptance"), "rework")
    };
    let answered = ItemAnswered { item: "i1".into(), note: "已补拍".into(), evidence: vec![] };
    scenario("standardize, after rework", "T12", Some("acceptance"), "signoff_review", district())
        .fact_by("", municipal(), Body::Transition(sent_back))
        .fact("待改事项", Body::ItemAnswered(answered))
        .fact("", take("rework", "in_progress", &[("deadline_unchanged", "yes")]))
        .fact("", Body::Progress(Progress { percent: 100, note: String::new() }))
        .fact("", photo("after"))
        .fact("", take("in_progress", "self_check", &[("finished_on", "2022-05-12")]))
        .fact("", document("self_check"))
        .fact("", take("self_check", "acceptance", &[]))
        .fact("", set("category", "standardize"))
        .fact("", set("emission_standard", "GB18918-2002/1A"))
        .fact("", photo("signboard"))
        .fact("", photo("sampling_point"))
        .fact("", judged_result("S-1", "2022-05-12", "38"))
        .fact("归档号", set("archive_ref", "2022-销-040"))
        .fact("验收意见", document("acceptance_opinion"))
        .fact("验收人员", set_json("inspectors", json!(["李四", "赵六"])))
}

fn decided(request: &str) -> Body {
    Body::Decided(Decided {
        request: request.into(),
        verdict: "approved".into(),
        note: String::new(),
    })
}

/// What spoils a step by being there.
pub fn disturbances() -> Vec<(&'static str, &'static str, Body)> {
    let failing = |no: &str| judged_result(no, "2022-05-02", "82");
    vec![
        ("not required, with a reason", "整治类型", set("category", "merge")),
        ("draft", "整治类型", set("category", "keep")),
        ("review", "整治类型", set("category", "undecided")),
        ("approve", "一级分类", set("class_l1", "undetermined")),
        ("complete", "进度", Body::Progress(Progress { percent: 80, note: "返工".into() })),
        ("ban", "不合格", failing("S-7")),
        ("ban", "同机位", set("same_spot", "no")),
        ("standardize", "不合格", failing("S-0")),
        ("standardize", "至少要 2 人", set_json("inspectors", json!(["李四", " 李四"]))),
        ("sign off", "归档号", set_json("archive_ref", json!(null))),
        ("sign off", "另一人", set_json("inspectors", json!(["王五", "赵六"]))),
        // Thursday the 5th and five working days: Thursday the 12th.
        ("sign off, noticed", "工作日", set("publicised_on", "2022-05-06")),
        ("merge into an outfall", "不在图层里", set("merged_to", "outfall:NOWHERE")),
        ("strike off, duplicate", "并入的档案", note("无关")),
    ]
}

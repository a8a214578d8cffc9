//! Words on paper that differ from kind to kind, and what a list of districts leaves nobody out of.

use crate::commands::Desk;

fn demonstration() -> Desk {
    let desk = Desk::new();
    desk.run(&["demo", "demo"]).exits(0);
    desk.run(&["import", "-w", "w.yice", "demo"]);
    desk
}

#[test]
fn a_form_bears_the_words_of_its_kind_and_a_ranking_every_district() {
    let desk = demonstration();
    let report = |args: &[&str], to: &str| {
        let args = [&["report"], args, &["-w", "w.yice", "-o", to, "--lang", "zh"]].concat();
        desk.run(&args).exits(0);
        desk.read(to)
    };
    let water = report(&["approval", "DEMO-BOW-002"], "a.html");
    assert!(water.contains("黑臭水体审批表") && !water.contains("销号"), "{water}");
    assert!(!water.contains("区级验收人"), "{water}");
    let outfall = report(&["approval", "DEMO-OUT-0063"], "b.html");
    assert!(!outfall.contains("还差还没有"), "{outfall}");
    let ranking = report(&["ranking"], "c.html");
    assert!(ranking.contains("和平区") && ranking.contains("农村水体也计入"), "{ranking}");
    let waters = report(&["waters"], "d.html");
    assert!(waters.contains("未建档的"), "{waters}");
}

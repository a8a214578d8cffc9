//! The window's menu of reports: what is chosen is what is ordered, and what came of it is said.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::panels::{Desk, harness, on_card, outfall};
use yice::report::{Ending, Form, IfThere, ReportOrder, ReportWhat, Scope};
use yice::ui::Printed;

fn open(h: &mut Harness<'_, Desk>, report: &str) {
    h.get_by_label("报表").click();
    h.run();
    h.get_by_label(report).click();
    h.run();
}

/// Types a folder, asks for the report, and takes the order.
fn order(h: &mut Harness<'_, Desk>) -> ReportOrder {
    let to = h.get_by_role_and_label(egui::accesskit::Role::TextInput, "存为");
    to.focus();
    to.type_text("/tmp/reports");
    h.run();
    h.get_by_label("出报表").click();
    // A wheel turns while it is made: there is no last frame.
    h.run_steps(3);
    h.state_mut().ordered.pop().expect("nothing was ordered")
}

#[test]
fn a_ledger_of_everything_goes_into_a_workbook_of_its_usual_name() {
    let mut h = harness(Desk::with_outfalls());
    open(&mut h, "台账…");
    let order = order(&mut h);
    assert_eq!(order.what, ReportWhat::Ledger { scope: Scope::default(), template: None });
    assert_eq!(order.to.to_string_lossy(), "/tmp/reports/台账 2022-05-12.xlsx");
    assert_eq!(order.if_there, IfThere::Ask);
    let done = Printed::Done { file: order.to, remarks: vec!["1 列留空：领导批示".into()] };
    h.state_mut().act(|screen, ctx| screen.printed(ctx, done));
    h.run();
    h.get_by_label("已存 /tmp/reports/台账 2022-05-12.xlsx");
    h.get_by_label("1 列留空：领导批示");
}

#[test]
fn a_form_to_sign_is_of_the_chosen_feature_and_its_file_may_be_a_page() {
    let mut h = on_card();
    open(&mut h, "审批表…");
    h.get_by_label("延期").click();
    h.get_by_label("HTML").click();
    h.run();
    let order = order(&mut h);
    let wanted = ReportWhat::Approval { feature: outfall(1), form: Some(Form::Extension) };
    assert_eq!(order.what, wanted);
    assert_eq!(Ending::of(&order.to), Some(Ending::Html));
}

#[test]
fn a_file_that_stands_there_is_asked_about_and_then_replaced() {
    let mut h = on_card();
    open(&mut h, "一口一档…");
    let first = order(&mut h);
    assert_eq!(first.what, ReportWhat::Dossier(Scope::of_keys(vec![outfall(1)])));
    let standing = Printed::WouldReplace(first.to.clone());
    h.state_mut().act(|screen, ctx| screen.printed(ctx, standing));
    h.run();
    h.get_by_label("仍要覆盖").click();
    h.run_steps(3);
    let again = h.state_mut().ordered.pop().expect("nothing was ordered");
    assert_eq!(again.if_there, IfThere::Replace);
    assert_eq!(again.to, first.to);
}

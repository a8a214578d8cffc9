//! The words of refusals that no need of the file says: who, when and from which stage.

use super::person::Role;
use super::plain_words::{day_zh, role_label, two_days_zh};
use super::procedure::{FieldDef, Procedure, RoleRule, Transition};
use super::record::Record;
use super::rules::{Jump, Missing};
use super::words::missing;
use crate::model::{Day, Text};

/// How many things stand in the way, the wrong ones apart: `有 1 项不对，还差 2 项`. Empty where it is all for others.
pub fn count_in_words(missing: &[Missing]) -> Text {
    let own = || missing.iter().filter(|one| !one.is_for_others());
    let wrong = own().filter(|one| one.is_wrong).count();
    let lacking = own().count() - wrong;
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    if wrong > 0 {
        zh.push(format!("有 {wrong} 项不对"));
        en.push(format!("{wrong} not right"));
    }
    if lacking > 0 {
        zh.push(format!("还差 {lacking} 项"));
        en.push(format!("{lacking} still missing"));
    }
    Text::new(zh.join("，"), en.join(", "))
}

pub(super) fn viewer() -> Missing {
    missing("现在是只读身份，不能记录", "A viewer records nothing", Jump::Person)
}

pub(super) fn nobody() -> Missing {
    missing(
        "没有写是谁记的，请先填姓名",
        "It is not said who records: give a name first",
        Jump::Person,
    )
}

pub(super) fn in_the_future(on: Day, today: Day) -> Missing {
    let [zh_on, zh_today] = two_days_zh(on, today);
    missing(
        format!("发生日期 {zh_on} 在今天（{zh_today}）之后，请改日期"),
        format!("{on} is after today ({today}): correct the date"),
        Jump::Input("on".to_owned()),
    )
}

pub(super) fn no_such_day(on: Day) -> Missing {
    missing(
        format!("发生日期 {on} 不对，请改日期"),
        format!("The day {on} cannot be: correct the date"),
        Jump::Input("on".to_owned()),
    )
}

pub(super) fn no_procedure() -> Missing {
    missing(
        "这类对象还没有办理程序，或程序版本本机不认识；可以记巡查、照片、水样和字段",
        "No procedure of that name is known here: visits, photos, samples and fields can be recorded",
        Jump::Nowhere,
    )
}

/// A record of another computer, judged by a version of the procedure that was put there and not here.
pub(super) fn procedure_not_here(name: &str) -> Missing {
    missing(
        format!(
            "规程 {name} 不在这台电脑（没有这个版本）：请向记录人要规程文件，放进数据文件夹的 procedures 里再打开"
        ),
        format!(
            "The procedure {name} is not on this computer: ask who recorded it for the file and put it into the data folder's procedures"
        ),
        Jump::Nowhere,
    )
}

fn stage_or_none(procedure: &Procedure, stage: Option<&str>) -> Text {
    match stage {
        Some(stage) => procedure.stage_label(stage),
        None => Text::new("未建档", "no stage yet"),
    }
}

pub(super) fn other_stage(procedure: &Procedure, is: Option<&str>, from: Option<&str>) -> Missing {
    let (is, from) = (stage_or_none(procedure, is), stage_or_none(procedure, from));
    missing(
        format!("现在是“{}”，不是“{}”，请按现在的阶段办理", is.zh, from.zh),
        format!("It is \"{}\" now, not \"{}\": take a step from there", is.en, from.en),
        Jump::Nowhere,
    )
}

pub(super) fn no_such_step(procedure: &Procedure, from: Option<&str>, to: &str) -> Missing {
    let next: Vec<&Transition> = procedure
        .transitions
        .iter()
        .filter(|transition| transition.from.iter().any(|step| step.code() == from))
        .collect();
    let zh: Vec<&str> = next.iter().map(|transition| transition.label.zh.as_str()).collect();
    let en: Vec<&str> = next.iter().map(|transition| transition.label.en.as_str()).collect();
    let (from, to) = (stage_or_none(procedure, from), procedure.stage_label(to));
    missing(
        format!("“{}”不能直接到“{}”。现在可以办：{}", from.zh, to.zh, zh.join("、")),
        format!("\"{}\" does not lead to \"{}\". Possible now: {}", from.en, to.en, en.join(", ")),
        Jump::Nowhere,
    )
}

/// A new deadline of what has none any more.
pub(super) fn no_deadline_in(procedure: &Procedure, stage: &str) -> Text {
    let is = procedure.stage_label(stage);
    Text::new(
        format!("现在是“{}”，没有期限可延", is.zh),
        format!("It is \"{}\" now: there is no deadline to put off", is.en),
    )
}

/// A request that cannot come about any more.
pub(super) fn only_refused(why: &Text) -> Missing {
    missing(
        format!("这件申请办不到（{}），只能不同意", why.zh),
        format!("This request leads nowhere ({}): it can only be refused", why.en),
        Jump::Nowhere,
    )
}

pub(super) fn back_to(procedure: &Procedure, left: Option<&str>) -> Missing {
    let left = stage_or_none(procedure, left);
    missing(
        format!("只能回到原来的阶段“{}”", left.zh),
        format!("It goes back to \"{}\", the stage it left", left.en),
        Jump::Nowhere,
    )
}

pub(super) fn only_in(procedure: &Procedure, is: Option<&str>, stages: &[&str]) -> Missing {
    let labels: Vec<Text> = stages.iter().map(|stage| procedure.stage_label(stage)).collect();
    let zh: Vec<&str> = labels.iter().map(|label| label.zh.as_str()).collect();
    let en: Vec<&str> = labels.iter().map(|label| label.en.as_str()).collect();
    let is = stage_or_none(procedure, is);
    missing(
        format!("只在“{}”时可以记，现在是“{}”", zh.join("、"), is.zh),
        format!("Only while it is \"{}\"; it is \"{}\" now", en.join(", "), is.en),
        Jump::Nowhere,
    )
}

pub(super) fn other_role(role: Role, roles: &[RoleRule]) -> Missing {
    // A role that acts only under a setting is not named beside those that always may.
    let always: Vec<&RoleRule> = roles.iter().filter(|rule| rule.if_setting.is_none()).collect();
    let named = if always.is_empty() { roles.iter().collect() } else { always };
    let labels: Vec<Text> = named.iter().map(|rule| role_label(rule.role)).collect();
    let zh: Vec<&str> = labels.iter().map(|label| label.zh.as_str()).collect();
    let en: Vec<&str> = labels.iter().map(|label| label.en.as_str()).collect();
    let own = role_label(role);
    missing(
        format!("这一步由{}办理，你现在的身份是{}", zh.join("、"), own.zh),
        format!("This is for {}; you act as {}", en.join(", "), own.en),
        Jump::Person,
    )
}

pub(super) fn list_item_by_item(label: &Text) -> Text {
    Text::new(
        format!("“{}”要一条一条地填", label.zh),
        format!("\"{}\" is written item by item (CODE/ITEM), other fields as a whole", label.en),
    )
}

/// A field that is locked: for good, or while the works are judged.
pub(super) fn stands_still(field: &FieldDef) -> Text {
    let (zh, en) = (&field.label.zh, &field.label.en);
    match field.locked.as_ref().is_some_and(|lock| lock.after.is_some()) {
        true => Text::new(
            format!("方案批复后“{zh}”不再改动；要改期限，请申请延期"),
            format!("\"{en}\" stands still once the plan is approved: request a new deadline"),
        ),
        false => Text::new(
            format!("验收、销号期间“{zh}”不再改动；要改，请先退回"),
            format!(
                "\"{en}\" stands still while the works are judged: have the plan sent back first"
            ),
        ),
    }
}

/// A field that figures rest on, and who may write it.
pub(super) fn set_by_others(label: &Text, roles: &[Role]) -> Text {
    let names: Vec<Text> = roles.iter().map(|role| role_label(*role)).collect();
    let zh: Vec<&str> = names.iter().map(|name| name.zh.as_str()).collect();
    let en: Vec<&str> = names.iter().map(|name| name.en.as_str()).collect();
    Text::new(
        format!("“{}”由{}填写", label.zh, zh.join("、")),
        format!("\"{}\" is for these to say: {}", label.en, en.join(", ")),
    )
}

pub(super) fn municipal_to_withdraw() -> Missing {
    missing(
        "这是市级的记录，由市级撤回",
        "The municipality wrote this: only the municipality takes it back",
        Jump::AnotherPerson,
    )
}

pub(super) fn note_to_withdraw() -> Missing {
    missing("撤回他人的记录要写明原因", "Say why another's record is taken back", Jump::Note)
}

/// Records that figures count by, or samples were judged by.
pub(super) fn rests_on(is_city: bool, note: &str) -> Option<Missing> {
    match is_city {
        false => Some(missing(
            "统计要用、或已有样品按它评价的记录，由市级写明原因撤回",
            "Figures count by it, or samples were judged by it: the municipality takes it back, with a reason",
            Jump::AnotherPerson,
        )),
        true if note.trim().is_empty() => Some(missing(
            "撤回会改变已有评价，要写明原因",
            "Samples were judged by it: say why it is taken back",
            Jump::Note,
        )),
        true => None,
    }
}

pub(super) fn not_yours_to_withdraw() -> Missing {
    missing(
        "只能撤回自己的记录；他人的记录由区级或市级写明原因撤回",
        "You take back your own records; others' are for district or municipality, with a note",
        Jump::Person,
    )
}

pub(super) fn built_on(procedure: Option<&Procedure>, step: &Record) -> Missing {
    let to = match &step.body {
        super::Body::Transition(body) => procedure.map_or_else(
            || Text::same(body.to.as_str()),
            |procedure| procedure.stage_label(&body.to),
        ),
        _ => Text::default(),
    };
    let (day, name) = (day_zh(step.on), &step.by.name);
    missing(
        format!("{day} {name} 据此办到了“{}”，不能单独撤回；要先撤回那一步", to.zh),
        format!(
            "On {} {name} moved it to \"{}\" on that ground: take that step back first",
            step.on, to.en
        ),
        Jump::Nowhere,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_value_is_no_missing_one_and_who_else_it_is_for_is_neither() {
        let one = |jump| Missing::new(Text::same("x"), jump);
        let wrong = Missing::wrong(Text::same("x"), Jump::Sample);
        let words = |missing: &[Missing]| count_in_words(missing).zh;
        assert_eq!(words(&[one(Jump::Note), one(Jump::Note)]), "还差 2 项");
        assert_eq!(words(&[wrong.clone(), one(Jump::Note)]), "有 1 项不对，还差 1 项");
        assert_eq!(words(&[wrong]), "有 1 项不对");
        assert_eq!(words(&[one(Jump::Person)]), "");
    }
}

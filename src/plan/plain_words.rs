//! How days, roles and requests are called, whoever speaks of them.

use super::person::Role;
use crate::model::{Day, Text};

/// `5月8日`, as people say it.
pub fn day_zh(day: Day) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// Two days beside each other: with their years where those differ.
pub fn two_days_zh(one: Day, other: Day) -> [String; 2] {
    [one, other].map(|day| match one.year() == other.year() {
        true => day_zh(day),
        false => format!("{}年{}", day.year(), day_zh(day)),
    })
}

/// What a role is called on the screen.
pub fn role_label(role: Role) -> Text {
    match role {
        Role::Inspector => Text::new("巡查人员", "inspector"),
        Role::Responsible => Text::new("责任主体（由区局代录）", "responsible subject"),
        Role::District => Text::new("区级", "district officer"),
        Role::Municipal => Text::new("市级审核人", "municipal supervisor"),
        Role::Monitor => Text::new("监测人员", "monitoring analyst"),
        Role::Viewer => Text::new("只读", "viewer"),
    }
}

/// What a request asks for.
pub fn request_label(what: &str) -> Text {
    match what {
        "deadline" => Text::new("延期", "new deadline"),
        "cancelled" => Text::new("核减", "strike off"),
        "not_required" => Text::new("无需整治", "no remediation required"),
        "suspended" => Text::new("暂缓", "put on hold"),
        other => Text::same(other),
    }
}

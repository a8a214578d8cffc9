//! What the names in a superior's table head mean: the words of this trade in many dresses, and names under groups.

use super::columns::{Meaning, WORDS, shown_fields};
use crate::formats::kind_aliases;
use crate::model::Kind;
use crate::plan::{DEADLINE_CURRENT, DEADLINE_ORIGINAL, FieldDef, NAME};
use crate::report::source::Source;

/// Other words for fields that several procedures have.
const FIELD_WORDS: [(&str, &[&str]); 7] = [
    ("finished_on", &["实际完成时间", "实际完成时限", "实际完成日期", "完工时间", "整治完成时间"]),
    ("started_on", &["实际开工时间", "实际开始时间", "开始时间"]),
    ("responsible_unit", &["牵头单位", "责任部门", "主责部门", "整治单位"]),
    ("problems", &["问题", "问题描述", "发现问题"]),
    ("measures", &["措施", "主要措施", "治理措施"]),
    ("budget_wan", &["投资额", "计划投资", "投资估算", "估算投资", "资金"]),
    ("town", &["街道", "街镇", "镇街", "乡镇", "乡镇办"]),
];

/// Names that say nothing of what they are the name, day or place of.
const THIN: [&str; 25] = [
    "名称",
    "编码",
    "编号",
    "代码",
    "类型",
    "类别",
    "级别",
    "等级",
    "日期",
    "时间",
    "单位",
    "状态",
    "联系人",
    "电话",
    "地址",
    "经度",
    "纬度",
    "东经",
    "北纬",
    "lon",
    "lat",
    "内容",
    "备注",
    "评价",
    "照片",
];

/// What groups are called that only say of the feature itself.
const OF_FEATURE: [&str; 12] = [
    "基本",
    "概况",
    "信息",
    "位置",
    "坐标",
    "地理",
    "所在",
    "空间",
    "排口",
    "排污口",
    "整治情况",
    "其他",
];

/// What a column of a superior's table means, by the groups it stands under and its name; `None` where nothing here
/// says that.
///
/// The group may be half of the name (计划 under 完成时间), the whole of what it is about (经度 under 起点), or only a
/// heading (类型 under 整治情况). A name that says little by itself is not guessed under a group of something else: the
/// 名称 of a 污水处理厂 is not that of the outfall.
pub fn meaning_of(source: &Source<'_>, kind: &Kind, path: &[String]) -> Option<Meaning> {
    let (name, groups) = path.split_last()?;
    for group in groups.iter().rev() {
        let both = [format!("{group}{name}"), format!("{name}{group}")];
        if let Some(meaning) = both.iter().find_map(|both| of_name(source, kind, both)) {
            return Some(meaning);
        }
    }
    let bare_name = bare(name);
    let is_thin = THIN.contains(&bare_name.as_str());
    if is_thin && bare_name == "名称" {
        let group = groups.last().and_then(|group| of_name(source, kind, group));
        if let Some(Meaning::Field(code)) = group {
            return Some(Meaning::Field(code));
        }
    }
    let label = source.snapshot.rulebook.procedure(kind).map(|procedure| &procedure.label.zh);
    let is_of_feature = |group: &String| {
        label.is_some_and(|label| group.contains(label.as_str()))
            || OF_FEATURE.iter().any(|word| group.contains(word))
    };
    if is_thin && !groups.iter().all(is_of_feature) {
        return None;
    }
    of_name(source, kind, name)
}

/// What a name means, as it stands or without what tables of this trade put around it.
fn of_name(source: &Source<'_>, kind: &Kind, name: &str) -> Option<Meaning> {
    let plain = bare(name);
    let meaning = of_words(source, kind, &plain)
        .or_else(|| undressed(&plain).iter().find_map(|plain| of_words(source, kind, plain)));
    // 进展（%） is how far it is, 进展 where it stands.
    match meaning {
        Some(Meaning::Stage) if name.contains(['%', '％']) => Some(Meaning::Percent),
        meaning => meaning,
    }
}

/// Other ways of saying a name, nearest first: 整改 for 整治, without 整治, 入河排污口, 所在, 情况.
fn undressed(plain: &str) -> Vec<String> {
    let mut ways = vec![plain.replace("整改", "整治")];
    let mut add = |way: Option<&str>| {
        let way = way.filter(|way| !way.is_empty()).map(str::to_owned);
        ways.extend(way);
    };
    let plain = plain.replace("整改", "整治");
    for head in ["入河入海", "入海入河", "入河", "入海", "排污口", "排口", "所在", "所属", "整治"]
    {
        add(plain.strip_prefix(head));
    }
    let outfall = plain.trim_start_matches("入河").trim_start_matches("入海");
    add(outfall.strip_prefix("排污口").or_else(|| outfall.strip_prefix("排口")));
    for tail in ["情况", "要求", "信息"] {
        add(plain.strip_suffix(tail));
    }
    ways
}

/// The procedure's own words go first: a head that names one of its fields means that field.
fn of_words(source: &Source<'_>, kind: &Kind, bare: &str) -> Option<Meaning> {
    if bare.is_empty() {
        return None;
    }
    let is = |word: &str| self::bare(word) == bare;
    let procedure = source.snapshot.rulebook.procedure(kind);
    let fields = || procedure.into_iter().flat_map(shown_fields);
    let labelled =
        |field: &&FieldDef| is(&field.label.zh) || is(&field.label.en) || field.code == bare;
    let own = |(meaning, zh, en, _): &(Meaning, &str, &str, &[&str])| {
        (is(zh) || is(en)).then(|| meaning.clone())
    };
    let as_field = |field: &FieldDef| match field.code.as_str() {
        NAME => Meaning::Name,
        "county" | "district" => Meaning::District,
        DEADLINE_ORIGINAL => Meaning::Original,
        DEADLINE_CURRENT => Meaning::Current,
        code => Meaning::Field(code.to_owned()),
    };
    let aliased = |field: &&FieldDef| field.aliases.iter().any(|alias| is(alias));
    let layer = procedure.map(|procedure| &procedure.aliases);
    let known = kind_aliases(kind);
    let of_layer = || {
        let any = |words: &[String]| words.iter().any(|word| is(word));
        let layer = layer?;
        let is_code = any(&layer.own_code) || known.is_some_and(|known| any(&known.own_code));
        if is_code {
            return Some(Meaning::Code);
        }
        if any(&layer.name) {
            return Some(Meaning::Name);
        }
        if any(&layer.stage) {
            return Some(Meaning::Stage);
        }
        any(&layer.progress).then_some(Meaning::Percent)
    };
    let other_words = |(meaning, _, _, others): &(Meaning, &str, &str, &[&str])| {
        others.iter().any(|word| is(word)).then(|| meaning.clone())
    };
    let said_otherwise = |field: &&FieldDef| {
        let mut words = FIELD_WORDS.iter().filter(|(code, _)| *code == field.code);
        words.any(|(_, words)| words.iter().any(|word| is(word)))
    };
    WORDS
        .iter()
        .find_map(own)
        .or_else(|| fields().find(labelled).map(as_field))
        .or_else(of_layer)
        .or_else(|| fields().find(aliased).map(as_field))
        .or_else(|| WORDS.iter().find_map(other_words))
        .or_else(|| fields().find(said_otherwise).map(as_field))
}

/// A head without what only dresses it: case, spaces, brackets with what stands in them, stars.
fn bare(head: &str) -> String {
    let mut bare = String::new();
    let mut depth = 0_usize;
    for char in head.chars() {
        match char {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            char if depth > 0
                || char.is_whitespace()
                || "*＊:：、/／%％\u{feff}".contains(char) => {}
            char => bare.extend(char.to_lowercase()),
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_known_without_its_dress() {
        assert_eq!(bare(" *完成 时限（年/月/日）："), "完成时限");
        assert_eq!(bare("区/县"), bare("区县"));
        assert_eq!(bare("Name"), "name");
        assert_eq!(bare("（单位）"), "");
    }

    #[test]
    fn what_is_put_around_a_name_is_taken_off() {
        let has = |name: &str, plain: &str| undressed(name).iter().any(|way| way == plain);
        for (name, plain) in [
            ("整治完成时限", "完成时限"),
            ("整改完成时限", "完成时限"),
            ("整改措施", "整治措施"),
            ("所在区县", "区县"),
            ("入海排污口名称", "名称"),
            ("入河入海排污口编码", "排污口编码"),
            ("责任主体情况", "责任主体"),
        ] {
            assert!(has(name, plain), "{name}: {:?}", undressed(name));
        }
    }
}

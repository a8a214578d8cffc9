//! What the readers of data files say against a person's own file, in Chinese. Line and column stand before it, and what
//! it names are the file's own words.

use crate::model::Text;

/// The reader's sentences with `*` for what they name, and the same in Chinese, the names in the same order.
const SAYINGS: &[(&str, &str)] = &[
    // How a file is written at all.
    ("unknown field `*`, expected one of *", "没有“*”这一项，可用的有 *"),
    ("unknown field `*`, expected *", "没有“*”这一项，应为 *"),
    ("unknown variant `*`, expected one of *", "没有“*”这一种，可用的有 *"),
    ("unknown variant `*`, expected *", "没有“*”这一种，应为 *"),
    ("missing field `*`", "缺少“*”这一项"),
    ("duplicate key", "同一项写了两次"),
    ("duplicate field `*`", "“*”写了两次"),
    ("invalid type: string \"*\", expected f64", "应为数字，不加引号：“*”"),
    ("invalid type: string \"*\", expected i64", "应为整数，不加引号：“*”"),
    ("invalid type: string \"*\", expected u32", "应为整数，不加引号：“*”"),
    ("invalid type: string \"*\", expected a sequence", "应为列表，写在 [ ] 里：“*”"),
    ("invalid type: integer `*`, expected a string", "应为文字，要加引号：*"),
    ("invalid type: *, expected *", "类型不对：写的是 *，应为 *"),
    ("invalid value: *, expected *", "值不对：写的是 *，应为 *"),
    ("string values must be quoted, expected *", "文字要加引号（*）"),
    ("string values must be quoted*", "文字要加引号*"),
    ("unclosed *", "没有写完：*"),
    ("one name or a list of names", "应为一个名称，或名称的列表"),
    ("a role, or a role with the setting it wants", "应为一个身份，或带设置条件的身份"),
    ("a number of days or a setting", "应为天数，或一项设置"),
    ("one value or one for each class", "应为一个数，或每个类别一个数"),
    // Names that mean nothing.
    (
        "`whole` is asked of the latest samples, or of every month's",
        "whole 只能要求最近的样品，或每个月的样品",
    ),
    ("no stage is named \"*\"", "没有叫“*”的阶段"),
    ("no field is named \"*\"", "没有叫“*”的字段"),
    ("no number field is named \"*\"", "没有叫“*”的数值字段"),
    ("no role is named \"*\"", "没有叫“*”的身份"),
    ("no gate is named \"*\"", "没有叫“*”的门槛"),
    ("no rule is named \"*\"", "没有叫“*”的规则"),
    ("no verdict is named \"*\"", "没有叫“*”的结论，只有 approve、return"),
    ("no setting is named \"*\"", "没有叫“*”的设置"),
    ("no set of stages is named \"*\"", "没有叫“*”的阶段组"),
    ("no list is named \"*\"", "没有叫“*”的清单"),
    ("no class is named \"*\"", "没有叫“*”的类别"),
    ("no item is named \"*\"", "没有叫“*”的检测项目"),
    ("no figure is named \"*\"", "没有叫“*”的指标"),
    ("no kind of photo is named \"*\"", "没有叫“*”的照片类别"),
    ("no kind of document is named \"*\"", "没有叫“*”的材料类别"),
    ("no source of samples is named \"*\"", "没有叫“*”的样品来源"),
    ("no record is of the kind \"*\"", "没有“*”这一种记录"),
    ("no procedure counts the layer \"*\"", "没有规程统计“*”图层"),
    ("no procedure is named \"*\": it wants a `layer_label`", "没有规程“*”：要写 layer_label"),
    ("no task is numbered *", "没有编号为 * 的任务"),
    ("no date: \"*\"", "不是日期：“*”"),
    ("no day of the year: \"*\"", "不是一年里的一天：“*”，应为 11-01 这样的月日"),
    ("no standard is named \"*\", with its level", "没有标准“*”，或没有这一级"),
    ("the card has no tab \"*\"", "卡片没有“*”这一页"),
    // Fields.
    ("\"*\" is dated by no date field: \"*\"", "“*”按日期字段定日子，没有这样的日期字段：“*”"),
    ("the field \"*\" stands twice", "字段“*”写了两次"),
    ("the field \"*\" names no choices: \"*\"", "字段“*”要的选项“*”没有写"),
    ("the field \"*\" names no group: \"*\"", "字段“*”的分组“*”没有写"),
    ("the field \"*\" has an unknown type \"*\"", "字段“*”的类型不认识：“*”"),
    ("the field \"*\" holds no feature's key", "字段“*”不是指向另一对象的字段"),
    ("the field \"*\" is named like the fixed export column \"*\"", "字段“*”与导出的固定列“*”重名"),
    ("the field \"*\" has a lowest value above its highest", "字段“*”的下限大于上限"),
    ("the alias \"*\" of \"*\" already means \"*\"", "别名“*”（“*”）已经是“*”的"),
    ("only a number has bounds, \"*\" is none", "只有数值有上下限，“*”不是"),
    ("only a date can be done, \"*\" is none", "只有日期可以是已发生的，“*”不是"),
    ("only a date can be not before another, \"*\" is none", "只有日期能比先后，“*”不是"),
    ("only a list has columns, \"*\" is none", "只有清单有列，“*”不是"),
    ("only a text has a pattern, \"*\" is none", "只有文字有样式，“*”不是"),
    ("the column \"*\" is a list in a list", "列“*”是清单里的清单"),
    ("\"*\" cannot name a field", "“*”不能作字段名"),
    ("\"*\" has no value \"*\"", "“*”没有“*”这个值"),
    ("\"*\" has no choice \"*\"", "“*”没有“*”这个选项"),
    ("\"*\" has no choice \"*\" to keep for a step", "“*”没有“*”这个选项，不能留给步骤"),
    ("\"*\" is no value of \"*\"", "“*”不是“*”的值"),
    ("\"*\" is no field that holds a date", "“*”不是日期字段"),
    ("\"*\" is written by no transition: \"*\"", "“*”由步骤填写，没有这一步：“*”"),
    ("\"*\" is not before no date field: \"*\"", "“*”要比的日期字段“*”没有"),
    ("\"*\" is locked in no set: \"*\"", "“*”锁定的阶段组“*”没有"),
    ("\"*\" is counted in no set: \"*\"", "“*”计数的阶段组“*”没有"),
    ("\"*\" is locked after no transition: *", "“*”锁定所在的步骤没有：*"),
    ("\"*\" cannot begin with \"*\"", "“*”不能预填“*”"),
    ("\"*\" cannot be listed by \"*\"", "“*”不能按“*”列"),
    // Stages and steps.
    ("the set \"*\" names no stage: \"*\"", "阶段组“*”里没有这个阶段：“*”"),
    ("no step leads to the stage \"*\"", "没有一步通到阶段“*”"),
    ("the stages \"*\" and \"*\" have one letter: *", "阶段“*”和“*”的字母相同：*"),
    ("the stages \"*\" and \"*\" have one mark: *", "阶段“*”和“*”的标记相同：*"),
    ("the stage \"*\" has an unknown group \"*\"", "阶段“*”的组不认识：“*”"),
    ("the stage \"*\" wants one character as mark and letter", "阶段“*”的标记和字母各要一个字"),
    ("\"*\" cannot name a stage, or stands twice", "“*”不能作阶段名，或写了两次"),
    ("the choice \"*\" stands twice", "选项“*”写了两次"),
    ("the setting \"*\" is a number of days, not \"*\"", "设置“*”是天数，不能写“*”"),
    ("the setting \"*\" is yes or no, not \"*\"", "设置“*”只能写 yes 或 no，不能写“*”"),
    (
        "an id is of small letters, digits and _, not \"*\"",
        "id 只能用小写字母、数字和 _，不能写“*”",
    ),
    ("no role may take the step", "这一步没有写谁能办"),
    ("the id stands twice", "这个编号写了两次"),
    ("the same way as *", "与 * 走的是同一条路"),
    (
        "\"*\" is taken by another procedure: give it a higher version",
        "“*”已是另一份规程：请把 version 写大一些",
    ),
    (
        "* is taken by another procedure: give it a higher version",
        "“*”已是另一份规程：请把 version 写大一些",
    ),
    ("version 0 stands for no procedure: begin with 1", "version 要从 1 写起"),
    // Needs.
    ("a need that says nothing", "有一条要求什么也没写"),
    ("`any` has one level: no `any` stands in it", "any 只能一层，里面不能再写 any"),
    ("a gate names no gate", "门槛里不能再引用门槛"),
    ("the key \"*\" means nothing beside \"*\"", "“*”不能与“*”写在一起"),
    ("the actor differs from nobody: \"*\" is no transition", "“*”不是步骤，不能用来区分办理人"),
    ("an actor `differs`, not \"*\"", "actor 只能写 differs，不能写“*”"),
    ("actors differ by person or unit, not \"*\"", "by 只能写 person 或 unit，不能写“*”"),
    ("items are `none_open` or `given`, not \"*\"", "items 只能写 none_open 或 given，不能写“*”"),
    ("`unless` is a note, not \"*\"", "unless 只能写 note，不能写“*”"),
    (
        "a scope is latest, any, none or every_point, not \"*\"",
        "scope 只能写 latest、any、none 或 every_point，不能写“*”",
    ),
    ("samples are not judged by \"*\" in this version", "样品不能按“*”评"),
    ("samples come every month, not \"*\"", "every 只能写 month，不能写“*”"),
    ("a `grade` wants the classes it `is`", "grade 要写 is：哪些级别"),
    ("`count` of samples wants `every`", "样品的 count 要与 every 一起写"),
    ("`plus_days` wants an `after` to count from", "plus_days 要与 after 一起写"),
    ("`waited` wants its `work_days`", "waited 要写 work_days"),
    ("say which value of \"*\" stood before", "要写明“*”先前是什么值"),
    (
        "\"*\" is no moment: `field:F`, `stage:S` or `record`",
        "“*”不是时点：应为 field:…、stage:… 或 record",
    ),
    ("a visit has no look \"*\" that is \"*\"", "巡查没有“*”为“*”这一项"),
    (
        "`when` is a `field` that `is` something, or a `setting`",
        "when 要写 field 和 is，或写 setting",
    ),
    ("`by` wants the `field` whose values it names", "by 要写明 field"),
    // Standards.
    ("\"*\" is the name of another standard", "“*”已是另一份标准的编号"),
    ("the level \"*\" stands twice", "级别“*”写了两次"),
    ("the item \"*\" stands twice", "项目“*”写了两次"),
    ("the level \"*\" has one class: give two or none", "级别“*”只有一个类别：写两个以上，或不写"),
    ("the level \"*\" is like no level: \"*\"", "级别“*”要照的级别“*”没有（要写在它前面）"),
    ("the level \"*\" has no classes for points to be of", "级别“*”没有类别，不能按点位评"),
    ("the row of \"*\" has a class without a bound", "“*”一行有的类别没有限值"),
    ("the row of \"*\" is stricter in a worse class", "“*”一行较差的类别反而更严"),
    ("the row of \"*\" has a limit that cannot be: *", "“*”一行的限值不可能是 *"),
    ("the row of \"*\" wants * bound(s)", "“*”一行要 * 个限值"),
    (
        "\"*\": `min`/`max`, `bounds` or `bands`, one of them",
        "“*”：min/max、bounds、bands 只写一种",
    ),
    ("a limit is verified or recalled, not \"*\"", "source 只能写 verified 或 recalled，不能写“*”"),
    ("brackets apply by temperature or by season", "括号内限值按水温或按季节，只写一种"),
    // Campaigns.
    ("the target \"*\" stands here twice", "目标“*”写了两次"),
    ("task * stands here twice", "任务 * 写了两次"),
    ("a share is 1 to 100 per cent, not *", "share 是百分数，应在 1 到 100 之间，不能写 *"),
    (
        "a pace rises, day by day, from 0 to 100 before the due day",
        "pace 要逐日上升，从 0 到 100，都在期限之前",
    ),
    ("it is due on *, no later than the campaign begins", "期限 * 不晚于专项开始的日子"),
    (
        "a day is said by `source`, `year` or `none`, not \"*\"",
        "day 只能写 source、year 或 none，不能写“*”",
    ),
    (
        "a source is `verified` or `recalled`, not \"*\"",
        "tag 只能写 verified 或 recalled，不能写“*”",
    ),
    ("samples are counted that are `compliant`, not \"*\"", "samples 只能写 compliant，不能写“*”"),
    ("what is counted is named by `hit`", "要用 hit 写明数的是什么"),
    ("`items` are those of a `list`", "items 要与 list 一起写"),
    (
        "a figure is one of `kpi`, `samples`, `sum` and `list`",
        "一个数字只写 kpi、samples、sum、list 之一",
    ),
];

/// A reason in both languages. What the table does not know stays as the reader says it, and says that it is that.
pub(crate) fn reason_text(reason: &str) -> Text {
    // A step names itself first: `X2: no stage is named …`.
    let (step, rest) = match reason.split_once(": ") {
        Some((step, rest)) if is_id(step) => (format!("{step}："), rest),
        _ => (String::new(), reason),
    };
    let said = |text: &str| SAYINGS.iter().find_map(|(pattern, zh)| in_chinese(text, pattern, zh));
    let zh = said(reason).or_else(|| said(rest).map(|zh| format!("{step}{zh}")));
    Text::new(zh.unwrap_or_else(|| format!("写法不对，读取程序的原话：{reason}")), reason)
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

fn in_chinese(reason: &str, pattern: &str, zh: &str) -> Option<String> {
    let mut stops = pattern.split('*');
    let mut words = zh.split('*');
    let mut rest = reason.strip_prefix(stops.next()?)?;
    let mut said = words.next()?.to_owned();
    let stops: Vec<&str> = stops.collect();
    for (place, stop) in stops.iter().enumerate() {
        let is_last = place + 1 == stops.len();
        let name = match is_last {
            true => rest.strip_suffix(stop)?,
            false => rest.split_once(stop)?.0,
        };
        rest = rest.get(name.len() + stop.len()..)?;
        said.push_str(name);
        said.push_str(words.next()?);
    }
    rest.is_empty().then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(reason: &str, zh: &str) {
        let text = reason_text(reason);
        assert_eq!((text.zh.as_str(), text.en.as_str()), (zh, reason));
    }

    #[test]
    fn mistakes_are_said_in_chinese_and_the_unknown_ones_as_what_they_are() {
        check(
            "unknown field `rolls`, expected one of `id`, `zh`",
            "没有“rolls”这一项，可用的有 `id`, `zh`",
        );
        check("missing field `letter`", "缺少“letter”这一项");
        check("no stage is named \"redo\"", "没有叫“redo”的阶段");
        check("X2: no stage is named \"cleen\"", "X2：没有叫“cleen”的阶段");
        check("the stages \"a\" and \"b\" have one letter: P", "阶段“a”和“b”的字母相同：P");
        check(
            "outfall/2 is taken by another procedure: give it a higher version",
            "“outfall/2”已是另一份规程：请把 version 写大一些",
        );
        check("invalid type: string \"x\", expected f64", "应为数字，不加引号：“x”");
        check("odd", "写法不对，读取程序的原话：odd");
    }

    #[test]
    fn every_saying_names_as_much_in_both_languages() {
        for (pattern, zh) in SAYINGS {
            assert_eq!(pattern.matches('*').count(), zh.matches('*').count(), "{pattern}");
        }
    }
}

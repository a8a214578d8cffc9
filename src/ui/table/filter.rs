//! Filter expressions of the table, judged row by row; how they are written is in [`filter_read`](super::filter_read).

use super::cell::{number_in, text};
use super::column::Column;
use super::filter_read::{COMMAS, Finder, read};
use crate::plan::parse_day;
use crate::ui::context::UiCtx;
use crate::ui::row_facts::RowFacts;
use crate::ui::view_state::ViewState;
use crate::ui::work_find::StandingWord;
use crate::ui::work_lines::RowRef;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Is,
    IsNot,
    Less,
    AtMost,
    More,
    AtLeast,
    Contains,
    Lacks,
    /// One of several, parted by commas; none of them.
    Among,
    Outside,
}

impl Sign {
    pub const fn takes_several(self) -> bool {
        matches!(self, Self::Among | Self::Outside)
    }

    /// Whether it asks which of two comes first.
    pub const fn is_of_order(self) -> bool {
        matches!(self, Self::Less | Self::AtMost | Self::More | Self::AtLeast)
    }
}

/// What must hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A column against a value in lower case.
    Cell {
        column: Column,
        sign: Sign,
        value: String,
    },
    /// A word in any of the columns shown, or one that the search box knows too: 逾期, a choice made.
    Word {
        word: String,
        standing: Option<StandingWord>,
    },
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
}

/// An expression, and what of it could not be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    node: Option<Node>,
    /// Where bare words are looked for: the columns shown.
    shown: Vec<Column>,
    /// A sentence for each thing that could not be read, with its place: then nothing is applied.
    pub wrong: Vec<String>,
}

impl Filter {
    /// Reads an expression by the columns on offer; bare words are looked for in those shown.
    pub fn parse(ctx: &UiCtx<'_>, view: &ViewState, offered: &[Column], shown: &[Column]) -> Self {
        let named = |name: &str| {
            let is_named = |column: &&Column| {
                let code = column.code();
                let bare = code.split_once(':').map_or(code.as_str(), |(_, bare)| bare);
                bare.eq_ignore_ascii_case(name)
                    || column.title(ctx, view).eq_ignore_ascii_case(name)
            };
            offered.iter().find(is_named).cloned()
        };
        let finder = Finder {
            column: &named,
            measure: &|column| column.measure(ctx, view),
            said: &|column, word| column.said(ctx, view, word),
            standing: &|word| StandingWord::of(ctx, word),
            today: ctx.snapshot.today,
        };
        let (node, wrong) = read(&view.table.filter, &finder);
        // Half an expression would show rows that nobody asked for, and mark them.
        let node = node.filter(|_| wrong.is_empty());
        let shown = if node.is_some() { shown.to_vec() } else { Vec::new() };
        let wrong = wrong.iter().map(|wrong| wrong.in_words(ctx)).collect();
        Self { node, shown, wrong }
    }

    pub fn is_empty(&self) -> bool {
        self.node.is_none()
    }

    /// Whether a row is shown.
    pub fn holds(&self, ctx: &UiCtx<'_>, at: RowRef, facts: &RowFacts) -> bool {
        let row = Row {
            says: &|column| text(ctx, at, column, facts).to_lowercase(),
            shown: &self.shown,
            facet: &|word| facts.facet(ctx, at).is_some_and(|facet| facet.has(word)),
            stands: &|word| word.holds(&facts.standing(at)),
        };
        self.node.as_ref().is_none_or(|node| row.holds(node))
    }
}

/// What a row answers a filter.
struct Row<'a> {
    /// What its cell of a column says, in lower case.
    says: &'a dyn Fn(&Column) -> String,
    shown: &'a [Column],
    facet: &'a dyn Fn(&str) -> bool,
    stands: &'a dyn Fn(StandingWord) -> bool,
}

impl Row<'_> {
    // Nodes nest as deep as a person types brackets; the reader stops at a stated depth.
    fn holds(&self, node: &Node) -> bool {
        match node {
            Node::Cell { column, sign, value } => compare(&(self.says)(column), *sign, value),
            Node::Word { word, standing } => {
                self.shown.iter().any(|column| (self.says)(column).contains(word))
                    || standing.is_some_and(self.stands)
                    || (self.facet)(word)
            }
            Node::All(nodes) => nodes.iter().all(|node| self.holds(node)),
            Node::Any(nodes) => nodes.iter().any(|node| self.holds(node)),
            Node::Not(node) => !self.holds(node),
        }
    }
}

fn compare(cell: &str, sign: Sign, value: &str) -> bool {
    // What a number or a day is compared with is one too, or comes neither before nor after it.
    let order = match (number_in(value), parse_day(value)) {
        (Some(value), _) => number_in(cell).and_then(|cell| cell.partial_cmp(&value)),
        (_, Some(value)) => parse_day(cell).map(|cell| cell.cmp(&value)),
        _ if cell.is_empty() || value.is_empty() => None,
        _ => Some(cell.cmp(value)),
    };
    match sign {
        Sign::Is if value.is_empty() => cell.is_empty(),
        Sign::IsNot if value.is_empty() => !cell.is_empty(),
        Sign::Is => order.is_some_and(|order| order.is_eq()),
        Sign::IsNot => !order.is_some_and(|order| order.is_eq()),
        Sign::Less => order.is_some_and(|order| order.is_lt()),
        Sign::AtMost => order.is_some_and(|order| order.is_le()),
        Sign::More => order.is_some_and(|order| order.is_gt()),
        Sign::AtLeast => order.is_some_and(|order| order.is_ge()),
        Sign::Contains => cell.contains(value),
        Sign::Lacks => !cell.contains(value),
        Sign::Among => several(value).any(|value| compare(cell, Sign::Is, value)),
        Sign::Outside => several(value).all(|value| compare(cell, Sign::IsNot, value)),
    }
}

fn several(values: &str) -> impl Iterator<Item = &str> {
    values.split(COMMAS).map(str::trim).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::column::Measure;
    use super::super::column::Said;
    use super::*;

    #[test]
    fn numbers_compare_as_numbers_and_days_as_days() {
        assert!(compare("18 万元", Sign::Less, "100"));
        assert!(compare("2022-05-30", Sign::Less, "2022-06-30"));
        assert!(compare("2022-05-30", Sign::More, "2022年5月2日"));
        assert!(!compare("", Sign::Less, "2022-06-30"));
        assert!(compare("取缔", Sign::Is, "取缔"));
        assert!(compare("", Sign::Is, ""));
        assert!(!compare("取缔", Sign::Is, ""));
        assert!(compare("", Sign::IsNot, "取缔"));
        assert!(compare("取缔", Sign::Lacks, "规范"));
    }

    /// A row of two cells, judged by an expression; `None` where it could not be read.
    fn check(expression: &str, name: &str, days: &str) -> Option<bool> {
        let named = |name: &str| match name {
            "名称" | "name" => Some(Column::Name),
            "天数" | "days" => Some(Column::DaysLeft),
            "期限" | "due" => Some(Column::Due),
            _ => None,
        };
        let finder = Finder {
            column: &named,
            measure: &|column| match column {
                Column::Name => Measure::Words,
                Column::Due => Measure::Day,
                _ => Measure::Number,
            },
            said: &|_, _| Said::Anything,
            standing: &|word| (word == "逾期").then_some(StandingWord::Overdue),
            today: jiff::civil::date(2022, 5, 12),
        };
        let (node, wrong) = read(expression, &finder);
        let row = Row {
            says: &|column| match column {
                Column::Name => name.to_lowercase(),
                _ => days.to_owned(),
            },
            shown: &[Column::Name, Column::DaysLeft],
            facet: &|word| word == "市政",
            stands: &|_| days.starts_with('-'),
        };
        wrong.is_empty().then(|| node.is_none_or(|node| row.holds(&node)))
    }

    #[test]
    fn pieces_are_joined_by_and_or_not_and_brackets_in_both_languages() {
        for (expression, expected) in [
            ("", true),
            ("名称~排口 天数<5", true),
            ("名称~排口 且 天数>5", false),
            ("天数>5 或 名称~排口", true),
            ("days>5 or name contains 排口", true),
            ("天数>5 或 名称~河 或 天数=3", true),
            // And binds before or, brackets before both.
            ("天数=3 或 天数=4 且 名称~河", true),
            ("(天数=3 或 天数=4) 且 名称~河", false),
            ("（天数=3 或 天数=4）且 名称~排口", true),
            ("非 名称~河", true),
            ("not (days=3)", false),
            ("!(days=3) 或 排口", true),
            ("名称=“示例 排口”", true),
            ("名称 = \"示例 排口\"", true),
            ("天数 <= 3", true),
            ("天数 不等于 3", false),
            ("名称 不包含 河 天数 大于 2", true),
        ] {
            assert_eq!(check(expression, "示例 排口", "3"), Some(expected), "{expression}");
        }
    }

    #[test]
    fn empty_is_a_value_in_words_and_signs() {
        for expression in ["天数=", "天数 为空", "天数为空", "days is empty", "天数= 名称!="]
        {
            assert_eq!(check(expression, "甲", ""), Some(true), "{expression}");
            assert_eq!(check(expression, "甲", "3"), Some(false), "{expression}");
        }
        for expression in
            ["天数!=", "天数 不为空", "天数不为空", "days is not empty", "非 天数为空"]
        {
            assert_eq!(check(expression, "甲", ""), Some(false), "{expression}");
            assert_eq!(check(expression, "甲", "3"), Some(true), "{expression}");
        }
    }

    #[test]
    fn days_are_read_as_they_are_everywhere() {
        for expression in
            ["期限<今天", "期限<5月12日", "期限<=5-11", "due<20220512", "期限<2022/5/12"]
        {
            assert_eq!(check(expression, "甲", "2022-05-11"), Some(true), "{expression}");
            assert_eq!(check(expression, "甲", "2022-06-30"), Some(false), "{expression}");
            assert_eq!(check(expression, "甲", ""), Some(false), "{expression}");
        }
        assert_eq!(check("due>=today", "甲", "2022-05-11"), Some(false));
        assert_eq!(check("期限=6月30日", "甲", "2022-06-30"), Some(true));
        assert_eq!(check("期限=6月底", "甲", "2022-06-30"), Some(true));
        assert_eq!(check("期限<年中", "甲", "2022-06-30"), None);
    }

    #[test]
    fn one_of_several_is_asked_for_with_commas() {
        for expression in [
            "名称 属于 甲,乙",
            "名称 属于 甲， 乙",
            "名称 in (甲, 乙) 天数<5",
            "期限 属于 6月30日、3",
        ] {
            let expected = !expression.starts_with("期限");
            assert_eq!(check(expression, "乙", "3"), expected.then_some(true), "{expression}");
        }
        assert_eq!(check("名称 属于 甲,乙 或 天数=3", "丙", "4"), Some(false));
        assert_eq!(check("名称 不属于 甲,乙", "丙", ""), Some(true));
        assert_eq!(check("名称 不属于 甲,乙", "甲", ""), Some(false));
    }

    #[test]
    fn a_word_that_the_search_box_knows_means_the_same_here() {
        assert_eq!(check("逾期", "甲", "-3"), Some(true));
        assert_eq!(check("逾期", "甲", "3"), Some(false));
        assert_eq!(check("逾期", "逾期一", "3"), Some(true));
        assert_eq!(check("“逾期”", "甲", "-3"), Some(false), "in quotes it is text");
        assert_eq!(check("市政", "甲", ""), Some(true), "a choice made");
    }
}

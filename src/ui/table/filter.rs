//! Filter expressions of the table, judged row by row; how they are written is in [`filter_read`](super::filter_read).

use super::cell::{number_in, text};
use super::column::Column;
use super::filter_read::{Finder, Wrong, read};
use crate::plan::parse_day;
use crate::ui::context::UiCtx;
use crate::ui::view_state::ViewState;
use crate::ui::work_rows::{RowRef, WorkRows};

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
    /// A word in any of the columns shown.
    Word(String),
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
        let today = ctx.snapshot.today.to_string();
        let finder = Finder { column: &named, today: &today };
        let (node, wrong) = read(&view.table.filter, &finder);
        // Half an expression would show rows that nobody asked for, and mark them.
        let node = node.filter(|_| wrong.is_empty());
        let shown = if node.is_some() { shown.to_vec() } else { Vec::new() };
        let wrong = wrong.iter().map(|wrong| in_words(ctx, wrong)).collect();
        Self { node, shown, wrong }
    }

    pub fn is_empty(&self) -> bool {
        self.node.is_none()
    }

    /// Whether a row is shown.
    pub fn holds(&self, ctx: &UiCtx<'_>, at: RowRef, list: &WorkRows) -> bool {
        let says = |column: &Column| text(ctx, at, column, list).to_lowercase();
        self.node.as_ref().is_none_or(|node| holds(node, &self.shown, &says))
    }
}

fn in_words(ctx: &UiCtx<'_>, wrong: &Wrong) -> String {
    match wrong {
        Wrong::NoColumn { at, name } => ctx.fill("filter.no_column", &[("at", at), ("name", name)]),
        Wrong::NoClose { at } => ctx.fill("filter.no_close", &[("at", at)]),
        Wrong::NoOpen { at } => ctx.fill("filter.no_open", &[("at", at)]),
        Wrong::NoEnd { at } => ctx.fill("filter.no_end", &[("at", at)]),
        Wrong::Unfinished { at, word } => {
            ctx.fill("filter.unfinished", &[("at", at), ("word", word)])
        }
    }
}

// Nodes nest as deep as a person types brackets; the reader stops at a stated depth.
fn holds(node: &Node, shown: &[Column], says: &dyn Fn(&Column) -> String) -> bool {
    match node {
        Node::Cell { column, sign, value } => compare(&says(column), *sign, value),
        Node::Word(word) => shown.iter().any(|column| says(column).contains(word)),
        Node::All(nodes) => nodes.iter().all(|node| holds(node, shown, says)),
        Node::Any(nodes) => nodes.iter().any(|node| holds(node, shown, says)),
        Node::Not(node) => !holds(node, shown, says),
    }
}

fn compare(cell: &str, sign: Sign, value: &str) -> bool {
    let order = match (number_in(cell), number_in(value), parse_day(cell), parse_day(value)) {
        (Some(cell), Some(value), ..) => cell.partial_cmp(&value),
        (_, _, Some(cell), Some(value)) => Some(cell.cmp(&value)),
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
    }
}

#[cfg(test)]
mod tests {
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
            _ => None,
        };
        let finder = Finder { column: &named, today: "2022-05-12" };
        let (node, wrong) = read(expression, &finder);
        let says = |column: &Column| match column {
            Column::Name => name.to_lowercase(),
            _ => days.to_owned(),
        };
        let shown = [Column::Name, Column::DaysLeft];
        wrong.is_empty().then(|| node.is_none_or(|node| holds(&node, &shown, &says)))
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
    fn today_is_a_day_like_any_other() {
        assert_eq!(check("天数<今天", "甲", "2022-05-11"), Some(true));
        assert_eq!(check("days>=today", "甲", "2022-05-11"), Some(false));
    }
}

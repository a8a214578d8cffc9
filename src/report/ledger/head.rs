//! Where the head of a table is: one line of names, or storeys of them, groups above and columns below.
//!
//! A column is called by its path: the groups it stands under, then its own name. Knows nothing of what names mean but
//! whether they mean something.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::HashMap;

use crate::formats::MergedCells;

/// A head has no more storeys than this.
const STOREYS_MAX: usize = 4;
/// A group's name is shorter than a title.
const GROUP_CHARS_MAX: usize = 20;

/// The first lines of a table, with the cells that are one.
pub(super) struct Grid<'a> {
    pub lines: &'a [Vec<String>],
    pub merged: &'a [MergedCells],
}

/// A head that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Its first line.
    pub top: usize,
    /// Its last line with names.
    pub bottom: usize,
    /// Its last line: that of the columns' numbers, where there is one below the names.
    pub last: usize,
    /// By column, its groups and its name, the outermost first; empty where nothing is written.
    pub paths: Vec<Vec<String>>,
}

/// Finds the head: the fewest lines by which most columns are called something known, with the lines of groups above
/// and below them; of equal ones the fullest, then the first, for what follows it may be examples.
pub(super) fn find(grid: &Grid<'_>, is_known: &dyn Fn(&[String]) -> bool) -> Option<Head> {
    let asked: RefCell<HashMap<Vec<String>, bool>> = RefCell::default();
    let is_known = |path: &Vec<String>| {
        *asked.borrow_mut().entry(path.clone()).or_insert_with(|| is_known(path))
    };
    let count = grid.lines.len();
    let blocks = (0..count)
        .flat_map(|top| (top..count.min(top + STOREYS_MAX)).map(move |bottom| (top, bottom)));
    let score = |&(top, bottom): &(usize, usize)| {
        let paths = grid.paths(top, bottom);
        let known = paths.iter().filter(|path| !path.is_empty() && is_known(path)).count();
        let named = paths.iter().filter(|path| !path.is_empty()).count();
        (known, Reverse(bottom - top), named, Reverse(top))
    };
    let (mut top, mut bottom) = blocks.max_by_key(score)?;
    // Cells that are one reach over several storeys.
    for [(first, _), (last, _)] in grid.merged.iter().map(|cells| cells.map(usize_of)) {
        let is_of_it = first <= bottom && last >= top && last - first < STOREYS_MAX;
        if is_of_it && last > first {
            (top, bottom) = (top.min(first), bottom.max(last.min(count - 1)));
        }
    }
    while bottom + 1 < count && bottom - top + 1 < STOREYS_MAX && grid.parts_groups(bottom) {
        bottom += 1;
    }
    while top > 0 && bottom - top + 1 < STOREYS_MAX && grid.is_of_groups(top - 1, bottom) {
        top -= 1;
    }
    let last = bottom + usize::from(grid.is_of_numbers(bottom + 1));
    let mut paths = grid.paths(top, bottom);
    while paths.last().is_some_and(Vec::is_empty) {
        paths.pop();
    }
    (paths.iter().filter(|path| !path.is_empty()).count() >= 3).then_some(Head {
        top,
        bottom,
        last,
        paths,
    })
}

impl Grid<'_> {
    /// What is written in a cell itself.
    fn own(&self, row: usize, column: usize) -> &str {
        self.lines.get(row).and_then(|line| line.get(column)).map_or("", |text| text.trim())
    }

    fn merged_at(&self, row: usize, column: usize) -> Option<[(usize, usize); 2]> {
        let holds = |[(top, left), (bottom, right)]: &[(usize, usize); 2]| {
            (*top..=*bottom).contains(&row) && (*left..=*right).contains(&column)
        };
        self.merged.iter().map(|cells| cells.map(usize_of)).find(holds)
    }

    /// What a cell says: of cells that are one, what the first of them does.
    fn text(&self, row: usize, column: usize) -> &str {
        match self.merged_at(row, column) {
            Some([(top, left), _]) => self.own(top, left),
            None => self.own(row, column),
        }
    }

    fn columns(&self, top: usize, bottom: usize) -> usize {
        self.lines[top..=bottom].iter().map(Vec::len).max().unwrap_or(0)
    }

    fn is_named_below(&self, row: usize, bottom: usize, column: usize) -> bool {
        (row + 1..=bottom).any(|row| !self.text(row, column).is_empty())
    }

    /// The column whose cell in this line speaks for this one too: that of a group, to the left of empty cells over
    /// names. Cells that are one say themselves how far they reach.
    fn speaker(&self, row: usize, bottom: usize, column: usize) -> Option<usize> {
        if !self.text(row, column).is_empty() {
            return Some(column);
        }
        let is_free = |column: usize| self.merged_at(row, column).is_none();
        if !is_free(column) || !self.is_named_below(row, bottom, column) {
            return None;
        }
        let left = (0..column).rev().find(|left| !self.own(row, *left).is_empty());
        left.filter(|left| (*left..column).all(is_free) && self.is_named_below(row, bottom, *left))
    }

    fn paths(&self, top: usize, bottom: usize) -> Vec<Vec<String>> {
        let path = |column: usize| {
            let mut path: Vec<String> = Vec::new();
            for row in top..=bottom {
                let Some(speaker) = self.speaker(row, bottom, column) else { continue };
                let text = self.text(row, speaker);
                if path.last().is_none_or(|above| above != text) {
                    path.push(text.to_owned());
                }
            }
            path
        };
        (0..self.columns(top, bottom)).map(path).collect()
    }

    /// The written cells of a line over names: the first and the last column they speak for.
    fn spans(&self, row: usize, bottom: usize) -> Vec<(usize, usize)> {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for column in 0..self.columns(row, bottom) {
            let merged = self.merged_at(row, column).map(|[(_, left), _]| left);
            let Some(speaker) = merged.or_else(|| self.speaker(row, bottom, column)) else {
                continue;
            };
            match spans.last_mut() {
                Some((first, last)) if *first == speaker => *last = column,
                _ if !self.text(row, speaker).is_empty() => spans.push((speaker, column)),
                _ => {}
            }
        }
        spans
    }

    /// Whether a line is one of groups for the names below it: no title, and no line to be filled in.
    fn is_of_groups(&self, row: usize, bottom: usize) -> bool {
        let spans = self.spans(row, bottom);
        let is_name = |&(first, _): &(usize, usize)| {
            let text = self.text(row, first);
            let is_title = text.contains("台账") || text.ends_with('表');
            text.chars().count() <= GROUP_CHARS_MAX
                && !is_title
                && !text.contains(['：', ':', '_', '＿'])
        };
        let is_single = |&(first, last): &(usize, usize)| {
            first == last && self.is_named_below(row, bottom, first)
        };
        // 填报单位 | 某区: a word and what it asks for, each in a cell of its own.
        let is_filled_in =
            spans.windows(2).any(|pair| pair.iter().all(is_single) && pair[0].1 + 1 == pair[1].0);
        spans.len() >= 2
            && spans.iter().all(is_name)
            && spans.iter().any(|(first, last)| first < last)
            && !is_filled_in
    }

    /// Whether the line below this one names the columns of its groups, and nothing else.
    fn parts_groups(&self, row: usize) -> bool {
        let below = row + 1;
        let columns = self.columns(row, below);
        let written: Vec<usize> =
            (0..columns).filter(|column| !self.own(below, *column).is_empty()).collect();
        let written_in_line: Vec<usize> =
            (0..columns).filter(|column| !self.own(row, *column).is_empty()).collect();
        let group_of = |column: usize| match self.merged_at(row, column) {
            Some([(_, left), (_, right)]) => (left < right).then_some(left),
            None => written_in_line.iter().rev().find(|left| **left <= column).copied(),
        };
        let groups: Option<Vec<usize>> = written.iter().map(|column| group_of(*column)).collect();
        let Some(groups) = groups else { return false };
        let parts = |group: &usize| groups.iter().filter(|it| *it == group).count();
        let alone = written_in_line.iter().any(|column| parts(column) == 0);
        !groups.is_empty() && alone && groups.iter().all(|group| parts(group) >= 2)
    }

    /// Whether a line only numbers the columns: 1 2 3, 甲 乙 1 2.
    fn is_of_numbers(&self, row: usize) -> bool {
        let Some(line) = self.lines.get(row) else { return false };
        let cells: Vec<&str> = line
            .iter()
            .map(|cell| cell.trim().trim_matches(['(', ')', '（', '）']))
            .filter(|cell| !cell.is_empty())
            .collect();
        let letters = cells.iter().take_while(|cell| {
            cell.chars().count() == 1 && cell.contains(['甲', '乙', '丙', '丁', '戊'])
        });
        let numbers = &cells[letters.count()..];
        cells.len() >= 3
            && !numbers.is_empty()
            && numbers.iter().zip(1..).all(|(cell, no)| cell.parse() == Ok(no))
    }
}

/// The cells of a head without its own, as they would be one: a group over its columns, a name down to the last line.
pub(super) fn merged_by_names(grid: &Grid<'_>, head: &Head) -> Vec<MergedCells> {
    let mut merged = Vec::new();
    for row in head.top..=head.bottom {
        for (first, last) in grid.spans(row, head.bottom) {
            let is_alone = first == last && !grid.is_named_below(row, head.bottom, first);
            let bottom = if is_alone { head.bottom } else { row };
            if (row, first) != (bottom, last) {
                merged.push([(row as u32, first as u32), (bottom as u32, last as u32)]);
            }
        }
    }
    merged
}

fn usize_of((row, column): (u32, u32)) -> (usize, usize) {
    (row as usize, column as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 8] = ["序号", "名称", "编码", "经度", "纬度", "类型", "期限", "备注"];

    fn lines(text: &str) -> Vec<Vec<String>> {
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    }

    /// First line, last line with names, last line; and the columns' paths.
    #[track_caller]
    fn check(text: &str, merged: &[MergedCells], expected: (usize, usize, usize), paths: &str) {
        let lines = lines(text);
        let is_known =
            |path: &[String]| path.last().is_some_and(|name| KNOWN.contains(&name.as_str()));
        let head = find(&Grid { lines: &lines, merged }, &is_known).unwrap();
        let found = head.paths.iter().map(|path| path.join("·")).collect::<Vec<_>>().join(" ");
        assert_eq!(((head.top, head.bottom, head.last), found.as_str()), (expected, paths));
    }

    const STOREYS: &str = "附件3 台账,,,,,,,\n填报单位：,,,,填报日期：,,,\n\
        序号,名称,位置,,整治情况,,备注\n,,经度,纬度,类型,期限,\n1,示例,117.1,38.9,清理,2022,无";
    const PATHS: &str = "序号 名称 位置·经度 位置·纬度 整治情况·类型 整治情况·期限 备注";

    #[test]
    fn groups_stand_over_the_columns_they_are_written_over() {
        check(STOREYS, &[], (2, 3, 3), PATHS);
        let merged = [
            [(0, 0), (0, 6)],
            [(1, 0), (1, 3)],
            [(1, 4), (1, 6)],
            [(2, 0), (3, 0)],
            [(2, 1), (3, 1)],
            [(2, 2), (2, 3)],
            [(2, 4), (2, 5)],
            [(2, 6), (3, 6)],
        ];
        check(STOREYS, &merged, (2, 3, 3), PATHS);
    }

    #[test]
    fn groups_above_known_names_belong_to_the_head() {
        let text = "表\n基本情况,,起点,,终点,\n名称,编码,经度,纬度,经度,纬度\n甲,A,1,2,3,4";
        let paths = "基本情况·名称 基本情况·编码 起点·经度 起点·纬度 终点·经度 终点·纬度";
        check(text, &[], (1, 2, 2), paths);
    }

    #[test]
    fn unknown_names_under_groups_are_names_all_the_same() {
        let text = "名称,编码,备注,坐标,\n,,,东,北\n甲,A,,1,2";
        check(text, &[], (0, 1, 1), "名称 编码 备注 坐标·东 坐标·北");
    }

    #[test]
    fn what_is_to_be_filled_in_above_is_no_group() {
        let text = "填报单位,某区,,填报日期,某日\n序号,名称,编码,类型,备注";
        check(text, &[], (1, 1, 1), "序号 名称 编码 类型 备注");
        check(
            "排污口台账,,,示意数据\n序号,名称,编码,类型,备注",
            &[],
            (1, 1, 1),
            "序号 名称 编码 类型 备注",
        );
        check("序号,名称,编码\n1,示例,A-1\n2,,", &[], (0, 0, 0), "序号 名称 编码");
    }

    #[test]
    fn a_line_of_numbers_stays_with_the_head() {
        check("序号,名称,编码,备注\n甲,乙,1,2\n1,示例,A,", &[], (0, 0, 1), "序号 名称 编码 备注");
        check("名称,编码,备注\n（1）,（2）,（3）", &[], (0, 0, 1), "名称 编码 备注");
    }

    #[test]
    fn a_head_of_text_is_drawn_as_its_names_say() {
        let lines = lines(STOREYS);
        let grid = Grid { lines: &lines, merged: &[] };
        let head = Head { top: 2, bottom: 3, last: 3, paths: Vec::new() };
        let expected = [
            [(2, 0), (3, 0)],
            [(2, 1), (3, 1)],
            [(2, 2), (2, 3)],
            [(2, 4), (2, 5)],
            [(2, 6), (3, 6)],
        ];
        assert_eq!(merged_by_names(&grid, &head), expected);
    }
}

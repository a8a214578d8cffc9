//! The grade of a water in words: which points, what share, which rule, and what its survey still lacks.

use super::points::{BodyGrade, ItemShare, PointGrade};
use crate::model::Text;

impl BodyGrade {
    /// `重度黑臭：3 个点位中 3 个为重度黑臭（100 %，达到 60 %）；1#—3# 连续 3 个，其间为重度黑臭河段`.
    pub fn sentence(&self) -> Text {
        let (all, worst) = (self.points.len(), self.worst_points());
        let (class, worst_class) = (&self.class.label, &self.worst_class.label);
        let points = if all == 1 { "point" } else { "points" };
        let pct = worst * 100 / all.max(1);
        let bad = self.points.iter().filter(|point| point.rank > 0).count();
        let mut words = match self.rules.worst {
            _ if bad == 0 => Text::new(
                format!("{}：{all} 个点位各项均未达到", class.zh),
                format!("{}: no item met at any of {all} {points}", class.en),
            ),
            None => Text::new(
                format!("{}：{all} 个点位中 {bad} 个有指标达到", class.zh),
                format!("{}: items met at {bad} of {all} {points}", class.en),
            ),
            Some(rule) => {
                let limit = rule.body_pct;
                let (zh, en) = match worst * 100 >= limit * all {
                    true => ("达到", "reaching"),
                    false => ("不足", "below"),
                };
                let (zh_rest, en_rest) = match bad - worst {
                    0 => (String::new(), String::new()),
                    rest => (format!("，另 {rest} 个较轻"), format!(", {rest} lighter")),
                };
                Text::new(
                    format!(
                        "{}：{all} 个点位中 {worst} 个为{}（{pct} %，{zh} {limit} %）{zh_rest}",
                        class.zh, worst_class.zh
                    ),
                    format!(
                        "{}: {worst} of {all} {points} {} ({pct} %, {en} {limit} %){en_rest}",
                        class.en, worst_class.en
                    ),
                )
            }
        };
        for (from, to) in &self.reaches {
            let (first, last) = (&self.points[*from].name, &self.points[*to].name);
            let count = to - from + 1;
            words.zh = format!(
                "{}；{first}—{last} 连续 {count} 个，其间河段为{}",
                words.zh, worst_class.zh
            );
            words.en = format!(
                "{}; {first} to {last}, {count} in a row: the reach between is {}",
                words.en, worst_class.en
            );
        }
        let mut letters = words.en.chars();
        words.en = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        words
    }

    /// `城市黑臭水体整治工作指南（2015） 城市 · 污染程度分级…`, with 限值待核 where something was recalled.
    pub fn basis(&self) -> Text {
        let (zh, en) = match self.recalled {
            true => ("（限值待核）", " (limits to be checked)"),
            false => ("", ""),
        };
        Text::new(
            format!("{} · {}{zh}", self.standard.zh, self.clause.zh),
            format!("{} · {}{en}", self.standard.en, self.clause.en),
        )
    }

    /// What the guide wants of a survey and this one lacks; it changes no grade.
    pub fn lacking(&self) -> Vec<Text> {
        let mut lacking = Vec::new();
        let (all, wanted) = (self.points.len(), self.rules.points_min);
        if all < wanted {
            lacking.push(Text::new(
                format!("点位 {all} 个，指南要求不少于 {wanted} 个"),
                format!(
                    "{all} sampling point{}; the guide wants at least {wanted}",
                    if all == 1 { "" } else { "s" }
                ),
            ));
        }
        let wanted = self.rules.times_min;
        let few: Vec<&str> = self
            .points
            .iter()
            .filter(|point| point.times < wanted && !point.name.is_empty())
            .map(|point| point.name.as_str())
            .collect();
        if !few.is_empty() {
            lacking.push(Text::new(
                format!("{} 采样不足 {wanted} 次（每 1—7 天一次）", few.join("、")),
                format!("{}: sampled fewer than {wanted} times", few.join(", ")),
            ));
        }
        lacking
    }

    /// Why a point has its grade: the items that made it, with their shares.
    pub fn why(&self, point: &PointGrade) -> Text {
        let items = |counts: fn(&ItemShare) -> usize, fits: &dyn Fn(&ItemShare) -> bool| {
            let made: Vec<&ItemShare> = point.items.iter().filter(|item| fits(item)).collect();
            let shares = |label: fn(&ItemShare) -> &str, comma: &str| {
                let words =
                    made.iter().map(|one| format!("{} {}/{}", label(one), counts(one), one.all));
                words.collect::<Vec<_>>().join(comma)
            };
            Text::new(shares(|one| &one.label.zh, "、"), shares(|one| &one.label.en, ", "))
        };
        if point.rank == 0 {
            let names = items(|one| one.bad, &|_| true);
            return Text::new(format!("{} 均未达到", names.zh), format!("{}: none", names.en));
        }
        let bad = items(|one| one.bad, &|one| one.bad > 0);
        let (Some(rule), true) = (self.rules.worst, point.is_worst) else { return bad };
        if point.items.iter().any(|item| item.reaches(rule.one_item_pct)) {
            let pct = rule.one_item_pct;
            let made = items(|one| one.worst, &|one| one.reaches(pct));
            return Text::new(
                format!("{} 为重度，达到 {pct} %", made.zh),
                format!("{} severe, reaching {pct} %", made.en),
            );
        }
        let (pct, several) = (rule.several_items_pct, rule.several_items);
        let made = items(|one| one.worst, &|one| one.reaches(pct));
        Text::new(
            format!("{} 为重度，不少于 {several} 项达到 {pct} %", made.zh),
            format!("{} severe: {several} items or more reach {pct} %", made.en),
        )
    }
}

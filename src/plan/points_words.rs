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
        self.too_few_points().into_iter().chain(self.too_few_times()).collect()
    }

    /// Samples that name no point show nothing of how many there are, where there have to be several.
    pub(super) fn too_few_points(&self) -> Option<Text> {
        let (all, wanted) = (self.points.len(), self.rules.points_min);
        let named = self.points.iter().filter(|point| !point.name.is_empty()).count();
        let (known, zh) = match named < all && wanted > 1 {
            true => (named, "写明的点位"),
            false => (all, "点位"),
        };
        (known < wanted).then(|| {
            Text::new(
                format!("{zh} {known} 个，指南要求不少于 {wanted} 个"),
                format!(
                    "{known} sampling point{}; the guide wants at least {wanted}",
                    if known == 1 { "" } else { "s" }
                ),
            )
        })
    }

    pub(super) fn too_few_times(&self) -> Option<Text> {
        let wanted = self.rules.times_min;
        let few: Vec<&str> = self
            .points
            .iter()
            .filter(|point| point.times < wanted && !point.name.is_empty())
            .map(|point| point.name.as_str())
            .collect();
        (!few.is_empty()).then(|| {
            Text::new(
                format!("{} 采样不足 {wanted} 次（每 1—7 天一次）", few.join("、")),
                format!("{}: sampled fewer than {wanted} times", few.join(", ")),
            )
        })
    }

    /// Items of the grading that were measured at a point less than so many times, or than it was sampled at all;
    /// `label` says what an item is called.
    pub(super) fn items_left_out(&self, times: usize, label: &dyn Fn(&str) -> Text) -> Vec<Text> {
        let left_out = |point: &PointGrade| -> Vec<&str> {
            let wanted = point.times.min(times);
            let measured = |code: &&String| {
                let share = point.items.iter().find(|share| share.item == **code);
                share.map_or(0, |share| share.all) >= wanted
            };
            let left_out = self.graded_by.iter().filter(|code| !measured(code));
            left_out.map(String::as_str).collect()
        };
        let mut by_items: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
        for point in &self.points {
            let items = left_out(point);
            match by_items.iter_mut().find(|(known, _)| *known == items) {
                Some((_, points)) => points.push(&point.name),
                None => by_items.push((items, vec![&point.name])),
            }
        }
        let told = by_items.into_iter().filter(|(items, _)| !items.is_empty());
        told.map(|(items, points)| {
            let labels: Vec<Text> = items.into_iter().map(label).collect();
            let zh: Vec<&str> = labels.iter().map(|text| text.zh.as_str()).collect();
            let en: Vec<&str> = labels.iter().map(|text| text.en.as_str()).collect();
            let (zh, en) = (zh.join("、"), en.join(", "));
            match points.as_slice() {
                [""] => Text::new(format!("{zh}没有测全"), format!("not all measured: {en}")),
                points => Text::new(
                    format!("{} 的{zh}没有测全", points.join("、")),
                    format!("not all measured at {}: {en}", points.join(", ")),
                ),
            }
        })
        .collect()
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

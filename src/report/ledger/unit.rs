//! The unit a superior's head asks a number in: 投资（亿元）, 面积（公顷）.

/// Units of one family, each in terms of the family's own.
const FAMILIES: [&[(&str, f64)]; 7] = [
    &[("亿元", 10_000.0), ("百万元", 100.0), ("万元", 1.0), ("千元", 0.1), ("元", 1e-4)],
    &[("km", 1000.0), ("公里", 1000.0), ("千米", 1000.0), ("m", 1.0), ("米", 1.0), ("cm", 0.01)],
    &[
        ("km2", 1e6),
        ("平方公里", 1e6),
        ("平方千米", 1e6),
        ("公顷", 1e4),
        ("hm2", 1e4),
        ("ha", 1e4),
        ("万平方米", 1e4),
        ("万m2", 1e4),
        // Fifteen to the hectare.
        ("亩", 1e4 / 15.0),
        ("万亩", 1e8 / 15.0),
        ("m2", 1.0),
        ("平方米", 1.0),
    ],
    &[
        ("万吨/日", 1e4),
        ("万吨/天", 1e4),
        ("万t/d", 1e4),
        ("万m3/d", 1e4),
        ("万立方米/日", 1e4),
        ("万立方米/天", 1e4),
        ("吨/日", 1.0),
        ("吨/天", 1.0),
        ("t/d", 1.0),
        ("m3/d", 1.0),
        ("立方米/日", 1.0),
        ("立方米/天", 1.0),
    ],
    &[("g/kg", 1000.0), ("mg/kg", 1.0), ("ug/kg", 1e-3)],
    &[("mg/l", 1.0), ("ug/l", 1e-3)],
    &[("天", 1.0), ("日", 1.0), ("d", 1.0)],
];

/// How a number of our unit is written in the one a head asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Asked {
    /// The head names no unit, or ours.
    Ours,
    Times(f64),
    /// A unit that ours is not turned into.
    Other,
}

/// By what stands in the head's last brackets.
pub(super) fn asked(head: &str, ours: &str) -> Asked {
    let inside = head
        .rsplit_once(['(', '（', '[', '【'])
        .and_then(|(_, rest)| rest.split_once([')', '）', ']', '】']).map(|(inside, _)| inside));
    let Some(inside) = inside else { return Asked::Ours };
    let (wanted, ours) = (plain(inside.trim_start_matches("单位")), plain(ours));
    let known = |unit: &str| {
        let families = FAMILIES.iter().enumerate();
        families
            .flat_map(|(idx, family)| family.iter().map(move |one| (idx, one)))
            .find(|(_, (name, _))| *name == unit)
            .map(|(idx, (_, size))| (idx, *size))
    };
    match (known(&wanted), known(&ours)) {
        _ if wanted == ours => Asked::Ours,
        // 年/月/日, 必填: no unit at all.
        (None, _) => Asked::Ours,
        (Some((family, wanted)), Some((of, ours))) if family == of => match ours / wanted {
            1.0 => Asked::Ours,
            factor => Asked::Times(factor),
        },
        _ => Asked::Other,
    }
}

fn plain(unit: &str) -> String {
    let unit = unit.trim_matches([':', '：', ' ']).to_lowercase();
    let unit = unit.replace(['μ', 'µ'], "u").replace('²', "2").replace('³', "3").replace('／', "/");
    unit.chars().filter(|char| !char.is_whitespace()).collect()
}

/// A number in the other unit, without the dust of the arithmetic: twelve digits.
pub(super) fn in_unit(number: f64, factor: f64) -> f64 {
    let product = number * factor;
    format!("{product:.11e}").parse().unwrap_or(product)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_the_unit_it_wants() {
        for (head, ours, expected) in [
            ("投资（万元）", "万元", Asked::Ours),
            ("投资", "万元", Asked::Ours),
            ("投资（亿元）", "万元", Asked::Times(1e-4)),
            ("投资(单位：元)", "万元", Asked::Times(1e4)),
            ("面积（公顷）", "m2", Asked::Times(1e-4)),
            ("面积（亩）", "km2", Asked::Times(1500.0)),
            ("规模（万吨/日）", "m3/d", Asked::Times(1e-4)),
            ("规模（立方米/日）", "m3/d", Asked::Ours),
            ("投资（必填）", "万元", Asked::Ours),
            ("长度（万元）", "km", Asked::Other),
        ] {
            assert_eq!(asked(head, ours), expected, "{head}");
        }
    }

    #[test]
    fn other_units_leave_no_dust() {
        assert_eq!(in_unit(18.5, 1e-4), 0.001_85);
        assert_eq!(in_unit(0.3, 1500.0), 450.0);
        assert_eq!(in_unit(1.0, 3.0 / 2000.0), 0.001_5);
    }
}

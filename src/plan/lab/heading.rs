//! What heads a column or a line of results: an item, with the unit it is given in.

use crate::plan::{SampleItem, Standards, half_width, is_known_unit};

/// The item that a heading names as it is written there, and the unit beside it (`""` where it names none):
/// `COD(mg/L)`, `氟化物(以F⁻计)(mg/L)`, `氨氮 mg/L`. `None` where no item is named, or something is said of it that is not
/// known: `铜（溶解态）` is not copper.
pub fn named_item<'t>(heading: &'t str, standards: &Standards) -> Option<(&'t str, &'t str)> {
    let heading = heading.trim();
    if standards.item(heading).is_some() {
        return Some((heading, ""));
    }
    let (name, inside) = match in_last_brackets(heading) {
        Some(parted) => parted,
        None => beside(heading, standards)?,
    };
    if looks_like_unit(inside) && !standards.is_item(inside) {
        let (name, _) = named_item(name, standards)?;
        return Some((name, inside));
    }
    let (name, unit) = named_item(name, standards)?;
    says_the_same(name, inside, standards).then_some((name, unit))
}

/// `COD（mg/L）` in its parts.
fn in_last_brackets(heading: &str) -> Option<(&str, &str)> {
    let rest = heading.strip_suffix([')', '）', ']', '］', '】'])?;
    let mut depth = 0_usize;
    let begin = rest.char_indices().rev().find_map(|(at, c)| match c {
        ')' | '）' | ']' | '］' | '】' => {
            depth += 1;
            None
        }
        '(' | '（' | '[' | '［' | '【' if depth > 0 => {
            depth -= 1;
            None
        }
        '(' | '（' | '[' | '［' | '【' => Some((at, c.len_utf8())),
        _ => None,
    });
    let (at, bytes) = begin?;
    let name = rest[..at].trim_end_matches(|c: char| c.is_whitespace() || "/／,，".contains(c));
    (!name.trim().is_empty()).then(|| (name.trim(), rest[at + bytes..].trim()))
}

/// `氨氮 mg/L`, `COD,mg/L`, `pH/无量纲` in their parts.
fn beside<'t>(heading: &'t str, standards: &Standards) -> Option<(&'t str, &'t str)> {
    let parts_it = |c: char| c.is_whitespace() || "/／,，:：".contains(c);
    heading.char_indices().filter(|(_, c)| parts_it(*c)).find_map(|(at, c)| {
        let (name, unit) = (heading[..at].trim(), heading[at + c.len_utf8()..].trim());
        (looks_like_unit(unit) && standards.is_item(name)).then_some((name, unit))
    })
}

/// Whether a word in brackets says of an item what it is anyhow: another of its names, how it is counted, how it is
/// measured.
fn says_the_same(name: &str, word: &str, standards: &Standards) -> bool {
    let codes = |name: &str| -> Vec<&SampleItem> { standards.items_named(name).collect() };
    let (own, other) = (codes(name), codes(word));
    own.iter().any(|item| other.iter().any(|same| same.code == item.code))
        || (word.starts_with('以') && word.ends_with('计'))
        || word.ends_with('法')
        || matches!(word, "稀释倍数" | "现场" | "现场测定")
}

/// Whether a text is a unit, be it one that nothing is converted from: `mmol/L`, `个/皿`, `ppb`.
pub fn looks_like_unit(text: &str) -> bool {
    const OTHERS: [&str; 12] =
        ["ppb", "ppt", "%", "‰", "ntu", "fnu", "无量纲", "无", "/", "-", "—", "ph单位"];
    let text = text.trim();
    let is_short = text.chars().count() <= 16;
    let parts_two = |c: char| "/／·•".contains(c);
    // What begins like a number is a value.
    if text
        .starts_with(|c: char| half_width(c).is_ascii_digit() || "<>≤≥＜＞〈〉《》+.".contains(c))
    {
        return false;
    }
    is_known_unit(text)
        || OTHERS.contains(&text.to_lowercase().as_str())
        || (is_short
            && !text.starts_with(parts_two)
            && !text.ends_with(parts_two)
            && text.contains(parts_two)
            && !super::cell::is_remark(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Rulebook;

    #[test]
    fn a_heading_gives_item_and_unit_as_they_are_written_and_no_other_is_taken_for_it() {
        let rulebook = Rulebook::built_in();
        let check = |heading, expected: Option<(&str, &str)>| {
            assert_eq!(named_item(heading, &rulebook.standards), expected, "{heading}");
        };
        check("COD", Some(("COD", "")));
        check("化学需氧量（g/L）", Some(("化学需氧量", "g/L")));
        check("石油类(mg/m³)", Some(("石油类", "mg/m³")));
        check("氨氮(mmol/L)", Some(("氨氮", "mmol/L")));
        check("粪大肠菌群(个/100mL)", Some(("粪大肠菌群", "个/100mL")));
        check("氟化物(以F⁻计)(mg/L)", Some(("氟化物(以F⁻计)", "mg/L")));
        check("阴离子表面活性剂(LAS)(mg/L)", Some(("阴离子表面活性剂", "mg/L")));
        check("铬（六价）（mg/kg）", Some(("铬（六价）", "mg/kg")));
        check("Cr⁶⁺(mg/L)", Some(("Cr⁶⁺", "mg/L")));
        check("石油烃（C10-C40）", Some(("石油烃（C10-C40）", "")));
        check("苯并[a]芘", Some(("苯并[a]芘", "")));
        check("pH(无量纲)", Some(("pH", "无量纲")));
        check("氨氮 mg/L", Some(("氨氮", "mg/L")));
        check("总磷,mg/L", Some(("总磷", "mg/L")));
        check("氨氮\n(mg/L)", Some(("氨氮", "mg/L")));
        check("COD（重铬酸盐法）", Some(("COD", "")));
        for none in ["叶绿素a(μg/L)", "铜（溶解态）", "COD(平行样)", "备注", "mg/L", "", "(", "）("]
        {
            check(none, None);
        }
    }
}

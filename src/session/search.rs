//! The text a search looks in: names and codes as they are, as pinyin, and as its initials.

use pinyin::ToPinyin as _;

/// Lower-case words of one feature: `示例排口031 shilipaikou031 slpk031 demo-out-0031`.
pub fn search_text(name: &str, code: &str) -> String {
    let name = name.to_lowercase();
    let mut full = String::with_capacity(name.len() * 2);
    let mut initials = String::with_capacity(name.len());
    for (char, pinyin) in name.chars().zip(name.as_str().to_pinyin()) {
        match pinyin {
            Some(pinyin) => {
                full.push_str(pinyin.plain());
                initials.push_str(pinyin.first_letter());
            }
            None => {
                full.push(char);
                initials.push(char);
            }
        }
    }
    let code = code.to_lowercase();
    // Most names of other countries have no pinyin: nothing is said twice.
    if full == name { format!("{name} {code}") } else { format!("{name} {full} {initials} {code}") }
}

#[cfg(test)]
mod tests {
    use super::search_text;

    #[test]
    fn a_feature_is_found_by_name_code_pinyin_and_initials() {
        let text = search_text("示例排口031", "DEMO-OUT-0031");
        assert_eq!(text, "示例排口031 shilipaikou031 slpk031 demo-out-0031");
        assert_eq!(search_text("North", "N1"), "north n1");
    }
}

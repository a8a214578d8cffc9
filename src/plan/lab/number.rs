//! A sample's number as two hands write it.

/// A number without what two hands write differently: case, blanks, the width of letters and dashes.
pub fn plain_sample_no(no: &str) -> String {
    let narrow = |c: char| match c {
        '－' | '—' | '–' | '‐' => '-',
        c => crate::plan::half_width(c),
    };
    no.chars().filter(|c| !c.is_whitespace()).map(narrow).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_spelt() {
        assert_eq!(plain_sample_no(" tj－0502 -ａ1"), plain_sample_no("TJ-0502-A1"));
        assert_ne!(plain_sample_no("A-1"), plain_sample_no("A-11"));
    }
}

//! Who goes along: preset in visits and samples, and never the person at the keyboard.

use super::forms::{Content, split_texts};
use super::screen::Screen;
use crate::plan::Actor;

/// The companions of `me`, each once and without `me`.
pub fn companions_of(me: &str, typed: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in split_texts(typed) {
        if name != me.trim() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Who takes a sample: the person at the keyboard and the companions.
pub fn samplers(me: &str, companions: &str) -> String {
    companions_of("", &format!("{me}、{companions}")).join("、")
}

impl Screen {
    /// It is said who is here and who goes along: what open forms had preset of that follows, what was typed stays.
    pub(super) fn take_companions(&mut self, before: Option<&Actor>, now: &Actor, typed: &str) {
        let name_before = before.map_or("", |before| before.name.as_str());
        let was = std::mem::replace(
            &mut self.view.companions,
            companions_of(&now.name, typed).join("、"),
        );
        let (samplers_before, samplers_now) =
            (samplers(name_before, &was), samplers(&now.name, &self.view.companions));
        for form in self.forms.all_mut() {
            match &mut form.sheet.content {
                Content::Visit(visit) if visit.with == was => {
                    visit.with.clone_from(&self.view.companions);
                }
                Content::Sample(sample) if sample.by == samplers_before => {
                    sample.by.clone_from(&samplers_now);
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_his_own_companion_and_nobody_goes_along_twice() {
        assert_eq!(companions_of("李四", "李四、王五，王五"), ["王五"]);
        assert!(companions_of("李四", " 李四 ").is_empty());
        assert_eq!(samplers("张三", "张三、李四"), "张三、李四");
        assert_eq!(samplers("", "李四"), "李四");
    }
}

//! Water over a span of days in a sentence: class with its items, word, main pollutants, and what it rests on.

use super::water_period::{PeriodQuality, Pollutant};
use super::water_river::{RiverFound, RiverQuality, WaterWord};
use crate::model::Text;

/// The smallest excess that is told as a number, in times of the limit.
const LEAST_FACTOR: f64 = 0.01;

impl Pollutant {
    /// `化学需氧量（超 0.25 倍）`, `氨氮（大于 2 mg/L）`.
    fn words(&self) -> Text {
        if let Some(bound) = &self.above {
            return Text::new(
                format!("{}（大于 {bound}）", self.label.zh),
                format!("{} (above {bound})", self.label.en),
            );
        }
        match self.factor {
            Some(factor) if factor < LEAST_FACTOR => Text::new(
                format!("{}（超不到 {LEAST_FACTOR} 倍）", self.label.zh),
                format!("{} (less than {LEAST_FACTOR} times beyond)", self.label.en),
            ),
            Some(factor) => Text::new(
                format!("{}（超 {factor:.2} 倍）", self.label.zh),
                format!("{} ({factor:.2} times beyond)", self.label.en),
            ),
            None => self.label.clone(),
        }
    }
}

impl PeriodQuality {
    /// `Ⅳ类（5 项），轻度污染；主要污染物：化学需氧量（超 0.25 倍）；2 次采样均值`.
    pub fn sentence(&self) -> Text {
        let class = self.judgement.class_label().unwrap_or_else(|| match &self.judgement.outcome {
            super::Outcome::NotJudged(why) => why.clone(),
            _ => Text::default(),
        });
        let (mut zh, mut en) = (class.zh, class.en);
        if let Some(word) = self.class_code().and_then(WaterWord::of_class) {
            let word = word.label();
            zh.push_str(&format!("，{}", word.zh));
            en.push_str(&format!(", {}", word.en));
        }
        if !self.main_pollutants.is_empty() {
            let words: Vec<Text> = self.main_pollutants.iter().map(Pollutant::words).collect();
            let (of_zh, of_en): (Vec<String>, Vec<String>) =
                words.into_iter().map(|text| (text.zh, text.en)).unzip();
            zh.push_str(&format!("；主要污染物：{}", of_zh.join("、")));
            en.push_str(&format!("; main pollutants: {}", of_en.join(", ")));
        }
        match (self.months, self.samples) {
            (1, 1) => {
                zh.push_str("；1 次采样");
                en.push_str("; one sample");
            }
            (1, samples) => {
                zh.push_str(&format!("；{samples} 次采样均值"));
                en.push_str(&format!("; mean of {samples} samples"));
            }
            (months, samples) => {
                zh.push_str(&format!("；{months} 个月 {samples} 次采样均值"));
                en.push_str(&format!("; mean of {months} months, {samples} samples"));
            }
        }
        Text::new(zh, en)
    }
}

impl RiverQuality {
    /// The river in a sentence; `None` where no section of it has a class.
    pub fn sentence(&self) -> Option<Text> {
        match self.found.as_ref()? {
            RiverFound::Mean(mean) => {
                let count = self.sections.iter().filter(|(_, quality)| quality.is_some()).count();
                let own = mean.sentence();
                Some(Text::new(
                    format!("{}（{count} 个断面均值）", own.zh),
                    format!("{} (mean over {count} sections)", own.en),
                ))
            }
            RiverFound::Shares { good, inferior, of } => {
                let word = self.word()?.label();
                Some(Text::new(
                    format!("{}：{of} 个断面中 Ⅰ–Ⅲ类 {good} 个、劣Ⅴ类 {inferior} 个", word.zh),
                    format!(
                        "{}: of {of} sections {good} in classes I to III, {inferior} worse than V",
                        word.en
                    ),
                ))
            }
        }
    }
}

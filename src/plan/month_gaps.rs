//! A month that is said to have no samples, and has some: a contradiction that is asked about, never a way out of a figure.

use super::kpi::has_deciding_result;
use super::state::{FeatureState, SampleState};
use super::values::parse_month;
use crate::model::{Day, Text};

impl FeatureState {
    /// What is known of the water of a month, `2022-04`: its samples, or the class that the file states of it; `None`
    /// where nothing is.
    pub fn known_of_month(&self, month: &str) -> Option<Text> {
        let of = parse_month(month)?;
        let is_of = |day: Day| (day.year(), day.month()) == (of.year(), of.month());
        let decides = |sample: &&SampleState| is_of(sample.day) && has_deciding_result(sample);
        let sampled: Vec<&str> =
            self.samples.iter().filter(decides).map(|sample| sample.no.as_str()).collect();
        if !sampled.is_empty() {
            let numbers = sampled.join("、");
            return Some(Text::new(
                format!("{month} 有样品结果（{numbers}）"),
                format!("{month} has results of samples ({})", sampled.join(", ")),
            ));
        }
        let is_stated = self.text("latest_month").and_then(parse_month).is_some_and(is_of);
        self.text("latest_class").filter(|class| is_stated && *class != "unknown").map(|_| {
            Text::new(
                format!("来件写明了 {month} 的水质类别"),
                format!("the received file states a class of {month}"),
            )
        })
    }
}

//! What refusals say of photos and documents that are missing, too old, without a time or not here.

use super::moments::Since;
use super::plain_words::day_zh;
use super::rules::{Jump, Missing};
use super::words::{Words, missing};
use crate::model::Text;

impl Words<'_> {
    fn photo_label(&self, kind: &str) -> Text {
        match kind {
            "any" => Text::new("任一类", "of any kind"),
            kind => self.procedure.photo_label(kind),
        }
    }

    pub fn photo(&self, kind: &str, count: usize) -> Missing {
        let jump = Jump::Photo(kind.to_owned());
        if kind == "any" {
            return missing(
                format!("还差照片 {count} 张，哪一类都行"),
                format!("Add {count} photo(s) of any kind"),
                jump,
            );
        }
        let label = self.photo_label(kind);
        missing(
            format!("还差“{}”照片 {count} 张", label.zh),
            format!("Add {count} photo(s): {}", label.en),
            jump,
        )
    }

    pub fn photo_absent(&self, kind: &str) -> Missing {
        let label = self.photo_label(kind);
        missing(
            format!("“{}”照片未到：记录里有名，本机没有文件，请找同事要来放入", label.zh),
            format!("The photo \"{}\" is named but not here: get its file", label.en),
            Jump::Photo(kind.to_owned()),
        )
    }

    pub fn photo_too_old(&self, kind: &str, since: Since) -> Missing {
        let label = self.photo_label(kind);
        let (zh, en) = match since {
            Since::Day(day) => (day_zh(day), day.to_string()),
            _ => ("进入这一阶段".to_owned(), "this stage began".to_owned()),
        };
        missing(
            format!("“{}”照片要在{zh}以后拍的，现有的都早了", label.zh),
            format!("The photo \"{}\" must be taken after {en}: those here are older", label.en),
            Jump::Photo(kind.to_owned()),
        )
    }

    pub fn photo_without_time(&self, kind: &str, since: Since) -> Missing {
        let label = self.photo_label(kind);
        let (zh, en) = match since {
            Since::Day(day) => (format!("{}以后", day_zh(day)), day.to_string()),
            _ => ("进入这一阶段以后".to_owned(), "this stage began".to_owned()),
        };
        missing(
            format!(
                "“{}”照片要在{zh}拍的，现有的没有拍摄时间：在照片下面点“补填时间”（会标“补录”）",
                label.zh
            ),
            format!(
                "The photo \"{}\" must be taken after {en}, and those here have no time: give it below the photo",
                label.en
            ),
            Jump::Photo(kind.to_owned()),
        )
    }

    /// A newer visit that found the contrary of what was looked for.
    pub fn looks_otherwise(
        &self,
        conditions: &[(String, String)],
        day: crate::model::Day,
    ) -> Missing {
        let is_dry = conditions.iter().any(|(look, is)| look == "discharging" && is == "no");
        let (zh, en) = match is_dry {
            true => (
                "又在排水：查明封堵情况，整改后再复看",
                "found it discharging again: see to the sealing, then look again",
            ),
            false => ("的情况相反：核实后再复看", "found the contrary: see to it, then look again"),
        };
        missing(
            format!("最近一次巡查（{}）看到{zh}", day_zh(day)),
            format!("The latest visit ({day}) {en}"),
            Jump::Visit,
        )
    }

    pub fn document(&self, kind: &str) -> Missing {
        let label = self.procedure.document_label(kind);
        missing(
            format!("附上“{}”", label.zh),
            format!("Attach \"{}\"", label.en),
            Jump::Document(kind.to_owned()),
        )
    }

    pub fn document_absent(&self, kind: &str) -> Missing {
        let label = self.procedure.document_label(kind);
        missing(
            format!("“{}”的文件未到：记录里有名，本机没有文件", label.zh),
            format!("The file of \"{}\" is named but not here: get it", label.en),
            Jump::Document(kind.to_owned()),
        )
    }
}

//! A report as one web page that holds everything it shows: words, pictures, dress. No scripts, nothing to fetch.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::doc::{Block, Cell, Doc, Picture, PictureFormat, Row, Table, Tone};
use super::flow::synthetic_mark;
use crate::model::Lang;

/// How the page looks. The classes of waters (Ⅰ … Ⅴ) come from a font that is known to have them: WenQuanYi Micro Hei
/// draws Ⅴ blank.
const DRESS: &str = "@font-face{font-family:classes;src:local('Noto Sans SC'),local('Microsoft YaHei'),local('PingFang SC'),local('Source Han Sans SC'),local('DejaVu Sans'),local('Segoe UI Symbol');unicode-range:U+2160-217F}\
body{font:15px/1.6 classes,'Noto Sans SC','Microsoft YaHei','PingFang SC','Source Han Sans SC','WenQuanYi Micro Hei',sans-serif;max-width:60em;margin:0 auto;padding:1.5em;color:#111}\
h2,h3{break-after:avoid}h3{font-size:1em;margin:.8em 0 .2em}h1{font-size:1.6em;margin:.6em 0}h2{font-size:1.15em;border-bottom:1px solid #666;margin:1.4em 0 .4em}\
table{border-collapse:collapse;width:100%;margin:.4em 0 1em}th,td{border:1px solid #bbb;padding:.2em .45em;vertical-align:top;text-align:left}\
thead{display:table-header-group}th{background:#ececec}tr{break-inside:avoid}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}\
.dense{font-size:.87em}.span{background:#f6f6f6;font-weight:bold}.bad{color:#b01414;font-weight:bold}.small{font-size:.85em;color:#555}\
dl{display:grid;grid-template-columns:9em 1fr;gap:.1em .8em;margin:.2em 0}dt{color:#555}dd{margin:0}\
img{max-width:100%}figure{margin:.5em 0;break-inside:avoid}.gallery{display:grid;grid-template-columns:repeat(3,1fr);gap:.8em}\
.gallery img{width:100%;height:11em;object-fit:contain}figcaption{font-size:.85em;color:#555}\
.opinion{height:7em;position:relative;padding-bottom:2em}.sign{position:absolute;right:.6em;bottom:.3em;color:#555}.mark{border:1.5px solid #b01414;color:#b01414;padding:.1em .6em;font-weight:bold}\
footer{border-top:1px solid #888;margin-top:2em;font-size:.85em;color:#555}@media print{body{max-width:none;padding:0}.page{break-before:page}}";

/// The whole page.
pub fn html(doc: &Doc) -> String {
    let lang = match doc.lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let title = escaped(&doc.title);
    let mut page = Page(format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{DRESS}</style>\n</head>\n<body>\n"
    ));
    let mark = synthetic_mark(doc);
    if !mark.is_empty() {
        page.add(format_args!("<p><span class=\"mark\">{}</span></p>\n", escaped(mark)));
    }
    let mut blocks = doc.blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        match block {
            // Pairs under each other are one list.
            Block::Pair(label, value) => {
                page.add(format_args!("<dl>\n"));
                page.pair(label, value);
                while let Some(Block::Pair(label, value)) =
                    blocks.next_if(|next| matches!(next, Block::Pair(..)))
                {
                    page.pair(label, value);
                }
                page.add(format_args!("</dl>\n"));
            }
            other => page.block(other),
        }
    }
    page.add(format_args!(
        "<footer><p>{title}　{}</p><p>{}</p></footer>\n</body>\n</html>\n",
        escaped(mark),
        escaped(&doc.basis)
    ));
    page.0
}

struct Page(String);

impl Page {
    fn add(&mut self, words: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.0.write_fmt(words);
    }

    fn pair(&mut self, label: &str, value: &str) {
        self.add(format_args!("<dt>{}</dt><dd>{}</dd>\n", escaped(label), escaped(value)));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(text) => self.add(format_args!("<h1>{}</h1>\n", escaped(text))),
            Block::Heading(text) => self.add(format_args!("<h2>{}</h2>\n", escaped(text))),
            Block::Caption(text) => self.add(format_args!("<h3>{}</h3>\n", escaped(text))),
            Block::Paragraph(text) => self.add(format_args!("<p>{}</p>\n", escaped(text))),
            Block::Remark(text) => {
                self.add(format_args!("<p class=\"small\">{}</p>\n", escaped(text)));
            }
            Block::Struck(text) => self.add(format_args!("<p><s>{}</s></p>\n", escaped(text))),
            Block::Pair(label, value) => self.pair(label, value),
            Block::Form(pairs) => {
                self.add(format_args!("<table>\n"));
                for (label, value) in pairs {
                    let (label, value) = (escaped(label), escaped(value));
                    self.add(format_args!("<tr><th>{label}</th><td>{value}</td></tr>\n"));
                }
                self.add(format_args!("</table>\n"));
            }
            Block::Table(table) => self.table(table),
            Block::Figure(picture, _) => {
                let image = image(picture);
                self.add(format_args!("<figure>{image}</figure>\n"));
            }
            Block::Gallery(pictures) => {
                self.add(format_args!("<div class=\"gallery\">\n"));
                for (picture, caption) in pictures {
                    let (image, caption) = (image(picture), escaped(caption));
                    self.add(format_args!(
                        "<figure>{image}<figcaption>{caption}</figcaption></figure>\n"
                    ));
                }
                self.add(format_args!("</div>\n"));
            }
            Block::Opinion { whose, text, sign } => {
                let (whose, text, sign) = (escaped(whose), escaped(text), escaped(sign));
                self.add(format_args!(
                    "<table><tr><th style=\"width:9em\">{whose}</th><td class=\"opinion\">{text}<span class=\"sign\">{sign}</span></td></tr></table>\n"
                ));
            }
            Block::Blanks(labels) => {
                let words: Vec<String> =
                    labels.iter().map(|label| format!("{} ________", escaped(label))).collect();
                self.add(format_args!("<p>{}</p>\n", words.join("　")));
            }
            Block::Choices(label, choices) => {
                let words: Vec<String> =
                    choices.iter().map(|choice| format!("☐ {}", escaped(choice))).collect();
                self.add(format_args!("<p>{}　{}</p>\n", escaped(label), words.join("　")));
            }
            Block::Space(_) => {}
            Block::NewPage => self.add(format_args!("<div class=\"page\"></div>\n")),
        }
    }

    fn table(&mut self, table: &Table) {
        let class = if table.is_dense { " class=\"dense\"" } else { "" };
        self.add(format_args!("<table{class}>\n<thead><tr>"));
        for column in &table.columns {
            let class = if column.is_figure { " class=\"n\"" } else { "" };
            self.add(format_args!("<th{class}>{}</th>", escaped(&column.head)));
        }
        self.add(format_args!("</tr></thead>\n<tbody>\n"));
        for row in &table.rows {
            match row {
                Row::Span(words) => {
                    let (count, words) = (table.columns.len(), escaped(words));
                    self.add(format_args!(
                        "<tr><td class=\"span\" colspan=\"{count}\">{words}</td></tr>\n"
                    ));
                }
                Row::Cells(cells) => {
                    self.add(format_args!("<tr>"));
                    for (idx, cell) in cells.iter().enumerate() {
                        let is_figure =
                            table.columns.get(idx).is_some_and(|column| column.is_figure);
                        self.cell(cell, is_figure);
                    }
                    self.add(format_args!("</tr>\n"));
                }
            }
        }
        self.add(format_args!("</tbody>\n</table>\n"));
    }

    fn cell(&mut self, cell: &Cell, is_figure: bool) {
        let class = match (is_figure, cell.tone == Tone::Bad) {
            (false, false) => "",
            (true, false) => " class=\"n\"",
            (false, true) => " class=\"bad\"",
            (true, true) => " class=\"n bad\"",
        };
        let words = escaped(&cell.text);
        let words = match cell.tone {
            Tone::Strong => format!("<b>{words}</b>"),
            Tone::Struck => format!("<s>{words}</s>"),
            Tone::Plain | Tone::Bad => words,
        };
        self.add(format_args!("<td{class}>{words}</td>"));
    }
}

fn image(picture: &Picture) -> String {
    let kind = match picture.format {
        PictureFormat::Jpeg => "jpeg",
        PictureFormat::Png => "png",
    };
    let bytes = STANDARD.encode(picture.bytes.as_slice());
    let (width, height) = (picture.width_px, picture.height_px);
    format!(
        "<img width=\"{width}\" height=\"{height}\" style=\"height:auto\" alt=\"\" src=\"data:image/{kind};base64,{bytes}\">"
    )
}

/// Words as text of a page: nothing in them is markup, line ends stay.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' => escaped.push_str("<br>"),
            char if char.is_control() => escaped.push(' '),
            char => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_person_typed_is_markup() {
        let typed = "<script>alert('x')</script> & \"=1\"\u{0}\n第二行";
        let doc = Doc {
            lang: Lang::Zh,
            title: typed.into(),
            basis: typed.into(),
            synthetic: false,
            layout: Default::default(),
            blocks: vec![
                Block::Title(typed.into()),
                Block::Pair(typed.into(), typed.into()),
                Block::Opinion { whose: typed.into(), text: typed.into(), sign: typed.into() },
            ],
        };
        let page = html(&doc);
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains('\u{0}'));
        assert!(
            page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;=1&quot;")
        );
        assert!(page.contains("<br>第二行"));
    }
}

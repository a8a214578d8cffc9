//! What a report says, laid down pages from top to bottom: headings stay with what they head, tables repeat their
//! head, every page says at its foot what it is, as of when, which page of how many, and that invented data are.

use super::doc::{Block, Doc, Layout, Picture};
use super::fonts::Fonts;
use super::paper::{A4, BLACK, GREY, Mark, Page, Paper, Style};
use super::wrap::lines;
use crate::model::Lang;

pub(super) const MARGIN: f32 = 48.0;

const TITLE: Style = Style { size: 18.0, bold: true, ink: BLACK };
const HEADING: Style = Style { size: 12.0, bold: true, ink: BLACK };
pub(super) const BODY: Style = Style { size: 10.5, bold: false, ink: BLACK };
pub(super) const LABEL: Style = Style { size: 10.5, bold: false, ink: GREY };
pub(super) const SMALL: Style = Style { size: 8.5, bold: false, ink: GREY };

/// From one base line to the next, as a multiple of the size.
pub(super) const LEADING: f32 = 1.5;
/// Labels of pairs stand in a column this wide.
const LABEL_WIDTH: f32 = 92.0;
/// Photos beside each other are at most so high.
const GALLERY_HEIGHT: f32 = 118.0;
/// A longer label is no label.
pub(super) const LABEL_LINES_MAX: usize = 6;
/// A table's column ends this much before the next begins.
pub(super) const GUTTER: f32 = 8.0;

/// Lays a report on pages.
pub fn paper(doc: &Doc, fonts: &Fonts) -> Paper {
    let mut flow = Flow::new(doc, fonts);
    for (idx, block) in doc.blocks.iter().enumerate() {
        flow.block(block, doc.blocks.get(idx + 1));
    }
    flow.finish()
}

/// Pages being filled from top to bottom.
pub(super) struct Flow<'a> {
    doc: &'a Doc,
    pub fonts: &'a Fonts,
    size: (f32, f32),
    pages: Vec<Page>,
    /// Where the next thing begins.
    pub y: f32,
}

impl<'a> Flow<'a> {
    fn new(doc: &'a Doc, fonts: &'a Fonts) -> Self {
        let size = match doc.layout {
            Layout::Portrait => A4,
            Layout::Landscape => (A4.1, A4.0),
        };
        Self { doc, fonts, size, pages: vec![Page::new(size)], y: MARGIN }
    }

    pub fn width(&self) -> f32 {
        self.size.0 - 2.0 * MARGIN
    }

    /// Text ends above this.
    pub fn bottom(&self) -> f32 {
        self.size.1 - 62.0
    }

    pub fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.push(Page::new(self.size));
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    pub fn new_page(&mut self) {
        self.pages.push(Page::new(self.size));
        self.y = MARGIN;
    }

    /// Goes to a new page where less than `height` is left; what is higher than a page begins on a fresh one.
    pub fn keep_together(&mut self, height: f32) {
        if self.y + height > self.bottom() && self.y > MARGIN {
            self.new_page();
        }
    }

    pub fn text(&mut self, x: f32, y: f32, text: &str, style: Style) {
        self.page().text(x, y, text, style);
    }

    pub fn rule(&mut self, y: f32, width: f32) {
        let right = MARGIN + self.width();
        self.page().line((MARGIN, y), (right, y), width);
    }

    fn block(&mut self, block: &Block, next: Option<&Block>) {
        match block {
            Block::Title(text) => {
                self.paragraph(text, TITLE);
                self.y += 4.0;
            }
            Block::Heading(text) => {
                self.y += 8.0;
                self.keep_with(next);
                self.heading(text);
            }
            Block::Caption(text) => {
                self.y += 4.0;
                self.keep_with(next);
                self.paragraph(text, Style { bold: true, ..BODY });
            }
            Block::Paragraph(text) => self.paragraph(text, BODY),
            Block::Remark(text) => self.paragraph(text, SMALL),
            Block::Struck(text) => self.struck(text),
            Block::Pair(label, value) => self.pair(label, value),
            Block::Form(pairs) => self.form(pairs),
            Block::Table(table) => self.table(table),
            Block::Figure(picture, height_max) => self.figure(picture, *height_max),
            Block::Gallery(pictures) => self.gallery(pictures),
            Block::Opinion { whose, text, sign } => self.opinion(whose, text, sign),
            Block::Blanks(labels) => self.blanks(labels),
            Block::Choices(label, choices) => self.choices(label, choices),
            Block::Space(height) => self.y += height,
            Block::NewPage => {
                if self.y > MARGIN {
                    self.new_page();
                }
            }
        }
    }

    /// A heading stands with the first of what it heads: a picture as a whole, else some three lines.
    fn keep_with(&mut self, next: Option<&Block>) {
        const LINES: f32 = 76.0;
        let height = match next {
            Some(Block::Figure(picture, height_max)) => {
                28.0 + fitted(picture, self.width(), *height_max).1
            }
            Some(Block::Gallery(_)) => 28.0 + GALLERY_HEIGHT + 48.0,
            // A heading over a caption over a table, whose head may take two lines.
            Some(Block::Caption(_)) => LINES + 60.0,
            Some(Block::Table(_)) => LINES + 24.0,
            _ => LINES,
        };
        self.keep_together(height.max(LINES));
    }

    fn heading(&mut self, text: &str) {
        self.paragraph(text, HEADING);
        self.rule(self.y - 1.5, 0.6);
        self.y += 4.0;
    }

    fn paragraph(&mut self, text: &str, style: Style) {
        self.paragraph_in(text, style, MARGIN, self.width());
    }

    pub fn paragraph_in(&mut self, text: &str, style: Style, x: f32, width: f32) {
        for line in lines(self.fonts, text, style.size, width) {
            self.line_in(&line, style, x);
        }
    }

    /// Writes one line and gives its base line.
    fn line_in(&mut self, line: &str, style: Style, x: f32) -> f32 {
        self.keep_together(style.size * LEADING);
        let y = self.y + style.size;
        self.text(x, y, line, style);
        self.y += style.size * LEADING;
        y
    }

    fn struck(&mut self, text: &str) {
        for line in lines(self.fonts, text, BODY.size, self.width()) {
            let y = self.line_in(&line, LABEL, MARGIN) - BODY.size * 0.32;
            let right = MARGIN + self.fonts.width(&line, BODY.size);
            self.page().line((MARGIN, y), (right, y), 0.7);
        }
    }

    fn pair(&mut self, label: &str, value: &str) {
        let mut names = lines(self.fonts, label, LABEL.size, LABEL_WIDTH - GUTTER);
        names.truncate(LABEL_LINES_MAX);
        self.keep_together(names.len() as f32 * BODY.size * LEADING);
        let top = self.y;
        for (idx, name) in names.iter().enumerate() {
            let y = top + LABEL.size + idx as f32 * LABEL.size * LEADING;
            self.text(MARGIN, y, name, LABEL);
        }
        let page_count = self.pages.len();
        self.paragraph_in(value, BODY, MARGIN + LABEL_WIDTH, self.width() - LABEL_WIDTH);
        // A label of more lines than its value keeps the room it takes.
        if self.pages.len() == page_count {
            self.y = self.y.max(top + names.len() as f32 * LABEL.size * LEADING);
        }
    }

    fn figure(&mut self, picture: &Picture, height_max: f32) {
        let (width, height) = fitted(picture, self.width(), height_max);
        self.keep_together(height + 4.0);
        let left = MARGIN + (self.width() - width) / 2.0;
        let place = [left, self.y, width, height];
        self.page().marks.push(Mark::Picture(place, picture.clone()));
        self.page().marks.push(Mark::Frame(place));
        self.y += height + 6.0;
    }

    fn gallery(&mut self, pictures: &[(Picture, String)]) {
        const BESIDE: usize = 3;
        const HEIGHT: f32 = GALLERY_HEIGHT;
        const CAPTION_LINES_MAX: usize = 3;
        let room = (self.width() - GUTTER * (BESIDE - 1) as f32) / BESIDE as f32;
        for row in pictures.chunks(BESIDE) {
            let captions: Vec<Vec<String>> = row
                .iter()
                .map(|(_, caption)| {
                    let mut lines = lines(self.fonts, caption, SMALL.size, room);
                    lines.truncate(CAPTION_LINES_MAX);
                    lines
                })
                .collect();
            let line_count = captions.iter().map(Vec::len).max().unwrap_or(1);
            let height = HEIGHT + line_count as f32 * SMALL.size * 1.35 + 10.0;
            self.keep_together(height);
            for (idx, ((picture, _), caption)) in row.iter().zip(captions).enumerate() {
                let x = MARGIN + idx as f32 * (room + GUTTER);
                let (width, height) = fitted(picture, room, HEIGHT);
                let y = self.y + HEIGHT - height;
                let left = x + (room - width) / 2.0;
                let place = Mark::Picture([left, y, width, height], picture.clone());
                self.page().marks.push(place);
                for (line_idx, line) in caption.iter().enumerate() {
                    let y = self.y + HEIGHT + (line_idx as f32 + 1.0) * SMALL.size * 1.35;
                    self.text(x, y, line, SMALL);
                }
            }
            self.y += height;
        }
    }

    /// The pages, each with its foot.
    fn finish(mut self) -> Paper {
        let count = self.pages.len();
        let (doc, fonts) = (self.doc, self.fonts);
        for (page_idx, page) in self.pages.iter_mut().enumerate() {
            foot(page, doc, fonts, (page_idx + 1, count));
        }
        Paper { title: doc.title.clone(), lang: doc.lang, pages: self.pages }
    }
}

/// Title, mark of invented data and page number over the line of what was counted and when.
pub(super) fn foot(page: &mut Page, doc: &Doc, fonts: &Fonts, (no, count): (usize, usize)) {
    let (left, right_edge) = (MARGIN, page.width - MARGIN);
    let y = page.height - 34.0;
    let number = match doc.lang {
        Lang::Zh => format!("第 {no} 页 共 {count} 页"),
        Lang::En => format!("page {no} of {count}"),
    };
    let mark = synthetic_mark(doc);
    page.line((left, y - 12.0), (right_edge, y - 12.0), 0.4);
    let bold = Style { bold: true, ink: BLACK, ..SMALL };
    let middle = page.width / 2.0 - fonts.width(mark, SMALL.size) / 2.0;
    let right = right_edge - fonts.width(&number, SMALL.size);
    // A long title gives way to the mark in the middle.
    let room = if mark.is_empty() { right } else { middle } - left - GUTTER;
    page.text(left, y, &shortened(fonts, &doc.title, room), SMALL);
    page.text(middle, y, mark, bold);
    page.text(right, y, &number, SMALL);
    let basis = first_line(fonts, &doc.basis, right_edge - left);
    page.text(left, y + 12.0, &basis, SMALL);
}

pub(super) fn synthetic_mark(doc: &Doc) -> &'static str {
    match (doc.synthetic, doc.lang) {
        (false, _) => "",
        (true, Lang::Zh) => "示意数据 · 不是真实对象 SYNTHETIC",
        (true, Lang::En) => "SYNTHETIC DATA · nothing real 示意数据",
    }
}

/// As much of a text as has room, and a mark where that is not all.
fn shortened(fonts: &Fonts, text: &str, width: f32) -> String {
    if fonts.width(text, SMALL.size) <= width {
        return text.to_owned();
    }
    let mut cut: Vec<char> = text.chars().collect();
    while let Some(last) = cut.pop() {
        let shown = format!("{}…", cut.iter().collect::<String>().trim_end());
        let ends_a_word = !last.is_alphanumeric() || !last.is_ascii();
        if ends_a_word && fonts.width(&shown, SMALL.size) <= width {
            return shown;
        }
    }
    String::new()
}

fn first_line(fonts: &Fonts, text: &str, width: f32) -> String {
    lines(fonts, text, SMALL.size, width).into_iter().next().unwrap_or_default()
}

/// The size of a picture within a place, as large as it goes.
pub(super) fn fitted(picture: &Picture, width: f32, height: f32) -> (f32, f32) {
    let (own_width, own_height) = (picture.width_px.max(1) as f32, picture.height_px.max(1) as f32);
    let scale = (width / own_width).min(height / own_height);
    (own_width * scale, own_height * scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::doc::{Cell, Column, Row, Table};

    /// Everything a page can hold, with words far longer than anybody should type.
    fn overfull(layout: Layout) -> Doc {
        let long = "超长名称与没有空格的内容".repeat(60);
        let word = "Donaudampfschifffahrtsgesellschaft".repeat(9);
        let columns =
            vec![Column::new(&long, 2.0), Column::figure("数", 1.0), Column::new("x", 1.0)];
        let row = |text: &str| Row::of([text, "1234567890", text]);
        let huge = Row::Cells(vec![Cell::struck(long.repeat(8)), "1".into(), Cell::bad(&*word)]);
        let mut rows = vec![Row::Span(long.clone()), huge];
        rows.extend((0..200).map(|_| row(&word)));
        let pair = |value: &str| ("标签很长很长很长".to_owned(), value.to_owned());
        let blocks = vec![
            Block::Title(long.clone()),
            Block::Pair(long.clone(), "短".into()),
            Block::Pair("短".into(), long.repeat(6)),
            Block::Form(vec![pair("a"), pair("b"), pair(&long.repeat(9)), pair("c"), pair(&word)]),
            Block::Table(Table { columns, rows, is_dense: true }),
            Block::Heading(word.clone()),
            Block::Struck(long.clone()),
            Block::Opinion { whose: long.clone(), text: long.repeat(9), sign: "签字".into() },
            Block::Blanks(vec!["一".into(), "二".into()]),
            Block::Choices("选".into(), vec![long.clone(), "短".into()]),
        ];
        let basis = long.repeat(2);
        Doc { lang: Lang::Zh, title: word, basis, synthetic: true, layout, blocks }
    }

    #[test]
    fn nothing_is_ever_written_off_the_page() {
        let fonts = Fonts::new(None).unwrap();
        for layout in [Layout::Portrait, Layout::Landscape] {
            let paper = paper(&overfull(layout), &fonts);
            assert!(paper.pages.len() > 10);
            for (page_idx, page) in paper.pages.iter().enumerate() {
                for mark in &page.marks {
                    let Mark::Text { x, y, text, style } = mark else { continue };
                    let right = x + fonts.width(text, style.size);
                    let is_in = *x >= MARGIN - 0.5 && right <= page.width - MARGIN + 12.0;
                    let is_on = *y > 0.0 && *y < page.height - 16.0;
                    assert!(is_in && is_on, "{layout:?} {page_idx}: {x} {y} {right} {text}");
                }
            }
        }
    }

    #[test]
    fn a_heading_stands_on_the_page_of_what_it_heads() {
        let fonts = Fonts::new(None).unwrap();
        let columns = || vec![Column::new("完成\n情况", 1.0), Column::figure("数", 1.0)];
        for filled in 0..60 {
            let mut blocks = vec![Block::Paragraph("一行".into()); filled];
            blocks.push(Block::Heading("四、各区情况".into()));
            blocks.push(Block::Caption("排污口（按销号率）".into()));
            let rows = (0..9).map(|_| Row::of(["甲区", "1"])).collect();
            blocks.push(Block::Table(Table { columns: columns(), rows, is_dense: true }));
            let layout = Layout::Portrait;
            let basis = String::new();
            let doc =
                Doc {
                    lang: Lang::Zh, title: "题".into(), basis, synthetic: false, layout, blocks
                };
            let paper = paper(&doc, &fonts);
            let page_of = |words: &str| {
                let has = |mark: &Mark| matches!(mark, Mark::Text { text, .. } if text == words);
                paper.pages.iter().position(|page| page.marks.iter().any(has))
            };
            assert_eq!(page_of("四、各区情况"), page_of("甲区"), "{filled}");
        }
    }

    #[test]
    fn a_title_too_long_for_the_foot_is_cut_at_a_word_and_says_so() {
        let fonts = Fonts::new(None).unwrap();
        let title = "Tianjin's environmental tasks of 2022: one outfall, one plan";
        let shown = shortened(&fonts, title, 150.0);
        assert!(shown.ends_with('…') && title.starts_with(shown.trim_end_matches('…')), "{shown}");
        assert!(fonts.width(&shown, SMALL.size) <= 150.0);
        assert_eq!(shortened(&fonts, "短", 150.0), "短");
    }
}

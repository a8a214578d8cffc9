//! Forms on pages: ruled fields, boxes to sign in, lines to write on, boxes to tick.

use super::flow::{BODY, Flow, GUTTER, LABEL, LABEL_LINES_MAX, LEADING, MARGIN};
use super::paper::{Mark, Style};
use super::wrap::lines;

const FORM_LABEL_SHARE: f32 = 0.16;
const PAD: f32 = 4.0;

impl Flow<'_> {
    /// Labels and values in a ruled form. A value that takes more than a line of half the width stands alone.
    pub(super) fn form(&mut self, pairs: &[(String, String)]) {
        let label_width = self.width() * FORM_LABEL_SHARE;
        let half = self.width() / 2.0 - label_width;
        let is_short = |flow: &Self, value: &str| {
            !value.contains('\n') && flow.fonts.width(value, BODY.size) <= half - 2.0 * PAD
        };
        let mut idx = 0;
        while let Some(first) = pairs.get(idx) {
            let second = pairs.get(idx + 1);
            match second {
                Some(second) if is_short(self, &first.1) && is_short(self, &second.1) => {
                    self.form_row(&[(first, half), (second, half)], label_width);
                    idx += 2;
                }
                _ => {
                    self.form_row(&[(first, self.width() - label_width)], label_width);
                    idx += 1;
                }
            }
        }
        self.y += 6.0;
    }

    fn form_row(&mut self, cells: &[(&(String, String), f32)], label_width: f32) {
        let leading = BODY.size * LEADING;
        let laid: Vec<(Vec<String>, Vec<String>, f32)> = cells
            .iter()
            .map(|((label, value), width)| {
                let mut label = lines(self.fonts, label, LABEL.size, label_width - 2.0 * PAD);
                label.truncate(LABEL_LINES_MAX);
                (label, lines(self.fonts, value, BODY.size, width - 2.0 * PAD), *width)
            })
            .collect();
        let longest = laid.iter().map(|(label, value, _)| label.len().max(value.len()));
        let mut left = longest.max().unwrap_or(1);
        let mut from = 0;
        // A value longer than a page goes on in the next.
        while left > 0 {
            let whole_page = ((self.bottom() - MARGIN - 2.0 * PAD) / leading).floor() as usize;
            self.keep_together(left.min(whole_page) as f32 * leading + 2.0 * PAD);
            let room = ((self.bottom() - self.y - 2.0 * PAD) / leading).floor().max(1.0) as usize;
            let now = left.min(room);
            let height = now as f32 * leading + 2.0 * PAD;
            let mut x = MARGIN;
            for (label, value, width) in &laid {
                let top = self.y;
                self.page().marks.push(Mark::Shade([x, top, label_width, height]));
                self.page().marks.push(Mark::Frame([x, top, label_width, height]));
                self.page().marks.push(Mark::Frame([x + label_width, top, *width, height]));
                for (texts, x, style) in
                    [(label, x + PAD, LABEL), (value, x + label_width + PAD, BODY)]
                {
                    for (idx, line) in texts.iter().skip(from).take(now).enumerate() {
                        let y = top + PAD + BODY.size + idx as f32 * leading - 1.0;
                        self.text(x, y, line, style);
                    }
                }
                x += label_width + width;
            }
            self.y += height;
            from += now;
            left -= now;
        }
    }

    /// A box with whose opinion it is at the left, what stands in it, and at its foot where to sign.
    pub(super) fn opinion(&mut self, whose: &str, text: &str, sign: &str) {
        const HEIGHT_MIN: f32 = 92.0;
        let leading = BODY.size * LEADING;
        let label_width = self.width() * FORM_LABEL_SHARE;
        let room = self.width() - label_width - 2.0 * PAD;
        let mut whose = lines(self.fonts, whose, BODY.size, label_width - 2.0 * PAD);
        whose.truncate(LABEL_LINES_MAX);
        let mut words = match text.is_empty() {
            true => Vec::new(),
            false => lines(self.fonts, text, BODY.size, room),
        };
        // What a page has no room for stands in the record.
        let lines_max = ((self.bottom() - MARGIN - 40.0) / leading).floor() as usize;
        if words.len() > lines_max {
            words.truncate(lines_max.saturating_sub(1));
            words.push("……".to_owned());
        }
        let height = (words.len().max(whose.len()) as f32 * leading + 40.0).max(HEIGHT_MIN);
        self.keep_together(height);
        let (top, right) = (self.y, MARGIN + self.width());
        let body_left = MARGIN + label_width;
        self.page().marks.push(Mark::Shade([MARGIN, top, label_width, height]));
        self.page().marks.push(Mark::Frame([MARGIN, top, label_width, height]));
        self.page().marks.push(Mark::Frame([body_left, top, right - body_left, height]));
        let middle = top + (height - whose.len() as f32 * leading) / 2.0;
        let bold = Style { bold: true, ..BODY };
        for (idx, line) in whose.iter().enumerate() {
            self.text(MARGIN + PAD, middle + BODY.size + idx as f32 * leading, line, bold);
        }
        for (idx, line) in words.iter().enumerate() {
            self.text(body_left + PAD, top + PAD + BODY.size + idx as f32 * leading, line, BODY);
        }
        let sign_left = right - PAD - self.fonts.width(sign, BODY.size);
        self.text(sign_left.max(body_left + PAD), top + height - 10.0, sign, LABEL);
        self.y += height;
    }

    pub(super) fn blanks(&mut self, labels: &[String]) {
        const HEIGHT: f32 = 24.0;
        self.keep_together(HEIGHT);
        let share = self.width() / labels.len().max(1) as f32;
        let y = self.y + HEIGHT - 7.0;
        for (idx, label) in labels.iter().enumerate() {
            let x = MARGIN + share * idx as f32;
            self.text(x, y, label, LABEL);
            let from = x + self.fonts.width(label, LABEL.size) + 5.0;
            let to = x + share - GUTTER;
            self.page().line((from.min(to), y + 2.5), (to, y + 2.5), 0.5);
        }
        self.y += HEIGHT;
    }

    pub(super) fn choices(&mut self, label: &str, choices: &[String]) {
        const BOX: f32 = 9.0;
        const HEIGHT: f32 = 20.0;
        const LABEL_WIDTH: f32 = 92.0;
        self.keep_together(HEIGHT);
        let left = MARGIN + LABEL_WIDTH;
        let right = MARGIN + self.width();
        self.text(MARGIN, self.y + HEIGHT - 6.0, label, LABEL);
        let mut x = left;
        for choice in choices {
            let words = lines(self.fonts, choice, BODY.size, right - left - BOX - 4.0);
            let longest = words.iter().map(|line| self.fonts.width(line, BODY.size));
            let width = BOX + 18.0 + longest.fold(0.0, f32::max);
            if x > left && x + width > right {
                self.y += HEIGHT;
                self.keep_together(HEIGHT);
                x = left;
            }
            for (idx, line) in words.iter().enumerate() {
                if idx > 0 {
                    self.y += HEIGHT;
                    self.keep_together(HEIGHT);
                }
                let y = self.y + HEIGHT - 6.0;
                if idx == 0 {
                    self.page().marks.push(Mark::Frame([x, y - BOX, BOX, BOX]));
                }
                self.text(x + BOX + 4.0, y, line, BODY);
            }
            x += width;
        }
        self.y += HEIGHT;
    }
}

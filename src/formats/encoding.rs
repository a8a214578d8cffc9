//! From a file's bytes to UTF-8 text: gzip, byte order marks, UTF-8, UTF-16 and GB 18030.
//!
//! Nothing is guessed that cannot be checked: whatever is not exactly one of these is refused at its first
//! wrong byte. How text goes back into its source's encoding is `source_copy`'s.

use std::collections::HashSet;
use std::io::{self, Read as _};
use std::sync::Arc;

use crate::model::{Severity, Text, TextEncoding};

use super::Progress;
use super::found::Findings;

/// Offsets are 32 bits wide.
pub const TEXT_BYTES_MAX: usize = u32::MAX as usize - 1;

/// What a gzip file may unfold to: a few kilobytes can be made to hold the whole memory.
pub const UNZIPPED_BYTES_MAX: usize = 1 << 30;

/// Of the two-byte characters of a text taken for GB 18030, at least this share must be common ones.
const COMMON_PERCENT_MIN: usize = 85;

/// The characters that make up about 95 % of written Chinese and of its place names.
const COMMON: &str = include_str!("../../assets/common_han.txt");

/// A file's text and how it was spelt.
#[derive(Debug)]
pub struct Decoded {
    pub text: Arc<[u8]>,
    pub encoding: TextEncoding,
    pub gzip: bool,
    /// Where the text begins: behind the byte order mark that a UTF-8 text keeps.
    pub start: usize,
}

/// Why bytes are no text.
#[derive(Debug)]
pub struct NotText {
    pub findings: Findings,
    /// What to count lines in: the text as far as it is one.
    pub readable: Vec<u8>,
    pub encoding: &'static str,
    pub cancelled: bool,
}

/// Finds the text of a file's bytes.
///
/// # Errors
/// If they are no text of a known encoding, or too many.
pub fn decode(source: &Arc<[u8]>, progress: Progress<'_>) -> Result<Decoded, NotText> {
    let gzip = source.starts_with(&[0x1F, 0x8B]);
    let bytes = if gzip { unzip(source, progress)? } else { Arc::clone(source) };
    if bytes.len() > TEXT_BYTES_MAX {
        return refuse("too-large", "utf-8", Vec::new(), 0, || {
            Text::new("文件超过 4 GiB，未读入", "the file is larger than 4 GiB; nothing was loaded")
        });
    }
    let (text, encoding, start) = to_utf8(bytes)?;
    Ok(Decoded { text, encoding, gzip, start })
}

fn refuse<T>(
    code: &'static str,
    encoding: &'static str,
    readable: Vec<u8>,
    offset: usize,
    message: impl FnOnce() -> Text,
) -> Result<T, NotText> {
    let mut findings = Findings::default();
    findings.add(Severity::Error, code, None, offset, message);
    Err(NotText { findings, readable, encoding, cancelled: false })
}

/// Reads all members of a gzip file. Zero bytes behind the last one, as tapes and some programs leave them, end it.
pub struct GzipReader<'s> {
    member: Option<flate2::bufread::GzDecoder<&'s [u8]>>,
}

impl<'s> GzipReader<'s> {
    pub fn new(source: &'s [u8]) -> Self {
        Self { member: Some(flate2::bufread::GzDecoder::new(source)) }
    }
}

impl io::Read for GzipReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(member) = &mut self.member else { return Ok(0) };
            let count = member.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            let rest: &[u8] = self.member.take().map_or(&[], |member| member.into_inner());
            if rest.iter().any(|byte| *byte != 0) {
                self.member = Some(flate2::bufread::GzDecoder::new(rest));
            }
        }
    }
}

fn unzip(source: &[u8], progress: Progress<'_>) -> Result<Arc<[u8]>, NotText> {
    let mut reader = GzipReader::new(source);
    let mut bytes = Vec::new();
    let mut done = 0_u64;
    loop {
        let part = reader.by_ref().take(4 << 20).read_to_end(&mut bytes);
        match part {
            Ok(0) => return Ok(bytes.into()),
            Ok(_) if bytes.len() > UNZIPPED_BYTES_MAX => {
                return refuse("too-large", "gzip", Vec::new(), 0, || {
                    Text::new(
                        "gzip 解压后超过 1 GiB，未读入；如确需使用，请先自行解压",
                        "the gzip file unfolds to more than 1 GiB; nothing was loaded. Unfold it first if it is meant",
                    )
                });
            }
            Ok(_) => {}
            Err(error) => {
                let at = bytes.len();
                return refuse("bad-gzip", "gzip", bytes, at, || {
                    Text::new(
                        format!("gzip 数据损坏，在解压出 {at} 字节之后：{error}；未读入"),
                        format!(
                            "damaged gzip data after {at} bytes of text: {error}; nothing was loaded"
                        ),
                    )
                });
            }
        }
        done += 1;
        // How much of the file that is cannot be known; what is said only ever grows.
        let total = source.len() as u64;
        if progress((total / 4).min(done << 16), total.max(1) * 2).is_break() {
            return Err(NotText {
                findings: Findings::default(),
                readable: Vec::new(),
                encoding: "gzip",
                cancelled: true,
            });
        }
    }
}

type Utf8 = (Arc<[u8]>, TextEncoding, usize);

fn to_utf8(bytes: Arc<[u8]>) -> Result<Utf8, NotText> {
    let head = bytes.get(..4).unwrap_or(&bytes);
    match head {
        [0xFF, 0xFE, 0, 0] | [0, 0, 0xFE, 0xFF] => {
            return refuse("bad-encoding", "utf-32", Vec::new(), 0, || {
                Text::new(
                    "文件是 UTF-32，JSON 须用 UTF-8（也接受 UTF-16、GB 18030）；未读入",
                    "the file is UTF-32; JSON is UTF-8 (UTF-16 and GB 18030 are taken too); nothing was loaded",
                )
            });
        }
        [0xFF, 0xFE, ..] => return utf16(&bytes[2..], u16::from_le_bytes, TextEncoding::Utf16Le),
        [0xFE, 0xFF, ..] => return utf16(&bytes[2..], u16::from_be_bytes, TextEncoding::Utf16Be),
        // A JSON text that is one for us begins with two ASCII characters, and in UTF-8 these have no zero byte.
        [1..=0x7F, 0, 1..=0x7F, 0] => {
            return utf16(&bytes, u16::from_le_bytes, TextEncoding::Utf16Le);
        }
        [0, 1..=0x7F, 0, 1..=0x7F] => {
            return utf16(&bytes, u16::from_be_bytes, TextEncoding::Utf16Be);
        }
        _ => {}
    }
    let (encoding, start) = match head {
        [0xEF, 0xBB, 0xBF, ..] => (TextEncoding::Utf8Bom, 3),
        _ => (TextEncoding::Utf8, 0),
    };
    let Err(error) = std::str::from_utf8(&bytes) else { return Ok((bytes, encoding, start)) };
    if encoding == TextEncoding::Utf8
        && let Some(text) = gb18030(&bytes)
    {
        return Ok((text.into_bytes().into(), TextEncoding::Gb18030, 0));
    }
    let at = error.valid_up_to();
    let wrong = bytes.get(at).copied().unwrap_or(0);
    refuse("bad-encoding", "unknown", bytes.get(..at).unwrap_or_default().to_vec(), at, || {
        Text::new(
            format!(
                "第 {} 字节 0x{wrong:02X} 不是 UTF-8，全文也不像 UTF-16 或 GB 18030；未读入",
                at + 1
            ),
            format!(
                "byte {} (0x{wrong:02X}) is no UTF-8, and the text as a whole is neither UTF-16 nor GB 18030; nothing was loaded",
                at + 1
            ),
        )
    })
}

fn utf16(
    bytes: &[u8],
    unit: impl Fn([u8; 2]) -> u16,
    encoding: TextEncoding,
) -> Result<Utf8, NotText> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len() / 2 + bytes.len() / 8);
    let mut units = 0_usize;
    for char in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let Ok(char) = char else {
            let at = text.len();
            return refuse("bad-encoding", encoding.name(), text.into_bytes(), at, || {
                Text::new(
                    format!("UTF-16 第 {} 个单元是不成对的代理码元；未读入", units + 1),
                    format!(
                        "UTF-16 unit {} is half of a surrogate pair; nothing was loaded",
                        units + 1
                    ),
                )
            });
        };
        units += char.len_utf16();
        text.push(char);
    }
    if !odd.is_empty() {
        let at = text.len();
        return refuse("bad-encoding", encoding.name(), text.into_bytes(), at, || {
            Text::new(
                "UTF-16 文件的字节数是奇数，末尾缺一个字节；未读入",
                "a UTF-16 file with an odd number of bytes: the last one is cut off; nothing was loaded",
            )
        });
    }
    if text.len() > TEXT_BYTES_MAX {
        return refuse("too-large", encoding.name(), Vec::new(), 0, || {
            Text::new("文本超过 4 GiB，未读入", "the text is larger than 4 GiB; nothing was loaded")
        });
    }
    Ok((text.into_bytes().into(), encoding, 0))
}

/// The text, if all of it decodes and nearly all its two-byte characters are common ones: western and other
/// Asian encodings often decode too, but into rare characters, or into single ones amid Latin letters (the
/// `ÇÃ` of a Latin-1 `AÇÃO` is a common character).
fn gb18030(bytes: &[u8]) -> Option<String> {
    let text = encoding_rs::GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)?
        .into_owned();
    let common: HashSet<char> = COMMON.chars().collect();
    let (mut all, mut known, mut amid_latin) = (0_usize, 0_usize, 0_usize);
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(char) = chars.next() {
        if !char.is_ascii() {
            let after = chars.peek().copied().unwrap_or(' ');
            let alone = before.is_ascii() && after.is_ascii();
            all += 1;
            known += usize::from(is_punctuation(char) || common.contains(&char));
            amid_latin +=
                usize::from(alone && (before.is_ascii_alphabetic() || after.is_ascii_alphabetic()));
        }
        before = char;
    }
    (known * 100 >= all * COMMON_PERCENT_MIN && amid_latin * 2 < all).then_some(text)
}

const fn is_punctuation(char: char) -> bool {
    matches!(char, '\u{3000}'..='\u{3011}' | '\u{FF01}'..='\u{FF5E}')
        || matches!(
            char,
            '·' | '—' | '…' | '“' | '”' | '‘' | '’' | '×' | '℃' | '°' | '㎡' | '³' | '²'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(bytes: &[u8]) -> Option<TextEncoding> {
        to_utf8(bytes.into()).ok().map(|(_, encoding, _)| encoding)
    }

    #[test]
    fn gb_18030_is_assumed_only_for_chinese_text() {
        let (chinese, _, _) =
            encoding_rs::GB18030.encode("{\"名称\":\"独流减河入海排污口\",\"A\":\"B区\"}");
        assert_eq!(guessed(&chinese), Some(TextEncoding::Gb18030));
        for (label, text) in [
            ("latin1", "{\"name\":\"AVALIAÇÃO DA EDUCAÇÃO\"}"),
            ("latin1", "{\"name\":\"Málaga\"}"),
            ("shift_jis", "{\"name\":\"東京都の河川水質を調べる\"}"),
            ("euc-jp", "{\"name\":\"東京都の河川水質を調べる\"}"),
            ("euc-kr", "{\"name\":\"서울특별시 강남구 한강 공원 수질 오염\"}"),
            ("big5", "{\"name\":\"臺北市河川污染整治\"}"),
            ("windows-1251", "{\"name\":\"Река Волга\"}"),
            ("koi8-r", "{\"name\":\"река Волга\"}"),
        ] {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
            assert_eq!(guessed(&encoding.encode(text).0), None, "{label} {text}");
        }
    }
}

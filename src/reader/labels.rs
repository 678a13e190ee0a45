//! The words that open a line below or above a table or a figure: "Source:", "Note:",
//! "Table 1:", "Figure 1.". Authors write them in the article's language, and often in
//! another, so all languages are looked for at once; no word means two things.

use crate::model::{Inline, plain};

/// What an opening word says of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Where something comes from.
    Source,
    /// What must be known to read it.
    Note,
    /// The name of a table.
    Table,
    /// The name of a figure.
    Figure,
}

/// A line's opening: "Table 1: ".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening {
    pub label: Label,
    /// The author's own number: `1`, `A2`, `3.1`.
    pub number: Option<String>,
    /// The bytes of plain text up to the words that follow.
    pub length: usize,
}

/// Lower case. Of two words of which one begins the other, the longer stands first.
const WORDS: &[(Label, &[&str])] = &[
    (
        Label::Source,
        &[
            "data sources",
            "data source",
            "sources and notes",
            "notes and sources",
            "sources",
            "source",
            "quellen",
            "quelle",
            "fuentes",
            "fuente",
            "fontes",
            "fonte",
            "fonti",
            "bronnen",
            "bron",
            "źródła",
            "źródło",
            "kaynaklar",
            "kaynak",
            "источники",
            "источник",
            "المصادر",
            "المصدر",
            "مصدر",
            "ماخذ",
            "مآخذ",
            "ذریعہ",
            "منابع",
            "منبع",
            "स्रोत",
            "资料来源",
            "資料來源",
            "数据来源",
            "數據來源",
            "来源",
            "來源",
            "出典",
            "出所",
            "資料",
        ],
    ),
    (
        Label::Note,
        &[
            "notes",
            "note",
            "remarques",
            "remarque",
            "anmerkungen",
            "anmerkung",
            "hinweise",
            "hinweis",
            "notas",
            "nota",
            "noten",
            "noot",
            "opmerkingen",
            "opmerking",
            "uwagi",
            "uwaga",
            "notlar",
            "not",
            "примечания",
            "примечание",
            "ملاحظات",
            "ملاحظة",
            "نوٹ",
            "یادداشت",
            "توضیحات",
            "توضیح",
            "टिप्पणियाँ",
            "टिप्पणी",
            "नोट",
            "注释",
            "注記",
            "备注",
            "備考",
            "注",
            "註",
        ],
    ),
    (
        Label::Table,
        &[
            "tableaux",
            "tableau",
            "table",
            "tabelle",
            "tabella",
            "tabela",
            "tabelas",
            "tabel",
            "tabla",
            "tablo",
            "таблица",
            "جدول",
            "तालिका",
            "表",
        ],
    ),
    (
        Label::Figure,
        &[
            "figures",
            "figure",
            "figura",
            "figuur",
            "fig.",
            "fig",
            "abbildung",
            "abb.",
            "rysunek",
            "rys.",
            "şekil",
            "рисунок",
            "рис.",
            "شكل",
            "شکل",
            "चित्र",
            "图",
            "圖",
            "図",
        ],
    ),
];

/// What the opening words of a line say, if they are set off from what follows: by a
/// colon, or behind a number also by a full stop or a dash.
pub(super) fn opening(line: &[Inline]) -> Option<Opening> {
    let text = plain(line);
    let found = opening_of(&text).or_else(|| set_off_by_looks(line))?;
    // A word with nothing behind it opens no line.
    (!text.get(found.length..)?.trim().is_empty()).then_some(found)
}

fn opening_of(text: &str) -> Option<Opening> {
    let (label, word) = word_at(text)?;
    let spaces = |at: usize| at + (text[at..].len() - text[at..].trim_start().len());
    let mut at = spaces(word);
    let mut number = None;
    if matches!(label, Label::Table | Label::Figure) {
        let end = at + number_length(&text[at..]);
        if end > at {
            number = Some(text[at..end].to_string());
            at = spaces(end);
        }
    }
    let sign = text[at..].chars().next()?;
    let sets_off = match sign {
        ':' | '：' => true,
        '.' | '–' | '—' | '|' => number.is_some(),
        _ => false,
    };
    sets_off.then(|| Opening {
        label,
        number,
        length: spaces(at + sign.len_utf8()),
    })
}

/// `**Table 1** Trade`: the looks alone set the name off.
fn set_off_by_looks(line: &[Inline]) -> Option<Opening> {
    let (Inline::Strong { content } | Inline::Emphasis { content }) = line.first()? else {
        return None;
    };
    let name = plain(content);
    let (label, word) = word_at(&name)?;
    let rest = name[word..].trim_start();
    let length = number_length(rest);
    let is_name = length > 0 && rest[length..].trim().trim_end_matches('.').is_empty();
    let is_counted = matches!(label, Label::Table | Label::Figure);
    (is_name && is_counted).then(|| Opening {
        label,
        number: Some(rest[..length].to_string()),
        length: name.len(),
    })
}

/// The label whose word begins `text`, and the length of the word.
fn word_at(text: &str) -> Option<(Label, usize)> {
    WORDS.iter().find_map(|(label, words)| {
        let length = words.iter().find_map(|word| {
            let length = prefix_length(text, word)?;
            // `Tables` does not begin with `Table`, `注意` not with `注`.
            let next = text[length..].chars().next();
            let goes_on = next.is_some_and(char::is_alphabetic) && !word.ends_with('.');
            (!goes_on).then_some(length)
        });
        length.map(|length| (*label, length))
    })
}

/// How many bytes of `text` spell `word`, whatever the case.
fn prefix_length(text: &str, word: &str) -> Option<usize> {
    let mut wanted = word.chars().peekable();
    for (at, char) in text.char_indices() {
        if wanted.peek().is_none() {
            return Some(at);
        }
        for lower in char.to_lowercase() {
            if wanted.next() != Some(lower) {
                return None;
            }
        }
    }
    wanted.peek().is_none().then_some(text.len())
}

/// `1`, `2.3`, `A1`, `IV`, `۳`: short, with a digit in it or of Roman letters.
fn number_length(text: &str) -> usize {
    let end = text
        .find(|char: char| !(char.is_alphanumeric() || matches!(char, '.' | '-')))
        .unwrap_or(text.len());
    let number = text[..end].trim_end_matches(['.', '-']);
    let is_number = number.chars().any(char::is_numeric)
        || (!number.is_empty() && number.bytes().all(|byte| b"IVXLC".contains(&byte)));
    if is_number && number.chars().count() <= 8 {
        number.len()
    } else {
        0
    }
}

/// Takes `length` bytes of plain text from the start of `inlines`, and what is left
/// empty by it.
pub(super) fn strip(inlines: &mut Vec<Inline>, mut length: usize) {
    fn take(inlines: &mut Vec<Inline>, length: &mut usize) {
        while *length > 0 && !inlines.is_empty() {
            match &mut inlines[0] {
                Inline::Text { text } if text.len() > *length => {
                    text.drain(..*length);
                    *length = 0;
                    return;
                }
                Inline::Text { text } => *length -= text.len(),
                other => match other.content_mut() {
                    Some(content) => {
                        take(content, length);
                        if !content.is_empty() {
                            return;
                        }
                    }
                    None => *length = length.saturating_sub(plain(&inlines[..1]).len()),
                },
            }
            inlines.remove(0);
        }
    }
    take(inlines, &mut length);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<(Label, Option<String>, String)> {
        let found = opening(&[Inline::text(text)])?;
        Some((found.label, found.number, text[found.length..].to_string()))
    }

    #[test]
    fn a_line_opens_with_a_word_and_a_colon() {
        assert_eq!(of("Source: OECD"), Some((Label::Source, None, "OECD".into())));
        assert_eq!(
            of("Sources\u{a0}: Insee"),
            Some((Label::Source, None, "Insee".into()))
        );
        assert_eq!(of("来源：统计局"), Some((Label::Source, None, "统计局".into())));
        assert_eq!(of("NOTES: a"), Some((Label::Note, None, "a".into())));
        assert_eq!(
            of("Tableau 2.1 – Prix"),
            Some((Label::Table, Some("2.1".into()), "Prix".into()))
        );
        assert_eq!(
            of("Fig. 3. Trade"),
            Some((Label::Figure, Some("3".into()), "Trade".into()))
        );
        assert_eq!(of("Table: a"), Some((Label::Table, None, "a".into())));
        assert_eq!(
            of("図1：貿易"),
            Some((Label::Figure, Some("1".into()), "貿易".into()))
        );
    }

    #[test]
    fn a_sentence_does_not() {
        for text in [
            "Sources say: no",
            "Source",
            "Source: ",
            "Table 2 shows that",
            "Figure. a",
            "Tables: a",
            "Notebook: a",
            "注意：危险",
        ] {
            assert_eq!(
                of(text).filter(|found| found.0 != Label::Table || !text.starts_with("Tables")),
                None,
                "{text}"
            );
        }
    }

    #[test]
    fn stripping_leaves_what_follows() {
        let mut line = vec![
            Inline::Strong {
                content: vec![Inline::text("Table 1:")],
            },
            Inline::text(" Trade"),
        ];
        let length = opening(&line).unwrap().length;
        strip(&mut line, length);
        assert_eq!(line, [Inline::text("Trade")]);
    }
}

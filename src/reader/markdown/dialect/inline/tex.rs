//! TeX's commands in running text: those that name a look or a thing are said in other
//! words, those that only move things on a page are left out, all others stay.

use super::Scan;

/// A command around words: what stands before and behind them instead.
pub(super) type Wrap = (&'static str, &'static str);

const WRAPS: &[(&str, Wrap)] = &[
    ("textbf", ("<b>", "</b>")),
    ("textit", ("<i>", "</i>")),
    ("textsl", ("<i>", "</i>")),
    ("emph", ("<em>", "</em>")),
    ("underline", ("<u>", "</u>")),
    ("textsc", ("<span class=\"smallcaps\">", "</span>")),
    ("texttt", ("<code>", "</code>")),
    ("textsuperscript", ("<sup>", "</sup>")),
    ("textsubscript", ("<sub>", "</sub>")),
    ("textrm", ("", "")),
    ("textsf", ("", "")),
    ("mbox", ("", "")),
];

const NAMES: &[(&str, &str)] = &[
    ("LaTeX", "LaTeX"),
    ("TeX", "TeX"),
    ("LaTeXe", "LaTeX2e"),
    ("XeTeX", "XeTeX"),
    ("ldots", "…"),
    ("dots", "…"),
    ("textellipsis", "…"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textbackslash", "&#92;"),
    ("textasciitilde", "&#126;"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("copyright", "©"),
    ("S", "§"),
    ("P", "¶"),
    ("pounds", "£"),
    ("euro", "€"),
    ("ss", "ß"),
];

/// Commands about the page, with how many arguments they take.
const LAYOUT: &[(&str, usize)] = &[
    ("noindent", 0),
    ("centering", 0),
    ("raggedright", 0),
    ("hfill", 0),
    ("vfill", 0),
    ("smallskip", 0),
    ("medskip", 0),
    ("bigskip", 0),
    ("newline", 0),
    ("linebreak", 0),
    ("small", 0),
    ("footnotesize", 0),
    ("normalsize", 0),
    ("large", 0),
    ("vspace", 1),
    ("hspace", 1),
    ("newpage", 0),
    ("clearpage", 0),
    ("pagebreak", 0),
    ("listoffigures", 0),
    ("listoftables", 0),
    ("appendix", 0),
    ("maketitle", 0),
];

impl Scan<'_> {
    /// The command behind the backslash at `at`.
    pub(super) fn command(&mut self, at: usize, stop: usize) -> usize {
        let rest = &self.text[at + 1..stop];
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = &rest[..length];
        let end = at + 1 + length;
        let behind = &self.text[end..stop];
        // `C:\dots` is a place on a disk.
        let before = self.text[..at].chars().next_back();
        if before.is_some_and(|char| char.is_alphanumeric() || ":\\".contains(char)) {
            return end;
        }
        if behind.starts_with('{')
            && let Some((_, wrap)) = WRAPS.iter().find(|(known, _)| *known == name)
        {
            let place = self.keep(at..end + 1);
            self.frame().braces.push(Some((place, *wrap)));
            return end + 1;
        }
        if let Some((_, shown)) = NAMES.iter().find(|(known, _)| *known == name) {
            let end = if behind.starts_with("{}") { end + 2 } else { end };
            self.write((*shown).to_string(), at..end);
            return end;
        }
        if let Some((_, arguments)) = LAYOUT.iter().find(|(known, _)| *known == name) {
            let mut end = end + usize::from(behind.starts_with('*'));
            if *arguments == 1 {
                let argument = &self.text[end..stop];
                let length = argument
                    .bytes()
                    .take(100)
                    .position(|byte| byte == b'}')
                    .filter(|_| argument.starts_with('{'));
                match length {
                    Some(length) => end += length + 1,
                    None => return end,
                }
            } else if self.text[end..stop].starts_with("{}") {
                end += 2;
            }
            self.dropped.push(at..end);
            self.write(String::new(), at..end);
            return end;
        }
        end
    }

    /// The end of a command's argument, perhaps.
    pub(super) fn close_brace(&mut self, at: usize) -> usize {
        if let Some(Some((place, (before, behind)))) = self.frame().braces.pop() {
            self.rewrite(place, before);
            self.write(behind.to_string(), at..at + 1);
        }
        at + 1
    }
}

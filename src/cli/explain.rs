//! `pamphlet explain`: what a finding means, why it matters, and what to do.

use super::Exit;
use super::messages::{Format, Messages};
use clap::Args;
use pamphlet::Severity;
use pamphlet::diagnostic::{Code, Example};
use std::io::Write;

/// How wide a line of prose is, in characters.
const MEASURE: usize = 78;

/// Explain a finding by its code, or list all codes
#[derive(Args)]
pub(super) struct Explain {
    /// The name in brackets after `warning` or `note`
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

impl Explain {
    pub(super) fn run(self) -> Exit {
        let text = match self.code.as_deref() {
            None => list(),
            Some(name) => match Code::from_name(name) {
                Some(code) => explanation(code),
                None => {
                    let hint = match Code::nearest(name) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "`pamphlet explain` lists all codes".to_owned(),
                    };
                    let message = format!("there is no code `{name}`; {hint}");
                    Messages::new(Format::Human).usage(&message);
                    return Exit::Usage;
                }
            },
        };
        // A reader that has gone away is no reason to panic.
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
        Exit::Done
    }
}

fn list() -> String {
    let widest = Code::ALL.iter().map(|code| code.as_str().len()).max();
    let width = widest.unwrap_or_default();
    let line = |code: &Code| format!("{:width$}  {}\n", code.as_str(), code.summary());
    Code::ALL.iter().map(line).collect()
}

fn explanation(code: Code) -> String {
    let weight = match code.severity() {
        Severity::Note => "a note: nothing is missing or withheld",
        Severity::Warning => "a warning; with `--strict` an error",
        Severity::Error => "an error: no document is made",
    };
    let example = match code.example() {
        Example::Article(text) => {
            let lines = text.trim_end().lines();
            lines
                .map(|line| format!("    {line}").trim_end().to_owned() + "\n")
                .collect()
        }
        Example::Situation(text) => filled(text, "  "),
    };
    format!(
        "{code} ({weight})\n\n{}\nWhy\n{}\nWhat to do\n{}\nFor instance\n{example}",
        filled(code.summary(), ""),
        filled(code.reason(), "  "),
        filled(code.cure(), "  "),
    )
}

/// Prose in lines of the measure, each with `indent` in front.
fn filled(text: &str, indent: &str) -> String {
    let mut lines = String::new();
    let mut length = MEASURE;
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if length + 1 + width > MEASURE {
            lines.push_str(if lines.is_empty() { "" } else { "\n" });
            lines.push_str(indent);
            length = indent.len();
        } else {
            lines.push(' ');
            length += 1;
        }
        lines.push_str(word);
        length += width;
    }
    lines + "\n"
}

//! Every kind of finding: its name, its weight, and what an author should know about it.
//!
//! To add one: write an entry below, at its place in the pipeline. The command `pamphlet
//! explain`, `docs/checks.md` and the test that tries every example read this table.

use super::Severity;
use serde::{Deserialize, Serialize};

/// How to meet a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Example {
    /// An article that gives it: the whole file if it begins with `---`, else a body.
    /// `chart.png` is a picture that exists.
    Article(&'static str),
    /// A situation, where no short article shows it.
    Situation(&'static str),
}

use Example::{Article, Situation};

macro_rules! codes {
    ($(
        $variant:ident = $name:literal, $severity:ident {
            summary: $summary:literal,
            reason: $reason:literal,
            cure: $cure:literal,
            example: $example:expr,
        }
    )+) => {
        /// What kind of finding it is: stable names that scripts may rely on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $summary] #[serde(rename = $name)] $variant,)+
        }

        impl Code {
            /// Every code, in the order of the pipeline.
            pub const ALL: &[Code] = &[$(Code::$variant,)+];

            /// The name as printed, in brackets after the severity.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }

            /// The usual weight; a strict report makes errors of warnings.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)+ }
            }

            /// What was found, in one sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => $summary,)+ }
            }

            /// Why it matters, with the standard's clause where there is one.
            pub fn reason(self) -> &'static str {
                match self { $(Code::$variant => $reason,)+ }
            }

            /// What to do about it.
            pub fn cure(self) -> &'static str {
                match self { $(Code::$variant => $cure,)+ }
            }

            /// How to meet it.
            pub fn example(self) -> Example {
                match self { $(Code::$variant => $example,)+ }
            }
        }
    };
}

impl Code {
    /// The code of a name as [`Code::as_str`] writes it, in any case.
    pub fn from_name(name: &str) -> Option<Code> {
        let named = |code: &&Code| code.as_str().eq_ignore_ascii_case(name.trim());
        Code::ALL.iter().find(named).copied()
    }

    /// The code whose name is most like `name`, if one is like it.
    pub fn nearest(name: &str) -> Option<Code> {
        let name = name.trim().to_lowercase();
        let words = |text: &str| text.split('-').map(str::to_owned).collect::<Vec<_>>();
        let likeness = |code: Code| {
            let whole = strsim::normalized_damerau_levenshtein(&name, code.as_str());
            // "alt" and "glyph" are what people remember of a name.
            let part = words(code.as_str()).contains(&name);
            if part { whole.max(0.7) } else { whole }
        };
        Code::ALL
            .iter()
            .map(|&code| (likeness(code), code))
            .filter(|(likeness, _)| *likeness > 0.5)
            .max_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|(_, code)| code)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

codes! {
    File = "file", Error {
        summary: "A file cannot be read or written.",
        reason: "Without the article's file there is nothing to set; a result that cannot be written whole is not \
            written at all.",
        cure: "Look at the path for a slip of the keyboard, and at the rights of the file and its folder.",
        example: Situation("`pamphlet build paper.md` in a folder without a `paper.md`"),
    }
    NotText = "not-text", Error {
        summary: "The file is not UTF-8 text.",
        reason: "Letters can only be told apart if their encoding is known, and UTF-8 is the encoding of Markdown, \
            EPUB and the web. A guess would print wrong letters without a word.",
        cure: "Save the file again with the encoding UTF-8. A Word file is no text: save it as Markdown first.",
        example: Situation("an article saved as Latin-1, in which `é` is the single byte E9"),
    }
    TooLarge = "too-large", Error {
        summary: "The file is larger than any article.",
        reason: "Time and memory grow with the text, and nobody who sends a file of hundreds of megabytes should be \
            able to stop a machine with it. Four mebibytes are some 2,000 printed pages.",
        cure: "Divide the text into volumes. Look whether a picture or another file was pasted into it as text.",
        example: Situation("an article of 5 MiB, most of which is a picture as `data:image/png;base64,…`"),
    }
    FrontMatter = "front-matter", Error {
        summary: "The front matter is not valid YAML.",
        reason: "The title, the authors and the date stand there. Where YAML ends early or begins elsewhere, all \
            fields after that place may mean something else.",
        cure: "Put a value that contains `: ` or begins with a special character in quotes, indent with spaces, and \
            close what you opened.",
        example: Article("---\ntitle: \"Who Pays?\nlang: en\n---\n\nEveryone does.\n"),
    }
    FieldValue = "field-value", Error {
        summary: "A field of the front matter has a value that it cannot have.",
        reason: "Catalogues, shops and citation managers copy dates, DOIs, ISBNs and ORCIDs without looking; a wrong \
            digit sends readers to another paper or person.",
        cure: "Copy the value again from its source; the finding says which form the field wants.",
        example: Article("---\ntitle: Who Pays?\nlang: en\ndate: 2025-02-30\n---\n\nEveryone does.\n"),
    }
    UnknownField = "unknown-field", Note {
        summary: "A field of the front matter is not known; it is kept and not used.",
        reason: "Other programs may want it, so it is no mistake. But a field with a slip in its name, such as \
            `autor`, looks the same and leaves the paper without its author.",
        cure: "Look whether the field's name is spelt as you meant. If it belongs to another program, leave it.",
        example: Article("---\ntitle: Who Pays?\nlang: en\ndate: 2025-06-01\nautor: A. Writer\n---\n\nEveryone does.\n"),
    }
    House = "house", Error {
        summary: "The house file that an article uses has an error, so the article is not made.",
        reason: "A paper in half a house's style is worse than none: it would go out without its imprint, or in \
            colours that nobody chose.",
        cure: "Mend the house file; what is wrong with it is told once, at its own lines.",
        example: Situation("a `house.yml` beside the article whose accent cannot be read on its paper"),
    }
    Contrast = "contrast", Error {
        summary: "Text in the house's colours cannot be read on its ground.",
        reason: "People with weak eyes, and everybody with a weak print, need a contrast of 4.5 to 1 (WCAG 2.2, \
            1.4.3). Every pair that is measured carries small type, so the exception for large type helps none.",
        cure: "Take the colour that the finding names, or another that is darker or lighter than the ground.",
        example: Situation("a house whose accent is the orange #ff7f00 on white paper: 2.53 to 1"),
    }
    Logo = "logo", Error {
        summary: "The house's logo cannot be shown.",
        reason: "It stands at the top of every paper; a paper without it is not the house's.",
        cure: "Look at the path, which begins at the house file's own folder, and save the logo as SVG, or as PNG \
            with enough pixels.",
        example: Situation("a house file with `logo: logo.svg` and no such file beside it"),
    }
    LogoResolution = "logo-resolution", Warning {
        summary: "The house's logo has too few pixels for where it stands.",
        reason: "Print shows 300 pixels an inch; below 150, which is an error, everybody sees steps in its edges.",
        cure: "Ask for the logo as SVG, which has no pixels, or save it larger.",
        example: Situation("a logo of 64 × 64 pixels, set 9 mm high"),
    }
    Face = "face", Error {
        summary: "A face that the house names is not there.",
        reason: "Another would be set in its place, with other widths and another voice, and nobody would see it \
            before the print.",
        cure: "Put the face's files into the folder that `faces: {files: …}` names, or name a face that is there; \
            nothing is fetched.",
        example: Situation("a house file with `text: Garamond` and no such face beside it"),
    }
    FaceCoverage = "face-coverage", Warning {
        summary: "The house's face lacks letters of the article's language.",
        reason: "They come from another face and stand out in every word that has them.",
        cure: "Choose a face that was made for the language, or a newer version of this one.",
        example: Situation("a Polish article in a face without `ł`"),
    }
    MissingTitle = "missing-title", Warning {
        summary: "The front matter has no title; the first heading, or `Untitled`, stands in.",
        reason: "The title names the document in windows, catalogues and to people who listen (WCAG 2.2, 2.4.2; \
            PDF/UA-1, 7.1), and an EPUB without one is not valid.",
        cure: "Add `title: …` to the front matter.",
        example: Article("---\nlang: en\ndate: 2025-06-01\n---\n\n# Who Pays?\n\nEveryone does.\n"),
    }
    MissingDate = "missing-date", Warning {
        summary: "The article has no date, so its PDF cannot claim PDF/A.",
        reason: "An archive needs to know when a paper was published, and so does whoever cites it. Pamphlet asks no \
            clock, so that the same article gives the same file on every day.",
        cure: "Add `date: 2025-06-01` to the front matter, or pass `--date`.",
        example: Article("---\ntitle: Who Pays?\nlang: en\n---\n\nEveryone does.\n"),
    }
    MissingLang = "missing-lang", Warning {
        summary: "The article names no language; English is assumed.",
        reason: "The language decides how words are spoken aloud, hyphenated and quoted. A document must state it \
            (WCAG 2.2, 3.1.1; PDF/UA-1, 7.2), and a wrong guess makes a voice unintelligible.",
        cure: "Add `lang: en-GB`, or the tag of your language, to the front matter, or pass `--lang`.",
        example: Article("---\ntitle: Who Pays?\ndate: 2025-06-01\n---\n\nEveryone does.\n"),
    }
    UnknownLang = "unknown-lang", Note {
        summary: "There are no fixed words for the article's language; English ones stand in.",
        reason: "Words that no author writes, such as \"Table\" or \"Notes\", are chosen by the article's language.",
        cure: "Nothing in the article is wrong. Ask for the language, or add its words to Pamphlet.",
        example: Article("---\ntitle: Kiu pagas?\nlang: eo\ndate: 2025-06-01\n---\n\nĈiuj.\n"),
    }
    Html = "html", Warning {
        summary: "HTML that has no place in an article; its text is kept.",
        reason: "A paper is not a page of a website: forms, frames and widgets cannot be printed. Nobody should lose \
            the words inside them.",
        cure: "Write in Markdown what should be seen, and remove the element.",
        example: Article("A <button>plain button</button> in the text.\n"),
    }
    HtmlDropped = "html-dropped", Warning {
        summary: "HTML that is left out: scripts, styles, comments that are not closed.",
        reason: "A document must not run anything on its reader's machine, and its looks come from the layout. What \
            a script would have shown is missing.",
        cure: "Put what it shows into the article, as text, a table or a picture, and remove the element.",
        example: Article("Before.\n\n<script>draw();</script>\n\nAfter.\n"),
    }
    CalloutKind = "callout-kind", Note {
        summary: "A callout of a kind that is not known; it becomes a plain box.",
        reason: "Boxes get their looks, and the name that is spoken before them, from their kind.",
        cure: "Use note, tip, important, warning, caution, key-messages, recommendations, case-study, pull-quote or \
            box.",
        example: Article("> [!mystery]\n> Who did it?\n"),
    }
    Division = "division", Warning {
        summary: "A fenced division is not closed, or a fence closes nothing.",
        reason: "Everything to the end of the text would stand in the box that was opened.",
        cure: "Write one closing fence `:::` for each division.",
        example: Article("::: {.callout-note}\nThis box has no end.\n"),
    }
    Template = "template", Warning {
        summary: "What a template language or another format left in the text: left out, or shown as it is.",
        reason: "A site generator would have put something here; Pamphlet does not run it.",
        cure: "Write what a reader should see in its place.",
        example: Article("Before {{< unknown-thing >}} after.\n"),
    }
    MissingNote = "missing-note", Warning {
        summary: "A note is called and not defined, or defined and empty.",
        reason: "Readers look for a source at the foot of the page and find nothing.",
        cure: "Add a line `[^name]: …` with the note's text, or remove the call.",
        example: Article("Everyone pays.[^who]\n"),
    }
    UnusedNote = "unused-note", Warning {
        summary: "A note is defined and nothing calls it; it stands at the end.",
        reason: "The note was written for a place in the text, and only its author knows which.",
        cure: "Write `[^name]` where the note belongs, or remove it.",
        example: Article("Everyone pays.\n\n[^who]: Except those who do not.\n"),
    }
    LongText = "long-text", Warning {
        summary: "A text is longer than any paragraph, heading or caption.",
        reason: "Nobody reads five pages without a paragraph, and the time to set one grows with the square of its \
            length. Mostly it is no text: a file, a table or code that lost its line breaks.",
        cure: "Put blank lines between the paragraphs. Show code and data in a block of code.",
        example: Situation("a paragraph of 20,000 characters"),
    }
    Nesting = "nesting", Warning {
        summary: "Blocks are nested deeper than any page can show; the rest is set flat.",
        reason: "Each level of a list or quotation is set further in, and no measure has room for thirteen.",
        cure: "Divide the list, or give its deeper levels a section of their own.",
        example: Article("> > > > > > > > > > > > > > > Too deep.\n"),
    }
    DuplicateId = "duplicate-id", Warning {
        summary: "Two things have the same id; the later one is renamed.",
        reason: "A link to the id can lead to one place only, and a book with an id twice in one document is not \
            valid.",
        cure: "Give one of the two another id.",
        example: Article("# First {#same}\n\nText.\n\n# Second {#same}\n\nText.\n"),
    }
    HeadingLevel = "heading-level", Warning {
        summary: "A heading skips a level; it is moved up.",
        reason: "People who listen move from heading to heading and take a gap for a section that they missed \
            (WCAG 2.2, 1.3.1; PDF/UA-1, 7.4.2 forbids it).",
        cure: "Use one `#` more than the heading above it.",
        example: Article("# Section\n\nText.\n\n### Too deep\n\nText.\n"),
    }
    EmptyHeading = "empty-heading", Warning {
        summary: "A heading has no words.",
        reason: "It is an entry without a name in the contents and the bookmarks (WCAG 2.2, 2.4.6).",
        cure: "Give it words or remove it.",
        example: Article("Text.\n\n#\n\nMore text.\n"),
    }
    MissingTarget = "missing-target", Warning {
        summary: "A link leads to nothing in this article, or to no address; its words stay without it.",
        reason: "A link that does nothing costs a reader's trust in all the others.",
        cure: "Correct the id, give its target one (`{#id}`), or write the whole address with `https://`.",
        example: Article("See [the table](#tabel).\n\n# Table\n\nText.\n"),
    }
    UnsafeLink = "unsafe-link", Warning {
        summary: "A link that no document may carry; only its text is kept.",
        reason: "`javascript:`, `file:` and the like run or open something on the reader's machine.",
        cure: "Link to a page with `https://`.",
        example: Article("Press [this button](javascript:alert(1)).\n"),
    }
    Unnumbered = "unnumbered", Warning {
        summary: "A reference to something that has no number.",
        reason: "\"see Table 3\" only helps a reader if a table is called Table 3.",
        cure: "Give the table or figure a caption, number the sections, or write the reference in words.",
        example: Article("See @fig-bars.\n\n![](chart.png){#fig-bars alt=\"Bars\"}\n"),
    }
    Bibliography = "bibliography", Warning {
        summary: "A file of works cannot be read, or a work in it cannot be understood.",
        reason: "What is cited from it cannot be shown; the other works are not harmed.",
        cure: "Correct the entry at the line named, or the path.",
        example: Article("---\ntitle: Works\nlang: en\ndate: 2025-06-01\nbibliography: nowhere.bib\n---\n\nText [@a].\n"),
    }
    DuplicateWork = "duplicate-work", Warning {
        summary: "Two works have the same key; the first one counts.",
        reason: "A citation could mean either.",
        cure: "Give one of them another key.",
        example: Article("---\ntitle: Works\nlang: en\ndate: 2025-06-01\nreferences:\n- {id: a, type: book, title: One}\n- {id: a, type: book, title: Two}\n---\n\nText [@a].\n"),
    }
    CitationStyle = "citation-style", Warning {
        summary: "The citation style is not known or cannot be read; another stands in.",
        reason: "A journal or a house asks for one style.",
        cure: "Name one of the bundled styles, or put the .csl file beside the article.",
        example: Article("---\ntitle: Works\nlang: en\ndate: 2025-06-01\ncsl: no-such-style\nreferences:\n- {id: a, type: book, title: One}\n---\n\nText [@a].\n"),
    }
    MissingWork = "missing-work", Warning {
        summary: "A work is cited and not in the bibliography; its key is shown.",
        reason: "A reader cannot find what is cited.",
        cure: "Correct the key, or add the work to the bibliography.",
        example: Article("---\ntitle: Works\nlang: en\ndate: 2025-06-01\nreferences:\n- {id: kay2020, type: book, title: One}\n---\n\nText [@kay2021].\n"),
    }
    NoBibliography = "no-bibliography", Warning {
        summary: "Something is cited and the article names no bibliography; the citation stays as it is written.",
        reason: "A reader cannot find what is cited.",
        cure: "Add `bibliography: works.bib` or `references` to the front matter.",
        example: Article("Text [@kay2021].\n"),
    }
    UncitedWork = "uncited-work", Note {
        summary: "Works in a bibliography that nothing cites; they are not listed.",
        reason: "A list of works cited holds what is cited.",
        cure: "Cite them, list them under `nocite`, or leave it so.",
        example: Article("---\ntitle: Works\nlang: en\ndate: 2025-06-01\nreferences:\n- {id: a, type: book, title: One}\n- {id: b, type: book, title: Two}\n---\n\nText [@a].\n"),
    }
    Picture = "picture", Warning {
        summary: "A picture cannot be shown; a placeholder stands for it.",
        reason: "The paper is made so that its text can be read and corrected, but a figure is missing, and \
            PDF/UA and PDF/A-2a are not claimed.",
        cure: "Look at the path, which begins at the article's own folder, and save the picture as PNG, JPEG, GIF, \
            WebP or SVG. Pictures on the web are not fetched: save them beside the article.",
        example: Article("![Who pays, by country](nowhere.png)\n"),
    }
    MissingAlt = "missing-alt", Warning {
        summary: "A picture has no alternative text.",
        reason: "People who cannot see it get nothing in its place (WCAG 2.2, 1.1.1; PDF/UA-1, 7.3), so the \
            PDF does not claim PDF/UA.",
        cure: "Say in words what it shows: `![Caption](chart.png){alt=\"…\"}`. For decoration write `alt=\"\"`.",
        example: Article("![](chart.png)\n"),
    }
    TableRow = "table-row", Warning {
        summary: "A row has more cells than its table has columns; the table grows.",
        reason: "Cells beyond the header stand under no name, and are often a `|` that belongs to the text.",
        cure: "Give the header row and the line of dashes as many cells as the row; write `\\|` for a bar in the \
            text.",
        example: Article("| Who | Pays |\n|---|---|\n| Ann | 1 | 2 |\n"),
    }
    ShortRow = "short-row", Note {
        summary: "A row has fewer cells than its table has columns; it ends with empty ones.",
        reason: "The cell that is missing may be one in the middle, and then numbers stand under another's name.",
        cure: "Write every cell, the empty ones too: `| Ann | | 2 |`.",
        example: Article("| Who | Pays | When |\n|---|---|---|\n| Ann | 2 |\n"),
    }
    Math = "math", Warning {
        summary: "A formula is not understood; it is shown as it was written.",
        reason: "TeX without its program is read by a converter that knows the usual commands; a screen reader can say only what it understood.",
        cure: "Correct the command named, or write it with simpler ones.",
        example: Article("The rate is $\\frac{1}{$ today.\n"),
    }
    TableGrid = "table-grid", Warning {
        summary: "The lines of a drawn table do not meet; it is shown as it is written.",
        reason: "No one can say which cell a word stands in.",
        cure: "Let the `+` of every line stand below each other.",
        example: Situation("a grid table whose borders do not meet"),
    }
    TableHeader = "table-header", Note {
        summary: "A table has no header row.",
        reason: "Listeners hear numbers without what they count (WCAG 2.2, 1.3.1; PDF/UA-1, 7.5).",
        cure: "Put the names of the columns into its first row.",
        example: Article("|     |     |\n|-----|-----|\n| Ann | 1   |\n| Bob | 2   |\n"),
    }
    LinkText = "link-text", Note {
        summary: "The words of a link do not say where it leads: \"here\", \"read more\".",
        reason: "Screen readers list the links of a page by their words, and on paper nobody can click: ten times \
            \"here\" says nothing (WCAG 2.2, 2.4.4 and 2.4.9).",
        cure: "Let the words name what the link leads to: `the [budget for 2025](https://…)`.",
        example: Article("The budget is [here](https://example.org/budget).\n"),
    }
    SameLinkText = "same-link-text", Note {
        summary: "The same words lead to different places.",
        reason: "In a list of links, and to a voice, the two are one link (WCAG 2.2, 2.4.9).",
        cure: "Say in each link's words what sets it apart: the year, the body, the part.",
        example: Article("See the [annual report](https://example.org/2023) and the [annual \
            report](https://example.org/2024).\n"),
    }
    BareAddress = "bare-address", Note {
        summary: "A long address stands in a sentence where words would say what it leads to.",
        reason: "A voice spells it letter by letter, and in print it tears the line.",
        cure: "Write `[what it is](address)`, or move the address into a note.",
        example: Article("The figures come from <https://example.org/statistics/2025/table-7.html>, and were checked.\n"),
    }
    AltText = "alt-text", Warning {
        summary: "An alternative text that is a file name, or only says that there is a picture.",
        reason: "It stands in the place of the picture and tells nothing, which counts as none (WCAG 2.2, 1.1.1, \
            failure F30; PDF/UA-1, 7.3). No program can see that, so Pamphlet asks.",
        cure: "Say in words what the picture shows. For decoration write `alt=\"\"`.",
        example: Article("![Who pays](chart.png){alt=\"chart.png\"}\n"),
    }
    AltWording = "alt-wording", Note {
        summary: "An alternative text that begins with \"picture of\", or is too long to listen to.",
        reason: "Reading programs say \"picture\" themselves, and nobody can go back within an alternative text \
            (WCAG 2.2, 1.1.1).",
        cure: "Begin with what is shown, in one or two sentences; put the rest into the text or a table.",
        example: Article("![Who pays](chart.png){alt=\"Picture of a chart with three bars\"}\n"),
    }
    AltCaption = "alt-caption", Note {
        summary: "The alternative text of a picture only repeats its caption.",
        reason: "Listeners hear the same words twice, and nothing about what the picture shows (WCAG 2.2, 1.1.1).",
        cure: "Keep the caption and describe the picture: `![Caption](chart.png){alt=\"Spending rises from 2 to \
            7 billion\"}`.",
        example: Article("![Who pays, by country](chart.png)\n"),
    }
    EmptySection = "empty-section", Note {
        summary: "A section without text: another heading, or the end, follows its heading.",
        reason: "It promises in the contents what is not there, and is often a part that got lost.",
        cure: "Write the section or remove its heading. Notes need no heading of their own.",
        example: Article("# Method\n\n# Results\n\nEveryone pays.\n"),
    }
    RepeatedHeading = "repeated-heading", Note {
        summary: "The same heading stands twice in one section.",
        reason: "In the contents, and to a voice, the two cannot be told apart (WCAG 2.2, 2.4.6).",
        cure: "Say in the heading what sets the two apart.",
        example: Article("# Results\n\nThen.\n\n# Results\n\nNow.\n"),
    }
    FalseHeading = "false-heading", Note {
        summary: "A bold line looks like a heading and is none.",
        reason: "It is missing from the contents and the bookmarks, and listeners cannot go to it (WCAG 2.2, 1.3.1, \
            failure F2; PDF/UA-1, 7.4).",
        cure: "Write it as a heading, with `##` in front instead of the asterisks.",
        example: Article("# Costs\n\nText.\n\n**Who pays**\n\nEveryone does.\n"),
    }
    EmptyHeader = "empty-header", Note {
        summary: "A column of a table has no name.",
        reason: "Listeners hear its cells without what they mean (WCAG 2.2, 1.3.1; PDF/UA-1, 7.5).",
        cure: "Name every column in the header row. Only the first, above the names of the rows, may stay empty.",
        example: Article("| Who | 2024 |   |\n|---|---|---|\n| Ann | 1 | 2 |\n| Bob | 3 | 4 |\n"),
    }
    LayoutTable = "layout-table", Note {
        summary: "A table of one column or one row.",
        reason: "It is announced as data with rows and columns and holds neither (WCAG 2.2, 1.3.1).",
        cure: "Write it as a list, a box or paragraphs.",
        example: Article("| Points |\n|---|\n| Everyone pays. |\n| Some pay more. |\n"),
    }
    WrongLang = "wrong-lang", Warning {
        summary: "The text does not look like the language that the article names.",
        reason: "A voice for the wrong language is unintelligible, and hyphens and quotes are wrong (WCAG 2.2, 3.1.1; \
            PDF/UA-1, 7.2). Another script is a warning; words of another language are a note.",
        cure: "Correct `lang:` in the front matter. Mark longer passages in another language with `{lang=…}`.",
        example: Article("Каждый платит за решения, которых он не принимал, и никто не знает, сколько они стоят.\n"),
    }
    LongTitle = "long-title", Note {
        summary: "The title is too long for the running head.",
        reason: "Beside the names of the house and the series it takes two lines on every page, and catalogues cut it off.",
        cure: "Add `short-title: …` to the front matter, or move what explains the title into `subtitle: …`.",
        example: Article("---\ntitle: On the distribution of the costs of public decisions among those who did not take \
            them, who do not know of them, and who never will\nlang: en\ndate: 2025-06-01\n---\n\nEveryone pays.\n"),
    }
    MissingSummary = "missing-summary", Note {
        summary: "A paper of more than 1,500 words has no summary.",
        reason: "Most readers of a policy paper read its first page only, and catalogues show the summary.",
        cure: "Add `abstract: …` or `key-messages:` to the front matter, or begin with a section `Summary`.",
        example: Situation("a paper of more than 1,500 words that begins with its introduction"),
    }
    MissingGlyph = "missing-glyph", Warning {
        summary: "No face has this character; a box stands for it in the PDF.",
        reason: "A box can be neither read nor copied, and the standards for archives and for access forbid it \
            (PDF/UA-1, 7.21.8), so the PDF claims nothing.",
        cure: "Write it in words, or use a face that has it.",
        example: Article("The sign \u{12000} is Sumerian.\n"),
    }
    SmallType = "small-type", Warning {
        summary: "Text in the PDF is smaller than can be read on paper.",
        reason: "Below 6.5 points letters close up in print, and nobody can enlarge a page. Built-in layouts stay \
            above it; a layout of one's own may not.",
        cure: "Give the text a larger size in the layout.",
        example: Situation("a layout of one's own that sets its imprint in 5 pt"),
    }
    Layout = "layout", Error {
        summary: "The layout, or the article in this layout, cannot be typeset.",
        reason: "A layout is a program for Typst; what Typst says about it is passed on with its place.",
        cure: "Correct the layout at the place named. With a built-in layout it is a fault of Pamphlet: please \
            report it.",
        example: Situation("a layout of one's own that reads a field which no article has"),
    }
    PdfClaim = "pdf-claim", Warning {
        summary: "A standard is not claimed for the PDF, and why.",
        reason: "A file that claims PDF/UA-1 or PDF/A-2a and does not keep it deceives archives and readers, so the \
            claim is withheld. The file is whole all the same.",
        cure: "Mend what the finding names, which is reported at its own place too.",
        example: Article("![](chart.png)\n"),
    }
    Press = "press", Warning {
        summary: "The press file lacks something that a printer wants, or cannot be made.",
        reason: "Colour that ends at the cut shows a white edge where the knife slips by half a millimetre, and a \
            profile that is not of the press turns colours into the wrong ink.",
        cure: "Use a layout that takes its sheet from `/kit/sheet.typ`, and the ICC profile that your printer names.",
        example: Situation("`pamphlet build --to press` with a layout of your own that sets no bleed"),
    }
    Attachment = "attachment", Warning {
        summary: "A file that the PDF should carry cannot be attached.",
        reason: "Readers who look for the data behind a paper find the rest and not this one.",
        cure: "Correct the path under `attachments`, which begins at the article's folder, or leave the file out.",
        example: Article("---\ntitle: Who Pays?\nlang: en\ndate: 2025-06-01\nattachments: fares.csv\n---\n\nEveryone does.\n"),
    }
    PageFit = "page-fit", Warning {
        summary: "The PDF has more or fewer pages than the front matter asks for.",
        reason: "Printers bind and charge by the page, and a page over is often four. What is over or under is \
            measured on the finished pages, in lines of running text.",
        cure: "Cut or add what the finding says. It names only changes with which the article, typeset again, has \
            the right number of pages. Without `pages` in the front matter any number is right.",
        example: Article("---\ntitle: Who Pays?\nlang: en\ndate: 2025-06-01\npages: 2\n---\n\nEveryone does.\n"),
    }
    ShortLine = "short-line", Note {
        summary: "A paragraph's last line holds a few words, and the PDF has too many pages.",
        reason: "Each such line costs as much room as a full one. It is told only where these lines together make the \
            article fit the pages that it is meant for.",
        cure: "Cut as many words as stand in the last line, anywhere in the paragraph.",
        example: Situation("an article with `pages: 4` that has three lines on a fifth page"),
    }
    Pdf = "pdf", Error {
        summary: "The PDF cannot be finished.",
        reason: "Its metadata is put in where the typesetter leaves room for it, and that place was not found, which \
            should happen with no article at all. A file without its authors and rights is not handed out.",
        cure: "It is a fault of Pamphlet: please report it, with the article.",
        example: Situation("a typesetter that writes its files in another way"),
    }
    Epub = "epub", Error {
        summary: "The EPUB cannot be assembled.",
        reason: "Its parts did not fit together, which should happen with no article at all.",
        cure: "It is a fault of Pamphlet: please report it, with the article.",
        example: Situation("a file system or library that fails while the book is packed"),
    }
    BookUnreadable = "book-unreadable", Error {
        summary: "A file is no EPUB, or a part of it cannot be unpacked.",
        reason: "An EPUB is a zip with a certain order in it (EPUB 3.3, \"OCF ZIP container\"). A download that was cut \
            off, or a file of another kind, cannot be opened by any reading system. Of a book no more is unpacked than \
            a book needs.",
        cure: "Get the book again from where it came, or pack it again.",
        example: Situation("`pamphlet check book.epub` on a download that was cut off"),
    }
    BookEncrypted = "book-encrypted", Error {
        summary: "Parts of a book are encrypted and cannot be checked.",
        reason: "Nobody can say what a screen reader finds in what is locked; many cannot open it either.",
        cure: "Check the book before a shop or a library locks it.",
        example: Situation("a book from a shop, locked for one reader"),
    }
    BookPart = "book-part", Error {
        summary: "A book lacks a part that it names or must have.",
        reason: "A reading system shows an empty page, or does not open the book (EPUB 3.3, \"package document\").",
        cure: "Add the file, or take its line out of the package.",
        example: Situation("a manifest that lists a chapter which was renamed"),
    }
    BookXml = "book-xml", Error {
        summary: "A document of a book is no well-formed XML.",
        reason: "Reading systems stop at the place and show a message instead of the text (XML 1.0, \"fatal error\").",
        cure: "Mend the file at the line and column named.",
        example: Situation("a chapter with `<br>` instead of `<br/>`"),
    }
    BookVersion = "book-version", Warning {
        summary: "A book is an EPUB 2.",
        reason: "That edition has no words for roles, page breaks and most statements of accessibility, and laws on \
            accessible books ask for EPUB 3.",
        cure: "Make an EPUB 3 of it.",
        example: Situation("a book that was made before 2012"),
    }
    BookStatement = "book-statement", Warning {
        summary: "A book does not state what it has for readers who cannot see or hear.",
        reason: "Shops and libraries show these statements, and readers choose by them (EPUB Accessibility 1.1, \
            \"Discoverability\").",
        cure: "State modes, sufficient modes, features, hazards and a summary in the package.",
        example: Situation("a package without `schema:accessibilitySummary`"),
    }
    BookVocabulary = "book-vocabulary", Warning {
        summary: "A book states something in a word that the vocabulary does not have.",
        reason: "Programs that search and show such statements compare letter by letter; what they do not know is not \
            shown.",
        cure: "Use a word of the Schema.org vocabulary for accessibility.",
        example: Situation("`accessibilityFeature: alternative text` instead of `alternativeText`"),
    }
    BookFalseClaim = "book-false-claim", Warning {
        summary: "A book states something of itself that is not so.",
        reason: "Somebody buys it for just that, and finds nothing.",
        cure: "Take the statement out, or add to the book what it states.",
        example: Situation("`accessibility-features: [longDescription]` in an article without any"),
    }
    BookUnclaimed = "book-unclaimed", Note {
        summary: "A book has something for readers and does not state it.",
        reason: "Who needs it cannot find the book (EPUB Accessibility 1.1, \"Discoverability\").",
        cure: "Add the statement.",
        example: Situation("a book with a page list that does not state `pageNavigation`"),
    }
    BookConformance = "book-conformance", Warning {
        summary: "A claim of conformance is misspelt, or nobody stands behind it.",
        reason: "Programs compare the claim letter by letter, and a claim is only worth as much as whoever makes it \
            (EPUB Accessibility 1.1, \"Conformance reporting\").",
        cure: "Write `EPUB Accessibility 1.1 - WCAG 2.2 Level AA`, and name who evaluated the book.",
        example: Situation("`dcterms:conformsTo` that says `EPUB Accessibility 1.1 WCAG 2.2 AA`"),
    }
    BookClaim = "book-claim", Warning {
        summary: "The conformance that the house file asks for is not claimed, and why.",
        reason: "A claim over a book in which a check fails deceives whoever trusts the house's name. The book is \
            whole all the same.",
        cure: "Mend what the finding names; `pamphlet build --to a11y` lists all of it.",
        example: Situation("a house file with `accessibility:` and an article whose picture has no alternative text"),
    }
    BookDate = "book-date", Warning {
        summary: "The date of a book's last change is missing, no date, or in the future.",
        reason: "Reading systems and shops take the newer of two files by it (EPUB 3.3, \"last modified date\"): one \
            from the future is never replaced.",
        cure: "Write the moment of the last change as `2025-06-01T00:00:00Z`, once.",
        example: Situation("`dcterms:modified` of next year"),
    }
    BookProperty = "book-property", Warning {
        summary: "The manifest does not say truly what a document of a book holds.",
        reason: "Reading systems prepare for formulas, drawings and scripts by it (EPUB 3.3, \"item\").",
        cure: "Write `mathml`, `svg` or `scripted` among the properties of the documents that hold such, and of no others.",
        example: Situation("`properties=\"mathml\"` for a chapter without a formula"),
    }
    BookTitle = "book-title", Warning {
        summary: "A book or one of its documents has no title.",
        reason: "The title is what a screen reader says first (WCAG 2.2, 2.4.2).",
        cure: "Write one into `<dc:title>` or `<title>`.",
        example: Situation("a chapter with an empty `<title>`"),
    }
    BookLang = "book-lang", Warning {
        summary: "A book or one of its documents does not say its language, or says two.",
        reason: "A voice for the wrong language is unintelligible (WCAG 2.2, 3.1.1 and 3.1.2).",
        cure: "Give `<html>` the tag of its language in `lang` and `xml:lang`, and name it in the package.",
        example: Situation("a chapter whose `<html>` has `lang=\"en\"` and `xml:lang=\"fr\"`"),
    }
    BookDuplicateId = "book-duplicate-id", Warning {
        summary: "An id stands twice in one document of a book.",
        reason: "A link to it can lead to one place only (EPUB 3.3, \"XHTML content documents\").",
        cure: "Give one of the two another id.",
        example: Situation("two paragraphs with `id=\"p1\"`"),
    }
    BookDeadLink = "book-dead-link", Warning {
        summary: "A link or a reference within a book leads to nothing.",
        reason: "A reader who follows it is lost; a name that is taken from elsewhere stays empty (WCAG 2.2, 1.3.1).",
        cure: "Correct the address, or give its target the id.",
        example: Situation("a note's mark whose note was removed"),
    }
    BookHeadingJump = "book-heading-jump", Warning {
        summary: "A heading of a book skips a level.",
        reason: "People who listen move from heading to heading and take a gap for a section that they missed \
            (WCAG 2.2, 1.3.1).",
        cure: "Use the level below that of the heading before it.",
        example: Situation("an `<h4>` after an `<h2>`"),
    }
    BookTwoTitles = "book-two-titles", Warning {
        summary: "A document of a book has two headings of the first level.",
        reason: "The first level is the document's title; with two, nobody who listens knows what it is called \
            (WCAG 2.2, 1.3.1).",
        cure: "Make the second one an `<h2>`, or divide the document.",
        example: Situation("a chapter in which every section is an `<h1>`"),
    }
    BookEmptyHeading = "book-empty-heading", Warning {
        summary: "A heading of a book has no words.",
        reason: "It is announced, and nothing follows (WCAG 2.2, 2.4.6).",
        cure: "Give it words, or take it out.",
        example: Situation("`<h2></h2>` as a spacer"),
    }
    BookContents = "book-contents", Warning {
        summary: "A heading of a book is missing in its list of contents.",
        reason: "Nobody finds the section who looks for it there (WCAG 2.2, 2.4.5). Levels that the list leaves out \
            altogether are its own choice.",
        cure: "Add an entry that leads to the heading.",
        example: Situation("a section that was added after the list was made"),
    }
    BookContentsOrder = "book-contents-order", Warning {
        summary: "The list of contents of a book is not in reading order.",
        reason: "Who goes by it skips or repeats parts of the text (EPUB 3.3, \"toc nav element\").",
        cure: "List the sections in the order in which they are read.",
        example: Situation("a list in which the appendix stands before the first chapter"),
    }
    BookRole = "book-role", Warning {
        summary: "Something is marked for reading systems and not, or otherwise, for screen readers.",
        reason: "Reading systems look at `epub:type`, screen readers at `role`; most readers need both (WCAG 2.2, 4.1.2).",
        cure: "Write the role that the finding names beside `epub:type`.",
        example: Situation("`<a epub:type=\"noteref\">` without `role=\"doc-noteref\"`"),
    }
    BookPageLabel = "book-page-label", Warning {
        summary: "A page break does not say its page, or the page list calls it otherwise.",
        reason: "A student who is sent to page 12 arrives at another (EPUB Accessibility 1.1, \"Page breaks\").",
        cure: "Write the printed number into `aria-label` of the break and into the page list.",
        example: Situation("a line `13` that leads to the break of page 12"),
    }
    BookPageList = "book-page-list", Warning {
        summary: "Page breaks and page list of a book do not match.",
        reason: "A page that is not listed cannot be gone to (EPUB Accessibility 1.1, \"Page list\").",
        cure: "List every break once, and let every line lead to one.",
        example: Situation("a page list without the appendix's pages"),
    }
    BookPageOrder = "book-page-order", Warning {
        summary: "The page list of a book is not in reading order.",
        reason: "Reading systems find the present page by looking between two lines (EPUB Accessibility 1.1, \"Page list\").",
        cure: "List the pages in the order in which they are read.",
        example: Situation("a list that has page 3 before page 2"),
    }
    BookPageSource = "book-page-source", Warning {
        summary: "A book has printed pages and does not say of which edition.",
        reason: "A paperback and a hardback have other pages (EPUB Accessibility 1.1, \"Pagination source\").",
        cure: "State `pageBreakSource` with the ISBN or another identifier of that edition.",
        example: Situation("a page list, and no `pageBreakSource` in the package"),
    }
    BookNote = "book-note", Warning {
        summary: "A note's mark leads to no note, or a note has no mark.",
        reason: "Reading systems show a note in place only if both are marked (WCAG 2.2, 1.3.1).",
        cure: "Mark the note with `epub:type=\"footnote\"` and `role=\"doc-footnote\"`.",
        example: Situation("notes in plain paragraphs"),
    }
    BookBacklink = "book-backlink", Warning {
        summary: "Nothing leads back from a note to its mark.",
        reason: "Who listens and follows a mark has lost the place in the text (WCAG 2.2, 2.4.3).",
        cure: "End the note with a link to its mark, with `role=\"doc-backlink\"`.",
        example: Situation("endnotes without an arrow back"),
    }
    BookTableHeads = "book-table-heads", Warning {
        summary: "A table of a book has no header cells, or one that is a plain cell.",
        reason: "Listeners hear numbers without what they count (WCAG 2.2, 1.3.1).",
        cure: "Mark the cells that name rows and columns as `<th>`.",
        example: Situation("a table whose first row is bold and made of `<td>`"),
    }
    BookTableScope = "book-table-scope", Warning {
        summary: "A header cell of a table does not say whether it heads a row or a column.",
        reason: "A screen reader guesses, and in a table with both it guesses wrong (WCAG 2.2, 1.3.1).",
        cure: "Add `scope=\"col\"` or `scope=\"row\"`.",
        example: Situation("`<th>` without `scope`"),
    }
    BookTableCaption = "book-table-caption", Note {
        summary: "A table of a book has no caption.",
        reason: "Who goes from table to table hears how large it is and not what it shows (WCAG 2.2, 1.3.1, technique H39).",
        cure: "Put a `<caption>` in front of its rows; in an article, a line `Table: …` above it.",
        example: Situation("a table that only its heading explains"),
    }
    BookAltMissing = "book-alt-missing", Warning {
        summary: "A picture of a book has no alternative text.",
        reason: "A screen reader says the name of the file, or nothing (WCAG 2.2, 1.1.1).",
        cure: "Say in `alt` what it shows; `alt=\"\"` marks decoration.",
        example: Situation("`<img src=\"chart.png\"/>`"),
    }
    BookAltText = "book-alt-text", Warning {
        summary: "An alternative text in a book is a file's name, or only says that there is a picture.",
        reason: "It stands in the place of the picture and tells nothing (WCAG 2.2, 1.1.1, failure F30).",
        cure: "Say in words what the picture shows.",
        example: Situation("`alt=\"chart.png\"`"),
    }
    BookAltCaption = "book-alt-caption", Note {
        summary: "An alternative text in a book only repeats the caption.",
        reason: "Listeners hear the same words twice, and nothing of what the picture shows (WCAG 2.2, 1.1.1).",
        cure: "Keep the caption and describe the picture.",
        example: Situation("a figure whose caption and `alt` are one sentence"),
    }
    BookMathWords = "book-math-words", Warning {
        summary: "A formula of a book has no words.",
        reason: "Most voices cannot read MathML and say nothing (WCAG 2.2, 1.1.1).",
        cure: "Say it in `alttext`.",
        example: Situation("`<math>` without `alttext`"),
    }
    BookLinkName = "book-link-name", Warning {
        summary: "A link of a book has no words.",
        reason: "A screen reader spells its address (WCAG 2.2, 2.4.4).",
        cure: "Write words between its tags, or `aria-label`.",
        example: Situation("a link around a picture with `alt=\"\"`"),
    }
    BookLinkText = "book-link-text", Note {
        summary: "The words of a link in a book do not say where it leads.",
        reason: "Screen readers list links by their words (WCAG 2.2, 2.4.4 and 2.4.9).",
        cure: "Let the words name what the link leads to.",
        example: Situation("`<a href=\"…\">here</a>`"),
    }
    BookPageColor = "book-page-color", Warning {
        summary: "A style sheet sets the colours of the whole page.",
        reason: "The page is black on white for one reader and white on black for another, who needs it so \
            (WCAG 2.2, 1.4.8). Half of a theme and half of a style sheet together may be black on black.",
        cure: "Leave `color` and `background` out for `html` and `body`.",
        example: Situation("`body { color: #1a1a1a }`"),
    }
    BookDarkMode = "book-dark-mode", Warning {
        summary: "Coloured text in a book cannot be seen on a dark page, or on a light one.",
        reason: "A colour without a ground stands on whatever page its reader has chosen (WCAG 2.2, 1.4.3, failure F24).",
        cure: "Leave the colour out, take one of middle darkness, or set it again for dark pages.",
        example: Situation("`p { color: black }`"),
    }
    BookContrast = "book-contrast", Warning {
        summary: "Text in a book does not stand out from its ground.",
        reason: "People with weak eyes need 4.5 to 1 (WCAG 2.2, 1.4.3).",
        cure: "Take a darker or a lighter colour for one of the two.",
        example: Situation("`.note { color: #aaa; background: #fff }`"),
    }
}

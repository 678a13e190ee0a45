//! The table of keys that only a house file has; the fields that it shares with articles
//! are rows of the front matter's table.
//!
//! To add a key: add a row, and the compiler asks in `house.rs` where its value goes.

use crate::reader::front_matter::table::{Field, table};

table! {
    /// The keys of a house file that are no fields of an article.
    HouseKey {
        /// What the house is called: the publisher of every paper, and what the logo says.
        Name = "name" [] Line;
        /// The house's page on the web, shown with the contact.
        Url = "url" ["website", "homepage"] Url;
        /// The logo: a file beside this one, or `{light, dark, alt, height}`.
        Logo = "logo" ["logos"] Logo;
        /// Colours by role.
        Colors = "colors" ["colours", "color", "colour"] Colors;
        /// Faces by role, and the folder with their files; `none` leaves them out of EPUBs.
        Faces = "faces" ["fonts", "typefaces"] Faces;
        /// What the printer asks for: `profile` and `bleed`.
        Press = "press" ["print"] Press;
        /// The house's accounts, shown with the contact.
        Social = "social" ["accounts"] Social;
        /// Whether every paper gets a card: a picture for places where a link to it is shared.
        SocialCards = "social-cards" ["social-card", "cards"] Truth;
        /// What books claim to conform to, and who says so; stated only where every check passes.
        Accessibility = "accessibility" ["a11y"] Conformance;
    }
}

table! {
    /// The parts of a logo.
    LogoPart {
        /// The file for light grounds.
        Light = "light" ["src", "path", "file"] Line;
        /// The file for dark grounds.
        Dark = "dark" [] Line;
        /// What it says, if not the house's name.
        Alt = "alt" [] Line;
        /// How high it stands in the masthead: `9mm`.
        Height = "height" [] Length;
    }
}

table! {
    /// The roles of colours.
    ColorsPart {
        /// The house colour: masthead, links, labels, covers.
        Accent = "accent" [] Color;
        /// Text.
        Ink = "ink" ["text"] Color;
        /// Secondary text: running heads, sources, notes.
        Quiet = "quiet" [] Color;
        /// Thin rules.
        Rule = "rule" ["rules"] Color;
        /// The ground of boxes.
        Panel = "panel" [] Color;
        /// The page.
        Paper = "paper" ["ground", "background"] Color;
    }
}

table! {
    /// The parts of a colour.
    ColorPart {
        /// How screens show it: `"#0b4f6c"`.
        Rgb = "rgb" ["hex", "screen"] Color;
        /// Cyan, magenta, yellow and black in percent: `[100, 44, 0, 0]`.
        Cmyk = "cmyk" [] Cmyk;
        /// The name of its own ink: `PANTONE 300 C`.
        Spot = "spot" ["ink"] Line;
    }
}

table! {
    /// The roles of faces.
    FacesPart {
        /// Running text.
        Text = "text" ["base", "serif"] Line;
        /// Headings, tables, captions.
        Companion = "companion" ["headings", "sans"] Line;
        /// Code.
        Mono = "mono" ["monospace"] Line;
        /// Formulas.
        Math = "math" [] Line;
        /// The folder beside this file that holds the faces' files.
        Files = "files" ["folder"] Files;
        /// Whether EPUBs carry the faces, cut down to their letters. Usually they do.
        Embed = "embed" ["epub", "books"] Truth;
    }
}

table! {
    /// What a printer asks for.
    PressPart {
        /// The printing condition: its name, such as `fogra39`, or an ICC profile beside this file.
        Profile = "profile" ["output-intent", "icc"] Line;
        /// How far grounds reach beyond the trimmed page: `3mm`.
        Bleed = "bleed" [] Length;
    }
}

table! {
    /// Where a house has accounts.
    SocialPart {
        /// `@name@server`.
        Mastodon = "mastodon" [] Line;
        /// `name.bsky.social`.
        Bluesky = "bluesky" [] Line;
        /// The company's name as its address has it.
        Linkedin = "linkedin" [] Line;
        /// `@name`.
        X = "x" ["twitter"] Line;
        /// `@name`.
        Youtube = "youtube" [] Line;
        /// `@name`.
        Instagram = "instagram" [] Line;
        /// `@name`.
        Threads = "threads" [] Line;
        /// The page's name.
        Facebook = "facebook" [] Line;
        /// The account's name.
        Github = "github" [] Line;
    }
}

table! {
    /// What a house claims for its books.
    ConformancePart {
        /// The version and level of WCAG: `WCAG 2.2 AA`.
        ConformsTo = "conforms-to" ["standard", "level"] Line;
        /// Who evaluated the books: the house, or a body that it asked.
        CertifiedBy = "certified-by" ["certifier"] Line;
        /// What that body has to show for itself.
        Credential = "credential" ["certifier-credential"] Line;
        /// The page with its report.
        Report = "report" ["certifier-report"] Url;
    }
}

/// The fields of an article that a house may have for all of its articles. Not among them
/// is what each paper has of its own (title, date, DOI) and what names files beside it.
pub(in crate::reader::front_matter) const FIELDS: &[Field] = &[
    Field::Lang,
    Field::Funding,
    Field::Acknowledgements,
    Field::Disclaimer,
    Field::About,
    Field::Contact,
    Field::Imprint,
    Field::Genre,
    Field::Type,
    Field::Series,
    Field::Publisher,
    Field::PublisherPlace,
    Field::Issn,
    Field::License,
    Field::Copyright,
    Field::Csl,
    Field::LinkCitations,
    Field::ReferenceSectionTitle,
    Field::Notes,
    Field::Toc,
    Field::TocDepth,
    Field::NumberSections,
    Field::Lof,
    Field::Lot,
    Field::Layout,
    Field::Papersize,
    Field::Columns,
    Field::Cover,
    Field::PdfStandard,
];

//! Articles made by hand: one of everything, and small ones.

use pamphlet::diagnostic::Span;
use pamphlet::model::*;

pub fn text(words: &str) -> Inline {
    Inline::text(words)
}

pub fn emphasis(words: &str) -> Inline {
    Inline::Emphasis {
        content: vec![text(words)],
    }
}

pub fn block(kind: BlockKind) -> Block {
    Block::new(0..0, kind)
}

pub fn paragraph(words: &str) -> Block {
    block(BlockKind::paragraph(words))
}

pub fn inlines(text: Vec<Inline>) -> Block {
    block(BlockKind::Paragraph { text })
}

pub fn heading(level: u8, id: &str, number: Option<&str>, role: Role, words: &str) -> Block {
    block(BlockKind::Heading {
        level,
        id: id.into(),
        number: number.map(Into::into),
        numbered: number.is_some(),
        role,
        text: vec![text(words)],
    })
}

pub fn link(url: &str, content: Vec<Inline>) -> Inline {
    Inline::Link {
        span: Span::default(),
        target: Target::Url(url.into()),
        content,
    }
}

pub fn to(id: &str, words: &str) -> Inline {
    Inline::Link {
        span: Span::default(),
        target: Target::Internal(id.into()),
        content: vec![text(words)],
    }
}

pub fn note(number: u32, blocks: Vec<Block>) -> Inline {
    Inline::Note {
        span: Span::default(),
        number,
        blocks,
    }
}

pub fn picture(asset: Option<usize>, alt: Option<&str>) -> Picture {
    Picture {
        span: Span::default(),
        src: "charts/one & two.png".into(),
        alt: alt.map(Into::into),
        width: None,
        placement: None,
        asset: asset.map(AssetId),
    }
}

pub fn figure(id: &str, number: Option<u32>, pictures: Vec<Picture>, caption: &str) -> Block {
    block(BlockKind::Figure {
        id: id.into(),
        number: number.map(|number| number.to_string()),
        panels: pictures.into_iter().map(Into::into).collect(),
        credit: Default::default(),
        caption: if caption.is_empty() {
            vec![]
        } else {
            vec![text(caption)]
        },
    })
}

pub fn item(blocks: Vec<Block>) -> ListItem {
    ListItem {
        span: Span::default(),
        checked: None,
        blocks,
    }
}

pub fn list(kind: ListKind, tight: bool, items: Vec<ListItem>) -> Block {
    block(BlockKind::List { kind, tight, items })
}

pub fn callout(kind: CalloutKind, title: &str, blocks: Vec<Block>) -> Block {
    let title = if title.is_empty() {
        vec![]
    } else {
        vec![text(title)]
    };
    block(BlockKind::callout(kind, title, blocks))
}

pub fn cell(words: &str) -> Cell {
    Cell {
        blocks: if words.is_empty() {
            vec![]
        } else {
            vec![paragraph(words)]
        },
        columns: 1,
        rows: 1,
        scope: None,
        align: None,
    }
}

pub fn row_head(words: &str) -> Cell {
    Cell {
        scope: Some(Scope::Row),
        ..cell(words)
    }
}

pub fn column_head(words: &str) -> Cell {
    Cell {
        scope: Some(Scope::Column),
        ..cell(words)
    }
}

pub fn row(cells: Vec<Cell>) -> Row {
    Row { cells }
}

/// A small picture of one colour.
pub fn png() -> Asset {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(640, 360, |x, y| {
        if (x / 40 + y / 40) % 2 == 0 {
            image::Rgb([11, 79, 108])
        } else {
            image::Rgb([238, 244, 246])
        }
    });
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a picture");
    Asset {
        src: "charts/one.png".into(),
        media: Media::Png,
        width: 640,
        height: 360,
        bytes: bytes.into_inner(),
    }
}

pub fn svg() -> Asset {
    Asset {
        src: "charts/two.svg".into(),
        media: Media::Svg,
        width: 200,
        height: 100,
        bytes: br##"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="100" viewBox="0 0 200 100"><script>alert(1)</script><rect width="200" height="100" fill="#c3cbd2" onclick="x()"/><image xlink:href="https://example.org/far.png" width="1" height="1"/><text x="10" y="50">A &amp; B</text></svg>"##.to_vec(),
    }
}

pub fn person(name: &str, file_as: &str) -> Person {
    Person {
        name: name.into(),
        file_as: file_as.into(),
        ..Person::default()
    }
}

pub fn words() -> Words {
    let callouts = [
        ("note", "Note"),
        ("tip", "Tip"),
        ("important", "Important"),
        ("warning", "Warning"),
        ("caution", "Caution"),
        ("key-messages", "Key messages"),
        ("recommendations", "Recommendations"),
        ("case-study", "Case study"),
    ];
    Words {
        section: "Section".into(),
        appendix: "Appendix".into(),
        equation: "Equation".into(),
        text_box: "Box".into(),
        references: "References".into(),
        list_of_figures: "Figures".into(),
        list_of_tables: "Tables".into(),
        edited_by: "Edited by".into(),
        translated_by: "Translated by".into(),
        with_contributions_by: "With contributions by".into(),
        corresponding_author: "Corresponding author".into(),
        license: "Licence".into(),
        disclaimer: "Disclaimer".into(),
        keywords: "Keywords".into(),
        jel_codes: "JEL codes".into(),
        version: "Version".into(),
        edition: "Edition".into(),
        source: "Source".into(),
        note: "Note".into(),
        numerals: "1".into(),
        decimal: ".".into(),
        key_messages: "Key messages".into(),
        recommendations: "Recommendations".into(),
        summary: "Summary".into(),
        table: "Table".into(),
        figure: "Figure".into(),
        notes: "Notes".into(),
        contents: "Contents".into(),
        about_the_author: "About the author".into(),
        about_the_authors: "About the authors".into(),
        about: "About us".into(),
        contact: "Contact".into(),
        cite_as: "Recommended citation".into(),
        acknowledgements: "Acknowledgements".into(),
        funding: "Funding".into(),
        cover: "Cover".into(),
        pages: "Pages".into(),
        landmarks: "Landmarks".into(),
        start_of_text: "Start of text".into(),
        back_to_text: "Back to text".into(),
        page: "Page".into(),
        missing_picture: "Picture missing:".into(),
        date: String::new(),
        citation: Vec::new(),
        callouts: callouts.map(|(key, word)| (key.into(), word.into())).into(),
        comma: ", ".into(),
        pair: " and ".into(),
        last: " and ".into(),
        numbered: "{name}\u{a0}{number}".into(),
        label: "{name} {number}. ".into(),
        colon: ": ".into(),
        access: AccessWords {
            adapts: "It adapts.".into(),
            headings: "Headings lead.".into(),
            pages: "Pages match.".into(),
            no_pages: "No pages.".into(),
            pictures: "Pictures described.".into(),
            some_pictures: "Some pictures undescribed.".into(),
            missing_pictures: "Some pictures missing.".into(),
            no_pictures: "No pictures needed.".into(),
            formulas: "Formulas in words.".into(),
            some_formulas: "Some formulas as code.".into(),
            tables: "Tables have heads.".into(),
            some_tables: "Some tables without heads.".into(),
            notes: "Notes linked.".into(),
            no_media: "Nothing sounds or flashes.".into(),
            moving: "Moving pictures untested.".into(),
        },
        lang: "en".into(),
    }
}

/// An article with a title, a body and nothing else; blocks get their ordinals here.
pub fn article(title: &str, body: Vec<Block>) -> Article {
    let mut article = Article {
        meta: Meta {
            title: vec![text(title)],
            ..Meta::default()
        },
        lang: "en-GB".into(),
        words: words(),
        body,
        assets: vec![png(), svg()],
        attachments: Vec::new(),
        doubts: Doubts::default(),
    };
    number(&mut article);
    article
}

/// Gives every block its ordinal in reading order, the front matter's first.
pub fn number(article: &mut Article) {
    let mut next = 0;
    let meta = &mut article.meta;
    number_blocks(&mut meta.summary, &mut next);
    meta.key_messages
        .iter_mut()
        .for_each(|blocks| number_blocks(blocks, &mut next));
    meta.authors
        .iter_mut()
        .for_each(|author| number_blocks(&mut author.bio, &mut next));
    for blocks in [
        &mut meta.acknowledgements,
        &mut meta.funding,
        &mut meta.about,
        &mut meta.contact,
        &mut meta.disclaimer,
        &mut meta.imprint,
    ] {
        number_blocks(blocks, &mut next);
    }
    number_blocks(&mut article.body, &mut next);
}

fn number_blocks(blocks: &mut [Block], next: &mut u32) {
    for block in blocks {
        *next += 1;
        block.ordinal = *next;
        match &mut block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph { text } => number_inlines(text, next),
            BlockKind::List { items, .. } => items
                .iter_mut()
                .for_each(|item| number_blocks(&mut item.blocks, next)),
            BlockKind::Definitions { items } => {
                for item in items {
                    number_blocks(std::slice::from_mut(&mut item.term), next);
                    item.descriptions
                        .iter_mut()
                        .for_each(|blocks| number_blocks(blocks, next));
                }
            }
            BlockKind::Table(table) => {
                number_inlines(&mut table.caption, next);
                let cells = table
                    .head
                    .iter_mut()
                    .chain(&mut table.body)
                    .flat_map(|row| &mut row.cells);
                cells.for_each(|cell| number_blocks(&mut cell.blocks, next));
            }
            BlockKind::Figure { caption, .. } => number_inlines(caption, next),
            BlockKind::Quote { blocks, .. } => number_blocks(blocks, next),
            BlockKind::Callout {
                id, title, blocks, ..
            } => {
                if id.is_empty() {
                    *id = format!("box-{}", block.ordinal);
                }
                number_inlines(title, next);
                number_blocks(blocks, next);
            }
            _ => {}
        }
    }
}

fn number_inlines(inlines: &mut [Inline], next: &mut u32) {
    for inline in inlines {
        if let Inline::Note { blocks, .. } = inline {
            number_blocks(blocks, next);
        }
    }
}

/// The ordinal of the first block that begins with these words.
pub fn ordinal_of(article: &Article, words: &str) -> u32 {
    fn find(blocks: &[Block], words: &str) -> Option<u32> {
        blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Paragraph { text } | BlockKind::Heading { text, .. } => {
                plain(text).starts_with(words).then_some(block.ordinal)
            }
            BlockKind::List { items, .. } => items.iter().find_map(|item| find(&item.blocks, words)),
            BlockKind::Table(table) => plain(&table.caption)
                .starts_with(words)
                .then_some(block.ordinal)
                .or_else(|| {
                    let cells = table.head.iter().chain(&table.body).flat_map(|row| &row.cells);
                    cells.into_iter().find_map(|cell| find(&cell.blocks, words))
                }),
            BlockKind::Figure { caption, .. } => plain(caption).starts_with(words).then_some(block.ordinal),
            BlockKind::Quote { blocks, .. } => find(blocks, words),
            BlockKind::Callout { title, blocks, .. } => plain(title)
                .starts_with(words)
                .then_some(block.ordinal)
                .or_else(|| find(blocks, words)),
            BlockKind::Code { text, .. } => text.starts_with(words).then_some(block.ordinal),
            _ => None,
        })
    }
    let meta = &article.meta;
    find(&article.body, words)
        .or_else(|| find(&meta.summary, words))
        .or_else(|| meta.authors.iter().find_map(|author| find(&author.bio, words)))
        .unwrap_or_else(|| panic!("no block begins with `{words}`"))
}

/// Pages that begin so many characters into the blocks that begin with these words.
pub fn pages(article: &Article, starts: &[(&str, &str, usize)]) -> PageMap {
    PageMap {
        pages: starts
            .iter()
            .map(|(label, words, offset)| PageStart {
                label: (*label).into(),
                block: if words.is_empty() {
                    0
                } else {
                    ordinal_of(article, words)
                },
                offset: *offset,
                closing: Vec::new(),
            })
            .collect(),
        source: String::new(),
    }
}

/// One of everything.
pub fn kitchen_sink() -> Article {
    let mut article = article("Forging Stability", body());
    let words = &mut article.words;
    words.date = "1 June 2025".into();
    words.citation = vec![Inline::text(
        "Jahanzaib, M. & Doe, J. (2025). Forging Stability. Diamanium Thinkers. https://doi.org/10.5555/dt.2025.017.",
    )];
    article.meta = Meta {
        title: vec![text("Forging "), emphasis("Stability")],
        subtitle: vec![text(
            "The Enduring Security Partnership Between Pakistan and Canada",
        )],
        short_title: Some("Forging Stability".into()),
        authors: vec![
            Person {
                position: Some("Founder".into()),
                affiliations: vec![Affiliation {
                    name: "Diamanium Thinkers".into(),
                    city: Some("Lahore".into()),
                    ..Affiliation::default()
                }],
                orcid: Some("0000-0002-1825-0097".into()),
                email: Some("office@example.org".into()),
                bio: vec![paragraph(
                    "Muhammad Jahanzaib holds a PhD in International Relations.",
                )],
                ..person("Muhammad Jahanzaib", "Jahanzaib, Muhammad")
            },
            person("Jane Doe", "Doe, Jane"),
        ],
        editors: vec![person("Ann Editor", "Editor, Ann")],
        date: Date::parse("2025-06-01"),
        summary: vec![paragraph(
            "Pakistan and Canada share a robust multilateral security partnership, anchored in UN peacekeeping, counterterrorism, and regional diplomacy.",
        )],
        key_messages: vec![
            vec![inlines(vec![
                Inline::Strong {
                    content: vec![text("UN Peacekeeping.")],
                },
                text(" Both nations rank among the world’s top contributors to UN peace operations."),
            ])],
            vec![paragraph(
                "Pakistani officers train at Canadian military institutions.",
            )],
        ],
        key_messages_title: Some("Key Points".into()),
        keywords: vec!["peacekeeping".into(), "Pakistan & Canada".into()],
        genre: Some("Policy Brief".into()),
        series: Some(Series {
            title: "Security and Multilateralism".into(),
            issn: Some("1234-5679".into()),
            url: None,
        }),
        number: Some("17".into()),
        publisher: Some("Diamanium Thinkers".into()),
        publisher_place: Some("Lahore".into()),
        doi: Some("10.5555/dt.2025.017".into()),
        isbn: Some("978-3-16-148410-0".into()),
        url: Some("https://example.org/forging-stability".into()),
        license: Some(License {
            text: "CC BY 4.0".into(),
            url: Some("https://creativecommons.org/licenses/by/4.0/".into()),
            ..License::default()
        }),
        funding: vec![paragraph("Nobody paid for this.")],
        acknowledgements: vec![paragraph("Thanks to all readers.")],
        disclaimer: vec![paragraph("The views expressed are the author’s own.")],
        about: vec![paragraph("Diamanium Thinkers is a house.")],
        contact: vec![inlines(vec![link(
            "mailto:office@example.org",
            vec![text("office@example.org")],
        )])],
        imprint: vec![paragraph("Published by Diamanium Thinkers, Lahore.")],
        ..Meta::default()
    };
    number(&mut article);
    article
}

fn body() -> Vec<Block> {
    let long = "Pakistan and Canada are pillars of UN peacekeeping. Pakistan remains the largest cumulative contributor worldwide, deploying over 200,000 personnel since 1948.";
    vec![
        heading(1, "introduction", None, Role::Introduction, "Introduction"),
        inlines(vec![
            text("In an era of fragmented geopolitics, "),
            emphasis("the strategic partnership between Pakistan and Canada stands"),
            text(" as a testament."),
            note(1, vec![paragraph("First note.")]),
            Inline::SoftBreak,
            text("See "),
            to("table-troops", "Table 1"),
            text(", "),
            to("fig-chart", "Figure 1"),
            text(" and "),
            link(
                "https://example.org/a path?q=\"x\"&y=1",
                vec![
                    text("the fact sheet"),
                    note(
                        2,
                        vec![
                            paragraph("Called in a link."),
                            list(ListKind::Bullet, true, vec![item(vec![paragraph("with a list")])]),
                        ],
                    ),
                ],
            ),
            text("."),
            Inline::LineBreak,
            text("H"),
            Inline::Subscript {
                content: vec![text("2")],
            },
            text("O, x"),
            Inline::Superscript {
                content: vec![text("2")],
            },
            text(", "),
            Inline::Strike {
                content: vec![text("struck")],
            },
            text(", "),
            Inline::Underline {
                content: vec![text("underlined")],
            },
            text(", "),
            Inline::Highlight {
                content: vec![text("marked")],
            },
            text(", "),
            Inline::SmallCaps {
                content: vec![text("Nato")],
            },
            text(", "),
            Inline::Code {
                text: "let x = <y>;".into(),
            },
            text(" "),
            Inline::Anchor { id: "here".into() },
            Inline::Image {
                picture: Picture {
                    width: Some(0.1),
                    placement: None,
                    ..picture(Some(1), Some(""))
                },
            },
            text("."),
        ]),
        heading(
            1,
            "peacekeeping",
            Some("1"),
            Role::Body,
            "UN Peacekeeping: A Legacy of Global Service",
        ),
        paragraph(long),
        heading(2, "troops", Some("1.1"), Role::Body, "Troops"),
        block(BlockKind::Table(Table {
            credit: pamphlet::model::Credit::default(),
            id: "table-troops".into(),
            number: Some("1".into()),
            caption: vec![
                text("UN Peacekeeping Contributions (2023)"),
                note(3, vec![paragraph("In a caption."), paragraph("And more.")]),
            ],
            columns: vec![Align::Auto, Align::Number, Align::Number, Align::Start],
            head: vec![row(vec![
                column_head("Country"),
                column_head("Total historical troops"),
                column_head("Current deployments"),
                column_head("Key missions"),
            ])],
            body: vec![
                row(vec![
                    row_head("Pakistan"),
                    cell("200,000+"),
                    cell("7,000+"),
                    cell("MONUSCO (Congo), UNMISS (South Sudan)"),
                ]),
                row(vec![
                    row_head("Canada"),
                    cell("125,000+"),
                    cell("60+"),
                    Cell {
                        rows: 2,
                        ..cell("UNTSO (Middle East), MINUSMA (Mali)")
                    },
                ]),
                row(vec![
                    row_head("Both"),
                    Cell {
                        columns: 2,
                        align: Some(Align::Center),
                        ..cell("enough")
                    },
                ]),
            ],
        })),
        block(BlockKind::Table(Table {
            credit: pamphlet::model::Credit::default(),
            id: "table-plain".into(),
            number: None,
            caption: vec![],
            columns: vec![Align::Auto, Align::End],
            head: vec![],
            body: vec![
                row(vec![cell("a"), cell("b")]),
                row(vec![
                    Cell {
                        blocks: vec![paragraph("c"), paragraph("d")],
                        ..cell("")
                    },
                    cell(""),
                ]),
            ],
        })),
        figure(
            "fig-chart",
            Some(1),
            vec![picture(Some(0), Some("Bars: Pakistan leads Canada three to one"))],
            "Troops by country",
        ),
        figure(
            "fig-pair",
            Some(2),
            vec![picture(Some(0), Some("Left")), picture(Some(1), Some("Right"))],
            "Two at once",
        ),
        figure(
            "fig-gone",
            Some(3),
            vec![picture(None, Some("A map"))],
            "Not there",
        ),
        callout(
            CalloutKind::PullQuote,
            "",
            vec![paragraph(
                "Intelligence sharing disrupts transnational plots targeting both nations.",
            )],
        ),
        heading(
            1,
            "defense",
            Some("2"),
            Role::Body,
            "Defense Ties: Building Capacity, Forging Trust",
        ),
        list(
            ListKind::Bullet,
            true,
            vec![
                item(vec![
                    paragraph("15–20 Pakistani officers annually train at Canada’s Royal Military College."),
                    list(
                        ListKind::Ordered {
                            start: 3,
                            style: NumberStyle::LowerRoman,
                            delimiter: pamphlet::model::Delimiter::Period,
                        },
                        true,
                        vec![item(vec![paragraph("third")]), item(vec![paragraph("fourth")])],
                    ),
                ]),
                item(vec![paragraph("Joint exercises focus on counter-IED tactics.")]),
            ],
        ),
        list(
            ListKind::Ordered {
                start: 1,
                style: NumberStyle::Decimal,
                delimiter: pamphlet::model::Delimiter::Period,
            },
            false,
            vec![
                item(vec![paragraph("Loose one."), paragraph("With more.")]),
                item(vec![block(BlockKind::Code {
                    language: "rust".into(),
                    text: "fn main() {\n    println!(\"<&>\");\n}".into(),
                })]),
            ],
        ),
        list(
            ListKind::Bullet,
            true,
            vec![
                ListItem {
                    checked: Some(true),
                    ..item(vec![paragraph("done")])
                },
                ListItem {
                    checked: Some(false),
                    ..item(vec![paragraph("open")])
                },
            ],
        ),
        block(BlockKind::Definitions {
            items: vec![
                Definition {
                    term: paragraph("Peacekeeping"),
                    descriptions: vec![
                        vec![paragraph("Keeping peace.")],
                        vec![paragraph("Also"), paragraph("more.")],
                    ],
                },
                Definition {
                    term: paragraph("Nothing"),
                    descriptions: vec![],
                },
            ],
        }),
        block(BlockKind::Quote {
            attribution: vec![],
            blocks: vec![paragraph("Someone else’s words.")],
        }),
        block(BlockKind::Break),
        callout(CalloutKind::Note, "", vec![paragraph("A note.")]),
        callout(CalloutKind::Tip, "", vec![paragraph("A tip.")]),
        callout(CalloutKind::Important, "", vec![paragraph("Important.")]),
        callout(CalloutKind::Warning, "Careful now", vec![paragraph("A warning.")]),
        callout(CalloutKind::Caution, "", vec![paragraph("A caution.")]),
        callout(CalloutKind::KeyMessages, "", vec![paragraph("A message.")]),
        callout(
            CalloutKind::CaseStudy,
            "Balochistan",
            vec![
                paragraph("A case."),
                heading(2, "in-case", None, Role::Body, "Within the case"),
                paragraph("More of it."),
            ],
        ),
        callout(CalloutKind::Box, "", vec![paragraph("A box without a name.")]),
        callout(
            CalloutKind::Recommendations,
            "",
            vec![list(
                ListKind::Ordered {
                    start: 1,
                    style: NumberStyle::Decimal,
                    delimiter: pamphlet::model::Delimiter::Period,
                },
                true,
                vec![
                    item(vec![paragraph("Train together.")]),
                    item(vec![paragraph("Share intelligence.")]),
                ],
            )],
        ),
        heading(1, "notes", None, Role::Conclusion, "Conclusion"),
        inlines(vec![
            text("The partnership thrives."),
            note(
                4,
                vec![inlines(vec![
                    text("Deep."),
                    note(
                        5,
                        vec![block(BlockKind::Code {
                            language: String::new(),
                            text: "only code".into(),
                        })],
                    ),
                ])],
            ),
        ]),
        heading(1, "خلاصہ", None, Role::Body, "خلاصہ"),
        inlines(vec![
            text("See "),
            to("خلاصہ", "there"),
            text(" and "),
            to("here", "here in the text"),
            text("."),
        ]),
        heading(1, "references", None, Role::References, "References"),
        list(
            ListKind::Ordered {
                start: 1,
                style: NumberStyle::Decimal,
                delimiter: pamphlet::model::Delimiter::Period,
            },
            true,
            vec![item(vec![inlines(vec![
                text("UN Peacekeeping Fact Sheet: “Contributors by Country” ("),
                link(
                    "https://peacekeeping.un.org/en/troop-and-police-contributors",
                    vec![text(
                        "https://peacekeeping.un.org/en/troop-and-police-contributors",
                    )],
                ),
                text(")"),
            ])])],
        ),
        heading(1, "appendix", None, Role::Appendix, "Appendix"),
        paragraph("More."),
        heading(1, "thanks", None, Role::Acknowledgements, "Acknowledgements"),
        paragraph("Thanks."),
    ]
}

/// Pages in the places that are hardest to break.
pub fn kitchen_sink_pages(article: &Article) -> PageMap {
    pages(
        article,
        &[
            ("i", "", 0),
            ("1", "Pakistan and Canada are pillars", 0),
            ("2", "Pakistan and Canada are pillars", 31),
            ("3", "Canada", 0),
            ("4", "Two at once", 0),
            ("5", "Two at once", 4),
            ("6", "Defense Ties", 0),
            ("7", "fn main", 9),
            ("8", "Muhammad Jahanzaib", 0),
            ("9", "The partnership", 14),
            ("10", "Thanks.", 0),
        ],
    )
}

/// What no one should write and someone will.
pub fn odd() -> Article {
    let inside = |content| Inline::Link {
        span: Span::default(),
        target: Target::Url("https://example.org/".into()),
        content,
    };
    let urls = [
        "https://",
        "http://[broken",
        "https://例え.jp/パス?q=ü#f",
        "https://example.org:99999/",
        "mailto:a b@example.org",
        "tel:+1 (555) 123",
        "ftp://example.org/a|b",
        "https://example.org/100%",
        "HTTPS://EXAMPLE.ORG/[a]",
        "https://user:pass@example.org/a%2Fb",
        "https://a_b.example.org/",
        "https://exa mple.org/",
    ];
    let mut article = article(
        "Odd",
        vec![
            paragraph("Before any heading."),
            inlines(
                urls.iter()
                    .flat_map(|url| [link(url, vec![text(url)]), text(" ")])
                    .collect(),
            ),
            inlines(vec![
                inside(vec![
                    text("a"),
                    link("https://example.org/b", vec![text("link in a link")]),
                    note(1, vec![paragraph("x")]),
                    note(2, vec![]),
                ]),
                inside(vec![Inline::Image {
                    picture: picture(Some(0), Some("linked")),
                }]),
                Inline::Image {
                    picture: picture(None, None),
                },
            ]),
            heading(1, "a b", None, Role::References, "Same"),
            heading(1, "x:y", None, Role::References, "Same"),
            heading(1, "50%", Some("1"), Role::Body, ""),
            heading(2, "ü#?", None, Role::Conclusion, "Deeper"),
            heading(3, "1", None, Role::Body, "Deeper"),
            heading(4, "4", None, Role::Body, "Deeper"),
            heading(5, "5", None, Role::Body, "Deeper"),
            heading(6, "6", None, Role::Body, "Deepest"),
            callout(CalloutKind::Recommendations, "", vec![]),
            callout(
                CalloutKind::Recommendations,
                "",
                vec![callout(
                    CalloutKind::Warning,
                    "",
                    vec![callout(CalloutKind::Tip, "", vec![paragraph("deep")])],
                )],
            ),
            callout(
                CalloutKind::Warning,
                "",
                vec![
                    heading(1, "in-box", None, Role::Introduction, "In the box"),
                    paragraph("x"),
                ],
            ),
            callout(CalloutKind::CaseStudy, "", vec![]),
            callout(CalloutKind::CaseStudy, "", vec![]),
            callout(
                CalloutKind::PullQuote,
                "Titled",
                vec![block(BlockKind::Quote {
                    attribution: vec![],
                    blocks: vec![heading(1, "quoted", None, Role::Body, "Quoted")],
                })],
            ),
            list(
                ListKind::Bullet,
                true,
                vec![
                    item(vec![]),
                    item(vec![
                        heading(1, "item", None, Role::Body, "In an item"),
                        paragraph("x"),
                        paragraph("y"),
                    ]),
                ],
            ),
            list(ListKind::Bullet, true, vec![]),
            list(
                ListKind::Ordered {
                    start: 0,
                    style: NumberStyle::UpperAlpha,
                    delimiter: pamphlet::model::Delimiter::Period,
                },
                true,
                vec![item(vec![block(BlockKind::Break)])],
            ),
            list(
                ListKind::Bullet,
                false,
                vec![ListItem {
                    checked: Some(true),
                    ..item(vec![])
                }],
            ),
            block(BlockKind::Definitions { items: vec![] }),
            block(BlockKind::Quote {
                blocks: vec![],
                attribution: vec![],
            }),
            block(BlockKind::Code {
                language: String::new(),
                text: String::new(),
            }),
            block(BlockKind::Table(Table {
                credit: pamphlet::model::Credit::default(),
                id: "t1".into(),
                number: Some("1".into()),
                caption: vec![text("Only a head")],
                columns: vec![Align::Auto],
                head: vec![row(vec![cell("a")])],
                body: vec![],
            })),
            block(BlockKind::Table(Table {
                credit: pamphlet::model::Credit::default(),
                id: "t2".into(),
                number: Some("2".into()),
                caption: vec![text("Nothing")],
                columns: vec![],
                head: vec![],
                body: vec![],
            })),
            block(BlockKind::Table(Table {
                credit: pamphlet::model::Credit::default(),
                id: "t3".into(),
                number: None,
                caption: vec![],
                columns: vec![Align::Auto, Align::Auto],
                head: vec![row(vec![cell(""), column_head("b")])],
                body: vec![row(vec![
                    Cell {
                        rows: 9,
                        ..cell("reaches down")
                    },
                    Cell {
                        blocks: vec![
                            list(ListKind::Bullet, true, vec![item(vec![paragraph("in a cell")])]),
                            block(BlockKind::Code {
                                language: "sh".into(),
                                text: "ls".into(),
                            }),
                        ],
                        ..cell("")
                    },
                ])],
            })),
            figure("empty", None, vec![], ""),
            figure(
                "silent",
                None,
                vec![picture(Some(0), None), picture(Some(1), Some(""))],
                "",
            ),
            inlines(vec![
                to("a b", "space"),
                to("x:y", "colon"),
                to("50%", "percent"),
                to("ü#?", "hash"),
                to("1", "digit"),
            ]),
        ],
    );
    article.lang = "pt-BR".into();
    article.meta.authors = vec![
        person("", ""),
        person("  ", "x"),
        Person {
            position: Some("Nameless".into()),
            ..person("", "")
        },
    ];
    article.meta.editors = vec![person("", "y")];
    article.meta.keywords = vec![String::new(), " ".into()];
    article.meta.license = Some(License::default());
    article.meta.isbn = Some("-".into());
    article.meta.doi = Some("10.1000/<odd>\"(x)".into());
    article.meta.key_messages = vec![vec![], vec![paragraph("m")]];
    article.meta.key_messages_title = Some("Recommendations".into());
    article.meta.title.push(note(3, vec![paragraph("On the title.")]));
    number(&mut article);
    article
}

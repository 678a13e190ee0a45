//! The parts of the fields that are objects: a person's, a body's, a series's …

use super::table::table;

table! {
    /// A person's parts.
    PersonPart {
        /// The name, whole or in parts.
        Name = "name" [] PersonName;
        /// A name that has no parts, such as a body's.
        Literal = "literal" [] Line;
        /// The name as printed, in Pandoc's words.
        Text = "text" ["full-name", "display-name"] Line;
        /// The given name.
        Given = "given" ["first", "given-names", "given-name", "firstname", "first-name"] Line;
        /// The family's name.
        Family = "family" ["last", "surname", "family-name", "family-names", "lastname", "last-name"] Line;
        /// A particle that is left out where the family's name stands alone.
        DroppingParticle = "dropping-particle" [] Line;
        /// A particle that belongs to the family's name.
        Particle = "non-dropping-particle" ["particle"] Line;
        /// What follows the name: "Jr.".
        Suffix = "suffix" [] Line;
        /// The name as sorted: "Doe, Jane".
        FileAs = "file-as" ["sort-name"] Line;
        /// What they are: "Senior Fellow".
        Position = "position" ["title", "job-title"] Line;
        /// Their part in the work: a code of MARC's relators, or a position.
        Role = "role" [] Roles;
        /// What they did, in CRediT's words.
        Roles = "roles" [] Roles;
        /// Where they work: names, ids of the bodies above, or objects.
        Affiliation = "affiliation" ["affiliations", "institute", "organization", "institution"] Affiliations;
        /// Their ORCID.
        Orcid = "orcid" [] Orcid;
        /// Their e-mail address.
        Email = "email" ["mail"] Email;
        /// Whether readers should write to them.
        Corresponding = "corresponding" ["correspondence"] Corresponding;
        /// Their page.
        Url = "url" ["website", "link", "homepage"] Url;
        /// A few words about them, in Markdown.
        Bio = "bio" ["note", "biography"] Markdown;
        /// A picture of them beside the article.
        Photo = "photo" ["avatar", "picture", "image"] Picture;
    }
}

/// What other programs keep of a person; of no use here.
pub(super) const PERSON_FOREIGN: &[&str] = &[
    "attributes",
    "bluesky",
    "collaborations",
    "deceased",
    "degrees",
    "equal-contributor",
    "fax",
    "github",
    "id",
    "instagram",
    "linkedin",
    "location",
    "mastodon",
    "metadata",
    "nameparsed",
    "number",
    "phone",
    "ref",
    "social",
    "twitter",
    "x",
];

table! {
    /// A body's parts.
    HousePart {
        /// What people call it to say that they work there.
        Id = "id" [] Line;
        /// The name of a body at the top level.
        Ref = "ref" [] Line;
        /// The body's name.
        Name = "name" ["organization", "institution", "text"] Line;
        /// The part of it.
        Department = "department" ["group", "division"] Line;
        /// Its town.
        City = "city" ["locality"] Line;
        /// Its country.
        Country = "country" [] Line;
        /// Its record in the Research Organization Registry.
        Ror = "ror" [] Ror;
        /// Its page.
        Url = "url" ["website"] Url;
    }
}

/// What other programs keep of a body; of no use here.
pub(super) const HOUSE_FOREIGN: &[&str] = &[
    "address",
    "collaboration",
    "doi",
    "email",
    "fax",
    "grid",
    "isni",
    "letter",
    "number",
    "phone",
    "postal-code",
    "region",
    "state",
];

table! {
    /// A series's parts.
    SeriesPart {
        /// Its name.
        Title = "title" ["name", "text"] Line;
        /// Its ISSN.
        Issn = "issn" [] OneIssn;
        /// Its page.
        Url = "url" [] Url;
        /// The article's number in it.
        Number = "number" ["position", "group-position"] Number;
        /// What kind of collection it is, in Pandoc's words.
        Type = "type" [] Line;
    }
}

table! {
    /// The parts of terms of use.
    LicensePart {
        /// The terms as printed.
        Text = "text" ["name", "title"] Line;
        /// The terms' name in SPDX's words.
        Type = "type" ["id", "spdx"] Line;
        /// Where the terms are.
        Url = "url" ["link"] Url;
        /// Who holds the rights.
        Holder = "holder" [] Words;
        /// Since when.
        Year = "year" [] Line;
        /// The whole statement as printed.
        Statement = "statement" [] Line;
        /// The terms of the text, in MyST's words.
        Content = "content" [] License;
        /// The terms of the code, in MyST's words.
        Code = "code" [] License;
    }
}

table! {
    /// The parts of one grant.
    GrantPart {
        /// The sentence to print.
        Statement = "statement" ["text"] Markdown;
        /// Who paid.
        Source = "source" ["funder", "sources", "name", "institution", "organization"] Name;
        /// The grant's number.
        Number = "award-number" ["award", "award-id", "number", "grant-number", "id"] Name;
        /// Several grants, in MyST's words.
        Awards = "awards" [] Funding;
    }
}

/// What other programs keep of a grant; of no use here.
pub(super) const GRANT_FOREIGN: &[&str] = &[
    "country",
    "investigator",
    "investigators",
    "open-access",
    "recipient",
    "recipients",
];

table! {
    /// What the recommended citation may say otherwise: CSL's fields.
    CitationPart {
        /// The kind of work.
        Type = "type" [] Type;
        /// Who is cited.
        Author = "author" ["authors"] People;
        /// Who is named as editor.
        Editor = "editor" ["editors"] People;
        /// The title with its subtitle.
        Title = "title" [] Line;
        /// When it was published.
        Issued = "issued" ["date"] Date;
        /// What it stands in: a journal or a series.
        Container = "container-title" ["collection-title", "journal"] Name;
        /// The volume.
        Volume = "volume" [] Number;
        /// The number or issue.
        Number = "number" ["issue", "collection-number", "report-number"] Number;
        /// The edition.
        Edition = "edition" [] Number;
        /// The pages, first and last.
        Pages = "page" ["pages"] Line;
        /// The first page.
        PageFirst = "page-first" ["first-page"] Number;
        /// The last page.
        PageLast = "page-last" ["last-page"] Number;
        /// The house.
        Publisher = "publisher" ["institution"] Name;
        /// Where the house is.
        PublisherPlace = "publisher-place" [] Line;
        /// The DOI.
        Doi = "doi" ["DOI"] Doi;
        /// The ISBN.
        Isbn = "isbn" ["ISBN"] Isbn;
        /// The ISSN.
        Issn = "issn" ["ISSN"] Issn;
        /// Where it is on the web.
        Url = "url" ["URL"] Url;
        /// The kind of paper in the author's words.
        Genre = "genre" [] Line;
    }
}

/// What else CSL says of a work; the recommended citation has no place for it.
pub(super) const CITATION_FOREIGN: &[&str] = &[
    "abstract",
    "accessed",
    "available-date",
    "citation-key",
    "container-title-short",
    "id",
    "keyword",
    "language",
    "note",
    "pdf-url",
    "title-short",
];

table! {
    /// The parts of a name in a catalogue.
    IdentifierPart {
        /// The name.
        Text = "text" ["value", "id"] Line;
        /// Which catalogue.
        Scheme = "scheme" ["type"] Line;
    }
}

table! {
    /// The parts of a picture.
    PicturePart {
        /// Its path.
        Src = "src" ["path", "file", "url", "feature", "image"] Line;
        /// What it shows.
        Alt = "alt" ["alt-text"] Line;
    }
}

table! {
    /// The parts of an attached file.
    AttachmentPart {
        /// Its path beside the article.
        Path = "path" ["src", "file"] Line;
        /// What it is, in words.
        Description = "description" ["title"] Line;
        /// What it has to do with the article: `source`, `data`, `alternative` or `supplement`.
        Relationship = "relationship" [] Relationship;
    }
}

table! {
    /// The parts of a title.
    TitlePart {
        /// Its words, in Markdown.
        Text = "text" ["main", "title", "value"] Inlines;
        /// `main`, `subtitle`, `short` or `collection`.
        Type = "type" [] Line;
        /// What follows it in smaller type.
        Subtitle = "subtitle" [] Inlines;
    }
}

//! Where a house is on the web: its own page, and its accounts.

use super::{Channel, SocialPart};
use crate::reader::front_matter::fields::Fields;
use crate::reader::front_matter::identifiers;
use crate::reader::front_matter::table::Table;
use crate::reader::yaml::{Node, Value};

/// The house's own page.
pub(super) fn page(fields: &mut Fields, node: &Node) -> Option<Channel> {
    let url = fields.url(node)?;
    Some(Channel {
        span: node.span,
        label: "",
        text: short(&url),
        url,
    })
}

/// The house's accounts, in the order of the table.
pub(super) fn channels(fields: &mut Fields, node: &Node) -> Vec<Channel> {
    if !matches!(node.value, Value::Map(_)) {
        fields.wrong(
            node.span,
            "`social` must be a list of accounts",
            "write one a line under it, such as `mastodon: \"@name@server\"`",
        );
        return Vec::new();
    }
    fields.odd_parts::<SocialPart>("social", node, &[]);
    let mut found = Vec::new();
    for &part in SocialPart::ALL {
        if let Some(node) = part.of(node)
            && let Some(text) = fields.text(part.spec().name, node)
        {
            match address(part, &text) {
                Some((label, text, url)) => found.push(Channel {
                    span: node.span,
                    label,
                    text,
                    url,
                }),
                None => fields.wrong(
                    node.span,
                    format!("`{text}` is no account of that kind"),
                    &format!(
                        "write {} or the whole address",
                        part.spec().doc.trim().trim_end_matches('.')
                    ),
                ),
            }
        }
    }
    found
}

/// The name of the place, the account as printed, and its address.
fn address(part: SocialPart, text: &str) -> Option<(&'static str, String, String)> {
    let (label, base, sign) = match part {
        SocialPart::Mastodon => ("Mastodon", "", ""),
        SocialPart::Bluesky => ("Bluesky", "https://bsky.app/profile/", "@"),
        SocialPart::Linkedin => ("LinkedIn", "https://www.linkedin.com/company/", ""),
        SocialPart::X => ("X", "https://x.com/", "@"),
        SocialPart::Youtube => ("YouTube", "https://www.youtube.com/@", "@"),
        SocialPart::Instagram => ("Instagram", "https://www.instagram.com/", "@"),
        SocialPart::Threads => ("Threads", "https://www.threads.net/@", "@"),
        SocialPart::Facebook => ("Facebook", "https://www.facebook.com/", ""),
        SocialPart::Github => ("GitHub", "https://github.com/", ""),
    };
    if text.contains("://") {
        let url = identifiers::url(text).ok()?;
        return Some((label, short(&url), url));
    }
    let name = text.strip_prefix('@').unwrap_or(text);
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.'))
    };
    if part == SocialPart::Mastodon {
        let (name, server) = name.split_once('@')?;
        let is_server = is_name(server) && server.contains('.');
        return (is_name(name) && is_server).then(|| {
            let url = format!("https://{server}/@{name}");
            (label, format!("@{name}@{server}"), url)
        });
    }
    is_name(name).then(|| (label, format!("{sign}{name}"), format!("{base}{name}")))
}

/// An address as it is read on paper.
fn short(url: &str) -> String {
    let bare = url.trim_start_matches("https://").trim_start_matches("http://");
    bare.trim_end_matches('/').to_owned()
}

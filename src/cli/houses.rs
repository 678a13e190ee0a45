//! Which house an article belongs to, and the press that is set up for it.
//!
//! All articles have the one that `--house` names, or each has the file beside it. A house
//! file is read once, and what is found in it is told once, before the first article that
//! uses it.

use super::messages::Messages;
use pamphlet::diagnostic::Code;
use pamphlet::{
    Article, Failed, Files, House, HouseFile, Layout, Press, Report, ResolveOptions, Source, understand_house,
};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The names of house files, the first that is there counts.
const NAMES: [&str; 4] = ["house.yml", "house.yaml", "_brand.yml", "_brand.yaml"];

/// The houses met so far.
pub(super) struct Houses {
    named: Option<PathBuf>,
    layout: Option<Layout>,
    faces: Vec<(String, Vec<u8>)>,
    strict: bool,
    /// By file; articles without one share the entry of `None`.
    presses: BTreeMap<Option<PathBuf>, Option<(Option<HouseFile>, Press)>>,
}

impl Houses {
    /// `named` is the file for all articles, `faces` are those that the user brings besides.
    ///
    /// # Errors
    ///
    /// A sentence if the file named cannot be opened.
    pub fn new(
        named: Option<&Path>,
        layout: Option<Layout>,
        faces: Vec<(String, Vec<u8>)>,
        strict: bool,
    ) -> Result<Self, String> {
        if let Some(file) = named
            && let Err(error) = pamphlet::files::read_source(file)
        {
            return Err(format!(
                "cannot read the house file `{}`: {error}",
                file.display()
            ));
        }
        Ok(Self {
            named: named.map(Path::to_owned),
            layout,
            faces,
            strict,
            presses: BTreeMap::new(),
        })
    }

    /// The house of an article, if it has one, and the press for it.
    ///
    /// # Errors
    ///
    /// [`Failed`] if the article has a house that cannot be used; `report` is the article's.
    pub fn of(
        &mut self,
        article: &Path,
        messages: &Messages,
        report: &mut Report,
    ) -> Result<(Option<&HouseFile>, &Press), Failed> {
        let file = self.named.clone().or_else(|| beside(article));
        if !self.presses.contains_key(&file) {
            let press = self.load(file.as_deref(), messages);
            self.presses.insert(file.clone(), press);
        }
        match &self.presses[&file] {
            Some((house, press)) => Ok((house.as_ref(), press)),
            None => {
                let name = file.unwrap_or_default();
                Err(report.error(
                    Code::House,
                    None,
                    format!("the article's house file `{}` has errors", name.display()),
                ))
            }
        }
    }

    /// Reads a house file for its own sake, and says how it fared.
    ///
    /// # Errors
    ///
    /// `()` if it cannot be used.
    pub fn check(&self, file: &Path, messages: &Messages) -> Result<(), ()> {
        let mut report = self.report();
        let loaded = self.read(file, &mut report);
        let source = loaded.map_or_else(
            |error| {
                report.error(Code::File, None, format!("cannot read the house file: {error}"));
                Source::new(file.display().to_string(), "")
            },
            |(source, _)| source,
        );
        messages.report(&source, &report);
        messages.summary(&source, &report);
        report.check().map_err(drop)
    }

    fn report(&self) -> Report {
        if self.strict {
            Report::strict()
        } else {
            Report::new()
        }
    }

    /// Reads a house file and tells what is found in it; `None` if it cannot be used.
    fn load(&self, file: Option<&Path>, messages: &Messages) -> Option<(Option<HouseFile>, Press)> {
        let Some(file) = file else {
            let house = House::default();
            let mut press = match self.layout.clone() {
                Some(layout) => Press::new(layout, house),
                None => Press::by_article(house),
            };
            press.add_faces(self.faces.clone());
            return Some((None, press));
        };
        let mut report = self.report();
        let read = if self.named.as_deref() == Some(file) {
            self.read(file, &mut report)
        } else {
            // Nobody named it: like all that is beside an article it stays in its folder.
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let bytes = Files::beside(file).read(&name);
            bytes.map(|bytes| {
                self.understand(file, Source::new(file.display().to_string(), bytes), &mut report)
            })
        };
        match read {
            Ok((source, house)) => {
                messages.report(&source, &report);
                house.map(|(house, press)| (Some(house), press))
            }
            Err(error) => {
                messages.usage(&format!(
                    "cannot read the house file `{}`: {error}",
                    file.display()
                ));
                None
            }
        }
    }

    /// The file, and the house with its press if it can be used.
    fn read(&self, file: &Path, report: &mut Report) -> io::Result<(Source, Option<(HouseFile, Press)>)> {
        Ok(self.understand(file, pamphlet::files::read_source(file)?, report))
    }

    fn understand(
        &self,
        file: &Path,
        source: Source,
        report: &mut Report,
    ) -> (Source, Option<(HouseFile, Press)>) {
        let house = understand_house(source.clone(), &Files::beside(file), report).and_then(|house| {
            let press = Press::of_house(self.layout.clone(), &house, self.faces.clone(), report)?;
            Ok((house, press))
        });
        (source, house.ok())
    }
}

/// The article in that file, with what its house says beside it.
///
/// # Errors
///
/// [`Failed`] if it cannot be used.
pub(super) fn understood(
    house: Option<&HouseFile>,
    source: &Source,
    file: &Path,
    options: &ResolveOptions,
    report: &mut Report,
) -> Result<Article, Failed> {
    let files = Files::beside(file);
    match house {
        Some(house) => pamphlet::understand_for(house, source, &files, options, report),
        None => pamphlet::understand(source, &files, options, report),
    }
}

/// The house file in the article's own folder.
fn beside(article: &Path) -> Option<PathBuf> {
    NAMES
        .iter()
        .map(|name| article.with_file_name(name))
        .find(|file| file.is_file())
}

//! Which house an article belongs to, and the press that is set up for it.
//!
//! All articles have one named house file, or each has the file beside it. A house file is
//! read once, and what is found in it is told once: [`Houses::take_told`].

use crate::diagnostic::{Code, Failed, Report, Source};
use crate::files::{self, Files, Seen};
use crate::{House, HouseFile, Layout, Press, understand_house};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The names of house files, the first that is there counts.
const NAMES: [&str; 4] = ["house.yml", "house.yaml", "_brand.yml", "_brand.yaml"];

/// How many presses are kept set up. Each has its faces open; an archive may have a house a
/// folder.
const KEPT: usize = 8;

/// The houses met so far.
pub struct Houses {
    named: Option<PathBuf>,
    layout: Option<Layout>,
    faces: Vec<(String, Vec<u8>)>,
    strict: bool,
    /// By file; articles without one share the entry of `None`.
    presses: BTreeMap<Option<PathBuf>, SetUp>,
    told: Vec<(Source, Report)>,
}

/// A house and the press that serves it.
type Furnished = (HouseFile, Press);

/// A press, if its house can be used.
struct SetUp {
    ready: Option<(Option<HouseFile>, Press)>,
    /// What the house was read from.
    seen: Vec<Seen>,
}

impl Houses {
    /// `named` is the file for all articles, `layout` the layout, `faces` are those that the
    /// user brings besides.
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
            && let Err(error) = files::read_source(file)
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
            told: Vec::new(),
        })
    }

    /// Sets up the press for articles without a house.
    pub(super) fn warm(&mut self) {
        if self.named.is_none() {
            let press = self.load(None);
            self.presses.insert(None, press);
        }
    }

    /// The house of an article, if it has one, and the press for it.
    ///
    /// # Errors
    ///
    /// [`Failed`] if the article has a house that cannot be used; `report` is the article's.
    pub fn of(
        &mut self,
        article: &Path,
        report: &mut Report,
    ) -> Result<(Option<&HouseFile>, &Press), Failed> {
        let file = self.file_of(article);
        if !self.presses.contains_key(&file) {
            if self.presses.len() >= KEPT {
                self.presses.clear();
            }
            let press = self.load(file.as_deref());
            self.presses.insert(file.clone(), press);
        }
        match &self.presses[&file].ready {
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

    /// The file of an article's house.
    fn file_of(&self, article: &Path) -> Option<PathBuf> {
        self.named.clone().or_else(|| beside(article))
    }

    /// The files from which the house of an article was read, if it has been.
    pub fn seen(&self, article: &Path) -> &[Seen] {
        let set_up = self.presses.get(&self.file_of(article));
        set_up.map_or(&[], |set_up| &set_up.seen)
    }

    /// What was found in house files read since the last call.
    pub fn take_told(&mut self) -> Vec<(Source, Report)> {
        std::mem::take(&mut self.told)
    }

    /// Reads a house file for its own sake.
    pub fn check(&self, file: &Path) -> (Source, Report) {
        let mut report = Report::with(self.strict);
        let source = self.read(file, true, &mut report).map_or_else(
            |error| unreadable(file, &error, &mut report),
            |(source, ..)| source,
        );
        (source, report)
    }

    fn load(&mut self, file: Option<&Path>) -> SetUp {
        let Some(file) = file else {
            let house = House::default();
            let mut press = match self.layout.clone() {
                Some(layout) => Press::new(layout, house),
                None => Press::by_article(house),
            };
            press.add_faces(self.faces.clone());
            return SetUp {
                ready: Some((None, press)),
                seen: Vec::new(),
            };
        };
        let mut report = Report::with(self.strict);
        let (source, set_up) = match self.read(file, false, &mut report) {
            Ok((source, house, mut seen)) => {
                seen.push(Seen {
                    sha256: files::sha256(&source.bytes),
                    ..Seen::look(file)
                });
                let ready = house.map(|(house, press)| (Some(house), press));
                (source, SetUp { ready, seen })
            }
            Err(error) => {
                let seen = vec![Seen::look(file)];
                let source = unreadable(file, &error, &mut report);
                (source, SetUp { ready: None, seen })
            }
        };
        self.told.push((source, report));
        set_up
    }

    /// The file, the house with its press if it can be used, and what that was read from.
    fn read(
        &self,
        file: &Path,
        is_asked_for: bool,
        report: &mut Report,
    ) -> io::Result<(Source, Option<Furnished>, Vec<Seen>)> {
        let files = Files::beside(file).watched();
        let source = if self.named.as_deref() == Some(file) || is_asked_for {
            files::read_source(file)?
        } else {
            let bytes = files.read(&file.file_name().unwrap_or_default().to_string_lossy())?;
            Source::new(file.display().to_string(), bytes)
        };
        let house = understand_house(source.clone(), &files, report).and_then(|house| {
            let press = Press::of_house(self.layout.clone(), &house, self.faces.clone(), report)?;
            Ok((house, press))
        });
        Ok((source, house.ok(), files.seen()))
    }
}

fn unreadable(file: &Path, error: &io::Error, report: &mut Report) -> Source {
    report.error(Code::File, None, format!("cannot read the house file: {error}"));
    Source::new(file.display().to_string(), "")
}

/// The house file in the article's own folder.
pub(super) fn beside(article: &Path) -> Option<PathBuf> {
    NAMES
        .iter()
        .map(|name| article.with_file_name(name))
        .find(|file| file.is_file())
}

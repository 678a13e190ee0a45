//! Nothing outside the article's folder is read, nothing is waited for, nothing is fetched.

use pamphlet::diagnostic::{Code, Severity};
use pamphlet::{Files, Report, Source, understand};
use std::path::{Path, PathBuf};
use std::process::Command;

const PIXEL: &[u8] = include_bytes!("../../corpus/checks-clean/bars.png");

/// A folder of its own, with a picture outside of what an article in `in/` may see.
fn place(name: &str) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("doors").join(name);
    let _ = std::fs::remove_dir_all(&place);
    std::fs::create_dir_all(place.join("in/below")).expect("a folder");
    std::fs::create_dir_all(place.join("out")).expect("a folder");
    std::fs::write(place.join("out/secret.png"), PIXEL).expect("a file");
    std::fs::write(place.join("in/own.png"), PIXEL).expect("a file");
    std::fs::write(place.join("in/below/own.png"), PIXEL).expect("a file");
    place
}

/// What is said of each picture; empty if it is shown.
fn said(folder: &Path, picture: &str) -> String {
    let text = format!("---\ntitle: T\nlang: en\ndate: 2025-01-01\n---\n\n![Words](<{picture}>)\n");
    let mut report = Report::new();
    let files = Files::folder(folder);
    understand(
        &Source::new("a.md", text),
        &files,
        &Default::default(),
        &mut report,
    )
    .expect("an article");
    let found = report
        .diagnostics()
        .iter()
        .find(|found| found.code == Code::Picture);
    found.map(|found| found.message.clone()).unwrap_or_default()
}

#[test]
fn no_path_leaves_the_folder() {
    let folder = place("paths").join("in");
    for shown in [
        "own.png",
        "./own.png",
        "below/own.png",
        "below/../own.png",
        "own.png?x#y",
    ] {
        assert_eq!(said(&folder, shown), "", "{shown}");
    }
    let absolute = folder.join("own.png").display().to_string();
    for refused in [
        "../out/secret.png",
        "below/../../out/secret.png",
        "%2e%2e/out/secret.png",
        "..%2Fout%2Fsecret.png",
        "/etc/passwd",
        absolute.as_str(),
        "C:\\\\secret.png",
        "C:secret.png",
        "\\\\\\\\server\\\\share\\\\secret.png",
        "..\\\\out\\\\secret.png",
        "own.png:stream",
    ] {
        assert!(
            said(&folder, refused).contains("leaves the article's folder"),
            "{refused}: {}",
            said(&folder, refused)
        );
    }
    for device in [
        "con",
        "NUL.png",
        "below/aux",
        "com1.png",
        "Lpt9",
        "prn .png",
        "conin$",
    ] {
        assert!(
            said(&folder, device).contains("name of a device"),
            "{device}: {}",
            said(&folder, device)
        );
    }
    for remote in [
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "ftp://a.b/c.png",
    ] {
        assert!(said(&folder, remote).contains("nothing is fetched"), "{remote}");
    }
    for remote in ["https://a.b/c.png", "HTTP://a.b/c.png", "//a.b/c.png"] {
        assert!(
            said(&folder, remote).contains("a link to it stands in its place"),
            "{remote}"
        );
    }
}

#[cfg(unix)]
#[test]
fn links_and_devices_are_no_way_out() {
    use std::os::unix::fs::symlink;
    let place = place("links");
    let folder = place.join("in");
    symlink(place.join("out/secret.png"), folder.join("file.png")).expect("a link");
    symlink("../out", folder.join("folder")).expect("a link");
    symlink("below", folder.join("inner")).expect("a link");
    symlink("loop", folder.join("loop")).expect("a link");
    symlink("/dev/zero", folder.join("zero.png")).expect("a link");
    pipe(&folder.join("pipe.png"));
    for refused in ["file.png", "folder/secret.png", "zero.png"] {
        assert!(
            said(&folder, refused).contains("leaves the article's folder"),
            "{refused}"
        );
    }
    // Opening a pipe would wait for somebody to write into it.
    assert!(said(&folder, "pipe.png").contains("it is not a file"));
    assert!(said(&folder, "below").contains("it is a folder"));
    assert!(!said(&folder, "loop").is_empty());
    assert_eq!(
        said(&folder, "inner/own.png"),
        "",
        "a link within the folder is followed"
    );
    // The whole folder may be reached by a link.
    symlink(&folder, place.join("way")).expect("a link");
    assert_eq!(said(&place.join("way"), "own.png"), "");
}

#[cfg(unix)]
#[test]
fn faces_and_layouts_come_from_files() {
    use std::os::unix::fs::symlink;
    let place = place("faces");
    let folder = place.join("in");
    std::fs::write(place.join("out/secret.ttf"), b"secret").expect("a file");
    symlink(place.join("out/secret.ttf"), folder.join("below/face.ttf")).expect("a link");
    let error = Files::folder(&folder)
        .read_faces("below")
        .expect_err("a link out");
    assert!(
        error.to_string().contains("leaves the article's folder"),
        "{error}"
    );
    pipe(&place.join("out/pipe.ttf"));
    let error = pamphlet::files::read_faces(&place.join("out")).expect_err("a pipe");
    assert!(error.to_string().contains("it is not a file"), "{error}");

    let layout = folder.join("layout");
    std::fs::create_dir_all(&layout).expect("a folder");
    std::fs::write(layout.join("layout.typ"), "").expect("a file");
    std::fs::write(layout.join("epub.css"), "").expect("a file");
    let found = |folder: &Path| pamphlet::Layout::find(&folder.display().to_string());
    assert!(found(&layout).is_ok());
    symlink(".", layout.join("again")).expect("a link");
    assert!(
        found(&layout)
            .expect_err("a circle")
            .to_string()
            .contains("stands in")
    );
    std::fs::remove_file(layout.join("again")).expect("a link");
    pipe(&layout.join("pipe"));
    assert!(
        found(&layout)
            .expect_err("a pipe")
            .to_string()
            .contains("it is not a file")
    );
}

#[cfg(unix)]
#[test]
fn what_is_no_article_is_an_error_at_once() {
    use std::os::unix::fs::symlink;
    let folder = place("articles").join("in");
    pipe(&folder.join("pipe.md"));
    symlink("/dev/zero", folder.join("zero.md")).expect("a link");
    std::fs::create_dir(folder.join("folder.md")).expect("a folder");
    for (name, why) in [
        ("pipe.md", "not a file"),
        ("zero.md", "not a file"),
        ("folder.md", "a folder"),
    ] {
        let error = pamphlet::files::read_source(&folder.join(name)).expect_err("no article");
        assert!(error.to_string().contains(why), "{name}: {error}");
    }
}

/// The house beside an article is content as well, if nobody named it.
#[cfg(unix)]
#[test]
fn a_house_that_is_found_stays_in_its_folder() {
    let place = place("houses");
    let folder = place.join("in");
    std::fs::write(place.join("out/house.yml"), "publisher: The Secret House\n").expect("a file");
    std::os::unix::fs::symlink("../out/house.yml", folder.join("house.yml")).expect("a link");
    std::fs::write(
        folder.join("a.md"),
        "---\ntitle: T\nlang: en\ndate: 2025-01-01\n---\n\nWords.\n",
    )
    .expect("a file");
    let build = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pamphlet"));
        command
            .current_dir(&folder)
            .args(["build", "a.md", "--to", "json", "--out", "made"])
            .args(more);
        let output = command.output().expect("pamphlet runs");
        (
            output.status.success(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (is_done, said) = build(&[]);
    assert!(!is_done && said.contains("leaves the article's folder"), "{said}");
    let (is_done, said) = build(&["--house", "house.yml"]);
    assert!(is_done, "{said}");
}

#[cfg(unix)]
fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().expect("mkfifo runs");
    assert!(made.success());
}

#[test]
fn works_and_styles_are_not_fetched() {
    let text = "---\ntitle: T\nlang: en\ndate: 2025-01-01\nbibliography: https://a.b/refs.bib\ncsl: https://a.b/x.csl\n\
        cover-image: https://a.b/c.png\nattachments: [https://a.b/d.csv]\n---\n\n[@a]\n";
    let mut report = Report::new();
    let article = understand(
        &Source::new("a.md", text),
        &Files::none(),
        &Default::default(),
        &mut report,
    );
    assert!(article.is_ok() && report.count(Severity::Error) == 0);
    for code in [
        Code::Bibliography,
        Code::CitationStyle,
        Code::Picture,
        Code::Attachment,
    ] {
        assert!(
            report.diagnostics().iter().any(|found| found.code == code),
            "{code}: {:#?}",
            report.diagnostics()
        );
    }
}

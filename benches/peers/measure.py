"""Times the ways from one article to its outputs; called by `peers.sh`.

Every command is a process of its own, started cold, though with files in the system's cache
after one round that is not counted. The rounds are interleaved and begin with another
contestant each time, so that a machine that slows down slows all of them down.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import race

HERE = Path(__file__).resolve().parent
BARS = [  # what, of which, against which (None: absolute), at most
    ("CPU", "pamphlet", "typst", 2.0),
    ("CPU", "pages", "typst", 1.25),
    ("CPU", "pamphlet", "pandoc", 0.45),
    ("RSS", "pamphlet", None, 96.0),
]


def main():
    parser = argparse.ArgumentParser()
    for name in ("--pamphlet", "--typst", "--pandoc", "--article"):
        parser.add_argument(name, required=True)
    parser.add_argument("--fonts", default="fonts")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    typst = str(Path(shutil.which(options.typst) or options.typst).absolute())

    with tempfile.TemporaryDirectory(prefix="pamphlet-peers-") as scratch, tempfile.TemporaryFile() as log:
        out = Path(scratch)
        stem = Path(options.article).stem
        font_options = ["--font-path", options.fonts, "--ignore-system-fonts"]
        ours = [[options.pamphlet, "build", options.article, "--out", str(out / "pamphlet")]]
        pages = [[options.pamphlet, "build", options.article, "--to", "pdf", "--out", str(out / "pages")]]
        theirs = [
            [typst, "compile", *font_options, "--pdf-standard", "a-2a,ua-1", str(HERE / "brief.typ"), str(out / "typst.pdf")]
        ]
        # Pandoc 3.9 writes a keyword of two words into its Typst template unquoted, which Typst
        # cannot read; without its keywords the same article goes through.
        plain = out / f"{stem}.md"
        lines = Path(options.article).read_text(encoding="utf-8").splitlines(keepends=True)
        plain.write_text("".join(line for line in lines if not line.startswith("keywords:")), encoding="utf-8")
        pandoc = [
            [
                options.pandoc, str(plain), "--output", str(out / "pandoc.pdf"), f"--pdf-engine={typst}",
                f"--pdf-engine-opt=--font-path={Path(options.fonts).absolute()}",
                "--pdf-engine-opt=--ignore-system-fonts", "--variable=mainfont:Source Serif 4", "--variable=papersize:a4",
            ],
            [options.pandoc, str(plain), "--output", str(out / "pandoc.epub"), "--to=epub3", "--mathml"],
        ]
        contestants = {
            "pamphlet": ("pamphlet build", ours, [out / "pamphlet" / f"{stem}.pdf", out / "pamphlet" / f"{stem}.epub"]),
            "pages": ("--to pdf alone", pages, [out / "pages" / f"{stem}.pdf"]),
            "typst": ("typst compile", theirs, [out / "typst.pdf"]),
            "pandoc": ("pandoc, twice", pandoc, [out / "pandoc.pdf", out / "pandoc.epub"]),
        }

        print(f"article   {options.article}, {Path(options.article).stat().st_size} bytes")
        print(f"machine   {race.describe_machine()}")
        print(f"programs  {race.said(options.pamphlet, '--version')}; {race.said(typst, '--version')}; {race.said(options.pandoc, '--version')}")
        print(f"rounds    {options.rounds}, interleaved, after one that is not counted\n")

        samples = race.run(contestants, options.rounds, log)
        sizes = {
            name: ", ".join(f"{path.suffix[1:].upper()} {path.stat().st_size / 1024:.0f} KiB" for path in outputs)
            for name, (_, _, outputs) in contestants.items()
        }

    race.table(contestants, samples, "typst", sizes)
    print()
    median = race.medians(samples)
    for key, name, other, bar in BARS:
        value = median[name][key]
        if other:
            race.verdict(f"{key} of {contestants[name][0]} ÷ {contestants[other][0]}", value / median[other][key], bar)
        else:
            race.verdict(f"peak {key} of {contestants[name][0]}", value, bar, " MiB")


main()

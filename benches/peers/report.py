"""Times a report of 200 pages: `pamphlet build --to pdf` against `typst compile` on equivalent markup.

The report is made of the articles in `content/`, put end to end until it is long enough. The
markup that Typst gets is pandoc's, of the same Markdown, in `report.typ`: the same faces, sizes,
measure, running head, contents and standards. Pandoc's own time is not counted. What is compared
is CPU a page, since the two do not break pages alike. Called by `peers.sh --report`.
"""

import argparse
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import race

HERE = Path(__file__).resolve().parent
BAR = 1.1  # CPU a page, of `typst compile`
COPIES = 5  # of NIST's guideline, some 40 pages each


def article(source, copies):
    """The article's front matter and its body `copies` times, each with ids of its own."""
    _, front, body = source.read_text(encoding="utf-8").split("---\n", 2)
    # Two pictures of one name would be told apart by nothing; ids and what leads to them are.
    def again(copy):
        text = re.sub(r"\{#([\w-]+)", rf"{{#c{copy}-\1", body)
        text = re.sub(r"\]\(#([\w-]+)\)", rf"](#c{copy}-\1)", text)
        return re.sub(r'(id="|href="#)([\w-]+)"', rf'\1c{copy}-\2"', text)
    return front, "\n\n".join(again(copy) for copy in range(copies))


def pages(pdf):
    info = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"^Pages:\s+(\d+)", info, re.M).group(1))


def main():
    parser = argparse.ArgumentParser()
    for name in ("--pamphlet", "--typst", "--pandoc"):
        parser.add_argument(name, required=True)
    parser.add_argument("--fonts", default="fonts")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    typst = str(Path(shutil.which(options.typst) or options.typst).absolute())

    with tempfile.TemporaryDirectory(prefix="pamphlet-report-") as scratch, tempfile.TemporaryFile() as log:
        out = Path(scratch)
        front, body = article(Path("content/sp800-63c.md"), COPIES)
        shutil.copytree("content/sp800-63c", out / "sp800-63c")
        markdown = out / "report.md"
        markdown.write_text(f"---\n{front}---\n{body}", encoding="utf-8")
        markup = subprocess.run(
            [options.pandoc, "-f", "markdown-citations", "-t", "typst", "--wrap=none"],
            input=body, capture_output=True, text=True, check=True,
        ).stdout
        # A link whose target pandoc does not know would stop Typst; to the web it costs as much.
        known = set(re.findall(r"^<([\w-]+)>", markup, re.M))
        markup = re.sub(
            r"#link\(<([\w-]+)>\)",
            lambda link: link.group(0) if link.group(1) in known else '#link("https://example.org/")',
            markup,
        )
        (out / "body.typ").write_text(markup, encoding="utf-8")
        (out / "report.typ").write_text(
            (HERE / "report.typ").read_text(encoding="utf-8") + '\n#include "body.typ"\n', encoding="utf-8"
        )
        contestants = {
            "pamphlet": (
                "pamphlet build",
                [[options.pamphlet, "build", "--layout", "report", "--to", "pdf", str(markdown), "--out", str(out / "ours")]],
                [out / "ours" / "report.pdf"],
            ),
            "typst": (
                "typst compile",
                [[
                    typst, "compile", "--root", scratch, "--font-path", str(Path(options.fonts).absolute()), "--ignore-system-fonts",
                    "--pdf-standard", "a-2u", str(out / "report.typ"), str(out / "typst.pdf"),
                ]],
                [out / "typst.pdf"],
            ),
        }
        print(f"machine   {race.describe_machine()}")
        print(f"programs  {race.said(options.pamphlet, '--version')}; {race.said(typst, '--version')}")
        print(f"rounds    {options.rounds}, interleaved, after one that is not counted\n")
        samples = race.run(contestants, options.rounds, log)
        counts = {name: pages(outputs[0]) for name, (_, _, outputs) in contestants.items()}

    race.table(contestants, samples, "typst", {name: f"{count} pages" for name, count in counts.items()})
    median = race.medians(samples)
    a_page = {name: median[name]["CPU"] / counts[name] for name in counts}
    print("\nCPU a page: " + ", ".join(f"{contestants[name][0]} {value:.2f} ms" for name, value in a_page.items()))
    race.verdict("CPU a page of pamphlet build ÷ typst compile", a_page["pamphlet"] / a_page["typst"], BAR)


main()

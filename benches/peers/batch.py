"""Times whole archives; called by `batch.sh`, which says how."""

import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import archive
import race

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SAMPLE = 200  # papers whose typesetting is timed beside Typst's


def take(folder, source, count):
    """`count` papers of an archive of one's own, spread over it, each in a folder of its place."""
    found = sorted(path for path in pathlib.Path(source).rglob("*.md") if path.name != "README.md")
    step = max(1, len(found) // count)
    for path in found[::step][:count]:
        target = folder / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def used(who):
    import resource

    told = resource.getrusage(who)
    return told.ru_utime + told.ru_stime


def timed(command, **options):
    """Wall and CPU seconds of a command, with the processes it waited for."""
    import resource

    before, begun = used(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, check=False, **options)
    wall = time.perf_counter() - begun
    return wall, used(resource.RUSAGE_CHILDREN) - before, done


def batch(pamphlet, papers, out, *more):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    command = [pamphlet, "batch", str(papers), "--out", str(out), "--progress", "none", *more]
    wall, cpu, done = timed(command, **quiet)
    if done.returncode not in (0, 1):
        sys.exit(f"{command}\n{done.stderr}")
    return wall, cpu, done.stderr


def results(out):
    lines = (out / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def pandoc(options, papers, out, log):
    """Both files of every paper with pandoc, two at a time: seconds, and how many papers lack one."""
    out.mkdir()
    one = out / "one.sh"
    # pandoc finds the engine by its name.
    one.write_text(
        "#!/bin/sh\n"
        'name=$(echo "$1" | tr / _)\n'
        f'"{options.pandoc}" "$1" --pdf-engine="{options.typst}" -o "{out}/$name.pdf"\n'
        f'"{options.pandoc}" "$1" -o "{out}/$name.epub"\n'
        "true\n"
    )
    one.chmod(0o755)
    names = sorted(str(path) for path in papers.rglob("*.md"))
    wall, cpu, _ = timed(
        ["xargs", "-P2", "-n1", str(one)], input="\n".join(names), text=True, stdout=log, stderr=log
    )
    made = {ending: len(list(out.glob(f"*.{ending}"))) for ending in ("pdf", "epub")}
    return wall, cpu, len(names) - min(made.values())


def markup(options, papers, folder, count):
    """The same papers as markup for Typst, on the page of brief.typ: its settings, its first
    page's head, and what stands beside it."""
    settings = (HERE / "brief.typ").read_text(encoding="utf-8").split("#first-page(")[0]
    settings += "\n#let horizontalrule = line(length: 100%, stroke: 0.4pt)\n#let blockquote = quote.with(block: true)\n"
    folder.mkdir()
    names = sorted(papers.rglob("*.md"))
    step = max(1, len(names) // count)
    for number, path in enumerate(names[::step][:count]):
        done = subprocess.run(
            [options.pandoc, "-t", "typst", "--wrap=none", str(path)], capture_output=True, text=True, check=False
        )
        text = path.read_text(encoding="utf-8", errors="replace")
        title = re.search(r"^title:\s*[\"']?(.*?)[\"']?\s*$", text, re.M)
        words = json.dumps(title.group(1) if title else path.stem, ensure_ascii=False)
        # Pictures are not there for either; a link to what pandoc does not know would stop Typst.
        body = re.sub(r"#link\(<[^>]*>\)", '#link("https://example.org/")', done.stdout)
        body = re.sub(r"#?(?:box\()?image\([^()]*\)\)?", "[]" if "#figure(image" in body else "", body)
        own = re.sub(r"#let title = .*", f"#let title = {words}", settings)
        own += "\n#first-page(title, [], [], [], [*Policy Brief*])\n"
        own += "#hang(small(text(fill: quiet)[#label[Cite as] \\ #emph(title). Policy Brief.]))\n"
        own += f"\n{body}\n"
        (folder / f"{number:04}.md").write_text(text, encoding="utf-8")
        (folder / f"{number:04}.typ").write_text(own, encoding="utf-8")


def short(options, scratch):
    papers = scratch / "papers"
    if options.archive:
        take(papers, options.archive, options.papers or 1000)
        kind = "real documents"
    else:
        archive.write(ROOT / "content", papers, options.papers or 1000)
        kind = "made of the articles in content/"
    count = sum(1 for _ in papers.rglob("*.md"))
    words = sum(len(path.read_text(encoding="utf-8", errors="replace").split()) for path in papers.rglob("*.md"))
    print(f"machine   {race.describe_machine()}")
    print(f"programs  {race.said(options.pamphlet, '--version')}; {race.said(options.typst, '--version')}; {race.said(options.pandoc, '--version')}")
    print(f"archive   {count} papers, {kind}, {words // count} words each, PDF and EPUB of each\n", flush=True)
    walls = {}
    with tempfile.TemporaryFile() as log:
        for round_ in range(options.rounds):
            for workers in (1, 2):
                out = scratch / f"out-{workers}-{round_}"
                wall, cpu, _ = batch(options.pamphlet, papers, out, "--jobs", str(workers))
                walls.setdefault(workers, []).append(wall)
                lines = results(out)
                failed = sum(line["class"] in ("error", "timeout", "out-of-memory", "crash") for line in lines)
                peak = max(line.get("peak_memory", 0) for line in lines) / 2**20
                print(
                    f"pamphlet batch --jobs {workers}: {count / wall:6.1f} papers a second, {cpu / count * 1e3:5.1f} ms CPU "
                    f"a paper, {failed} not made, a worker's peak {peak:.0f} MiB",
                    flush=True,
                )
                shutil.rmtree(out)
            wall, cpu, failed = pandoc(options, papers, scratch / f"pandoc-{round_}", log)
            walls.setdefault("pandoc", []).append(wall)
            print(
                f"pandoc under xargs -P2: {count / wall:6.1f} papers a second, {cpu / count * 1e3:5.1f} ms CPU a paper, "
                f"{failed} not made",
                flush=True,
            )
            shutil.rmtree(scratch / f"pandoc-{round_}")
    middle = {name: statistics.median(times) for name, times in walls.items()}
    print()
    race.verdict_least("two workers ÷ pandoc, papers a second", middle["pandoc"] / middle[2], 4)
    race.verdict_least("two workers ÷ one", middle[1] / middle[2], 1.85)
    if options.floor:
        print(flush=True)
        markup(options, papers, scratch / "floor", SAMPLE)
        command = ["cargo", "bench", "--quiet", "--bench", "archive", "--", str(scratch / "floor")]
        subprocess.run(command, cwd=ROOT, check=True)


def long(options, scratch):
    papers, out = scratch / "papers", scratch / "out"
    archive.write(ROOT / "content", papers, options.papers or 10000)
    names = sorted(papers.rglob("*.md"))
    print(f"machine   {race.describe_machine()}")
    print(f"archive   {len(names)} papers made of the articles in content/, through one worker\n", flush=True)
    wall, _, _ = batch(options.pamphlet, papers, out, "--jobs", "1")
    peaks = [line["peak_memory"] / 2**20 for line in results(out)]
    print(f"{len(names) / wall:.1f} papers a second")
    window = 100
    early = statistics.median(peaks[500 - window : 500 + window])
    late = statistics.median(peaks[-2 * window :])
    print(f"a worker's peak while at a paper: {early:.1f} MiB around the 500th, {late:.1f} MiB at the last, at most {max(peaks):.1f} MiB")
    race.verdict("memory at the end ÷ after 500", late / early, 1.1)
    race.verdict("most memory of a worker, MiB", max(peaks), 160)
    seconds = [batch(options.pamphlet, papers, out)[0] for _ in range(5)]
    race.verdict(f"seconds to see that {len(names)} papers are up to date", statistics.median(seconds), 2)
    changed = names[len(names) // 2]
    changed.write_text(changed.read_text(encoding="utf-8") + "\nAnother word.\n", encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.pdf")}
    wall, _, _ = batch(options.pamphlet, papers, out)
    made = [path for path, time_ in before.items() if path.stat().st_mtime_ns != time_]
    right = [path.stem for path in made] == [changed.stem]
    print(f"one changed: it alone was made, in {wall:.2f} s" if right else f"MISSED: made {made}")


def main():
    parser = argparse.ArgumentParser()
    for name in ("--pamphlet", "--typst", "--pandoc"):
        parser.add_argument(name, required=True)
    parser.add_argument("--archive")
    parser.add_argument("--papers", type=int)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--no-floor", dest="floor", action="store_false")
    options = parser.parse_args()
    for name in ("pamphlet", "typst", "pandoc"):
        found = shutil.which(getattr(options, name)) or getattr(options, name)
        setattr(options, name, str(pathlib.Path(found).absolute()))
    os.environ.pop("SLURM_ARRAY_TASK_ID", None)
    with tempfile.TemporaryDirectory(prefix="pamphlet-batch-") as scratch:
        (long if options.long else short)(options, pathlib.Path(scratch))


main()

"""Times the three ways from one article to its outputs; called by `peers.sh`.

Every command is a process of its own, started cold, though with files in the system's cache
after one round that is not counted. The rounds are interleaved and begin with another
contestant each time, so that a machine that slows down slows all of them down.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
BARS = [  # what, of which, against which (None: absolute), at most
    ("CPU", "pamphlet", "typst", 2.0),
    ("CPU", "pamphlet", "pandoc", 0.45),
    ("RSS", "pamphlet", None, 96.0),
]


def measured(command, log):
    """CPU ms (user and system, with the processes it waited for), wall ms, peak RSS in MiB."""
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        log.seek(0)
        sys.exit(f"{' '.join(command)}\nfailed with {child.returncode}:\n{log.read().decode(errors='replace')[-2000:]}")
    return {
        "CPU": (used.ru_utime + used.ru_stime) * 1e3,
        "wall": wall * 1e3,
        "RSS": used.ru_maxrss / 1024,  # Linux counts in KiB
    }


def one_round(commands, outputs, log):
    """One contestant's commands one after another: times add up, the peak is the highest."""
    for output in outputs:
        output.unlink(missing_ok=True)
    steps = [measured(command, log) for command in commands]
    for output in outputs:
        if not output.is_file() or output.stat().st_size < 1000:
            sys.exit(f"{commands} left no {output}")
    return {
        "CPU": sum(step["CPU"] for step in steps),
        "wall": sum(step["wall"] for step in steps),
        "RSS": max(step["RSS"] for step in steps),
    }


def said(*command):
    run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return run.stdout.splitlines()[0].strip() if run.stdout.strip() else f"{command[0]} (no version)"


def processor():
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


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
            "typst": ("typst compile", theirs, [out / "typst.pdf"]),
            "pandoc": ("pandoc, twice", pandoc, [out / "pandoc.pdf", out / "pandoc.epub"]),
        }

        print(f"article   {options.article}, {Path(options.article).stat().st_size} bytes")
        print(f"machine   {os.cpu_count()} × {processor()}, {platform.system()} {platform.release()}, load {os.getloadavg()[0]:.1f}")
        print(f"programs  {said(options.pamphlet, '--version')}; {said(typst, '--version')}; {said(options.pandoc, '--version')}")
        print(f"rounds    {options.rounds}, interleaved, after one that is not counted\n")

        samples = {name: [] for name in contestants}
        names = list(contestants)
        for round_number in range(options.rounds + 1):
            turn = round_number % len(names)
            for name in names[turn:] + names[:turn]:
                _, commands, outputs = contestants[name]
                result = one_round(commands, outputs, log)
                if round_number:
                    samples[name].append(result)
        sizes = {
            name: ", ".join(f"{path.suffix[1:].upper()} {path.stat().st_size / 1024:.0f} KiB" for path in outputs)
            for name, (_, _, outputs) in contestants.items()
        }

    median = {
        name: {key: statistics.median(sample[key] for sample in taken) for key in ("CPU", "wall", "RSS")}
        for name, taken in samples.items()
    }
    columns = (("CPU", "CPU ms"), ("wall", "wall ms"), ("RSS", "peak RSS MiB"))
    print(" " * 16 + "".join(f"{head:^27}" for _, head in columns) + "× typst compile")
    print(" " * 16 + "    min   median      max   " * 3 + "  CPU   wall   RSS   leaves")
    for name, taken in samples.items():
        line = f"{contestants[name][0]:16}"
        for key, _ in columns:
            values = [sample[key] for sample in taken]
            line += f"{min(values):7.1f}  {median[name][key]:7.1f}  {max(values):7.1f}   "
        line += "".join(f"{median[name][key] / median['typst'][key]:5.2f}  " for key, _ in columns)
        print(line + sizes[name])

    print()
    for key, name, other, bar in BARS:
        value = median[name][key]
        if other:
            value /= median[other][key]
            what = f"{key} of {contestants[name][0]} ÷ {contestants[other][0]}"
            said_value = f"{value:.2f}, bar {bar:.2f}"
        else:
            what = f"peak {key} of {contestants[name][0]}"
            said_value = f"{value:.1f} MiB, bar {bar:.0f} MiB"
        print(f"{what:48}  {said_value:24}  {'holds' if value <= bar else 'DOES NOT HOLD'}")


main()

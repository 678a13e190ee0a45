"""Runs the three validators over a folder and reports; called by `run`, which sets them up.

As few processes as the validators allow: veraPDF once for each flavour that any PDF claims,
EPUBCheck once and Ace (with its browser) once for all books.
"""

import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXCEPTIONS = HERE / "epubcheck-exceptions.txt"
# A short JVM run spends most of its time compiling itself: this halves it.
JAVA = ["java", "-Djava.awt.headless=true", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
SEVERITIES = ("FATAL", "ERROR", "WARNING", "USAGE")
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
# Longest wait for one judge over all files. A hanging judge is a failure, not a hanging build.
PATIENCE = 1800


class Row:
    """One file: what it claims, a cell for each judge, and why it failed, if it did."""

    def __init__(self, path, name):
        self.path, self.name = path, name
        self.claims, self.verdicts = "-", "-"
        self.epubcheck, self.ace = "-", "-"
        self.failures = []

    def fail(self, judge, reason):
        self.failures.append(f"{judge}: " + re.sub(r"\s+", " ", reason).strip())


def start(command, output, errors, **more):
    """Runs a judge to its end. Only the reports it leaves count, whatever it prints or returns."""
    try:
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, timeout=PATIENCE, **more)
    except (subprocess.TimeoutExpired, OSError) as broken:
        errors.write(f"{broken}\n".encode())


# --- PDF


def claimed_flavours(path):
    """The veraPDF flavours that the XMP metadata of a PDF claims, such as `2a` and `ua1`."""
    meta = subprocess.run(["pdfinfo", "-meta", path], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    if meta.returncode != 0:
        raise ValueError(meta.stderr.decode(errors="replace").strip() or "pdfinfo cannot read it")
    packet = re.search(rb"<x:xmpmeta.*</x:xmpmeta>|<rdf:RDF.*</rdf:RDF>", meta.stdout, re.S)
    if not packet:
        return []
    found = {}
    for node in ElementTree.fromstring(packet.group()).iter():
        found.setdefault(node.tag, (node.text or "").strip())
        for attribute, value in node.attrib.items():
            found.setdefault(attribute, value.strip())
    flavours = []
    if part := found.get(PDFA + "part"):
        flavours.append(part + found.get(PDFA + "conformance", "").lower())
    if part := found.get(PDFUA + "part"):
        flavours.append("ua" + part)
    return flavours


def spoken(flavour):
    """`2a` as people write it: `A-2a`; `ua1` as `UA-1`."""
    return "UA-" + flavour[2:] if flavour.startswith("ua") else "A-" + flavour


def verapdf(rows, folder, allow_unclaimed):
    by_flavour = collections.OrderedDict()
    for row in rows:
        try:
            flavours = claimed_flavours(row.path)
        except Exception as broken:  # a PDF may be broken in any way: each is a failure of that file
            row.claims = "unreadable"
            row.fail("veraPDF", f"its metadata cannot be read: {broken}")
            continue
        row.claims = " ".join(map(spoken, flavours)) or "none"
        if not flavours and not allow_unclaimed:
            row.fail("veraPDF", "the PDF claims no flavour in its XMP metadata, so nothing judges it")
        for flavour in flavours:
            by_flavour.setdefault(flavour, []).append(row)

    verdicts = collections.defaultdict(list)
    for flavour, claimants in by_flavour.items():
        with tempfile.NamedTemporaryFile(suffix=".json") as report, tempfile.TemporaryFile() as log:
            command = JAVA + ["-cp", f"{folder}/*", "org.verapdf.apps.GreenfieldCliWrapper"]
            command += ["--flavour", flavour, "--format", "json", "--maxfailuresdisplayed", "1"]
            command += [str(row.path) for row in claimants]
            start(command, report, log)
            try:
                report.seek(0)
                jobs = json.load(report)["report"]["jobs"]
            except (ValueError, KeyError):
                jobs = []
            said = tail(log)
        judged = {os.path.realpath(job["itemDetails"]["name"]): job for job in jobs if "itemDetails" in job}
        for row in claimants:
            job = judged.get(os.path.realpath(row.path))
            results = (job or {}).get("validationResult") or []
            results = results if isinstance(results, list) else [results]
            if not results:
                trouble = (job or {}).get("taskException") or said or "no report"
                row.fail("veraPDF", f"{spoken(flavour)}: gave no verdict: {trouble}")
                verdicts[row].append(f"{spoken(flavour)} none")
                continue
            compliant = all(
                result.get("compliant") is True and result.get("jobEndStatus") == "normal" for result in results
            )
            verdicts[row].append(f"{spoken(flavour)} {'pass' if compliant else 'FAIL'}")
            if compliant:
                continue
            reasons = 0
            for result in results:
                for rule in result["details"].get("ruleSummaries", []):
                    reasons += 1
                    row.fail(
                        "veraPDF",
                        f"{spoken(flavour)} {rule['specification']} {rule['clause']}-{rule['testNumber']}"
                        f" ({rule['failedChecks']}×): {rule['description']}",
                    )
            if not reasons:
                row.fail("veraPDF", f"{spoken(flavour)}: not compliant, without a reason")
    for row, said in verdicts.items():
        row.verdicts = ", ".join(said)


# --- EPUB


def epubcheck(rows, folder, scratch):
    command = JAVA + ["-cp", f"{folder}{os.pathsep}{folder}/*", "Books", str(EXCEPTIONS)]
    for number, row in enumerate(rows):
        command += [str(row.path), str(scratch / f"{number}.epubcheck.json")]
    with tempfile.TemporaryFile() as log:
        start(command, log, log)
        said = tail(log)
    for number, row in enumerate(rows):
        try:
            messages = json.loads((scratch / f"{number}.epubcheck.json").read_text("utf-8"))["messages"]
        except (OSError, ValueError, KeyError):
            row.epubcheck = "none"
            row.fail("EPUBCheck", f"left no report: {said}")
            continue
        counts = collections.Counter()
        for message in messages:
            severity = message["severity"]
            places = message["locations"]
            counts[severity] += max(1, len(places) + message.get("additionalLocations", 0))
            if severity not in ("INFO", "SUPPRESSED"):
                place = ""
                if places:
                    place = f" at {places[0].get('path')}:{places[0].get('line')}:{places[0].get('column')}"
                row.fail("EPUBCheck", f"{severity} {message['ID']}{place}: {message['message']}")
        row.epubcheck = " ".join(f"{severity.lower()} {counts[severity]}" for severity in SEVERITIES)
        if counts["INFO"]:
            row.epubcheck += f" (info {counts['INFO']})"


def ace(rows, folder, scratch):
    command = ["node", str(HERE / "ace.js"), str(folder / "node_modules")]
    for number, row in enumerate(rows):
        command += [str(row.path), str(scratch / f"{number}.ace")]
    # Ace writes a settings folder and a log into the home folder: let that be the scratch folder.
    env = {**os.environ, "HOME": str(scratch), "XDG_CONFIG_HOME": str(scratch / "config")}
    with tempfile.TemporaryFile() as log:
        start(command, log, log, env=env)
        said = tail(log)
    for number, row in enumerate(rows):
        try:
            report = json.loads((scratch / f"{number}.ace" / "report.json").read_text("utf-8"))
            outcome = report["earl:result"]["earl:outcome"]
            documents = report["assertions"]
        except (OSError, ValueError, KeyError):
            row.ace = "none"
            row.fail("Ace", f"left no report: {said}")
            continue
        violations = 0
        for document in documents:
            where = document.get("earl:testSubject", {}).get("url", "")
            for assertion in document["assertions"]:
                violations += 1
                test = assertion["earl:test"]
                text = assertion["earl:result"].get("dct:description", "")
                text = text.replace("Fix any of the following:", "")
                row.fail("Ace", f"{test['earl:impact']} {test['dct:title']} in {where}: {text}")
        row.ace = str(violations)
        if outcome != "pass" and not violations:
            row.fail("Ace", f"its outcome is {outcome!r}, without a reason")


# --- report


def tail(log):
    log.seek(0)
    lines = [line.strip() for line in log.read().decode(errors="replace").splitlines() if line.strip()]
    return " / ".join(lines[-3:])[-600:]


def table(rows):
    heads = ("file", "claims", "veraPDF", "EPUBCheck", "Ace", "")
    cells = [heads]
    for row in rows:
        verdict = "FAILED" if row.failures else "ok"
        cells.append((row.name, row.claims, row.verdicts, row.epubcheck, row.ace, verdict))
    widths = [max(len(line[column]) for line in cells) for column in range(len(heads))]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


def main():
    parser = argparse.ArgumentParser(prog="tests/conformance/run")
    parser.add_argument("--verapdf", type=Path, required=True)
    parser.add_argument("--epubcheck", type=Path, required=True)
    parser.add_argument("--ace", type=Path, required=True)
    parser.add_argument("--allow-unclaimed", action="store_true", help="let a PDF pass that claims no flavour")
    parser.add_argument("--json", type=Path, help="also write each file's failures there")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()

    if not options.folder.is_dir():
        sys.exit(f"{options.folder}: no such folder")
    files = sorted(path for path in options.folder.rglob("*") if path.is_file())
    pdfs, epubs = ([path for path in files if path.suffix.lower() == kind] for kind in (".pdf", ".epub"))
    rows = {path: Row(path.absolute(), str(path.relative_to(options.folder))) for path in sorted(pdfs + epubs)}
    if not rows:
        print(f"{options.folder} holds no PDF and no EPUB\n0 passed, 0 failed")
        sys.exit(1)

    with tempfile.TemporaryDirectory(prefix="pamphlet-judges-") as scratch:
        scratch = Path(scratch)
        if pdfs:
            verapdf([rows[path] for path in pdfs], options.verapdf, options.allow_unclaimed)
        if epubs:
            epubcheck([rows[path] for path in epubs], options.epubcheck, scratch)
            ace([rows[path] for path in epubs], options.ace, scratch)

    rows = list(rows.values())
    table(rows)
    failed = [row for row in rows if row.failures]
    for row in failed:
        print(f"\n{row.name}")
        for reason in row.failures:
            print(f"  {reason}")
    excepted = [line.split("\t")[0] for line in EXCEPTIONS.read_text("utf-8").splitlines() if "\tSUPPRESSED" in line]
    if epubs and excepted:
        print(f"\nnot counted by EPUBCheck here: {', '.join(excepted)} (see tests/conformance/README.md)")
    if options.json:
        options.json.write_text(json.dumps({row.name: row.failures for row in rows}, indent=1), "utf-8")
    print(f"\n{len(rows) - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


main()

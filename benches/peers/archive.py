"""Makes an archive of distinct papers out of the articles in content/, for benches and checks.

Each paper has a title, an abstract, headings, and some 1,400 words of whole paragraphs, lists,
quotes and tables, drawn by its number: the same number gives the same paper every day.
"""

import pathlib
import random
import re
import sys

WORDS = 1400


def blocks(content):
    """The text blocks of the articles, without notes, pictures and what refers elsewhere."""
    found = []
    for path in sorted(pathlib.Path(content).glob("*.md")):
        text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.S)
        for block in re.split(r"\n\s*\n", text):
            block = block.strip()
            refers = re.search(r"\[\^|!\[|\]\(|:::|@[A-Za-z]|\{#|<[a-z/]", block)
            if len(block.split()) > 5 and not refers and not block.startswith(("#", "[", "    ")):
                found.append(block)
    return found


def paper(number, pool):
    draw = random.Random(number)
    body, words = [], 0
    while words < WORDS:
        if len(body) % 6 == 0:
            title = " ".join(draw.choice(pool).split()[:5]).strip("*|>-.,:;_ ")
            body.append(f"## {re.sub(r'[^A-Za-z0-9 ]', '', title) or 'Part'}")
        block = draw.choice(pool)
        body.append(block)
        words += len(block.split())
    day = 1 + number % 28
    head = [
        "---",
        f'title: "Paper {number} of an archive"',
        "author: A. Writer",
        f"date: 2025-{1 + number % 12:02}-{day:02}",
        "lang: en-GB",
        "---",
    ]
    return "\n".join(head) + "\n\n" + "\n\n".join(body) + "\n"


def write(content, folder, count):
    """Writes `count` papers into `folder`, a hundred a folder."""
    pool = blocks(content)
    for number in range(count):
        path = pathlib.Path(folder) / f"{number // 100:03}" / f"paper-{number:05}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(paper(number, pool), encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2], int(sys.argv[3]))

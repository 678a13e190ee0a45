#!/usr/bin/env bash
# Times whole programs on the same article, in one run: `pamphlet build` (PDF and EPUB),
# `typst compile` on hand-written markup (PDF), and pandoc (PDF through Typst, and EPUB).
#
#   benches/peers.sh [ROUNDS]             15 rounds unless told otherwise
#   benches/peers.sh --report [ROUNDS]    a report of 200 pages instead, against Typst alone
#
# Installs Typst and pandoc into target/peers unless they are there; the first run compiles
# Typst, which takes many minutes. Needs cargo and python3. $PAMPHLET, $TYPST and $PANDOC name
# other programs to time.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=benches/peers/programs.sh
source benches/peers/programs.sh

article=${ARTICLE:-content/forging-stability.md}
[ -f "$article" ] || { echo "$article is not there" >&2; exit 2; }

if [ "${1:-}" = --report ]; then
  command -v pdfinfo >/dev/null || { echo "pdfinfo is missing (poppler-utils)" >&2; exit 2; }
  exec python3 benches/peers/report.py \
    --pamphlet "$PAMPHLET" --typst "$TYPST" --pandoc "$PANDOC" --rounds "${2:-9}"
fi
exec python3 benches/peers/measure.py \
  --pamphlet "$PAMPHLET" --typst "$TYPST" --pandoc "$PANDOC" --article "$article" --rounds "${1:-15}"

#!/usr/bin/env bash
# Times whole archives: `pamphlet batch` on one worker and on two, against pandoc for PDF (through
# Typst) and EPUB under `xargs -P2`, and typesetting alone against Typst in one process.
#
#   benches/batch.sh [--archive FOLDER] [--papers N]    1,000 papers of FOLDER, or made of content/
#   benches/batch.sh --long [--papers N]                10,000 papers through one worker: its memory,
#                                                       then how long it takes to see that nothing,
#                                                       and then that one paper, has changed
#
# Installs Typst and pandoc into target/peers unless they are there, as peers.sh does. $PAMPHLET,
# $TYPST and $PANDOC name other programs to time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=benches/peers/programs.sh
source benches/peers/programs.sh
exec python3 benches/peers/batch.py --pamphlet "$PAMPHLET" --typst "$TYPST" --pandoc "$PANDOC" "$@"

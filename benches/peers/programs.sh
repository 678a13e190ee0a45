# Finds the programs that benches time, and installs those that are missing into target/peers.
# To be sourced from the project's folder; sets $PAMPHLET, $TYPST and $PANDOC unless they are set.

peers=target/peers
typst=0.15.1
pypandoc=1.17 # brings pandoc 3.9

if [ -z "${PAMPHLET:-}" ]; then
  cargo build --release --quiet
  PAMPHLET=${CARGO_TARGET_DIR:-target}/release/pamphlet
fi
if [ -z "${TYPST:-}" ]; then
  TYPST=$peers/bin/typst
  [ -x "$TYPST" ] || cargo install typst-cli --version "$typst" --locked --root "$peers"
fi
if [ -z "${PANDOC:-}" ]; then
  venv=$peers/venv-$pypandoc
  [ -x "$venv/pandoc" ] || {
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "pypandoc_binary==$pypandoc"
    ln -s "$("$venv/bin/python" -c 'import pypandoc; print(pypandoc.get_pandoc_path())')" "$venv/pandoc"
  }
  PANDOC=$venv/pandoc
fi

#!/usr/bin/env bash
# Fetches one version of the typeface Atkinson Hyperlegible from npm for the PDFs of reports: two weights, with the
# letters beyond Latin-1 (Polish or Czech words) that the web pages leave to the reader’s own typefaces.
#
#   tools/vendor_report_font.sh [VERSION]
#
# Run by hand when the version moves; the result is committed. A PDF holds its typefaces, and the same report gives the
# same bytes only with the same typeface, so this one travels with the code that renders reports.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=${1:-5.3.0}
out=src/evenhand/report/rendering/fonts
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

( cd "$scratch" && npm pack --silent "@fontsource/atkinson-hyperlegible@$version" >/dev/null && tar xzf ./*.tgz )
mkdir -p "$out"
for letters in latin latin-ext; do
  for weight in 400 700; do
    cp "$scratch/package/files/atkinson-hyperlegible-$letters-$weight-normal.woff2" "$out/"
  done
done
tr -d '\r' <"$scratch/package/LICENSE" >"$out/OFL.txt"
grep -q 'SIL OPEN FONT LICENSE' "$out/OFL.txt" || { echo "The package's licence is not the one we know. Stop." >&2; exit 1; }
echo "@fontsource/atkinson-hyperlegible $version" >"$out/VERSION"
chmod 644 "$out"/*
echo "The typeface is in $out."

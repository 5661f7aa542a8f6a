#!/usr/bin/env bash
# Fetches one version of the typeface Atkinson Hyperlegible from npm: two weights, Latin letters, nothing more.
#
#   tools/vendor_font.sh [VERSION]
#
# Run by hand when the version moves; the result is committed. The typeface was drawn for readers with low vision and is
# free (SIL Open Font License 1.1), which the typeface of GOV.UK is not.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=${1:-5.3.0}
out=src/evenhand/web/design/static/vendor/fonts
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

( cd "$scratch" && npm pack --silent "@fontsource/atkinson-hyperlegible@$version" >/dev/null && tar xzf ./*.tgz )
mkdir -p "$out"
for weight in 400 700; do
  cp "$scratch/package/files/atkinson-hyperlegible-latin-$weight-normal.woff2" "$out/"
done
tr -d '\r' <"$scratch/package/LICENSE" >"$out/OFL.txt"
grep -q 'SIL OPEN FONT LICENSE' "$out/OFL.txt" || { echo "The package's licence is not the one we know. Stop." >&2; exit 1; }
echo "@fontsource/atkinson-hyperlegible $version" >"$out/VERSION"
chmod 644 "$out"/*
echo "The typeface is in $out."

#!/usr/bin/env bash
# Fetches one version of govuk-frontend from npm and keeps the two files that the service needs.
#
#   tools/vendor_govuk.sh [VERSION]
#
# Run by hand when the version moves; the result is committed, so that nobody needs Node to run or to build Evenhand.
# What is not ours to use outside gov.uk is cut out on the way: the GDS Transport typeface and the royal crest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=${1:-6.6.0}
out=src/evenhand/web/design/static/vendor/govuk-frontend
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

( cd "$scratch" && npm pack --silent "govuk-frontend@$version" >/dev/null && tar xzf ./*.tgz )
mkdir -p "$out"

python3 - "$scratch/package/dist/govuk" "$out" <<'PY'
import re
import sys
from pathlib import Path

source, out = map(Path, sys.argv[1:])

css = (source / "govuk-frontend.min.css").read_text(encoding="utf-8")
css, faces = re.subn(r"@font-face\{[^}]*\}", "", css)
css, families = re.subn(r"GDS Transport,arial", 'var(--app-font,"Helvetica Neue",arial)', css)
css, crests = re.subn(r"url\([^)]*govuk-crest[^)]*\)", "none", css)
css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
for unwanted in ("Transport", "crest", "url("):  # url(: nothing may be fetched from a place we did not vendor
    if unwanted in css:
        raise SystemExit(f"govuk-frontend has changed: “{unwanted}” is still in its style sheet. Look before you commit.")
(out / "govuk-frontend.min.css").write_text(css.strip() + "\n", encoding="utf-8")

js = (source / "govuk-frontend.min.js").read_text(encoding="utf-8")
js = re.sub(r"//# sourceMappingURL=.*", "", js)
(out / "govuk-frontend.min.js").write_text(js.strip() + "\n", encoding="utf-8")
print(f"Cut out: {faces} font faces, {families} font families, {crests} crest images.")
PY

echo "$version" >"$out/VERSION"

# The package carries no licence file, only the word in package.json and a paragraph in its README.
cat >"$out/LICENSE" <<'TXT'
govuk-frontend, from which the two files beside this one are taken, is published under the MIT License.
Changed by the Evenhand contributors (tools/vendor_govuk.sh): the GDS Transport typeface and the royal crest are
taken out, because they may be used on gov.uk domains only.

The MIT License (MIT)

Copyright (c) Crown copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
TXT
echo "govuk-frontend $version is in $out."

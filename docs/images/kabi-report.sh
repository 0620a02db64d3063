#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes the picture of the HTML report: a comparison of two kernels, open at the first change that has a fix.
#
#   docs/images/kabi-report.sh OLD NEW [PICTURE]
#
# Needs out/kelf, chromium and jq. The picture that is committed shows XCP-ng's kernels 4.19.19 and 4.19.325, of their symtypes.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
picture=$(realpath "${3:-$root/docs/images/kabi-report.png}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/out/kelf" kabi compare --only member-added-at-end --format "html:$work/report.html" --format "json:$work/report.json" --format short:/dev/null "$1" "$2" || [[ $? == 1 ]]
finding=$(jq -r '[.findings[] | select(.type and .root and (.fixes | length > 0) and (.diff | length < 24))][0].id' "$work/report.json")
# The finding is opened without scrolling there: pictures of a page that is scrolled are white above.
echo "<script>document.getElementById('$finding').parentNode.open = true;</script>" >> "$work/report.html"
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1100,760 --user-data-dir="$work/profile" \
    --screenshot="$picture" "file://$work/report.html" 2> "$work/log" || { cat "$work/log"; exit 1; }
ls -l "$picture"

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The matrix in docs/proof.md is what tests/Distro/matrix.sh makes of the results, and no other is taken for it.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
matrix=$root/tests/Distro/matrix.sh

check matrix "$matrix" --check

# With one result changed it is another one; written, it is that.
cp -r "$root/tests/Distro/results" "$scratch/results"
cp "$root/docs/proof.md" "$scratch/proof.md"
export RESULTS=$scratch/results DOCUMENT=$scratch/proof.md
changed=$(grep -lP '\tsysmap\tequal\t' "$scratch"/results/*.tsv | head -n 1)
sed -i 's/\tsysmap\tequal\t/\tsysmap\tdifferent\t/' "$changed"
if "$matrix" --check > "$scratch/log" 2>&1; then fail 'matrix of other results' 'it is taken for the same'; else pass 'matrix of other results'; fi
check 'matrix written' "$matrix" --write
check 'matrix of other results, written' "$matrix" --check

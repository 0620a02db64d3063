#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Fills `table` from its first column, and `usage`, with what the original prints.
#
#   ORIGINAL=.../gendwarfksyms regenerate.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
: "${ORIGINAL:?the original gendwarfksyms}"

"$ORIGINAL" --help 2> usage < /dev/null
: > table.new
while IFS=$'\t' read -r line _; do
    if [[ $line == '#'* ]]; then
        printf '%s\n' "$line" >> table.new
        continue
    fi
    status=0
    variables=()
    words=$line
    if [[ $words == POSIXLY_CORRECT=* ]]; then
        variables=("${words%% *}")
        words=${words#* }
    fi
    # The words of the line, without expansion.
    read -ra arguments <<< "$words"
    text=$(env -u POSIXLY_CORRECT "${variables[@]}" LC_ALL=C "$ORIGINAL" "${arguments[@]}" 2>&1 < /dev/null) || status=$?
    text=${text//"$ORIGINAL"/gendwarfksyms}
    text=${text//"$(cat usage)"/<usage>}
    printf '%s\t%s\t%s\n' "$line" "$status" "${text//$'\n'/ | }" >> table.new
done < table
mv table.new table

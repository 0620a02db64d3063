#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The matrix of kernels of distributions, from results/*.tsv.
#
#   matrix.sh           prints it
#   matrix.sh --write   puts it into docs/proof.md, between its two marks
#   matrix.sh --check   status 1 unless docs/proof.md has it
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
document=${DOCUMENT:-$here/../../docs/proof.md}
results=${RESULTS:-$here/results}
begin='<!-- tests/Distro/matrix.sh: begins -->'
end='<!-- tests/Distro/matrix.sh: ends -->'

matrix() {
    echo '| kernel | version | machine | date | versions | exports | sysmap | kallsyms | image | paths | decode |'
    echo '|---|---|---|---|---|---|---|---|---|---|---|'
    # By release, then by machine.
    cat "$results"/*.tsv | sort -t "$(printf '\t')" -k 2,2V -k 3,3 -k 1,1 | awk -F '\t' '
        # A cell is the worst of its checks, and names those that are not equal.
        function cell(checks,    names, count, i, key, text, equal) {
            count = split(checks, names, " ")
            for (i = 1; i <= count; i++) {
                key = kernel SUBSEP names[i]
                if (!(key in result)) continue
                if (result[key] == "equal") equal++
                else text = text (text == "" ? "" : ", ") names[i] " " result[key]
            }
            return text != "" ? text : equal ? "equal" : "-"
        }
        function put() {
            if (kernel == "") return
            print "| " substr(kernel, 13) " | " version " | " machine " | " date " | " cell("symvers-modules symvers-units symvers-whole") " | " cell("exports") " | " \
                cell("sysmap") " | " cell("kallsyms-text kallsyms-image kallsyms-verify kallsyms-decode-image kallsyms-decode-boot") " | " \
                cell("info extract config") " | " cell("lookup paths") " | " cell("decode") " |"
        }
        $1 != kernel { put(); kernel = $1; version = $2; machine = $3; date = $4 }
        { result[$1, $5] = $6; if ($4 > date) date = $4 }
        $6 == "equal" { split($7, word, " ") }
        $6 == "equal" && $5 == "symvers-modules" { modules += word[1]; versions += word[3] }
        $6 == "equal" && $5 == "symvers-units" { units += word[1]; versions += word[5] }
        $6 == "equal" && $5 == "symvers-whole" { images++; versions += word[2] }
        $6 == "equal" && $5 == "sysmap" { symbols += word[1] }
        $6 == "equal" && $5 == "exports" { exports += word[1] }
        $6 == "equal" && $5 == "paths" { functions += word[1] }
        END {
            put()
            print ""
            printf "Equal in all: %d versions, of %d modules, %d units and %d whole images; %d exports; %d symbols of System.map; the files " \
                "of %d functions.\n", versions, modules, units, images, exports, symbols, functions
        }'
}

case ${1-} in
    --write)
        matrix > "$document.matrix"
        awk -v begin="$begin" -v end="$end" -v matrix="$document.matrix" '
            $0 == end { inside = 0 }
            !inside { print }
            $0 == begin { inside = 1; while ((getline line < matrix) > 0) print line }' "$document" > "$document.new"
        rm "$document.matrix"
        mv "$document.new" "$document"
        ;;
    --check) awk -v begin="$begin" -v end="$end" '$0 == end { inside = 0 } inside { print } $0 == begin { inside = 1 }' "$document" | diff - <(matrix) ;;
    '') matrix ;;
    *) echo "matrix.sh: no option $1" >&2; exit 2 ;;
esac

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The five questions of `kelf kabi history` on made builds (tests/Differential/HistoryBuilds): the processor's seconds of each, against the time that a
# comparison of the snapshots one after the other takes for all five; and what a build takes. Prints tables in Markdown.
#
#   history.sh [BUILDS [EXPORTS]]     default 200 builds of 13,000 exports
#
#   TOOL, ROUNDS as in bench-lib.sh; KELF_DUCKDB, or NuGet's package (tests/Testbed/duckdb.sh)
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/bench-lib.sh"
builds=${1:-200} exports=${2:-13000}
KELF_DUCKDB=$("$root/tests/Testbed/duckdb.sh") || exit 1
export KELF_DUCKDB
kelf=$(realpath "$TOOL")
dotnet build "$root/tests/Differential/HistoryBuilds" -c Release -v quiet -nologo > "$scratch/log" 2>&1 || { complain "HistoryBuilds does not compile"; exit 1; }
helper=(dotnet "$root/out/build/bin/HistoryBuilds/release/HistoryBuilds.dll")
cd "$scratch" || exit 1

"${helper[@]}" make . "$builds" "$exports" && gcc -c -o driver.ko driver.c || exit 1
printf '%s\n' 'symbol made_00101' 'type type_0003' 'percent 5' 'module driver.ko' > ask
# cpu NAME COMMAND...: adds user and system seconds to the figures of that name.
cpu() {
    local name=$1
    shift
    /usr/bin/time -f '%U %S' -o used "$@" > answer 2>> log || echo "$*" >> failed
    awk 'END { print $1 + $2 }' used >> "$name.s"
}
cpu add "$kelf" kabi history add -q --series main --rules ./rules main/*.kabi
"$kelf" kabi history add -q --series stable stable/*.kabi || exit 1
cpu plain "${helper[@]}" answer . plain
for ((round = 0; round < rounds; round++)); do
    cpu symbol "$kelf" kabi history symbol made_00101
    cpu type "$kelf" kabi history type type_0003
    cpu unstable "$kelf" kabi history unstable
    cpu loads "$kelf" kabi history loads driver.ko
    cpu approved "$kelf" kabi history approved
done
versions[duckdb]=$(sed -n 's/.*Bindings.Full" Version="\[\(.*\)\]".*/\1/p' "$root/tests/Testbed/DuckDb/DuckDb.csproj")
heading "history-$builds" "\`kelf kabi history\`: CPU seconds of a question over $builds builds of $exports exports; original: all five by comparing snapshots"
row 'versions of a symbol' plain symbol s
row 'builds where a type got another size' plain type s
row 'symbols that change in more than 5 % of updates' plain unstable s
row 'builds on which a module loads' plain loads s
row 'approved in one series, open in another' plain approved s
keep
printf '\nAll builds of one series added: %s of CPU.\n' "$(spread add.s s)"
"$kelf" kabi history builds --format csv | awk -F, 'NR > 1 && $4 == 1 { first += $NF; n++ } NR > 1 && $4 > 1 { rest += $NF; m++ }
    END { printf "%d builds: %d bytes for the first of a series, %d for each further one, %d in all.\n", n + m, first / n, rest / m, first + rest }'

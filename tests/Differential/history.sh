#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf kabi history`: builds with planted changes, of two series, put into a history. Each of the five questions is answered by kelf, by a
# program that compares the snapshots one after the other (HistoryBuilds), and by a second engine on the same files, Polars
# (HistoryPolars, from npm). Says what a build takes.
#
#   history.sh [BUILDS [EXPORTS]]     default 200 builds of 13,000 exports
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
builds=${1:-200} exports=${2:-13000}
questions=(symbol type unstable loads approved)

need_tool
need gcc
cd "$scratch" || exit 1

# Without the library: one line and status 2, and everything else works.
printf '0x00000001\tpush\tvmlinux\tEXPORT_SYMBOL\t\n' > one.symvers
without() { env -u KELF_DUCKDB "$kelf" kabi "$@"; }
refused() { # COMMAND...: status 2 and one line that says what to do
    local status=0
    without "$@" > out 2> err || status=$?
    [[ $status == 2 && ! -s out && $(wc -l < err) == 1 ]] && grep -q 'needs libduckdb.so.*KELF_DUCKDB' err
}
if ldconfig -p 2> /dev/null | grep -q libduckdb; then
    skip without 'DuckDB is installed'
else
    check 'without: adding says so' refused history add one.symvers
    check 'without: nothing is left behind' test ! -e kabi-history
    check 'without: a snapshot is made and compared' bash -c "'$kelf' kabi snapshot -q -o one.kabi one.symvers && '$kelf' kabi compare one.kabi one.symvers"
fi
refused_file() { ! "$kelf" kabi history add --duckdb "$1" one.symvers 2> err && [[ $(wc -l < err) == 1 ]] && grep -q "$2" err; }
check 'without: a file that is no library' refused_file one.symvers 'cannot be loaded'
check 'without: a library that is another' refused_file "$(ldd "$(command -v gcc)" | awk '/libc\.so/ { print $3 }')" 'is not DuckDB'

duckdb=$("$root/tests/Testbed/duckdb.sh" 2> why) || { skip made "$(cat why)"; skip polars "$(cat why)"; exit 0; }
export KELF_DUCKDB=$duckdb
need_helper HistoryBuilds
"${helper[@]}" make . "$builds" "$exports" || { fail made 'HistoryBuilds'; exit 1; }
gcc -c -o driver.ko driver.c || { fail made 'the module does not compile'; exit 1; }
cat > ask << 'END'
symbol made_00000
symbol made_00007
symbol made_00101
symbol made_01111
type type_0003
type type_0042
percent 5
module driver.ko
END
# Symbols and types that did change: what is most often asked about.
[[ $exports -gt 1111 ]] || sed -i '/made_01111/d' ask

add() { # STORE
    "$kelf" kabi history add -q --store "$1" --series main --rules ./rules main/*.kabi &&
        "$kelf" kabi history add -q --store "$1" --series stable stable/*.kabi
}
check 'made: added' add kabi-history
# Types that changed in both series, and some more.
"$kelf" kabi history query --format csv "SELECT name FROM type WHERE seq > 1 AND present AND name LIKE 's#%' GROUP BY name ORDER BY count(*) DESC, name LIMIT 20" |
    sed -n 's/^s#/type /p' >> ask
sort -u -o ask ask
"${helper[@]}" answer . plain || { fail made 'HistoryBuilds answer'; exit 1; }

asked() { sed -n "s/^$1 //p" ask; }
# shellcheck disable=SC2046 # one word for each
answer() { # QUESTION
    case $1 in
        symbol) "$kelf" kabi history symbol --format csv $(asked symbol) ;;
        type) "$kelf" kabi history type --format csv $(asked type) ;;
        unstable) "$kelf" kabi history unstable --format csv --more-than "$(asked percent)" ;;
        loads) "$kelf" kabi history loads --format csv "$(asked module)" ;;
        approved) "$kelf" kabi history approved --format csv ;;
    esac
}
mkdir -p got
for question in "${questions[@]}"; do
    answer "$question" > "got/$question.csv"
    if ! cmp -s "plain/$question.csv" "got/$question.csv"; then
        fail "made: $question" "$(first_difference "plain/$question.csv" "got/$question.csv")"
    # An answer that is empty proves nothing.
    elif (($(wc -l < "got/$question.csv") < 3)); then
        fail "made: $question" 'there is nothing to compare'
    else
        pass "made: $question: $(($(wc -l < "got/$question.csv") - 1)) rows"
    fi
done

# The same builds give the same bytes; what is there already is left alone, and another build of its name refused.
digest() { (cd "$1" && find . -type f ! -name .lock -print0 | sort -z | xargs -0 sha256sum | sha256sum); }
same_bytes() { "$kelf" kabi history add -q --store again --series main --rules ./rules main/*.kabi && digest again > a && digest kabi-history-main > b && cmp a b; }
mkdir kabi-history-main && cp -r kabi-history/* kabi-history-main/ && rm -rf kabi-history-main/*/series=stable
check 'made: the same bytes' same_bytes
unchanged() { digest kabi-history > a && add kabi-history && digest kabi-history > b && cmp a b; }
check 'made: added twice' unchanged
other() { ! "$kelf" kabi history add --series main --build main-001 main/main-002.kabi 2> err && grep -q "another build 'main-001'" err; }
check 'made: another build of a name' other
# Statements that would write or read elsewhere, and those that are wrong: one line, status 2, and the store as it was.
harmless() {
    local statement status
    digest kabi-history > a
    for statement in "COPY build TO 'x.csv'" "COPY build TO '$(find "$PWD/kabi-history/build" -name '000001-*' | head -n 1)' (USE_TMP_FILE false)" \
        "EXPLAIN ANALYZE COPY build TO 'x.csv'" "SELECT * FROM read_text('$PWD/ask')" "ATTACH 'x.db'" 'SET enable_external_access = true' 'INSTALL httpfs' \
        'SELECT 1; SELECT 2' 'SELECT' '' 'DROP TABLE build' "SELECT * FROM read_parquet('$PWD/kabi-history/**/*.parquet')"; do
        status=0
        "$kelf" kabi history query "$statement" > out 2> err || status=$?
        [[ $status == 2 && ! -s out && $(wc -l < err) == 1 ]] || { echo "$statement: status $status, $(head -n 1 err)"; return 1; }
    done
    digest kabi-history > b && cmp a b && [[ ! -e x.csv && ! -e x.db ]]
}
check 'made: statements that would do more than read the history' harmless
# What a run that was killed has left is not seen, and goes with the next.
half() {
    cp -r kabi-history half && rm half/build/series=main/*/*/"$(printf '%06d' "$last")"-* &&
        cp half/export/series=main/*/*/000002-* "half/export/series=main/arch=any/flavour=default/$(printf '%06d' $((last + 1)))-x.parquet" &&
        [[ $("$kelf" kabi history query --store half --format csv "SELECT max(seq) FROM export WHERE series = 'main'" | tail -n 1) == $((last - 1)) ]] &&
        cp "main/main-$(printf %03d $((last - 1))).kabi" "half/snapshot/series=main/arch=any/flavour=default/$(printf '%06d-main-%03d' $((last - 1)) $((last - 1))).kabi" &&
        "$kelf" kabi history add -q --store half --series main --rules ./rules main/*.kabi && digest half/build > a && digest kabi-history/build > b && cmp a b &&
        digest half/export > a && digest kabi-history/export > b && cmp a b
}
last=$(find main -name '*.kabi' | wc -l)
check 'made: half a build' half
sizes=$("$kelf" kabi history builds --format csv | awk -F, 'NR > 1 && $4 == 1 { first += $NF; n++ } NR > 1 && $4 > 1 { rest += $NF; m++ }
    END { if (m > 0) printf "%d builds, %d bytes for the first of a series, %d for each further one, %d in all", n + m, first / n, rest / m, first + rest }')
if [[ -n $sizes ]]; then pass "made: sizes: $sizes"; else fail 'made: sizes' 'no answer'; fi

# The second engine.
need_polars() {
    [[ -z $(missing node npm) ]] || { skip polars "no $(missing node npm)"; exit 0; }
    mkdir -p polars && cp "$here"/HistoryPolars/* polars/ &&
        (cd polars && npm ci --no-audit --no-fund) > npm.log 2>&1 || { skip polars "npm does not have nodejs-polars: $(grep -m 1 'npm error' npm.log)"; exit 0; }
}
need_polars
mkdir -p second
node polars/answers.mjs kabi-history ask driver.c second > polars.log 2>&1 || { fail polars "$(grep -m 1 Error polars.log)"; exit 0; }
# Of the module it compares the versions.
cut -d , -f 1-4,6 plain/loads.csv > plain/loads-versions.csv
for question in "${questions[@]}"; do
    wanted=plain/$question.csv
    [[ $question != loads ]] || wanted=plain/loads-versions.csv
    if cmp -s "$wanted" "second/$question.csv"; then pass "polars: $question"; else fail "polars: $question" "$(first_difference "$wanted" "second/$question.csv")"; fi
done

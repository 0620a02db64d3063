#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# kelf under the names of ksymtypes and ksymvers with the programs of suse-kabi-tools: output, messages and status of command lines,
# faulty files, and random corpora; and two published kernels of XCP-ng with what is known of them (shared/data).
#
#   kabi.sh [COUNT]    pairs of random corpora, default 40
#
#   KABI_TOOLS    folder with both programs: `rustc --edition 2024 -O` compiles them from their source, commit 0c6c5c0 of March 2026,
#                 which needs no package beside
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

count=${1:-40}
KABI_TOOLS=${KABI_TOOLS:-$testbed/suse-kabi-tools}
need_tool
ln -sf "$kelf" "$scratch/ksymtypes"
ln -sf "$kelf" "$scratch/ksymvers"
cd "$scratch" || exit 1

# same TOOL ARGUMENT...: both say the same; counts what is not.
same() {
    local expected=0 status=0
    compared=$((compared + 1))
    "$KABI_TOOLS/$1" "${@:2}" > expected.out 2> expected.err || expected=$?
    "./$1" "${@:2}" > actual.out 2> actual.err || status=$?
    if [[ $status != "$expected" ]] || ! cmp -s expected.out actual.out || ! cmp -s expected.err actual.err; then
        differing+=("$*: status $status for $expected, $(first_difference expected.out actual.out) $(first_difference expected.err actual.err)")
    fi
}
begin() { compared=0 differing=(); }
end() {
    if ((${#differing[@]} == 0)); then pass "$1: $compared runs"; else fail "$1" "${#differing[@]} of $compared: ${differing[0]}"; fi
}

# corpus FOLDER SEED CHANGES: six files with fourteen types and some exports each. The same seed gives the same, but for changes.
corpus() {
    mkdir -p "$1"
    awk -v folder="$1" -v seed="$2" -v changes="$3" '
        function next_of(stream) { state[stream] = (state[stream] * 1103515245 + 12345) % 2147483648; return state[stream] / 2147483648 }
        function any(stream, count) { return int(next_of(stream) * count) }
        function name(number) { return number < 12 ? "s#t" number : number == 12 ? "e#q" : "t#w" }
        function type(stream) { return next_of(stream) < 0.4 ? name(any(stream, 14)) : plain[any(stream, 3)] }
        BEGIN {
            state["same"] = seed; state["change"] = seed + 7919
            plain[0] = "int"; plain[1] = "long"; plain[2] = "char *"
            for (f = 0; f < 6; f++) {
                out = folder "/" (f % 2 ? "drivers-" f : f) ".symtypes"
                for (t = 0; t < 14; t++) {
                    word = name(t); base = substr(word, 3)
                    keyword = word ~ /^s/ ? "struct" : word ~ /^e/ ? "enum" : "typedef"
                    if (next_of("same") < 0.15) { print word " " keyword " " base " { UNKNOWN } " > out; continue }
                    body = ""
                    members = any("same", 10)
                    for (m = 0; m < members; m++) {
                        of_member = type("same")
                        if (changes && next_of("change") < 0.1) of_member = type("change")
                        body = body of_member " m" m (keyword == "enum" ? " , " : " ; ")
                        if (changes && next_of("change") < 0.05) body = body "int added ; "
                    }
                    print word " " keyword " " base " { " body "} " > out
                }
                for (e = 0; e < 8; e++) {
                    line = "fn" f "_" e " int fn" f "_" e " ( " type("same") " * , " type("same") " )"
                    if (!changes || next_of("change") > 0.1) print line > out
                }
                if (changes && next_of("change") < 0.5) print "new" f " void new" f " ( )" > out
            }
        }'
}

command_lines() {
    local line
    corpus old 1 0
    corpus new 1 1
    "$KABI_TOOLS/ksymtypes" consolidate -o joined old
    printf 'fn[0-2]_*\nfn3_4\n' > list
    begin
    while IFS= read -r line; do
        # shellcheck disable=SC2086
        same ksymtypes $line
    done << 'END'

bogus
--bad
compare
compare old
compare -x old new
compare -j
compare -j0 old new
compare -j 0 old new
compare --jobs=x old new
compare --jobs x old new
compare -j4x old new
compare -j= old new
compare -j 99999999999 old new
compare old new old
compare -f bad old new
compare -f
compare --format= old new
compare -fshort old new -fnull
compare -f pretty old new
compare -f short old new
compare -f symbols old new
compare -f mod-symbols old new
compare -f null old new
compare -f pretty:- -f symbols:- -f short:- -f mod-symbols:- old new
compare --filter-symbol-list=list old new
compare --filter-symbol-list list -f short old new
compare --filter-symbol-list=nothing old new
compare --filter-symbol-list=old old new
compare -- old new
compare -
compare nothing new
compare -fpretty:/nonexistent/x old new
compare joined old
compare joined new
-d compare joined joined
consolidate -o - old
consolidate -o x nothing
consolidate -o - list
consolidate -o x
consolidate -o x a b
consolidate old
split old
split -o x old
split -o x list
split -o x joined -x
END
    end 'command lines of ksymtypes'
}

faulty_files() {
    local text
    mkdir -p one
    begin
    while IFS= read -r text; do
        # shellcheck disable=SC2059
        printf "$text" > one/x.symtypes
        same ksymtypes consolidate -o - one
        same ksymtypes compare one/x.symtypes old
    done << 'END'
a x\n\nb y\n
 \n
a x\na y\n
a s#b\n
s#'x y z a\n
s#'x y' z a\nf s#'x y' b\n
a x
a\tx\r\n
a#b c\nf a#b\n
f\n
s##x y\nf s##x\n
/* a */\ns#x struct x { }\nf s#x s#y\n
/* a */\ns##x y\n
/* a */\n \n
/* a */\ns##x\ns#x struct x\n
/* a */\nx##x\n
f } } { } ; ; { ,\n
END
    end 'faulty files of types'
}

versions() {
    local line text
    printf '0x%08x\t%s\t%s\t%s\t%s\n' 1 dev_open vmlinux EXPORT_SYMBOL '' 2 dev_close vmlinux EXPORT_SYMBOL '' \
        3 dev_gone vmlinux EXPORT_SYMBOL_GPL '' 4 ring_push lib/ring EXPORT_SYMBOL_GPL RING 5 ring_free lib/ring EXPORT_SYMBOL '' > old.v
    printf '0x%08x\t%s\t%s\t%s\t%s\n' 17 dev_open vmlinux EXPORT_SYMBOL_GPL '' 2 dev_close lib/core EXPORT_SYMBOL DEV \
        20 ring_push lib/ring EXPORT_SYMBOL RING 5 ring_free lib/ring EXPORT_SYMBOL_GPL '' 6 dev_new vmlinux EXPORT_SYMBOL '' > new.v
    printf 'RING PASS # private\nNAMESPACE module:* PASS\ndev_gone PASS\nvmlinux FAIL\n* PASS\n' > rules
    printf 'dev_*\n' > list
    begin
    while IFS= read -r line; do
        # shellcheck disable=SC2086
        same ksymvers $line
    done << 'END'

x
compare old.v
compare old.v new.v old.v
compare old.v nothing
compare old new
compare old.v new.v
compare -f short old.v new.v
compare -f symbols old.v new.v
compare -f mod-symbols old.v new.v
compare -r rules old.v new.v
compare -r rules -f short old.v new.v
compare --rules=rules -f symbols --filter-symbol-list=list old.v new.v
compare -r nothing old.v new.v
-d compare old.v new.v
unused-rules
unused-rules -r rules
unused-rules -r rules old.v new.v
unused-rules -r rules old.v
END
    while IFS= read -r text; do
        printf '%s\n' "$text" > faulty
        same ksymvers compare faulty new.v
    done << 'END'

0x1
0x1 a
1 a b EXPORT_SYMBOL
0x a b EXPORT_SYMBOL
0xg a b EXPORT_SYMBOL
0x123456789 a b EXPORT_SYMBOL
0x1 a b EXPORT_FOO
0x1 a b EXPORT_SYMBOL c d
0X1 a b EXPORT_SYMBOL_GPL c
END
    while IFS= read -r text; do
        printf '%s\n' "$text" > faulty
        same ksymvers compare -r faulty old.v new.v
        same ksymvers unused-rules -r faulty old.v
    done << 'END'
a
X a PASS
a pass
SYMBOL a PASS x
SYMBOL a#b PASS
lib/* FAIL
A9_* PASS
END
    end 'versions and rules'
}

random() {
    local seed failed=0
    begin
    for ((seed = 1; seed <= count; seed++)); do
        corpus "$seed.a" "$seed" 0
        corpus "$seed.b" "$seed" 1
        same ksymtypes compare "$seed.a" "$seed.b"
        same ksymtypes consolidate -o - "$seed.a"
        "$KABI_TOOLS/ksymtypes" consolidate -o joined "$seed.b"
        same ksymtypes compare -f short "$seed.a" joined
        rm -rf expected actual
        "$KABI_TOOLS/ksymtypes" split -o expected joined
        ./ksymtypes split -o actual joined
        diff -r expected actual > difference || failed=$((failed + 1))
        rm -rf "$seed.a" "$seed.b"
    done
    end "random corpora"
    if ((failed == 0)); then pass "random corpora, split: $count"; else fail 'random corpora, split' "$failed of $count"; fi
}

if [[ -x $KABI_TOOLS/ksymtypes && -x $KABI_TOOLS/ksymvers ]]; then
    command_lines
    faulty_files
    versions
    random
else
    for cases in command faulty versions random; do
        skip "$cases" 'no programs of suse-kabi-tools (KABI_TOOLS)'
    done
fi

data=${SHARED_DATA:-$root/../shared/data}/kabi-xcpng
if [[ -r $data/Modules.kabi-4.19.19.xz ]]; then
    xz -dc "$data/Modules.kabi-4.19.19.xz" > xcpng.old
    xz -dc "$data/Modules.kabi-4.19.325.xz" > xcpng.new
    ./ksymtypes compare xcpng.old xcpng.new > differences 2> warnings
    counts="$(grep -c ' has been added$' differences) added, $(grep -c ' has been removed$' differences) removed, $(grep -c '^because' \
        differences) records, $(./ksymtypes compare -f mod-symbols xcpng.old xcpng.new 2> /dev/null | wc -l) exports"
    if [[ $counts == '0 added, 220 removed, 105 records, 812 exports' ]]; then pass "xcpng: $counts"; else fail xcpng "$counts"; fi
    # The same from findings; versions are computed from the types, and differ for exactly those exports.
    status=0
    "$kelf" kabi compare --format short:short --json xcpng.old xcpng.new > json 2> warnings || status=$?
    counts="$(grep -c ' export-removed ' short) removed, $(grep -vc ' export-removed ' short) records, $(sed -n \
        's/^ *"changedVersions": \([0-9]*\),$/\1/p' json) versions, status $status"
    if [[ $counts == '220 removed, 105 records, 812 versions, status 1' ]]; then pass "xcpng, findings: $counts"; else fail 'xcpng, findings' "$counts"; fi
    # What is read in their form is written in it as it was.
    if "$kelf" kabi snapshot -q --form crc -o xcpng.again xcpng.old 2> warnings && cmp xcpng.old xcpng.again 2> warnings &&
        "$kelf" kabi snapshot -q --form crc -o xcpng.again xcpng.new 2> warnings && cmp xcpng.new xcpng.again 2> warnings; then
        pass 'xcpng, written again: both files, byte for byte'
    else
        fail 'xcpng, written again' "$(head -n 1 warnings)"
    fi
else
    skip xcpng 'no data of XCP-ng (SHARED_DATA)'
fi

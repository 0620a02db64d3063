#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What of others is in the program: reads from a build which archives and objects were linked and which packages were compiled, and
# writes their notices and a bill of materials. Fails where components.list does not know an archive, or where the
# licences.list does not have a licence.
#
#   components.sh NATIVE FOLDER
#
#   NATIVE   the build's folder for native code, with kelf.map, the map of GNU ld or lld, and kelf.ilc.rsp, what the compiler was told
#   FOLDER   gets THIRD-PARTY-NOTICES and kelf.cdx.json (CycloneDX 1.6)
set -euo pipefail
export LC_ALL=C
packaging=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
native=$1
folder=$2
rows=$(mktemp) && trap 'rm -f "$rows" "$folder"/*.new' EXIT

refuse() { echo "components: $*" >&2; exit 1; }

# The file that describes the package which a file is in.
package_of() {
    local at
    at=$(dirname "$1")
    while [[ $at != / && $at != . ]]; do
        if compgen -G "$at/*.nuspec" > /dev/null; then
            echo "$at"/*.nuspec
            return
        fi
        at=$(dirname "$at")
    done
}
# field NUSPEC NAME: of the metadata.
field() { sed -n "s:.*<$2\( [^>]*\)\{0,1\}>\([^<]*\)</$2>.*:\2:p" "$1" | head -n 1; }

# A row for each component: NAME|VERSION|LICENCE|NUSPEC|NOTICE|FILE
# Objects of archives are ARCHIVE(MEMBER) in a map; *crtend.o is a pattern of the linker's script.
linked=$(grep -oE '[^ ()*]+\.(a\([^)]*\)|o\b)' "$native/kelf.map" | sed 's/(.*//' | sort -u | grep /)
[[ $linked == *.a* ]] || refuse "$native/kelf.map names no archive"
while read -r file; do
    base=${file##*/}
    # Ours: the compiled program, and signals.c.
    [[ $base != kelf.o && $base != signals.o ]] || continue
    found=
    while IFS='|' read -r pattern name licence notice; do
        # shellcheck disable=SC2053 # a pattern
        [[ $base == ${pattern// /} ]] || continue
        found=yes
        nuspec=$(package_of "$file")
        version=
        case $name in
            *GCC*) version=$(sed -n 's:.*/gcc[^/]*/[^/]*/\([0-9.]*\)/.*:\1:p' <<< "$file") ;;
            *'GNU C'*) version=$(getconf GNU_LIBC_VERSION 2> /dev/null | cut -d ' ' -f 2) ;;
            *.NET*) version=$(field "$nuspec" version) ;;
        esac
        [[ $notice != ' package' || -n $nuspec ]] || refuse "$base is not from a package, and components.list says that its notice is there"
        echo "${name# }|$version|${licence# }|$nuspec|${notice# }|$base" | sed 's/ *| */|/g'
        break
    done < <(grep -v '^#' "$packaging/components.list" | grep .)
    [[ -n $found ]] || refuse "$base is linked into the program, and packaging/components.list has no line for it"
done <<< "$linked" > "$rows"
# Packages are compiled in; a licence that is a file of the package is known to nobody here.
while read -r directory; do
    nuspec=$(package_of "$directory/-")
    [[ -n $nuspec ]] || continue
    echo "$(field "$nuspec" id)|$(field "$nuspec" version)|$(field "$nuspec" license)|$nuspec|package|.dll"
done < <(sed -n 's:^-r\:\(.*\)/[^/]*$:\1:p' "$native/kelf.ilc.rsp" | sort -u) >> "$rows"

while IFS='|' read -r name _ licence _; do
    [[ -n $licence ]] && grep -qxF "$licence" "$packaging/licences.list" || refuse "$name has the licence $licence, which is not in packaging/licences.list"
done < "$rows"

mkdir -p "$folder"
{
    echo 'kelf is under the GNU General Public License, version 2 only. Compiled into the program is also code of others:'
    echo
    # One line for each component, with its files.
    awk -F '|' '{ key = $1 " " $2 "|" $3 "|" ($5 == "package" ? "" : ": " $5) }
        !(key in files) { order[++count] = key }
        { if ($6 ~ /\.dll$/) files[key] = files[key]; else files[key] = files[key] " " $6 }
        END {
            for (i = 1; i <= count; i++) {
                split(order[i], part, "|")
                sub(/ $/, "", part[1])
                print "- " part[1] " (" part[2] ")" part[3] (files[order[i]] == "" ? "" : "\n  linked from" files[order[i]])
            }
        }' "$rows"
    echo
    echo 'Their notices follow. Those of the .NET runtime also name what is in parts of it that are not in this program.'
    cut -d '|' -f 4 "$rows" | grep . | sort -u | while read -r nuspec; do
        printf '\n%s\n%s %s: %s\n%s\n' "${line:=$(printf '%.0s=' {1..100})}" "$(field "$nuspec" id)" "$(field "$nuspec" version)" "$(field "$nuspec" license)" "$(field "$nuspec" copyright)"
        [[ -e ${nuspec%/*}/LICENSE.TXT ]] || printf '\nThe text of this licence is in the notices of the .NET runtime.\n'
        for text in "${nuspec%/*}"/LICENSE.TXT "${nuspec%/*}"/THIRD-PARTY-NOTICES.TXT; do
            [[ ! -e $text ]] || { echo; tr -d '\r' < "$text"; }
        done
    done
} > "$folder/THIRD-PARTY-NOTICES.new"
mv "$folder/THIRD-PARTY-NOTICES.new" "$folder/THIRD-PARTY-NOTICES"

cd "$packaging/.."
time=$(date -u -d "@$(tools/version.sh epoch)" +%FT%TZ)
awk -F '|' -v version="$(tools/version.sh version)" -v time="$time" '
    function text(value) { gsub(/["\\]/, "\\\\&", value); return "\"" value "\"" }
    # An SPDX identifier, or an expression of several.
    function licence(value) { return value ~ / / ? "{ \"expression\": " text(value) " }" : "{ \"license\": { \"id\": " text(value) " } }" }
    BEGIN {
        print "{"
        print "  \"bomFormat\": \"CycloneDX\","
        print "  \"specVersion\": \"1.6\","
        print "  \"version\": 1,"
        print "  \"metadata\": {"
        print "    \"timestamp\": " text(time) ","
        print "    \"component\": { \"type\": \"application\", \"bom-ref\": \"kelf\", \"name\": \"kelf\", \"version\": " text(version) ", \"licenses\": [" licence("GPL-2.0-only") "] }"
        print "  },"
        print "  \"components\": ["
    }
    !(($1 "@" $2) in seen) {
        seen[$1 "@" $2]
        reference = $1 ($2 == "" ? "" : "@" $2)
        gsub(/ /, "-", reference)
        list = list (count++ ? ",\n" : "") "    { \"type\": \"library\", \"bom-ref\": " text(reference) ", \"name\": " text($1) \
            ($2 == "" ? "" : ", \"version\": " text($2)) ($6 ~ /\.dll$/ ? ", \"purl\": " text("pkg:nuget/" $1 "@" $2) : "") \
            ", \"licenses\": [" licence($3) "] }"
        references = references (references == "" ? "" : ", ") text(reference)
    }
    END {
        print list
        print "  ],"
        print "  \"dependencies\": [{ \"ref\": \"kelf\", \"dependsOn\": [" references "] }]"
        print "}"
    }' "$rows" > "$folder/kelf.cdx.json.new"
mv "$folder/kelf.cdx.json.new" "$folder/kelf.cdx.json"

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A kernel linked with Clang LTO has no objects to version, only one vmlinux.o whose units refer to
# each other; the original cannot process it. Here the tool has to finish, give each export a line,
# and the versions are held against those of the same kernel built by the same compiler without LTO.
# They need not all be equal: a version depends on what else is in the object. The counts per class
# say how many are not, and why.
#
#   lto.sh [TREE...]      default small-thinlto small-fulllto; the kernel without LTO is small-clang
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/symvers-lib.sh"

plain=$testbed/small-clang

# The versions and the symbols' own texts of the kernel without LTO, one `NAME VERSION TEXT` in a line.
prepare_plain() {
    find "$plain/" -name '.*.o.cmd' -exec grep -h '^#SYMVER ' {} + 2> /dev/null |
        awk '{ print $2, $3 }' | sort -u > "$scratch/plain.versions"
    [[ -s $scratch/plain.versions ]] || return 1
    # The type lines have a `#` in the second place; quoted names have blanks, so take them out first.
    find "$plain/" -name '*.symtypes' -exec grep -hv '^[sute]#' {} + > "$scratch/plain.texts"
}

check_tree() {
    local tree=$1 name list status=0 seconds
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    [[ -e $tree/vmlinux.o ]] || { skip "$name" 'no vmlinux.o (KELF_TESTBED)'; return; }
    list=$scratch/list
    nm "$tree/vmlinux.o" | sed -n 's/.* __export_symbol_\(.*\)/\1/p' | sort -u > "$list"
    [[ -s $list ]] || { skip "$name" 'vmlinux.o exports nothing'; return; }
    seconds=$SECONDS
    cpu_limit 1800 "$tool" --symtypes "$scratch/symtypes" "$tree/vmlinux.o" < "$list" \
        > "$scratch/stdout" 2> "$scratch/stderr" || status=$?
    seconds=$((SECONDS - seconds))
    if ((status != 0)); then
        fail "$name" "exit status $status: $(tail -n 1 "$scratch/stderr")"
        return
    fi
    if ! cmp -s <(awk '{ print $2 }' "$scratch/stdout" | sort) "$list"; then
        fail "$name" 'not one line for each export'
        return
    fi
    grep -v '^[sute]#' "$scratch/symtypes" > "$scratch/texts"
    awk '
        function text_of(line) { return substr(line, index(line, " ") + 1) }
        FILENAME == ARGV[1] { version[$1] = $2; next }
        FILENAME == ARGV[2] { if (!($1 in text)) text[$1] = text_of($0); next }
        FILENAME == ARGV[3] { own[$1] = text_of($0); next }
        {
            name = $2
            total++
            if (!(name in version)) class = "not in the kernel without LTO"
            else if ($3 == version[name]) class = "equal"
            else if ($3 == "0x00000000") class = "no information"
            else if (own[name] ~ /^subprogram \( \) -> unspecified_type$/) class = "assembler unit"
            else if (own[name] == text[name]) class = "same text, other text of a type it reaches"
            else class = "other text"
            count[class]++
            if (class != "equal" && example[class] == "") example[class] = name
        }
        END {
            for (class in count)
                printf "%6d %5.1f %% %s%s\n", count[class], 100 * count[class] / total, class,
                    example[class] == "" ? "" : " (such as " example[class] ")"
        }' "$scratch/plain.versions" "$scratch/plain.texts" "$scratch/texts" "$scratch/stdout" |
        sort -rn > "$scratch/classes"
    pass "$name: $(wc -l < "$list") symbols in ${seconds} s"
    sed 's/^/# /' "$scratch/classes"
}

need_tool gendwarfksyms
prepare_plain || skip_all 'no kernel without LTO to compare with: small-clang in KELF_TESTBED'
(($# > 0)) || set -- small-thinlto small-fulllto
for tree in "$@"; do
    check_tree "$tree"
done

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf symvers --from-image` on built kernels: its lines are those of the Module.symvers that modpost wrote, out of the
# image and the modules alone, and `--compare` finds no difference, but each that is made. `--imports`: the symbols that a module does not define, with the versions of Module.symvers.
#
#   module-symvers.sh [TREE...]     default all of small-gcc small-clang small-thinlto small-fulllto small-6.12 small-6.1
#
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
(($# > 0)) || set -- small-gcc small-clang small-thinlto small-fulllto small-6.12 small-6.1

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    [[ -e $tree/Module.symvers ]] || { skip "$name" 'no such kernel (KELF_TESTBED)'; continue; }
    sort "$tree/Module.symvers" > "$scratch/expected"
    if ! "$TOOL" symvers --from-image "$tree" > "$scratch/lines" 2> "$scratch/errors"; then
        fail "$name, exports" "$(head -n 1 "$scratch/errors")"
    elif sort "$scratch/lines" | cmp -s "$scratch/expected" -; then
        pass "$name, exports: $(wc -l < "$scratch/lines")"
    else
        fail "$name, exports" "$(sort "$scratch/lines" | first_difference "$scratch/expected" -)"
    fi

    compare() { "$TOOL" symvers -q --from-image --compare "$1" "$tree" > "$scratch/differences" 2> "$scratch/errors"; }
    if compare "$tree/Module.symvers" && [[ ! -s $scratch/differences && ! -s $scratch/errors ]]; then
        pass "$name, nothing differs"
    else
        fail "$name, nothing differs" "$(head -n 1 "$scratch/differences" "$scratch/errors")"
    fi
    # The first line goes, the second gets another version, and one is added.
    awk -F '\t' -v OFS='\t' 'NR == 2 { $1 = "0x12345678" } NR > 1 { print } END { print "0x1\tnowhere\tno/module\tEXPORT_SYMBOL\t" }' \
        "$tree/Module.symvers" > "$scratch/changed"
    awk -F '\t' 'NR == 1 { print "extra      " $2 ": " $3 } NR == 2 { print "version    " $2 ": 0x12345678 -> " $1; exit }
        END { print "missing    nowhere: no/module" }' "$tree/Module.symvers" | sort > "$scratch/expected"
    if compare "$scratch/changed"; then
        fail "$name, three differences" 'status 0'
    elif sort "$scratch/differences" | cmp -s "$scratch/expected" -; then
        pass "$name, three differences"
    else
        fail "$name, three differences" "$(sort "$scratch/differences" | first_difference "$scratch/expected" -)"
    fi

    grep -q '^CONFIG_MODVERSIONS=y' "$tree/.config" || continue
    mapfile -t modules < <(find -H "$tree" -name '*.ko' | sort)
    for module in "${modules[@]}"; do
        # modpost adds module_layout, whose version is that of struct module and its like.
        { nm -u "$module" | awk '{ print $2 }'; echo module_layout; } |
            awk -F '\t' 'NR == FNR { crc[$2] = $1; next } $1 in crc { print crc[$1] "\t" $1 }' "$tree/Module.symvers" - | sort
    done > "$scratch/expected"
    for module in "${modules[@]}"; do
        "$TOOL" symvers --imports "$module" | cut -f 1,2 | sort
    done > "$scratch/found"
    if cmp -s "$scratch/expected" "$scratch/found"; then
        pass "$name, imports: $(wc -l < "$scratch/found") of ${#modules[@]} modules"
    else
        fail "$name, imports" "$(first_difference "$scratch/expected" "$scratch/found")"
    fi
done

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf symvers --from-image` on built kernels: its lines are those of the Module.symvers that modpost wrote, out of the
# image and the modules alone. `--imports`: the symbols that a module does not define, with the versions of Module.symvers.
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

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# kelf as scripts/mod/modpost against the kernel's own, on built kernels: the tree's own command, a vmlinux.o that is COPIES times as large, and
# MODULES modules beside the kernel. What either writes is the same, or there is no table. Prints tables in Markdown.
#
#   modpost.sh [TREE...]     default small-gcc
#
#   MODULES   how many modules; default 5000. They are those of the tree, over and over, each under a path of its own: symbolic links to
#             objects, and copies of the lists and command files beside them. The same exports come again and again, which is allowed to
#             modules outside of the tree (-e) alone.
#   COPIES    how many times the objects of the tree are in the large vmlinux.o; default 4, 1.1 GB for small-gcc, as much as a kernel of
#             defconfig has. Each copy has names of its own. 0: without.
#   TOOL, KELF_TESTBED, ROUNDS as in bench-lib.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/bench-lib.sh"
modules=${MODULES:-5000}
copies=${COPIES:-4}
(($# > 0)) || set -- small-gcc
ln -s "$(realpath "$TOOL")" "$scratch/modpost"

# A folder in which modpost can run as in the tree, and leave its results.
prepare() { # prepare FOLDER
    local file
    mkdir -p "$1"/include/config
    cp "$tree"/include/config/kernel.release "$1/include/config/"
    ln -s "$tree/vmlinux.o" "$1/vmlinux.o"
    sed 's/\.k\?o$/.o/' "$tree/modules.order" > "$1/modules.order"
    [[ ! -e $tree/.vmlinux.objs ]] || cp "$tree/.vmlinux.objs" "$1/"
    # What versions and hashes of sources are read from, by the paths that the lists have.
    (cd "$tree" && find . -name '.*.o.cmd' -print0 | xargs -0 cp --parents -t "$1")
    while read -r file; do
        (cd "$tree" && cp --parents -t "$1" "${file%.o}.mod")
        ln -s "$tree/$file" "$1/$file"
    done < "$1/modules.order"
}

multiply() { # multiply FOLDER: many/N/MODULE.o, in the order of N
    local n=0 round file base
    : > "$1/many.order"
    for ((round = 0; n < modules; round++)); do
        mkdir -p "$1/many/$round"
        while read -r file && ((n < modules)); do
            base=$(basename "${file%.o}")
            ln -s "$tree/$file" "$1/many/$round/$base.o"
            cp "$1/${file%.o}.mod" "$1/many/$round/$base.mod"
            echo "many/$round/$base.o" >> "$1/many.order"
            n=$((n + 1))
        done < "$1/modules.order"
    done
}

# enlarge FOLDER: vmlinux.o from several of the tree's, whose global names and exports begin with cN_, and the command files of each.
enlarge() {
    local n names=$1/names
    mkdir -p "$1/include/config"
    cp "$tree/include/config/kernel.release" "$1/include/config/"
    { nm -g --defined-only "$tree/vmlinux.o" | awk '{ print $3 }'; nm "$tree/vmlinux.o" | sed -n 's/.* __export_symbol_//p'; } | sort -u > "$names"
    sed 's#^\(.*/\)\?\([^/]*\)$#\1.\2.cmd#' "$tree/.vmlinux.objs" > "$names.cmd"
    for ((n = 1; n <= copies; n++)); do
        awk -v n="$n" '{ print $1, "c" n "_" $1; print "__export_symbol_" $1, "__export_symbol_c" n "_" $1 }' "$names" > "$names.$n"
        objcopy --redefine-syms="$names.$n" "$tree/vmlinux.o" "$1/part.$n.o"
        mkdir "$1/c$n"
        (cd "$tree" && xargs cp --parents -t "$1/c$n" < "$names.cmd")
        (cd "$1/c$n" && xargs sed -i "s/^#SYMVER /#SYMVER c${n}_/" < "$names.cmd")
        sed "s#^#c$n/#" "$tree/.vmlinux.objs" >> "$1/.vmlinux.objs"
    done
    ld -r -o "$scratch/vmlinux.o" "$1"/part.*.o
    rm "$1"/part.*.o "$names"*
    ln -s "$scratch/vmlinux.o" "$1/vmlinux.o"
}

original() { cd "$scratch/original" && "$tree/scripts/mod/modpost" "${arguments[@]}"; }
kelf() { cd "$scratch/kelf" && "$scratch/modpost" "${arguments[@]}"; }
single() { cd "$scratch/kelf" && PARALLELISM=1 "$scratch/modpost" "${arguments[@]}"; }
# Of a first build: nothing that modpost makes is there.
clean() { find "$scratch/$1" \( -name '*.mod.c' -o -name '.vmlinux.export.c' \) -delete; }

# Milliseconds of processors.
cpu() { # cpu NAME FUNCTION
    local TIMEFORMAT='%U %S'
    { time "$2" >> "$scratch/log" 2>&1; } 2>&1 | awk '{ print ($1 + $2) * 1000 }' >> "$scratch/$1.cpu"
}

compare() {
    rm -f "$scratch"/*.ms "$scratch"/*.cpu
    original > /dev/null 2>&1
    kelf > /dev/null 2>&1 # into the page cache, and the sources are there for both
    for ((round = 0; round < rounds; round++)); do
        measure original original
        measure kelf kelf
        measure single single
        cpu original original
        cpu kelf kelf
        clean original
        clean kelf
        measure original.first original
        measure kelf.first kelf
    done
    finish
    (cd "$scratch/original" && peak "$tree/scripts/mod/modpost" "${arguments[@]}") > "$scratch/original.MB"
    (cd "$scratch/kelf" && peak "$scratch/modpost" "${arguments[@]}") > "$scratch/kelf.MB"
    diff -rq --no-dereference -x '*.o' "$scratch/original" "$scratch/kelf" > "$scratch/differs" ||
        { echo "modpost.sh: the results differ: $(head -n 1 "$scratch/differs")" >&2; exit 1; }
    heading "$1"
    row 'elapsed time' original kelf
    row 'one thread' original single
    row 'time of processors' original kelf cpu
    row 'elapsed time when nothing is there yet' original.first kelf.first
    row 'peak memory' original kelf MB
    echo
}

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    tree=$(realpath "$tree")
    [[ -x $tree/scripts/mod/modpost && -e $tree/vmlinux.o ]] || { echo "modpost.sh: no kernel at $tree (KELF_TESTBED)" >&2; continue; }
    rm -rf "$scratch"/{original,kelf}
    prepare "$scratch/original"
    multiply "$scratch/original"
    cp -a "$scratch/original" "$scratch/kelf"
    IFS=' ' read -ra arguments < <(sed -n '1s/.*scripts\/mod\/modpost//p' "$tree/.Module.symvers.cmd")
    [[ ${arguments[*]} != *'-T - '* ]] || { echo "modpost.sh: $tree: its objects come from a pipe, which is not measured" >&2; continue; }
    compare "$(basename "$tree"): $(stat -L -c %s "$tree/vmlinux.o" | numfmt --to=iec) of vmlinux.o, $(wc -l < "$scratch/original/modules.order") modules; its own command."
    if ((copies > 0)); then
        rm -rf "$scratch"/{original,kelf,vmlinux.o}
        enlarge "$scratch/original"
        cp -a "$scratch/original" "$scratch/kelf"
        arguments=(-M -m -x -o vmlinux.symvers vmlinux.o)
        compare "$(basename "$tree"): $copies times its objects, $(stat -L -c %s "$scratch/vmlinux.o" | numfmt --to=iec) of vmlinux.o, $(wc -l < "$scratch/original/.vmlinux.objs") command files."
        rm -rf "$scratch"/{original,kelf,vmlinux.o}
        prepare "$scratch/original"
        multiply "$scratch/original"
        cp -a "$scratch/original" "$scratch/kelf"
    fi
    grep $'\tvmlinux\t' "$tree/Module.symvers" > "$scratch/original/in.symvers"
    cp "$scratch/original/in.symvers" "$scratch/kelf/"
    arguments=(-M -m -x -e -i in.symvers -T many.order -o many.symvers)
    compare "$(basename "$tree"): $modules modules alone, outside of the tree."
done

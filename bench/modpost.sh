#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# kelf as scripts/mod/modpost against the kernel's own, on built kernels: the command of each tree; then, with the original of the first,
# a vmlinux.o as large as that of defconfig, which is linked of the trees' own, and MODULES modules beside the kernel. What either
# writes is the same, or there is no table. Prints tables in Markdown; about five minutes.
#
#   modpost.sh [TREE...]     default all that are there of small-gcc small-clang small-paths small-rust small-6.12 defconfig
#
#   MODULES   how many modules; default 5000. They are those of all trees, over and over, each under a path of its own: symbolic links to
#             objects, and copies of the lists and command files beside them. The same exports come again and again, which is allowed to
#             modules outside of the tree (-e) alone. 0: without.
#   PARTS     how many kernels are in the large vmlinux.o, taken from the trees by turns, each with names of its own; default as many as
#             make a gigabyte, and none when a tree has one as large. 0: without.
#   TOOL, KELF_TESTBED, ROUNDS as in bench-lib.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/bench-lib.sh"
modules=${MODULES:-5000}
(($# > 0)) || set -- small-gcc small-clang small-paths small-rust small-6.12 defconfig
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

# multiply FOLDER: many/N/MODULE.o, in the order of N, each N of the next tree; what their lists name is in tT.
multiply() {
    local n=0 round file base at tree part
    for at in "${!trees[@]}"; do
        (cd "${trees[at]}" && sed 's/\.k\?o$//' modules.order | while read -r file; do
            echo "${file%/*}/.${file##*/}.o.cmd"
            sed 's#\([^/]*\)$#.\1.cmd#' "$file.mod"
        done | sort -u | xargs cp --parents -t "$(mkdir -p "$1/t$at" && realpath "$1/t$at")")
    done
    : > "$1/many.order"
    for ((round = 0; n < modules; round++)); do
        at=$((round % ${#trees[@]}))
        tree=${trees[at]} part=many/$round
        mkdir -p "$1/$part"
        while read -r file && ((n < modules)); do
            base=${file##*/}
            ln -s "$tree/$file.o" "$1/$part/$base.o"
            sed "s#^#t$at/#" "$tree/$file.mod" > "$1/$part/$base.mod"
            echo "$part/$base.o" >> "$1/many.order"
            n=$((n + 1))
        done < <(sed 's/\.k\?o$//' "$tree/modules.order")
    done
}

# enlarge FOLDER: vmlinux.o of several trees', whose global names and exports begin with cN_, and the command files of each.
enlarge() {
    local n tree names=$1/names
    for ((n = 0; n < parts; n++)); do
        tree=${trees[n % ${#trees[@]}]}
        { nm -g --defined-only "$tree/vmlinux.o" | awk '{ print $3 }'; nm "$tree/vmlinux.o" | sed -n 's/.* __export_symbol_//p'; } | sort -u |
            awk -v n="$n" '{ print $1, "c" n "_" $1; print "__export_symbol_" $1, "__export_symbol_c" n "_" $1 }' > "$names"
        objcopy --redefine-syms="$names" "$tree/vmlinux.o" "$1/part.$n.o" || return
        mkdir "$1/c$n"
        sed 's#^\(.*/\)\?\([^/]*\)$#\1.\2.cmd#' "$tree/.vmlinux.objs" > "$names"
        (cd "$tree" && xargs cp --parents -t "$1/c$n" < "$names")
        (cd "$1/c$n" && xargs sed -i "s/^#SYMVER /#SYMVER c${n}_/" < "$names")
        sed "s#^#c$n/#" "$tree/.vmlinux.objs" >> "$1/.vmlinux.objs"
    done
    ld -r -o "$scratch/vmlinux.o" "$1"/part.*.o || return
    rm "$1"/part.*.o "$names"
    ln -s "$scratch/vmlinux.o" "$1/vmlinux.o"
}

# Two folders with the same in them, for the original and for kelf.
folders() { # folders FUNCTION
    rm -rf "$scratch"/{original,kelf,vmlinux.o}
    mkdir -p "$scratch/original/include/config"
    cp "$tree/include/config/kernel.release" "$scratch/original/include/config/"
    "$1" "$scratch/original" || { echo "modpost.sh: $1 failed for $tree" >&2; exit 1; }
    cp -a "$scratch/original" "$scratch/kelf"
}

original() { cd "$scratch/original" && "$tree/scripts/mod/modpost" "${arguments[@]}"; }
kelf() { cd "$scratch/kelf" && "$scratch/modpost" "${arguments[@]}"; }
single() { cd "$scratch/kelf" && PARALLELISM=1 "$scratch/modpost" "${arguments[@]}"; }
# Of a first build: nothing that modpost makes is there.
clean() { find "$scratch/$1" \( -name '*.mod.c' -o -name '.vmlinux.export.c' \) -delete; }

# Milliseconds of processors.
cpu() { # cpu NAME FUNCTION
    local TIMEFORMAT='%U %S'
    { time "$2" >> "$scratch/log" 2>&1; } 2>&1 | awk '{ print ($1 + $2) * 1000 }' >> "$scratch/$1.cpu.ms"
}

compare() { # compare NAME TITLE
    rm -f "$scratch"/*.ms
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
    versions_of_tree "$tree"
    heading "$1" "$2"
    row 'elapsed time' original kelf
    row 'one thread' original single
    row 'time of processors' original.cpu kelf.cpu
    row 'elapsed time when nothing is there yet' original.first kelf.first
    row 'peak memory' original kelf MB
    keep
    echo
}

trees=()
for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    if [[ -x $tree/scripts/mod/modpost && -e $tree/vmlinux.o ]]; then trees+=("$(realpath "$tree")"); else echo "modpost.sh: no kernel at $tree (KELF_TESTBED)" >&2; fi
done
((${#trees[@]} > 0)) || exit 1
parts=${PARTS-}
if [[ -z $parts ]]; then
    large=1000000000 together=0
    for ((parts = 0; together < large; parts++)); do together=$((together + $(stat -L -c %s "${trees[parts % ${#trees[@]}]}/vmlinux.o"))); done
    for tree in "${trees[@]}"; do (($(stat -L -c %s "$tree/vmlinux.o") < large)) || parts=0; done
fi

for tree in "${trees[@]}"; do
    IFS=' ' read -ra arguments < <(sed -n '1s/.*scripts\/mod\/modpost//p' "$tree/.Module.symvers.cmd")
    [[ ${arguments[*]} != *'-T - '* ]] || { echo "modpost.sh: $tree: its objects come from a pipe, which is not measured" >&2; continue; }
    "$tree/scripts/mod/modpost" -o /dev/null > /dev/null 2>&1 || { echo "modpost.sh: $tree: its modpost does not run here, and is not measured" >&2; continue; }
    folders prepare
    compare "modpost-$(basename "$tree")" "$(basename "$tree"): $(stat -L -c %s "$tree/vmlinux.o" | numfmt --to=iec) of vmlinux.o, $(wc -l < "$scratch/original/modules.order") modules; its own command"
done

tree=${trees[0]}
if ((parts > 0)); then
    folders enlarge
    arguments=(-M -m -x -o vmlinux.symvers vmlinux.o)
    compare modpost-large "$parts kernels of ${trees[*]##*/}: $(stat -L -c %s "$scratch/vmlinux.o" | numfmt --to=iec) of vmlinux.o, $(wc -l < "$scratch/original/.vmlinux.objs") command files"
fi
if ((modules > 0)); then
    folders multiply
    grep $'\tvmlinux\t' "$tree/Module.symvers" | tee "$scratch/original/in.symvers" > "$scratch/kelf/in.symvers"
    # What other releases need of their kernels is not in this one.
    arguments=(-M -m -x -w -N -e -i in.symvers -T many.order -o many.symvers)
    compare "modpost-$modules-modules" "$modules modules of ${trees[*]##*/} alone, outside of the tree"
fi

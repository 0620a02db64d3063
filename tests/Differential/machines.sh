#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every tool on other machines, with CFI and ThinLTO, and on Rust, without a kernel: on what tests/Fixtures/machines has, small kernels of
# our own compiled as those are, and on parts of their symbol maps. All results are those that the original tools gave, byte for byte.
#
#   machines.sh [FOLDER...]     default all
#
#   TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/mcount-lib.sh"

need_tool
need xz readelf
fixtures=$root/tests/Fixtures/machines
(($# > 0)) || set -- arm arm64-cfi arm64-gcc arm64-thinlto riscv64 rust x86-cfi

run() { "$kelf" --as "$@" 2> "$scratch/err"; } # run ORIGINAL ARGUMENT...: under the original's name
# same NAME EXPECTED ACTUAL
same() {
    if [[ ! -s $2 ]]; then
        fail "$1" 'nothing to compare with'
    elif cmp -s "$2" "$3"; then
        pass "$1: $(wc -c < "$2") bytes"
    else
        fail "$1" "$(cmp "$2" "$3" 2>&1 | sed "s|$scratch/||g; s|$fixtures/||g") $(head -n 1 "$scratch/err")"
    fi
}

versions() { # of the object, under the original's name and by kelf's own list of exports
    local what
    run gendwarfksyms --symtypes "$scratch/symtypes" "$folder/kernel.o" < "$folder/symbols" > "$scratch/versions"
    same "$name/versions" "$folder/versions" "$scratch/versions"
    same "$name/symtypes" "$folder/symtypes" "$scratch/symtypes"
    [[ $name != rust ]] || return
    for what in '' --per-unit; do
        # shellcheck disable=SC2086 # no word, or one
        "$kelf" symvers -q $what "$folder/kernel.o" 2> "$scratch/err" | sort > "$scratch/versions"
        sort "$folder/versions" > "$scratch/expected"
        same "$name/exports${what:+, $what}" "$scratch/expected" "$scratch/versions"
    done
}

sorted() {
    cp "$folder/unsorted" "$scratch/image"
    KELF_LOST_CALLS=zero run sorttable -s "$folder/nm-sort" "$scratch/image"
    same "$name/sorttable" "$folder/sorted" "$scratch/image"
}

tables() {
    "$kelf" sysmap "$folder/sorted" > "$scratch/map" 2> "$scratch/err"
    same "$name/sysmap" "$folder/System.map" "$scratch/map"
    "$kelf" kallsyms --kernel 7.3 --all-symbols "--pc-relative=$([[ $name == arm ]] && echo false || echo true)" --text "$folder/sorted" > "$scratch/text" 2> "$scratch/err"
    same "$name/kallsyms" "$folder/kallsyms.S" "$scratch/text"
    "$kelf" decode --format=script "$folder/sorted" "$folder/trace" > "$scratch/decoded" 2> "$scratch/err"
    same "$name/decode" "$folder/trace.decoded" "$scratch/decoded"
}

map() {
    xz -dc "$folder/map.xz" > "$scratch/map"
    xz -dc "$folder/kallsyms.S.xz" > "$scratch/expected"
    KERNELVERSION=7.3.4 run kallsyms --all-symbols --pc-relative "$scratch/map" > "$scratch/text"
    same "$name/map" "$scratch/expected" "$scratch/text"
}

traced() {
    cp "$folder/traced.o" "$scratch/traced.o"
    cp "$folder/traced-original.o" "$scratch/expected.o"
    run recordmcount "$scratch/traced.o"
    clear_padding "$scratch/traced.o"
    clear_padding "$scratch/expected.o"
    same "$name/mcount" "$scratch/expected.o" "$scratch/traced.o"
}

exported() { # as the build calls modpost for the kernel; with LTO the versions are those of the object without
    local object=$folder/kernel.o versions=$folder/versions
    [[ ! -e $folder/linked.o ]] || object=$folder/linked.o versions=$fixtures/arm64-cfi/versions
    mkdir -p "$scratch/modpost"
    cp "$object" "$scratch/modpost/vmlinux.o"
    cp "$versions" "$scratch/modpost/.vmlinux.o.cmd"
    echo vmlinux.o > "$scratch/modpost/.vmlinux.objs"
    rm -f "$scratch/modpost/"{Module.symvers,.vmlinux.export.c}
    (cd "$scratch/modpost" && run modpost -M -m -x -w -o Module.symvers vmlinux.o)
    same "$name/modpost" "$folder/Module.symvers" "$scratch/modpost/Module.symvers"
    same "$name/modpost, exports" "$folder/vmlinux.export.c" "$scratch/modpost/.vmlinux.export.c"
    same "$name/modpost, messages" "$folder/modpost.said" "$scratch/err"
}

lto() {
    # As the kernel's build asks for them, and the versions that the same source has without LTO.
    (cd "$folder" && objtree=. NM=llvm-nm run generate_initcall_order.pl kernel.o) > "$scratch/initcalls"
    same "$name/initcalls" "$folder/initcalls.lds" "$scratch/initcalls"
    "$kelf" symvers -q --per-unit "$folder/linked.o" 2> "$scratch/err" | sort > "$scratch/versions"
    sort "$fixtures/arm64-cfi/versions" > "$scratch/expected"
    same "$name/versions of arm64-cfi" "$scratch/expected" "$scratch/versions"
}

for name in "$@"; do
    folder=$fixtures/$name
    [[ -d $folder ]] || { fail "$name" 'no such folder of fixtures'; continue; }
    [[ ! -e $folder/versions ]] || versions
    [[ ! -e $folder/sorted ]] || { sorted; tables; }
    [[ ! -e $folder/map.xz ]] || map
    [[ ! -e $folder/traced.o ]] || traced
    [[ ! -e $folder/initcalls.lds ]] || lto
    [[ ! -e $folder/Module.symvers ]] || exported
done

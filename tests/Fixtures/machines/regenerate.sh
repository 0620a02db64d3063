#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes the files of this folder anew: sources of ours compiled with the flags of kernel trees (tests/Testbed), symbol maps of
# those trees, and what the original tools of Linux 7.3 make of both. A tree that is not there keeps its map.
#
#   regenerate.sh [FOLDER...]
set -euo pipefail
shopt -s nullglob
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")"
testbed=${KELF_TESTBED:-$HOME/.cache/kelf-testbed}
originals=$testbed/linux-source-7.3-originals/bin
sources=$testbed/linux-source-7.3
debian13=${DEBIAN13:-$testbed/debian13}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What a kernel's build gives to the compilers, apart from warnings and paths.
common='-nostdlib -fshort-wchar -funsigned-char -fno-common -fno-PIE -fno-strict-aliasing -std=gnu11 -O2 -fno-stack-protector
    -fno-asynchronous-unwind-tables -fno-delete-null-pointer-checks -fno-strict-overflow -gdwarf-5 -ffile-prefix-map='$PWD'=.
    -ffunction-sections' # so that the linker script can disorder the tables
arm64='--target=aarch64-linux-gnu -mlittle-endian -mgeneral-regs-only -mbranch-protection=none -fno-omit-frame-pointer
    -fno-optimize-sibling-calls -ftrivial-auto-var-init=zero -fpatchable-function-entry=2'
cfi='-fsanitize=kcfi -falign-functions=4'
declare -A compiler=(
    [arm64]="clang-19 $common $arm64"
    [arm64-cfi]="clang-19 $common $arm64 $cfi"
    [arm64-thinlto]="clang-19 $common $arm64 $cfi -flto=thin -fsplit-lto-unit -fvisibility=hidden"
    [arm64-gcc]="aarch64-linux-gnu-gcc $common -mlittle-endian -mgeneral-regs-only -mbranch-protection=none -fno-omit-frame-pointer
        -fno-optimize-sibling-calls -ftrivial-auto-var-init=zero -fpatchable-function-entry=2"
    [riscv64]="riscv64-linux-gnu-gcc $common -mabi=lp64 -march=rv64imac_zicsr_zifencei -mcmodel=medany -mno-save-restore -fno-omit-frame-pointer
        -fpatchable-function-entry=4"
    # With -pg its build has recordmcount make the tables.
    [arm]="arm-linux-gnueabi-gcc $common -mlittle-endian -mabi=aapcs-linux -marm -march=armv7-a -msoft-float -fno-omit-frame-pointer"
    [x86-cfi]="clang-19 $common --target=x86_64-linux-gnu -m64 -mno-80387 -mno-sse -mcmodel=kernel -mno-red-zone $cfi
        -fpatchable-function-entry=11,11"
)
# As the kernels link: arm64's moves itself by its .rela.dyn.
declare -A linker=(
    [arm64]='ld.lld-19 -m aarch64elf -shared -Bsymbolic -z norelro -z notext --no-apply-dynamic-relocs'
    [arm64-gcc]='aarch64-linux-gnu-ld -m aarch64elf -shared -Bsymbolic -z norelro -z notext --no-apply-dynamic-relocs'
    [riscv64]='riscv64-linux-gnu-ld -m elf64lriscv' [x86-cfi]='ld.lld-19 -m elf_x86_64'
    [arm]='arm-linux-gnueabi-ld -m armelf_linux_eabi'
)
linker[arm64-cfi]=${linker[arm64]} linker[arm64-thinlto]=${linker[arm64]}
declare -A base=([arm64]=0xffff800080000000 [riscv64]=0xffffffff80000000 [x86-cfi]=0xffffffff81000000 [arm]=0x80008000)
for kind in cfi gcc thinlto; do base[arm64-$kind]=${base[arm64]}; done
declare -A tree=([arm64-cfi]=small-arm64-cfi [arm64-thinlto]=small-arm64-thinlto [arm64-gcc]=small-arm64-gcc [arm64]=small-arm64
    [riscv64]=small-riscv64 [rust]=small-rust [x86-cfi]=small-x86-cfi [arm]=none)

versions_of() { # versions_of FOLDER OBJECT
    "$originals/gendwarfksyms" --symtypes "$1/symtypes" "$2" < "$1/symbols" > "$1/versions"
}

# Of a kernel's map each sixteenth symbol, all that the rules look at, and the borders of its text.
map_of() { # map_of FOLDER IMAGE
    llvm-nm-19 -n "$2" | awk 'NR % 16 == 0 || $3 ~ /^(_text|_stext|_etext|_sinittext|_einittext|_end|__per_cpu_.*)$/ { print; next }
        $3 ~ /^(__pi_|__kvm_nvhe_|__kcfi_typeid_|__cfi_|__pfx_|__efistub_|_R)/ && ++seen[substr($3, 1, 7)] <= 60 { print }
        $3 ~ /\.llvm\./ && ++odd <= 60 { print }' | sed -f "$sources/scripts/mksysmap" > "$work/map"
    xz -9 -c "$work/map" > "$1/map.xz"
    "$originals/kallsyms" --all-symbols --pc-relative "$work/map" | xz -9 > "$1/kallsyms.S.xz"
}

# The tables of the small kernel itself, and where its functions are in the source, as a trace tells of them.
image_of() { # image_of FOLDER NM
    local image=$1/sorted
    "$2" -n "$image" | sed -f "$sources/scripts/mksysmap" > "$1/System.map"
    # Of the machines here arm is the one that is neither of 64 bits nor relocatable.
    "$originals/kallsyms" --all-symbols $([[ $1 == arm ]] || echo --pc-relative) "$1/System.map" > "$1/kallsyms.S"
    # Each function twice: near its beginning and near its end.
    {
        echo '[    1.000000] Call trace:'
        llvm-nm-19 -S "$image" | awk 'NF == 4 && $3 ~ /^[tT]$/ && $2 !~ /^0*$/ { print $4, $2 }' | sort | while read -r name size; do
            size=$((0x$size))
            printf '[    1.000001]  %s+0x%x/0x%x\n[    1.000002]  %s+0x%x/0x%x\n' "$name" 4 $size "$name" $((size - 4)) $size
        done
    } > "$1/trace"
    mkdir -p "$work/tools"
    ln -sf "$(command -v llvm-nm-19)" "$work/tools/nm"
    ln -sf "$(command -v llvm-addr2line-19)" "$work/tools/addr2line"
    ln -sf "$(command -v readelf)" "$work/tools/readelf"
    CROSS_COMPILE=$work/tools/ "$sources/scripts/decode_stacktrace.sh" "$image" < "$1/trace" > "$1/trace.decoded"
}

c_folder() { # c_folder FOLDER
    local folder=$1 flags nm=llvm-nm-19
    mkdir -p "$folder"
    case $folder in arm64-gcc) nm=aarch64-linux-gnu-nm ;; riscv64) nm=riscv64-linux-gnu-nm ;; arm) nm=arm-linux-gnueabi-nm ;; esac
    read -ra flags <<< "$(tr '\n' ' ' <<< "${compiler[$folder]}")"
    "${flags[@]}" -c kernel.c -o "$folder/kernel.o"
    read -ra link <<< "${linker[$folder]}"
    sed "s/BASE/${base[$folder]}/" kernel.lds > "$work/kernel.lds"
    if [[ $folder == *lto ]]; then
        # What modpost would read: the linked object. Its initcalls are those of the bitcode.
        ld.lld-19 -m aarch64elf -r -o "$folder/linked.o" "$folder/kernel.o"
        NM=llvm-nm-19 objtree=. perl "$sources/scripts/generate_initcall_order.pl" "$folder/kernel.o" > "$folder/initcalls.lds"
        llvm-nm-19 "$folder/linked.o" > "$work/nm"
    else
        nm "$folder/kernel.o" > "$work/nm"
        sed -n 's/.* __export_symbol_//p' "$work/nm" > "$folder/symbols"
        versions_of "$folder" "$folder/kernel.o"
        "${link[@]}" -T "$work/kernel.lds" -o "$folder/unsorted" "$folder/kernel.o"
        cp "$folder/unsorted" "$folder/sorted"
        "$nm" -S "$folder/sorted" > "$folder/nm-sort"
        "$work/sorttable" -s "$folder/nm-sort" "$folder/sorted"
        image_of "$folder" "$nm"
    fi
    mcount_folder "$folder"
}

# Where it is used the build compiles with -pg.
mcount_folder() {
    local folder=$1 flags
    read -ra flags <<< "$(tr '\n' ' ' <<< "${compiler[$folder]}" | sed 's/-fpatchable-function-entry=[0-9,]*//; s/-flto=thin -fsplit-lto-unit//; s/-gdwarf-5//')"
    "${flags[@]}" -pg -c kernel.c -o "$folder/traced.o"
    cp "$folder/traced.o" "$folder/traced-original.o"
    "$originals/recordmcount" "$folder/traced-original.o" || rm "$folder/traced-original.o" "$folder/traced.o"
}

# The object as the kernel that modpost looks at, with the versions where the build leaves them; the original is that of the machine.
modpost_folder() {
    local folder=$1 object=$1/kernel.o versions=$1/versions machine=${1%%-*}
    [[ $folder != *lto ]] || object=$folder/linked.o versions=arm64-cfi/versions
    [[ $machine != x86 ]] || machine=x86_64
    mkdir -p "$work/modpost"
    cp "$object" "$work/modpost/vmlinux.o"
    cp "$versions" "$work/modpost/.vmlinux.o.cmd"
    echo vmlinux.o > "$work/modpost/.vmlinux.objs"
    (cd "$work/modpost" && "$testbed/modpost-originals/7.3/$machine/modpost" -M -m -x -w -o Module.symvers vmlinux.o 2> said)
    cp "$work/modpost/Module.symvers" "$folder/Module.symvers"
    cp "$work/modpost/.vmlinux.export.c" "$folder/vmlinux.export.c"
    cp "$work/modpost/said" "$folder/modpost.said"
}

rust_folder() {
    mkdir -p rust
    # As rust/Makefile of 7.3 for x86-64; core is that of the compiler.
    cp device.rs "$debian13/tmp/device.rs"
    chroot "$debian13" env RUSTC_BOOTSTRAP=1 rustc --edition=2021 --crate-type rlib --crate-name device --emit=obj=/tmp/device.o \
        -Cpanic=abort -Cembed-bitcode=n -Clto=n -Cforce-unwind-tables=n -Ccodegen-units=1 -Csymbol-mangling-version=v0 \
        -Crelocation-model=static -Cno-redzone=y -Ccode-model=kernel -Copt-level=2 -Cdebug-assertions=n -Coverflow-checks=y \
        -Zdwarf-version=5 -Cdebuginfo=2 --remap-path-prefix=/tmp=. /tmp/device.rs
    mv "$debian13/tmp/device.o" rust/kernel.o
    rm "$debian13/tmp/device.rs"
    # The list that the kernel's makefile takes from nm for an object of Rust.
    nm -p --defined-only rust/kernel.o | awk '$2 ~ /^[TRDB]$/ && $3 !~ /^(__(pfx|cfi|odr_asan)|_R(Nv|INv).*(drop_in_place))/ { print $3 }' > rust/symbols
    versions_of rust rust/kernel.o
}

gcc -O2 -DMCOUNT_SORT_ENABLED -I"$sources/scripts/include" -I"$sources/tools/include" -I"$sources/tools/arch/x86/include" \
    -o "$work/sorttable" "$sources/scripts/sorttable.c" "$sources/scripts/elf-parse.c" -lpthread
(($# > 0)) || set -- arm arm64-cfi arm64-thinlto arm64-gcc riscv64 x86-cfi rust
for folder in "$@"; do
    if [[ $folder == rust ]]; then rust_folder; else c_folder "$folder" && modpost_folder "$folder"; fi
    [[ ! -e $testbed/${tree[$folder]}/vmlinux ]] || map_of "$folder" "$testbed/${tree[$folder]}/vmlinux"
done

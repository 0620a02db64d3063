#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Where addresses are in the source, with the functions that were inlined there, by the program samples/Places and by
# llvm-addr2line -fi: at all return addresses - 1 of kernels and of some of their modules, and at every instruction of one source
# through compilers for all machines, versions and encodings of the debugging information. All frames have to be equal, but for the
# name of the outermost function, which LLVM takes from the symbol table (vfs_read.cold), as it does for what has no debugging
# information at all. And the functions of kernels with the ranges that their symbols have.
#
# LLVM takes the sections of an object for one, all at address 0. So modules and objects are linked for it, each section of code
# where the sample lays it; kelf reads them as they are.
#
#   lines.sh [TREE...]     default small-gcc small-clang small-thinlto small-i386 small-arm64-thinlto small-arm64-cfi
#
#   ADDR2LINE       LLVM's; default llvm-addr2line-19. GNU's misses inlined functions of clang, and files of DWARF 5
#   KELF_TESTBED    as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
# shellcheck source=tree-lib.sh
source "$here/tree-lib.sh"

addr2line=${ADDR2LINE:-llvm-addr2line-19}
need "$addr2line" objdump readelf nm ld dotnet
default_trees=no
(($# > 0)) || { default_trees=yes; set -- small-gcc small-clang small-thinlto small-i386 small-arm64-thinlto small-arm64-cfi; }

# The tests build the samples, too.
places=$root/out/build/bin/Places/${KELF_TESTS_BUILT:-release}/places-sample.dll
if [[ -z ${KELF_TESTS_BUILT-} ]]; then
    dotnet build "$root/samples/Places" -c Release -v quiet -nologo > "$scratch/build.log" 2>&1 ||
        { fail Places "does not compile: $(grep -m 1 error "$scratch/build.log")"; exit 1; }
fi

# Both outputs as lines `ADDRESS NAME PLACE < NAME PLACE < - PLACE`, innermost first, without the outermost name.
frames='
    function flush(   i, line) {
        if (address == "") return
        # Without debugging information LLVM knows the file symbol.
        if (count == 0 || (count == 1 && places[0] ~ /^[^\/]*:0$/)) { places[0] = "??:0"; count = 1 }
        line = address
        for (i = 0; i < count - 1; i++) line = line " " names[i] " " places[i] " <"
        print line " - " places[count - 1]
        count = 0
    }
    END { flush() }'
kelf_frames() {
    awk "$frames"' /^0x/ { flush(); address = $0; next }
        { sub(/^  /, ""); sub(/:[0-9]+$/, ""); names[count] = $1; places[count++] = substr($0, length($1) + 2) }'
}
llvm_frames() {
    awk "$frames"' !hasName && /^0x[0-9a-f]+$/ { flush(); address = $0; next }
        !hasName { name = $0; hasName = 1; next }
        { sub(/ \(discriminator [0-9]+\)$/, ""); names[count] = name; places[count++] = $0; hasName = 0 }'
}

# return_addresses: of disassembly, those of all calls, minus 1.
return_addresses() {
    awk '/^ *[0-9a-f]+:/ { if (call) { sub(/:$/, "", $1); print $1 } call = $2 ~ /^(call|lcall|blr?$)/ || ($2 ~ /^(bnd|cs|ds|notrack|data16)$/ && $3 ~ /^call/) }' |
        while read -r address; do printf '0x%x\n' $((16#$address - 1)); done
}
# all_addresses: those of all instructions.
all_addresses() { sed -n 's/^ *\([0-9a-f]*\):.*/0x\1/p'; }

# layout FILE: lines `SECTION ADDRESS` of its sections of code, as the sample lays them.
layout() {
    local next=0 name size alignment
    readelf -SW "$1" | sed -n 's/^ *\[ *\([0-9]*\)\] */\1 /p' | awk '$8 ~ /X/ { print ($2 != ".text"), $1, $2, $6, $NF }' | sort -k1n -k2n |
        while read -r _ _ name size alignment; do
            next=$(((next + alignment - 1) / alignment * alignment))
            printf '%s %d\n' "$name" "$next"
            next=$((next + 16#$size))
        done
}

# same_object NAME FILE ADDRESSES LINKER...: the same for what is not linked. ADDRESSES takes some from disassembly; where it names
# another objdump, that is the first word.
same_object() {
    local name=$1 file=$2 addresses=$3 base=0x10000000 section place
    shift 3
    layout "$file" > "$scratch/layout"
    {
        echo 'SECTIONS {'
        while read -r section place; do
            printf '"%s" %#x : { *("%s") }\n' "$section" $((base + place)) "$section"
        done < "$scratch/layout"
        echo '}'
    } > "$scratch/script"
    "$@" --unresolved-symbols=ignore-all --noinhibit-exec --no-check-sections -T "$scratch/script" -e 0 -o "$scratch/linked" "$file" \
        > "$scratch/errors" 2>&1
    [[ -s $scratch/linked ]] || { fail "$name" "$1: $(grep -m 1 -v warning "$scratch/errors")"; return; }
    while read -r section place; do
        "${objdump[@]}" -d --no-show-raw-insn -j "$section" "$file" | "$addresses" |
            while read -r address; do printf '0x%x\n' $((address + place)); done
    done < "$scratch/layout" > "$scratch/addresses"
    same "$name" "$file" "$scratch/linked" $((base))
}

# settled FILE: LLVM looks in the rows of a sequence as if they ascended, and those of arm64's ELF subsections do not: where few places are
# other ones, GNU's addr2line says which are right. Nothing is inlined in assembly.
witness=
settled() {
    local address place
    [[ -n $witness ]] || return
    comm -13 <(sort "$scratch/llvm") <(sort "$scratch/kelf") > "$scratch/other"
    (($(wc -l < "$scratch/other") <= 20)) || return
    while read -r address _ place; do
        [[ $("$witness" -e "$1" "$address") == "$place" ]] || return
    done < "$scratch/other"
}

# same NAME FILE [LINKED BASE]: asks for the addresses in $scratch/addresses; LLVM in another file, by so much higher.
same() {
    local name=$1 file=$2 linked=${3-$2} base=${4-0}
    while read -r address; do printf '0x%x\n' $((address + base)); done < "$scratch/addresses" > "$scratch/addresses.llvm"
    if [[ ! -s $scratch/addresses ]]; then
        fail "$name" 'no address to ask for: the case is wrong'
    elif ! dotnet "$places" "$file" < "$scratch/addresses" > "$scratch/kelf.out" 2> "$scratch/err"; then
        fail "$name" "$(head -n 1 "$scratch/err")"
    elif ! "$addr2line" -a -f -i -e "$linked" < "$scratch/addresses.llvm" > "$scratch/llvm.out" 2> "$scratch/err"; then
        fail "$name" "$addr2line: $(head -n 1 "$scratch/err")"
    else
        kelf_frames < "$scratch/kelf.out" > "$scratch/kelf"
        llvm_frames < "$scratch/llvm.out" | paste -d ' ' "$scratch/addresses" - | cut -d ' ' -f 1,3- > "$scratch/llvm"
        if ! grep -q ' < ' "$scratch/llvm"; then
            fail "$name" 'nothing is inlined: the case is wrong'
        elif cmp -s "$scratch/llvm" "$scratch/kelf"; then
            pass "$name: $(wc -l < "$scratch/llvm") addresses, $(grep -o ' < ' "$scratch/llvm" | wc -l) inlined frames"
        elif settled "$linked"; then
            pass "$name: $(wc -l < "$scratch/llvm") addresses, $(grep -o ' < ' "$scratch/llvm" | wc -l) inlined frames; $(wc -l < "$scratch/other") as GNU's addr2line has them"
        else
            fail "$name" "$(first_difference "$scratch/llvm" "$scratch/kelf")"
        fi
    fi
}

# The first range of a function is that of its symbol, if the symbol's name is no one else's.
check_functions() {
    local tree=$1 image=$2
    nm -S --defined-only "$image" | awk 'NF == 4 && $3 ~ /^[tT]$/ { print }' > "$scratch/symbols"
    # No cutting at random: every 20th.
    awk '{ count[$4]++; line[$4] = $0 } END { for (name in count) if (count[name] == 1 && name !~ /[.]/) print line[name] }' "$scratch/symbols" |
        sort | awk 'NR % 20 == 0' > "$scratch/some"
    # shellcheck disable=SC2046 # names are words
    dotnet "$places" "$image" $(awk '{ print $4 }' "$scratch/some") 2> "$scratch/err" | awk '$2 == "function"' | sort > "$scratch/ranges"
    while read -r start size _ name; do
        printf '%s 0x%x-0x%x\n' "$name" $((16#$start)) $((16#$start + 16#$size))
    done < "$scratch/some" | sort > "$scratch/expected"
    awk 'NR == FNR { for (i = 3; i <= NF; i++) has[$1 " " $i] = 1; there[$1] = 1; next }
        there[$1] && !has[$0] { print; wrong++ } there[$1] { right++ } END { print right - wrong > "/dev/stderr" }' \
        "$scratch/ranges" "$scratch/expected" > "$scratch/wrong" 2> "$scratch/right"
    if [[ -s $scratch/wrong ]]; then
        fail "$tree/functions" "$(wc -l < "$scratch/wrong") differ, $(head -n 1 "$scratch/wrong")"
    elif (($(cat "$scratch/right") < 500)); then
        fail "$tree/functions" "only $(cat "$scratch/right") found; $(head -n 1 "$scratch/err")"
    else
        pass "$tree/functions: $(cat "$scratch/right")"
    fi
}

check_tree() {
    local tree=$1 module emulation
    [[ -e $testbed/$tree/vmlinux ]] || { skip "$tree" 'no such kernel (KELF_TESTBED)'; return; }
    objdump=("$(objdump_of "$testbed/$tree")")
    [[ -z $(missing "${objdump[@]}") ]] || { skip "$tree" "no ${objdump[0]}"; return; }
    [[ $(machine_of "$testbed/$tree") == arm64 ]] && witness=$(cross_of "$testbed/$tree")addr2line || witness=
    "${objdump[@]}" -d --no-show-raw-insn "$testbed/$tree/vmlinux" | return_addresses > "$scratch/addresses"
    same "$tree/vmlinux" "$testbed/$tree/vmlinux"
    check_functions "$tree" "$testbed/$tree/vmlinux"
    # The two largest.
    find "$testbed/$tree" -name '*.ko' -printf '%s %p\n' | sort -rn | head -n 2 | cut -d ' ' -f 2- > "$scratch/modules"
    while read -r module; do
        case $(readelf -h "$module") in
            *ELF64*AArch64*) emulation=aarch64linux ;;
            *ELF64*) emulation=elf_x86_64 ;;
            *) emulation=elf_i386 ;;
        esac
        same_object "$tree/$(basename "$module")" "$module" return_addresses "$(cross_of "$testbed/$tree")ld" -m "$emulation"
    done < "$scratch/modules"
}

# What makes packages of .dwo files, or nothing.
package=
# compiled NAME COMMAND...: every instruction of what a compiler makes of the source; the linker is $linker.
compiled() {
    local name=$1 absent
    shift
    absent=$(missing "$1" "${objdump[0]}" "${linker[0]}")
    [[ -z $absent ]] || { skip "$name" "no $absent"; return; }
    "$@" -w -o "$scratch/object" "$here/lines.c" 2> "$scratch/errors" ||
        { skip "$name" "$1 cannot: $(grep -m 1 -E 'error|unsupported|unrecognized' "$scratch/errors")"; return; }
    rm -f "$scratch"/{object,linked}.dwp
    if [[ -n $package ]]; then
        cpu_limit 10 "$package" "$scratch/object.dwo" -o "$scratch/object.dwp" 2> "$scratch/errors" ||
            { skip "$name" "$package makes no package: $(head -n 1 "$scratch/errors")"; return; }
        cp "$scratch/object.dwp" "$scratch/linked.dwp"
        rm "$scratch/object.dwo"
    fi
    if [[ $(readelf -h "$scratch/object") == *REL\ * ]]; then
        same_object "$name" "$scratch/object" all_addresses "${linker[@]}"
    else
        "${objdump[@]}" -d --no-show-raw-insn -j .text "$scratch/object" | all_addresses > "$scratch/addresses"
        same "$name" "$scratch/object"
    fi
}

for tree in "$@"; do
    check_tree "$tree"
done
witness=
[[ $default_trees == yes ]] || exit 0

machines=(x86_64-linux-gnu i686-linux-gnu aarch64-linux-gnu arm-linux-gnueabi mips-linux-gnu mips64el-linux-gnuabi64
    powerpc-linux-gnu powerpc64-linux-gnu powerpc64le-linux-gnu riscv64-linux-gnu s390x-linux-gnu sparc64-linux-gnu)
for machine in "${machines[@]}"; do
    objdump=("$machine-objdump")
    linker=("$machine-ld" --no-relax)
    for version in 2 3 4 5; do
        compiled "compiled/$machine, DWARF $version" "$machine-gcc" -c -O2 "-gdwarf-$version"
    done
    compiled "compiled/$machine, linked" "$machine-gcc" -O2 -g -nostdlib -shared -fPIC
done
objdump=(objdump)
linker=(ld)
for option in -gz=zlib -gz=zlib-gnu -gdwarf64 -Og -O3 -gno-inline-points -ffunction-sections; do
    compiled "compiled/gcc $option" gcc -c -O2 -g "$option"
done
for option in -gz=zlib -gz=zstd -gdwarf64 -ffunction-sections -O3; do
    compiled "compiled/clang $option" clang-19 -c -O2 -gdwarf-5 "$option"
done
# Functions in a file of its own, GNU's form and DWARF 5's.
for compiler in gcc clang-19; do
    for version in 4 5; do
        for package in '' llvm-dwp-19; do
            # No program at hand makes a package of what gcc writes in DWARF 5.
            [[ $package$compiler$version != llvm-dwp-19gcc5 ]] || package=$here/package.pl
            compiled "compiled/$compiler -gsplit-dwarf, DWARF $version${package:+, package}" \
                "$compiler" -c -O2 "-gdwarf-$version" -gsplit-dwarf -ffunction-sections
        done
    done
done
package=
for machine in x86_64-linux-gnu i686-linux-gnu aarch64-linux-gnu mips-linux-gnu powerpc64le-linux-gnu riscv64-linux-gnu s390x-linux-gnu; do
    objdump=("$machine-objdump")
    # GNU's crashes on what clang 19 writes for RISC-V.
    linker=(ld.lld-19 --no-relax)
    for version in 14 19; do
        for dwarf in 4 5; do
            compiled "compiled/clang $version, $machine, DWARF $dwarf" "clang-$version" "--target=$machine" -c -O2 "-gdwarf-$dwarf"
        done
    done
done

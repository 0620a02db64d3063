#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The last link of a kernel need not keep its relocations. Shown on a built kernel of 7.3: it is linked once more with and
# without --emit-relocs, the loadable bytes are the same, and the table that `kelf split --relocs-from` takes from the
# link before the last, which has no debugging information, is that of the image that kept its own.
#
#   final-link.sh [TREE...]     default small-gcc small-thinlto
#
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
(($# > 0)) || set -- small-gcc small-thinlto

# link OUTPUT OPTION...: the last link of the tree. The build id is fixed: it counts bytes that are not loaded.
link() {
    local output=$1 ld arguments objects=vmlinux.o libraries=''
    shift
    # "LD" "KBUILD_LDFLAGS" "LDFLAGS_vmlinux" "OUTPUT", as link-vmlinux.sh was called
    mapfile -t arguments < <(sed -n 's/^savedcmd_vmlinux.unstripped := [^"]*//p' .vmlinux.unstripped.cmd | grep -o '"[^"]*"' | tr -d '"')
    ld=${arguments[0]}
    if ! grep -qE '^CONFIG_(LTO_CLANG|X86_KERNEL_IBT|KLP_BUILD)=y' .config; then
        objects=vmlinux.a
        libraries='lib/lib.a arch/x86/lib/lib.a'
    fi
    # shellcheck disable=SC2046,SC2086
    "$ld" ${arguments[1]} $(sed -E 's/--emit-relocs//; s/--build-id=\w+/--build-id=0x0123456789abcdef0123456789abcdef01234567/' <<< "${arguments[2]}") \
        "$@" --script=arch/x86/kernel/vmlinux.lds -o "$output" --whole-archive $objects .vmlinux.export.o init/version-timestamp.o \
        --no-whole-archive --start-group $libraries --end-group $(ls -t .tmp_vmlinux[2-9].kallsyms.o | head -n 1) 2> "$scratch/ld.log"
}

check_tree() {
    local name=$1 tree=$testbed/$1 kind earlier
    [[ -e $tree/.vmlinux.unstripped.cmd && -e $tree/.tmp_vmlinux2 ]] || { skip "$name" 'no built kernel tree of 7.3 (KELF_TESTBED)'; return; }
    cd "$tree" || exit 1
    for kind in with without; do
        if ! link "$scratch/$kind" $([[ $kind == with ]] && echo --emit-relocs); then
            fail "$name/link" "$(head -n 1 "$scratch/ld.log")"
            return
        fi
        objcopy -R .comment -S "$scratch/$kind" "$scratch/$kind.bin"
    done
    if cmp -s "$scratch/with.bin" "$scratch/without.bin"; then pass "$name/same-bytes"; else fail "$name/same-bytes" 'the loadable bytes differ'; fi
    earlier=$(ls -t .tmp_vmlinux[2-9] | head -n 1)
    "$TOOL" relocs "$scratch/with" -o "$scratch/expected"
    for kind in linked sorted; do
        [[ $kind == sorted ]] && "$TOOL" sorttable -q "$scratch/without"
        if ! "$TOOL" split -q "$scratch/without" --relocs-from "$earlier" --relocs "$scratch/relocs" -o "$scratch/vmlinux" 2> "$scratch/err"; then
            fail "$name/$kind" "$(head -n 1 "$scratch/err")"
        elif ! cmp -s "$scratch/expected" "$scratch/relocs"; then
            fail "$name/$kind" 'the table is not that of the image that kept its relocations'
        else
            pass "$name/$kind: table of $earlier, $(($(stat -c %s "$scratch/with") / 1000000)) -> $(($(stat -c %s "$scratch/without") / 1000000)) MB linked"
        fi
    done
    # The first link has no symbol table yet, or one of another size: its addresses are others.
    if "$TOOL" split -q "$scratch/without" --relocs-from .tmp_vmlinux1 --relocs "$scratch/wrong" 2> "$scratch/err"; then
        fail "$name/refused" 'the table of another layout was taken'
    elif [[ -e $scratch/wrong ]] || ! grep -q 'its relocations do not fit' "$scratch/err"; then
        fail "$name/refused" "$(head -n 1 "$scratch/err")"
    else
        pass "$name/refused: $(head -n 1 "$scratch/err" | cut -c 1-120)"
    fi
}

for tree in "$@"; do
    check_tree "$tree"
done

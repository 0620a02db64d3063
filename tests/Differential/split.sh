#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf split` against relocs, objcopy and the kernel's module lists, on built kernels of 7.3. What has to be the same:
# the table and the module lists, byte for byte; of the image headers, contents and symbols by their meaning
# (eu-elfcmp), the listings of readelf, and the loadable bytes that the boot image is made of. gdb, perf, pahole and eu-elflint
# have to find in it what they find in objcopy's result. With the layouts of objcopy the image has to be the same too, byte for
# byte: as the tree's own build left it, as either objcopy leaves it, and in place; also of Linux 6.12, and of small images
# that have .modinfo elsewhere. Tables are compared with KELF_RELOCS=compat; how many places the default adds is printed.
#
#   split.sh [TREE...]     default small-gcc small-thinlto small-6.12
#
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
(($# > 0)) || set -- small-gcc small-thinlto small-6.12

needs() { [[ -z $(missing "$1") ]] || { skip "$2" "no $1"; return 1; }; }
same_listing() { diff <(readelf -W "$1" "$gnu" 2>&1) <(readelf -W "$1" "$2" 2>&1); }
# Without offsets, and without the sizes of the tables of names: these may differ.
same_sections() {
    local file
    for file in "$gnu" "$1"; do
        readelf -SW "$file" | sed -En 's/^ *\[ *([0-9]+)\] //p' |
            awk '{ if ($1 == ".strtab" || $1 == ".shstrtab") $5 = "-"; $4 = "-"; print }' > "$scratch/sections.$([[ $file == "$gnu" ]] && echo gnu || echo kelf)"
    done
    diff "$scratch/sections.gnu" "$scratch/sections.kelf"
}
same_boot_bytes() {
    objcopy -R .comment -S "$gnu" "$scratch/gnu.bin" && objcopy -R .comment -S "$1" "$scratch/kelf.bin" &&
        cmp "$scratch/gnu.bin" "$scratch/kelf.bin"
}
lint_adds_nothing() { # messages without the numbers of symbols, which follow the section
    diff <(eu-elflint --gnu-ld "$gnu" 2>&1) <(eu-elflint --gnu-ld "$1" 2>&1)
}
no_relocations() { ! readelf -SW "$1" | grep -E ' (REL|RELA) .*' | grep -v ' A '; }
debugger() {
    gdb -nx -batch -ex 'break kernel/fork.c:kernel_clone' -ex 'info line kernel_clone' -ex 'print sizeof(struct task_struct)' \
        -ex 'ptype struct list_head' "$1" 2> /dev/null
}
same_debugger() {
    debugger "$gnu" > "$scratch/gdb.gnu"
    debugger "$1" > "$scratch/gdb.kelf"
    grep -q 'Breakpoint 1 at .*fork.c' "$scratch/gdb.kelf" && grep -q 'struct list_head \*next' "$scratch/gdb.kelf" &&
        diff "$scratch/gdb.gnu" "$scratch/gdb.kelf"
}
same_perf() { # perf finds lines and variables of a function through the debugging information
    local file image
    for file in gnu kelf; do
        image=$([[ $file == gnu ]] && echo "$gnu" || echo "$1")
        { perf probe -k "$image" -L kernel_clone; perf probe -k "$image" -V kernel_clone; perf buildid-list -i "$image"; } \
            > "$scratch/perf.$file" 2>&1
    done
    grep -q 'struct kernel_clone_args' "$scratch/perf.kelf" && diff "$scratch/perf.gnu" "$scratch/perf.kelf"
}
same_pahole() {
    local unit='struct list_head'
    diff <(pahole -C "${unit#struct }" "$gnu" 2>&1) <(pahole -C "${unit#struct }" "$1" 2>&1)
}

# What scripts/Makefile.vmlinux of 7.3 runs, and arch/x86/Makefile.postlink of 6.12.
removed=(--remove-section=.modinfo --remove-section='.rel*' --remove-section='!.rel*.dyn' --remove-section='.rel.*'
    -w --strip-unneeded-symbol='__mod_device_table__*')
removed_612=(--remove-section='.rel.*' --remove-section='.rel__*' --remove-section='.rela.*' --remove-section='.rela__*')

same_bytes() { # same_bytes EXPECTED LAYOUT: a copy, and in place
    "$TOOL" split -q --layout "$2" -o "$out/exact" "$image" && cmp "$1" "$out/exact" &&
        cp "$image" "$out/exact" && "$TOOL" split -q --in-place --layout "$2" "$out/exact" && cmp "$1" "$out/exact"
}
exact_layout() { # exact_layout NAME LAYOUT OPTION...: that of one objcopy with these options
    local name=$1/$2/same-bytes layout=$2 program=$2
    shift 2
    [[ $layout == objcopy ]] || program=$(command -v llvm-objcopy-19 || echo llvm-objcopy)
    needs "$program" "$name" || return
    "$program" "$@" "$image" "$out/expected" 2> /dev/null
    check "$name" same_bytes "$out/expected" "$layout"
    rm -f "$out"/{exact,expected}
}
exact_layouts() { # exact_layouts NAME OPTION...: those of both
    local name=$1
    shift
    exact_layout "$name" objcopy "$@"
    exact_layout "$name" llvm-objcopy "$@"
}
built_layout() { if grep -q 'llvm-objcopy' "$tree/.vmlinux.cmd"; then echo llvm-objcopy; else echo objcopy; fi; }

check_tree() {
    local name=$1 tree=$testbed/$1 original image layout
    [[ -d $tree ]] || tree=$1
    image=$tree/vmlinux.unstripped
    original=$tree/arch/x86/tools/relocs
    out=$scratch/out
    rm -rf "$out"
    mkdir "$out"
    if [[ -e $image && $(cat "$tree/include/config/kernel.release" 2> /dev/null) == 6.12* ]]; then
        exact_layouts "$name" "${removed_612[@]}"
        return
    fi
    [[ -e $image && -x $original ]] || { skip "$name" 'no built kernel tree of 7.3 (KELF_TESTBED)'; return; }
    gnu=$out/gnu
    objcopy "${removed[@]}" "$image" "$gnu" 2> /dev/null
    "$original" "$image" > "$out/relocs.expected"
    check "$name/as-built" same_bytes "$tree/vmlinux" "$(built_layout)"
    exact_layouts "$name" "${removed[@]}"
    for layout in reuse compact in-place; do
        if [[ $layout == in-place ]]; then
            cp "$image" "$out/in-place"
            set -- --in-place "$out/in-place"
        else
            set -- --layout "$layout" -o "$out/$layout" "$image"
        fi
        if ! "$TOOL" split -q "$@" --relocs "$out/relocs" --modinfo "$out/modinfo" --modules-builtin "$out/builtin" 2> "$scratch/err"; then
            fail "$name/$layout" "$(head -n 1 "$scratch/err")"
            continue
        fi
        check "$name/$layout/relocs" cmp "$out/relocs.expected" "$out/relocs"
        [[ $layout != reuse ]] || added "$name"
        [[ ! -e $tree/modules.builtin.modinfo ]] || check "$name/$layout/modinfo" cmp "$tree/modules.builtin.modinfo" "$out/modinfo"
        [[ ! -e $tree/modules.builtin ]] || check "$name/$layout/builtin" cmp "$tree/modules.builtin" "$out/builtin"
        check "$name/$layout/symbols" same_listing -s "$out/$layout"
        check "$name/$layout/notes" same_listing -n "$out/$layout"
        check "$name/$layout/segments" same_listing -l "$out/$layout"
        check "$name/$layout/sections" same_sections "$out/$layout"
        check "$name/$layout/boot-bytes" same_boot_bytes "$out/$layout"
        check "$name/$layout/no-relocations" no_relocations "$out/$layout"
        check "$name/$layout/check" "$TOOL" split --check "$out/$layout" --relocs "$out/relocs"
        needs eu-elfcmp "$name/$layout/elfcmp" && check "$name/$layout/elfcmp" eu-elfcmp "$gnu" "$out/$layout"
        # The bytes of debugging information are those of objcopy's result, as eu-elfcmp says: once is enough.
        [[ $layout == reuse ]] || { rm -f "${out:?}/$layout"; continue; }
        needs eu-elflint "$name/$layout/lint" && check "$name/$layout/lint" lint_adds_nothing "$out/$layout"
        needs gdb "$name/$layout/gdb" && check "$name/$layout/gdb" same_debugger "$out/$layout"
        needs pahole "$name/$layout/pahole" && check "$name/$layout/pahole" same_pahole "$out/$layout"
        needs perf "$name/$layout/perf" && check "$name/$layout/perf" same_perf "$out/$layout"
        second_run "$name"
        rm -f "${out:?}/$layout"
    done
}

added() { # added NAME: how many places of the image the original leaves out of its table
    KELF_RELOCS='' "$TOOL" split -q "$image" --relocs "$out/relocs.default" 2> /dev/null &&
        echo "$suite/$1: the default has $((($(stat -c %s "$out/relocs.default") - $(stat -c %s "$out/relocs"))  / 4)) places more than the original"
    rm -f "$out/relocs.default"
}

# Nothing changed: no file is written, so that what is made from them is not made again.
second_run() {
    touch -d '2020-01-01' "$out"/{reuse,relocs,modinfo,builtin}
    "$TOOL" split -q -o "$out/reuse" "$image" --relocs "$out/relocs" --modinfo "$out/modinfo" --modules-builtin "$out/builtin"
    check "$1/second-run" test -z "$(find "$out"/{reuse,relocs,modinfo,builtin} -newermt 2020-01-02)"
}

# Small images with .modinfo elsewhere than kernels have it. llvm-objcopy leaves all segments; where GNU objcopy does something
# else than to make one shorter, its result shows that, and kelf refuses.
placed_modinfo() { # placed_modinfo NAME same|WHAT-OBJCOPY-WOULD-DO PAGE SECTION:SEGMENT[+SEGMENT]...
    local name=modinfo/$1 would=$2 page=$3 place
    shift 3
    {
        echo 'PHDRS { first PT_LOAD; second PT_LOAD; note PT_NOTE; } SECTIONS { . = 0x200000;'
        for place in "$@"; do
            [[ $place != *:second || $place == .modinfo:* ]] || echo '. = ALIGN(0x1000);'
            echo "${place%:*} : { *(${place%:*}) } :${place#*:}"
        done | sed 's/+/ :/'
        echo '}'
    } > "$out/small.lds"
    image=$out/small
    ld --emit-relocs --no-warn-rwx-segments --build-id=none -z max-page-size="$page" -T "$out/small.lds" -o "$image" "$out/small.o" ||
        { fail "$name" 'not linked'; return; }
    if [[ $would == same ]]; then
        exact_layouts "$name" "${removed[@]}"
    else
        exact_layout "$name" llvm-objcopy "${removed[@]}"
        objcopy "${removed[@]}" "$image" "$out/expected"
        check "$name/objcopy/refused" refused_layout "$would"
    fi
}
refused_layout() { # refused_layout WHAT: and objcopy's result has a segment elsewhere, or of another alignment, or another note
    ! "$TOOL" split -q --layout objcopy -o "$out/exact" "$image" 2> "$scratch/err" && [[ ! -e $out/exact ]] &&
        grep -q "objcopy would $1" "$scratch/err" && ! cmp -s <(places "$image") <(places "$out/expected")
}
places() { readelf -lW "$1" | awk '$1 == "LOAD" { print $2, $3, $NF } $1 == "NOTE"'; }
check_placed_modinfo() {
    local bytes
    [[ $(uname -m) == x86_64 ]] || { skip modinfo 'as and ld are not those of x86-64'; return; }
    out=$scratch/small
    mkdir "$out"
    for bytes in 24 8200; do # less than a page, and more
        as -o "$out/small.o" - << END
        .globl _start
_start: mov \$value, %rax
        .section .rodata, "a"
        .quad _start
        .section .modinfo, "a"
        .fill $bytes, 1, 'a'
        .data
value:  .quad value
        .bss
        .zero 64
END
        placed_modinfo "last-$bytes" same 0x1000 .text:first .rodata:first .data:second .bss:second .modinfo:second
        placed_modinfo "inside-$bytes" same 0x1000 .text:first .modinfo:first .rodata:first .data:second .bss:second
        placed_modinfo "end-of-first-$bytes" "$( ((bytes < 4096)) && echo same || echo 'move its program header 1 from')" 0x1000 \
            .text:first .rodata:first .modinfo:first .data:second .bss:second
        placed_modinfo "first-$bytes" 'change more of its program header 0' 0x1000 \
            .modinfo:first .text:first .rodata:first .data:second .bss:second
        placed_modinfo "first-of-second-$bytes" 'change more of its program header 1' 0x1000 \
            .text:first .rodata:first .modinfo:second .data:second .bss:second
        placed_modinfo "behind-bss-$bytes" 'change more of its program header 1' 0x1000 \
            .text:first .rodata:first .data:first .bss:second .modinfo:second
        placed_modinfo "note-$bytes" 'change more of its program header 2' 0x1000 \
            .text:first .rodata:first+note .modinfo:first+note .data:second .bss:second
        placed_modinfo "unpaged-$bytes" 'change more of its program header 0' 0x40 \
            .text:first .rodata:first .modinfo:first .data:second .bss:second
    done
}

export KELF_RELOCS=compat
check_placed_modinfo
for tree in "$@"; do
    check_tree "$tree"
done

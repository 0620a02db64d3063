#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Bad input to modpost of each release, and what it has messages for, the original and kelf: what both say and their status. Where kelf says more or something else
# on purpose (docs/differences.md), its words stand here, and the status is the original's all the same.
#
#   modpost-bad.sh [RELEASE...]    default 7.3 6.12 6.1
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/modpost-targets-lib.sh"
need gcc objcopy
need_tool modpost
(($# > 0)) || set -- 7.3 6.12 6.1

# ---- the inputs, in a directory that both run in ----------------------------------------------------------------------------------
inputs=$scratch/inputs
mkdir -p "$inputs/directory.o"
cd "$inputs" || exit 1
cat > module.c << 'END'
static const char info[] __attribute__((used, section(".modinfo"))) = "license=GPL\0description=d";
int init_module(void) { return 0; }
END
gcc -fno-pie -c module.c -o good.o || exit 1
cp good.o good.object
cp good.o $'odd\nname.o'
objcopy --strip-all good.o stripped.o
gcc -fno-pie -no-pie -nostdlib -Wl,-e,init_module good.o -o linked.o 2> /dev/null || exit 1
: > empty.o
echo text > text.o
head -c 40 good.o > short.o
for list in lost parts; do cp good.o "$list.o"; done
echo part.o > parts.mod
printf '\n' > empty-line
printf 'good.o\n\ngood.object\n' > mixed-list
printf 'good.o' > unended-list
printf '0x0\tf\tm\tEXPORT_SYMBOL\n' > four-fields
printf '0x0\tf\tm\tX\t\n' > unknown-kind
printf 'zz\tf\tm\tEXPORT_SYMBOL\t\n' > no-number
printf '0x0\t\tm\tEXPORT_SYMBOL\t\n' > no-name
printf '0x1ffffffff\tf\tm\tEXPORT_SYMBOL\t\n0x2\tf\tm\tEXPORT_SYMBOL\t\n' > twice
: > empty-dump
# patch NAME OFFSET BYTES: good.o with other bytes there (ELF-64 header: e_shoff at 40, e_shnum at 60, e_shstrndx at 62).
patch() { cp good.o "$1"; printf '%b' "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }
patch no-table.o 40 '\xff\xff\xff\x7f'
patch many-sections.o 60 '\x00\x40'
patch far-section.o "$(($(od -An -tu8 -j 40 -N 8 good.o) + 64 + 24))" '\xff\xff\xff\x7f'
patch bad-names.o 62 '\xf0\x00'
patch no-order.o 5 '\x07'

# ---- objects with something to say, in assembly; exports in the forms of all releases ------------------------------------------------
# assemble NAME < TEXT: after what each module has.
assemble() {
    { cat << 'END'; cat; } > "$1.s"
.macro export name, licence, space
    .pushsection .export_symbol, "a"
    .balign 8
__export_symbol_\name:
    .asciz "\licence"
    .asciz "\space"
    .balign 8
    .quad \name
    .popsection
    .pushsection __ksymtab_strings, "aMS", %progbits, 1
__kstrtabns_\name:
    .asciz "\space"
    .popsection
    .ifc "\licence",""
    .pushsection "___ksymtab+\name", "a"
    .else
    .pushsection "___ksymtab_gpl+\name", "a"
    .endif
    .globl __ksymtab_\name
__ksymtab_\name: .quad 0
    .popsection
.endm
.section .modinfo, "a"
.asciz "license=GPL"
.text
END
    gcc -c "$1.s" -o "$1.o" || exit 1
    printf '%s.o\n' "$1" > "$1.mod"
    printf 'savedcmd_%s.o := as\n#SYMVER has_version 0x12345678\n' "$1" > ".$1.o.cmd"
}
long=$(printf 'n%.0s' {1..70})
assemble "$long" < /dev/null
assemble bare < <(echo '.globl f; f: ret')
assemble undefined < <(for i in {1..12}; do echo ".globl u$i; .quad u$i"; done; echo '.weak w; .quad w')
assemble common < <(printf '.comm shared, 8\n.comm g.12, 4\n.comm __gnu_lto_v1, 1\n')
assemble exporter < <(printf '.globl f, g, h, has_version, %s\nf: g: h: has_version: %s: ret\nexport f, "", ""\nexport g, GPL, ""\nexport h, "", NS\nexport has_version, "", ""\nexport %s, "", ""\n' "$long" "$long" "$long")
cp exporter.o vmlinux.o
printf 'exporter.o\n' > .vmlinux.objs
assemble again < <(printf '.globl f\nf: ret\nexport f, "", ""\n')
assemble user < <(printf '.globl f, g, h, has_version, %s\n.quad f, g, h, has_version, %s\n' "$long" "$long")
sed 's/license=GPL/license=Proprietary/' user.s > closed.s && gcc -c closed.s -o closed.o && cp user.mod closed.mod && cp .user.o.cmd .closed.o.cmd
assemble hollow < <(printf '.globl gone\nexport gone, "", ""\n.quad gone\n')
assemble freed < <(printf '.section .init.text,"ax"\n.globl i\ni: ret\nexport i, "", ""\n.section .exit.text,"ax"\n.globl e\ne: ret\nexport e, GPL, ""\n')
assemble local < <(printf 'l: ret\nexport l, "", ""\n')
assemble licence < <(printf '.globl l\nl: ret\nexport l, BSD, ""\n')
assemble strange < <(printf '.globl l\nl: ret\n.pushsection .export_symbol,"a"\nodd: .asciz ""; .asciz ""; .balign 8; .quad l\n.popsection\n')
assemble mismatch < <(printf '.globl f, i\nf: call i\n.section .init.text,"ax"\ni: ret\n')
assemble plain-section < <(printf '.section .odd,"",@progbits\n.quad 1\n')
assemble extable-alternative < <(printf '.section .altinstr_replacement,"ax"\nr: ret\n.section __ex_table,"a"\n.quad r\n')
assemble extable-text < <(printf '.section .other,"ax"\nr: ret\n.section __ex_table,"a"\n.quad r\n')
assemble extable-data < <(printf '.data\nr: .quad 1\n.section __ex_table,"a"\n.quad r\n')

# what COMMAND...: its words, with an end of the last line and getopt's name of the program without its path, its status, and which files
# it wrote.
what() {
    rm -rf "$scratch/run"
    cp -r "$inputs" "$scratch/run"
    (cd "$scratch/run" && "$@" 2> ../said > /dev/null < /dev/null; echo $? > ../status)
    awk '{ sub(/^\/.*\/modpost: /, "modpost: "); print }' "$scratch/said"
    (cd "$scratch/run" && find . -name '*.mod.c' -o -name '*.export.c' | sort)
    echo "status $(< "$scratch/status")"
}

same() { # same NAME ARGUMENT...
    local name=$1
    shift
    what "$original" "$@" > "$scratch/theirs"
    what "$tool" --release "$release" "$@" > "$scratch/ours"
    if cmp -s "$scratch/theirs" "$scratch/ours"; then
        pass "$release/$name"
    else
        fail "$release/$name" "$(first_difference "$scratch/theirs" "$scratch/ours")"
    fi
}

# ours NAME TEXT ARGUMENT...: kelf says this (a pattern), the status is that of the original unless that dies by a signal.
ours() {
    local name=$1 text=$2
    shift 2
    what "$original" "$@" > "$scratch/theirs"
    what "$tool" --release "$release" "$@" > "$scratch/ours"
    # shellcheck disable=SC2053 # a pattern
    if [[ $(head -n 1 "$scratch/ours") != $text ]]; then
        fail "$release/$name" "expected $text, got $(head -n 1 "$scratch/ours")"
    elif [[ $(tail -n 1 "$scratch/theirs") =~ status\ (1[3-9].|[01])$ && ${BASH_REMATCH[1]} -lt 128 ]] &&
        ! cmp -s <(tail -n 1 "$scratch/theirs") <(tail -n 1 "$scratch/ours"); then
        fail "$release/$name" "$(tail -n 1 "$scratch/ours"), the original's is $(tail -n 1 "$scratch/theirs")"
    else
        pass "$release/$name"
    fi
}

for release; do
    original=$(original_modpost "$release" x86_64)
    [[ -n $original ]] || { skip "$release" "no original of $release: modpost-objects.sh --originals"; continue; }
    fatal='ERROR: modpost: '
    [[ $release != 6.1 ]] || fatal='FATAL: modpost: '

    same good good.o
    same suffix good.object good.o
    same suffix-missing gone.object
    same suffix-device /dev/null
    same empty-line -T empty-line
    same mixed-list -T mixed-list
    same unended-list -T unended-list
    same missing gone.o good.o
    same missing-ignored -n gone.o good.o
    same odd-name $'odd\nname.o'
    same linked linked.o
    same stripped stripped.o
    same twice good.o good.o
    same list-missing -T gone good.o
    same dump-missing -i gone good.o
    same dump-directory -i directory.o good.o
    same dump-empty -i empty-dump good.o
    same dump-kind -i unknown-kind good.o
    same dump-twice -i twice good.o
    same output-nowhere -o gone/out good.o
    same output-directory -o directory.o good.o
    same namespaces-nowhere -d gone/out good.o
    same option -q
    same argument good.o -o
    same no-list -m lost.o
    same no-command -m parts.o
    [[ $release == 6.1 ]] || same names-missing -M -t -u gone good.o
    reads=(-M)
    [[ $release != 6.1 ]] || reads=()
    same long-name "${reads[@]}" "$long.o"
    same bare -W "${reads[@]}" bare.o
    same undefined "${reads[@]}" undefined.o
    same undefined-allowed -w "${reads[@]}" undefined.o
    same common "${reads[@]}" common.o
    same exports "${reads[@]}" -o out exporter.o
    same exports-twice "${reads[@]}" exporter.o again.o exporter.o
    same exports-versions -m "${reads[@]}" exporter.o
    same uses "${reads[@]}" exporter.o user.o bare.o
    same uses-vmlinux "${reads[@]}" bare.o user.o vmlinux.o
    same uses-closed -N "${reads[@]}" exporter.o closed.o
    [[ $release == 7.3 ]] || same uses-versions -m "${reads[@]}" exporter.o user.o
    [[ $release != 7.3 ]] || same uses-versions -m -b "${reads[@]}" exporter.o user.o
    [[ $release != 7.3 ]] || same uses-long-versions -m -b -x "${reads[@]}" exporter.o user.o
    same hollow "${reads[@]}" hollow.o
    same freed "${reads[@]}" freed.o
    [[ $release == 6.1 ]] || same local "${reads[@]}" local.o
    [[ $release == 6.1 ]] || same licence "${reads[@]}" licence.o
    [[ $release == 6.1 ]] || same strange "${reads[@]}" strange.o
    same mismatch "${reads[@]}" mismatch.o
    same mismatch-fails -E "${reads[@]}" mismatch.o
    same plain-section "${reads[@]}" plain-section.o
    same extable-alternative "${reads[@]}" extable-alternative.o
    same extable-text "${reads[@]}" extable-text.o
    same extable-data "${reads[@]}" extable-data.o
    ours empty 'empty.o: empty file' empty.o
    ours empty-ignored 'empty.o: empty file (ignored)' -n empty.o
    ours text 'WARNING: modpost: text.o: is a text, and no ELF object*' text.o
    ours short 'WARNING: modpost: short.o: is cut short*' short.o
    ours directory 'directory.o: Is a directory' directory.o
    ours dump-fields "${fatal}parse error in symbol dump file four-fields, line 1" -i four-fields
    ours dump-name "${fatal}parse error in symbol dump file no-name, line 1" -i no-name
    ours dump-number "${fatal}parse error in symbol dump file no-number, line 1" -i no-number
    ours dump-line "${fatal}parse error in symbol dump file empty-line, line 1" -i empty-line
    ours section-table "${fatal}no-table.o: *" no-table.o
    ours far-section "${fatal}far-section.o: *begins after the end of the file*" far-section.o
    ours section-count "${fatal}many-sections.o: *" many-sections.o
    ours section-names "${fatal}bad-names.o: *" bad-names.o
    # 6.1's is compiled for one byte order, and does not look.
    [[ $release == 6.1 ]] || ours byte-order "${fatal}no-order.o: *" no-order.o
done

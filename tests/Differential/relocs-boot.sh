#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What lld relaxed, in a kernel that KASLR moves: `cmp`, `add` and `test` of symbol@GOTPCREL(%rip) become instructions with the
# address as an immediate, and only what the table of relocations names is moved with the kernel. A kernel gets one file more,
# which reads an address with each of them and by a RIP-relative lea. Booted with the table of `kelf relocs` it reads the right
# one; with that of the original, which `kelf relocs --compat` gives byte for byte, the one that it was linked for.
#
#   relocs-boot.sh [TREE]     default small-clang; a kernel of clang and lld with CONFIG_RANDOMIZE_BASE
#
# Changes are in file systems over the tree and its sources (kbuild-lib.sh).
#
#   KELF_TESTBED, TOOL, JOBS, BOOT as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/kbuild-lib.sh"

need_tool
need_boot
tree=${1:-small-clang}
[[ -d $tree ]] || tree=$testbed/$tree
name=$(basename "$tree")
problem=$(overlay_problem "$tree")
[[ -n $problem ]] || grep -q '^CONFIG_LD_IS_LLD=y' "$tree/.config" || problem='it is not linked by lld'
[[ -n $problem ]] || grep -q '^CONFIG_RANDOMIZE_BASE=y' "$tree/.config" || problem='it has no CONFIG_RANDOMIZE_BASE'
[[ -z $problem ]] || skip_all "$problem"
work_on "$tree"
table=arch/x86/boot/compressed/vmlinux.relocs

# The address as each instruction reads it. Of test it is put together from answers for one bit each.
cat > "$scratch/kelf-moved.c" << 'END_C'
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/init.h>
#include <linux/printk.h>

int kelf_target = 1;

static int __init kelf_moved(void)
{
	unsigned long lea, mov, add = 0, test = 0, bit;
	bool is_set, is_equal;

	asm("leaq kelf_target(%%rip), %0" : "=r"(lea));
	asm("movq kelf_target@GOTPCREL(%%rip), %0" : "=r"(mov));
	asm("addq kelf_target@GOTPCREL(%%rip), %0" : "+r"(add) : : "cc");
	for (bit = 1; bit; bit <<= 1) {
		asm("testq %1, kelf_target@GOTPCREL(%%rip)\n\tsetnz %0" : "=q"(is_set) : "r"(bit) : "cc");
		if (is_set)
			test |= bit;
	}
	asm("cmpq kelf_target@GOTPCREL(%%rip), %1\n\tsete %0" : "=q"(is_equal) : "r"(lea) : "cc");
	pr_info("kelf-moved: lea=%lx mov=%lx add=%lx test=%lx cmp=%s\n", lea, mov, add, test, is_equal ? "equal" : "other");
	return 0;
}
late_initcall(kelf_moved);
END_C

# shellcheck disable=SC2016 # the inner shell's
inside bash -c 'cp "$1" "$2/init/kelf-moved.c" && echo "obj-y += kelf-moved.o" >> "$2/init/Makefile"' add "$scratch/kelf-moved.c" "$src"
kmake bzImage || { fail "$name/make" "$(why_failed)"; exit; }
linked=$(nm "$(built vmlinux)" | awk '$3 == "kelf_target" { print $1 }')
linked_text=$(nm "$(built vmlinux)" | awk '$3 == "_text" { print $1 }')
# What is to be shown: two instructions with the linked address in them, of a type that counts as relative.
places=$(readelf -rW "$(built vmlinux.unstripped)" 2> /dev/null | grep -c 'R_X86_64_REX_GOTPCRELX .* kelf_target ')
if ((places == 4)); then pass "$name/relaxed: $places places"; else fail "$name/relaxed" "$places places of R_X86_64_REX_GOTPCRELX instead of 4"; exit; fi

"$kelf" relocs --compat "$(built vmlinux.unstripped)" > "$scratch/table.compat"
check "$name/compat-as-original" cmp "$(built "$table")" "$scratch/table.compat"
cp "$(built arch/x86/boot/bzImage)" "$scratch/bzImage.compat"
KELF_RELOCS='' "$kelf" relocs "$(built vmlinux.unstripped)" > "$scratch/table.default" 2> "$scratch/warning"
added=$((($(stat -c %s "$scratch/table.default") - $(stat -c %s "$scratch/table.compat")) / 4))
# The mov became a lea, which moves with the kernel by itself.
if ((added == 3)) && grep -q 'absolute addresses: 3, ' "$scratch/warning"; then pass "$name/added: $(sed 's/.*: places/places/; s/; they are.*//' "$scratch/warning")"; else fail "$name/added" "$added places instead of 3: $(head -n 1 "$scratch/warning")"; fi

# The same kernel with the other table. Newer than what it is made of, it is not made again.
# shellcheck disable=SC2016 # the inner shell's
inside bash -c 'cp "$1" "$2"' put "$scratch/table.default" "$obj/$table"
kmake bzImage || { fail "$name/make" "$(why_failed)"; exit; }
check "$name/table-in-place" cmp "$(built "$table")" "$scratch/table.default"
cp "$(built arch/x86/boot/bzImage)" "$scratch/bzImage.default"

result() { sed -n "s/\r$//; s/^RESULT $1 //p" "$scratch/boot.log"; }
boot() { # boot IMAGE ARGUMENTS: sets text, and lea, mov, add, test, cmp as the kernel says
    lea='' mov='' add='' test='' cmp=''
    # shellcheck disable=SC2016 # the guest's
    BOOT_ARGS=$2 "$BOOT" "$1" -- 'dmesg -n 1; echo "RESULT text $(sed -n "s/ T _text$//p" /proc/kallsyms)"
        echo "RESULT moved $(dmesg | sed -n "s/.*kelf-moved: //p")"' > "$scratch/boot.log" 2> "$scratch/boot.err" ||
        { fail "$name/boot" "$(tail -n 1 "$scratch/boot.log")"; return 1; }
    text=$(result text)
    read -r lea mov add test cmp < <(result moved | sed 's/[a-z]*=//g')
}
boot_moved() { # boot_moved IMAGE: until KASLR has moved it: one place of hundreds is the linked one
    local try
    for try in 1 2 3 4; do
        boot "$1" '' || return
        [[ $text == "$linked_text" ]] || return 0
    done
    fail "$name/kaslr" "_text was at $text $try times"
    return 1
}
# expect NAME READ COMPARED: lea and mov have the address of the moved kernel, the others read this one.
expect() {
    local moved
    moved=$(printf '%x' $((16#$linked + 16#$text - 16#$linked_text)))
    if [[ "$lea $mov $add $test $cmp" == "$moved $moved $2 $2 $3" ]]; then
        pass "$name/$1: text at $text; lea $lea, mov $mov, add $add, test $test, cmp $cmp"
    else
        fail "$name/$1" "lea $lea, mov $mov, add $add, test $test, cmp $cmp; the kernel has it at $moved"
    fi
}

boot "$scratch/bzImage.compat" nokaslr && expect 'compat, not moved, is right' "$linked" equal
boot "$scratch/bzImage.default" nokaslr && expect 'default, not moved, is right' "$linked" equal
boot_moved "$scratch/bzImage.compat" && expect 'compat, moved, is wrong' "$linked" other
boot_moved "$scratch/bzImage.default" && expect 'default, moved, is right' "$(printf '%x' $((16#$linked + 16#$text - 16#$linked_text)))" equal

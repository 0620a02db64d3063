#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Shows what kelf does, on the driver and the trace in tests/Fixtures/demo, the small image in tests/Fixtures/relocs/kernel, the bitcode
# in tests/Fixtures/bitcode, and a few headers and symbols. Ends with status 1 if a result is not that of the original tools.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
sample=tests/Fixtures/demo
mkdir -p out/demo
ln -sf ../kelf out/demo/gendwarfksyms

show() { # show COMMAND: prints it, then runs it
    printf '\n$ %s\n' "$1"
    bash -euo pipefail -c "$1"
}

trace=$sample/trace
echo 'A kernel has followed a null pointer. The lines of its trace, also in the functions that were inlined:'
cat > out/demo/oops.txt << 'END'
[   12.345678] BUG: kernel NULL pointer dereference, address: 0000000000000008
[   12.345680] RIP: 0010:ring_drain+0x3/0x20
[   12.345681] Call Trace:
[   12.345682]  <TASK>
[   12.345683]  ring_release+0x5/0x30
[   12.345684]  ring_exit+0x5/0x20
[   12.345685]  </TASK>
END
show "cat out/demo/oops.txt"
show "out/kelf decode $trace/vmlinux out/demo/oops.txt | tee out/demo/decoded.txt"

echo
if diff <(grep -o '[a-z/]*\.[ch]:[0-9]*' out/demo/decoded.txt) $trace/lines; then
    echo 'The places are those of llvm-symbolizer, of the instruction that faulted and of the calls.'
else
    echo 'The places are NOT those of llvm-symbolizer.'
    exit 1
fi

printf '\n'
echo "A driver exports functions; $sample/demo.c has for instance:"
echo
sed -n '/^int ring_push/,/^EXPORT/p' $sample/demo.c | sed 's/^/    /'

show "out/kelf symvers $sample/demo.o"
show "out/kelf symvers --explain ring_push $sample/demo.o"

printf '\nThe same under the name of the original tool, as a kernel build calls it:\n'
show "nm $sample/demo.o | sed -n 's/.* __export_symbol_//p' |
    out/demo/gendwarfksyms --symtypes out/demo/demo.symtypes $sample/demo.o > out/demo/versions"
show "grep '^s#ring_entry ' out/demo/demo.symtypes"

echo
if diff <(sort out/demo/versions) <(sort $sample/versions) && cmp out/demo/demo.symtypes $sample/demo.symtypes; then
    echo 'Versions and types are those of the original gendwarfksyms, byte for byte.'
else
    echo 'Versions or types are NOT those of the original gendwarfksyms.'
    exit 1
fi

image=tests/Fixtures/relocs/kernel
printf '\nA kernel image with its relocations, split into the image that is packaged and the table for its boot code:\n'
rm -f out/demo/vmlinux out/demo/vmlinux.relocs
show "out/kelf split $image/kernel.elf -o out/demo/vmlinux --relocs out/demo/vmlinux.relocs"
show "out/kelf split --check out/demo/vmlinux --relocs out/demo/vmlinux.relocs"
show "out/kelf relocs --text $image/kernel.elf"

echo
if cmp out/demo/vmlinux.relocs $image/table; then
    echo 'The table is that of the original relocs, byte for byte.'
else
    echo 'The table is NOT that of the original relocs.'
    exit 1
fi

bitcode=tests/Fixtures/bitcode
printf '\nObjects of Clang LTO are LLVM bitcode; their initcalls, in the order in which the kernel has to call them:\n'
show "out/kelf initcalls --list $bitcode/one.o $bitcode/calls-19-thin.o"
show "out/kelf initcalls $bitcode/one.o $bitcode/calls-19-thin.o -o out/demo/initcalls.lds"

echo
if cmp out/demo/initcalls.lds $bitcode/initcalls.lds; then
    echo 'The linker script is that of the original script, byte for byte.'
else
    echo 'The linker script is NOT that of the original script.'
    exit 1
fi

headers=out/demo/headers
rm -rf $headers
mkdir -p $headers/{src/include/linux/tty,src/arch/x86/include/asm,obj/include/generated,obj/arch/x86/include/generated/asm}
printf '/* SPDX-License-Identifier: GPL-2.0 */\n/*\n * A comment\n */\n#define A 1 /* one */\n' > $headers/src/include/linux/a.h
printf '#define URL "x/*y*/z" // keep */\n' > $headers/src/include/linux/b.h
ln -s a.h $headers/src/include/linux/link.h
printf '/*tty*/int t;\n' > $headers/src/include/linux/tty/t.h
printf 'int x;\n' > $headers/src/include/linux/tty-x.h
printf 'int h;' > $headers/src/include/linux/tty.h
: > $headers/src/arch/x86/include/asm/empty.h
printf '#define AUTOCONF_INCLUDED\n#define CONFIG_X 1\n' > $headers/obj/include/generated/autoconf.h
printf '#include <asm-generic/ioctl.h>\n' > $headers/obj/arch/x86/include/generated/asm/ioctl.h
printf '\nA kernel can carry its own headers; their archive, and the headers out of it again:\n'
make="out/kelf kheaders create --srctree $headers/src --objtree $headers/obj -t 2026-01-01Z"
show "$make --compress none -o $headers/kheaders.tar"
show "$make -o $headers/kheaders.tar.xz"
show "out/kelf kheaders extract -C $headers/unpacked $headers/kheaders.tar.xz"
show "cat $headers/unpacked/include/linux/a.h"

echo
if [[ $(sha256sum < $headers/kheaders.tar) == 04e1cfeb1a10ef006d5c249c750725ec6d75d91923cad42bfa551e84e6b3bb38* ]]; then
    echo 'The uncompressed archive is that of the original script, byte for byte.'
else
    echo 'The uncompressed archive is NOT that of the original script.'
    exit 1
fi

printf '\nA kernel has tables of its own symbols; from a listing, in assembler text as scripts/kallsyms writes it, and as an object:\n'
cat > out/demo/nine.map << 'END'
ffffffff81000000 T _text
ffffffff81000000 T _stext
ffffffff81000010 t aa_show
ffffffff81000020 t name_show
ffffffff81000040 t name_show
ffffffff81000060 W weak_show
ffffffff81000060 T __strong
ffffffff81000060 T strong
ffffffff81000080 T _etext
END
tables='out/kelf kallsyms --all-symbols --pc-relative out/demo/nine.map'
show "$tables -o out/demo/nine.S"
show "$tables -o out/demo/nine.o --like $sample/demo.o"

echo
if [[ $(sha256sum < out/demo/nine.S) == 9649bb6c8f9a91fb69cbdf323bc19678f8cfe0c82fd59402018935fb9945e9ab* &&
    $(sha256sum < out/demo/nine.o) == 511d8c160e2960f9181dfc60f49a40b79240e6997c3b852172f03ae1f2e1c705* ]]; then
    echo 'Text and object are those of the original generator and of GNU as, byte for byte.'
else
    echo 'Text or object is NOT that of the originals.'
    exit 1
fi

printf '\nA driver is built anew with a member more in one of its structures. What that means for modules:\n'
sed 's/^\(s#ring_entry .*\) } byte_size(16)$/\1 , member base_type int byte_size(4) encoding(5) owner data_member_location(16) } byte_size(24)/' \
    out/demo/demo.symtypes > out/demo/next.symtypes
show "out/kelf kabi compare out/demo/demo.symtypes out/demo/next.symtypes || test \$? = 1"
show "out/kelf kabi show out/demo/next.symtypes 'struct ring_entry'"

if out/kelf kabi compare --format short out/demo/demo.symtypes out/demo/next.symtypes | grep -q '^[a-z]* member-added-at-end struct ring_entry'; then
    echo 'The change is found, and is what it is called.'
else
    echo 'The change is NOT found, or called something else.'
    exit 1
fi

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf sympaths`, `lookup` and `decode` on built kernels: what the objects of the link, the linker's map, objtool's numbers and
# debugging information say about a symbol's file is the same; path and name together are unique; addresses and positions are those
# of nm; a side table gives what it was made from; no input changes. Of modules, too. And on a small tree that is built in five
# manners, by gcc and clang and with a file of Rust, the same paths.
#
#   sympaths.sh [TREE...]     default small-gcc small-clang small-thinlto small-fulllto small-i386 small-6.12 small-6.1 small-arm64-thinlto
#                             small-arm64-cfi
#
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
(($# > 0)) || set -- small-gcc small-clang small-thinlto small-fulllto small-i386 small-6.12 small-6.1 small-arm64-thinlto small-arm64-cfi

# compare_sources ONE OTHER: two tables of `--paths all`; prints "SAME ONLY-ONE DIFFERENT FIRST-DIFFERENCE".
compare_sources() {
    paste -d ' ' "$1" "$2" | awk '
        index($3, ":") == 0 || index($6, ":") == 0 { only += index($3, ":") != index($6, ":"); next }
        $3 == $6 { same++; next }
        { if (!different++) first = $3 " and " $6 }
        END { print same + 0, only + 0, different + 0, first }'
}

# expect_same NAME ONE OTHER LEAST: no symbol differs, and at least LEAST are known to both.
expect_same() {
    local same only different first
    read -r same only different first < <(compare_sources "$2" "$3")
    if ((different > 0)); then
        fail "$1" "$different symbols differ, such as $first"
    elif ((same < $4)); then
        fail "$1" "only $same symbols have a path in both"
    else
        pass "$1: $same symbols the same, $only known to one"
    fi
}

sources() { # sources OUTPUT LIST IMAGE OPTION...
    local output=$1 list=$2
    shift 2
    "$kelf" sympaths --paths all --sources "$list" "$@" > "$output" 2> "$scratch/err" || fail "${name:-}/$list" "$(head -n 1 "$scratch/err")"
}

check_positions() { # System.map has the order of nm -n, and of equal names that is the order of the table
    local name=$1 tree=$2 image=$3
    awk '$2 !~ /^[Aanu]$/ { count[$3]++; line[++lines] = $0 }
        END { for (i = 1; i <= lines; i++) { split(line[i], field, " ")
              if (count[field[3]] > 1) print field[3], ++rank[field[3]], "0x" tolower(field[1]) } }' "$tree/System.map" |
        sed 's/0x0*\([0-9a-f]\)/0x\1/' | sort > "$scratch/expected"
    mapfile -t names < <(cut -d ' ' -f 1 "$scratch/expected" | uniq)
    if ((${#names[@]} > 0)); then
        "$kelf" lookup --json "$image" "${names[@]}" > "$scratch/lookup.json" 2> "$scratch/err"
        (($? == 3)) || fail "$name/positions" 'exit status is not 3 for names of several symbols'
    fi
    if ! command -v jq > /dev/null; then
        skip "$name/positions" 'no jq'
        return
    fi
    # What compilers made of a function is listed after it.
    jq -r '.[] | .query as $query | .symbols[] | select(.name == $query) | "\(.name) \(.sympos) \(.address)"' "$scratch/lookup.json" | sort > "$scratch/found"
    if cmp -s "$scratch/expected" "$scratch/found"; then
        pass "$name/positions: $(wc -l < "$scratch/found") symbols of ${#names[@]} names"
    else
        fail "$name/positions" "$(first_difference "$scratch/expected" "$scratch/found")"
    fi
}

check_map() { # the maps of the link done once more; --strip-debug leaves addresses as they are
    local name=$1 tree=$2 ld arguments objects libraries maps=()
    [[ -e $tree/.vmlinux.unstripped.cmd && $(sed -n 's/^CONFIG_LTO_CLANG=//p' "$tree/.config") != y ]] ||
        { skip "$name/map" 'the tree tells no last link of objects'; return; }
    cd "$tree" || exit 1
    mapfile -t arguments < <(sed -n 's/^savedcmd_vmlinux.unstripped := [^"]*//p' .vmlinux.unstripped.cmd | grep -o '"[^"]*"' | tr -d '"')
    ld=${arguments[0]}
    for kind in one two; do
        objects='vmlinux.a' libraries='' maps=(--map "$scratch/map")
        if [[ $kind == two ]]; then
            # shellcheck disable=SC2086
            "$ld" ${arguments[1]} -r -S --whole-archive vmlinux.a -Map="$scratch/inner" -o "$scratch/vmlinux.o" 2> /dev/null
            sed -i "s|$scratch/vmlinux.o|vmlinux.o|g" "$scratch/inner"
            objects=$scratch/vmlinux.o
            maps+=(--map "$scratch/inner")
        fi
        # shellcheck disable=SC2046,SC2086
        if ! "$ld" ${arguments[1]} ${arguments[2]//--emit-relocs/} -S --script=arch/x86/kernel/vmlinux.lds -Map="$scratch/map" \
            -o "$scratch/vmlinux" --whole-archive $objects .vmlinux.export.o init/version-timestamp.o --no-whole-archive \
            --start-group lib/lib.a arch/x86/lib/lib.a --end-group $(ls -t .tmp_vmlinux[2-9].kallsyms.o | head -n 1) 2> "$scratch/ld.log"; then
            fail "$name/map-$kind" "$(head -n 1 "$scratch/ld.log")"
            continue
        fi
        sed -i "s|$scratch/vmlinux.o|vmlinux.o|g" "$scratch/map"
        sources "$scratch/by-map" map "$scratch/vmlinux" --archive vmlinux.a --archive .vmlinux.export.o "${maps[@]}"
        sources "$scratch/by-file" file,global "$scratch/vmlinux" --archive vmlinux.a --archive .vmlinux.export.o
        expect_same "$name/map-$kind" "$scratch/by-file" "$scratch/by-map" 30000
        rm -f "$scratch"/vmlinux "$scratch"/vmlinux.o "$scratch"/map "$scratch"/inner
    done
    cd "$root" || exit 1
}

check_symid() { # the last links done once more, with objtool's numbers for livepatches
    local name=$1 tree=$2 farm=$scratch/farm ld arguments objtool
    objtool=$(sed -n 's/^savedcmd_vmlinux.o := .*; \(\.\/tools\/objtool\/objtool .*\) vmlinux.o *$/\1/p' "$tree/.vmlinux.o.cmd" 2> /dev/null)
    if [[ -z $objtool || ! -e $tree/.vmlinux.unstripped.cmd || $("$tree/tools/objtool/objtool" --help 2>&1) != *--klp-symids* ]]; then
        skip "$name/symid" 'the tree has no objtool with --klp-symids'
        return
    fi
    cp -as "$tree/." "$farm"
    cd "$farm" || exit 1
    rm -f vmlinux vmlinux.o
    mapfile -t arguments < <(sed -n 's/^savedcmd_vmlinux.unstripped := [^"]*//p' .vmlinux.unstripped.cmd | grep -o '"[^"]*"' | tr -d '"')
    ld=${arguments[0]}
    # shellcheck disable=SC2046,SC2086
    if "$ld" ${arguments[1]} -r -S -o vmlinux.o --whole-archive vmlinux.a && $objtool --klp-symids vmlinux.o &&
        "$ld" ${arguments[1]} ${arguments[2]//--emit-relocs/} --script=arch/x86/kernel/vmlinux.lds -o vmlinux --whole-archive vmlinux.o \
            .vmlinux.export.o init/version-timestamp.o --no-whole-archive $(ls -t .tmp_vmlinux[2-9].kallsyms.o | head -n 1); then
        sources "$scratch/by-symid" symid vmlinux
        sources "$scratch/by-file" file vmlinux
        expect_same "$name/symid" "$scratch/by-file" "$scratch/by-symid" 500
    else
        fail "$name/symid" "$(head -n 1 "$scratch/ld.log")"
    fi 2> "$scratch/ld.log"
    cd "$root" || exit 1
    rm -rf "$farm"
}

check_modules() { # what the objects of each module say, and where there are none its debugging information
    local name=$1 tree=$2 module modules=0
    : > "$scratch/modules.objects"
    : > "$scratch/modules.dwarf"
    while read -r module; do
        cp "$module" "$scratch/copy.ko"
        if ! "$kelf" sympaths --paths all "$module" >> "$scratch/modules.objects" 2> "$scratch/err" ||
            ! "$kelf" sympaths --paths all --srctree "$(source_of "$tree")" "$scratch/copy.ko" >> "$scratch/modules.dwarf" 2> "$scratch/err"; then
            fail "$name/modules" "$(head -n 1 "$scratch/err")"
            return
        fi
        ((modules += 1))
    done < <(find "$tree" -name '*.ko')
    if ((modules == 0)); then skip "$name/modules" 'the tree has none'; return; fi
    expect_same "$name/$modules-modules" "$scratch/modules.objects" "$scratch/modules.dwarf" 100
}
source_of() { readlink -f "$1/source" 2> /dev/null || sed -n 's/^include \(.*\)\/Makefile$/\1/p' "$1/Makefile"; }

# Frames of functions whose names others have, of a kernel that KASLR moved by a distance that nothing tells: the address modulo
# what it moves by, the size and no guess. The table of all paths has the answers, that without paths the names that a kernel prints
# (m_stop.llvm.3356795262259048603 is no m_stop).
check_decode() {
    local name=$1 image=$2 digits=16 distance=$((0x23400000)) frames settled wrong
    if ! command -v jq > /dev/null; then skip "$name/decode" 'no jq'; return; fi
    [[ $(readelf -h "$image" | sed -n 's/ *Class: *//p') == ELF32 ]] && digits=8 distance=$((0x1a000))
    "$kelf" sympaths --paths none "$image" | awk '{ print $3 }' | paste -d ' ' "$scratch/all" - |
        awk '{ address[NR] = $1; letter[NR] = $2; name[NR] = $4; path[NR] = $3; count[$4]++ }
        END { for (i = 1; i < NR; i++) if (letter[i] ~ /[tTwW]/ && count[name[i]] > 1 && index(path[i], ":")) {
                  for (next_one = i + 1; next_one < NR && address[next_one] == address[i]; next_one++) ;
                  print address[i], address[next_one], name[i], path[i] } }' > "$scratch/ambiguous"
    if [[ ! -s $scratch/ambiguous ]]; then skip "$name/decode" 'no functions of one name'; return; fi
    while read -r address next name_of path; do
        printf '[<%0*x>] %s+0x1/0x%x\n' "$digits" $(((0x$address + distance + 1) & (digits == 8 ? 0xffffffff : -1))) "$name_of" \
            $((0x$next - 0x$address))
    done < "$scratch/ambiguous" > "$scratch/frames.log"
    "$kelf" decode --json "$image" "$scratch/frames.log" > "$scratch/frames.json" 2> "$scratch/err" || fail "$name/decode" "$(head -n 1 "$scratch/err")"
    jq -r '.[] | if (.candidates | length) == 1 then .candidates[0].path else "open" end' "$scratch/frames.json" |
        paste -d ' ' - <(cut -d ' ' -f 4 "$scratch/ambiguous" | sed 's/:.*//') > "$scratch/answers"
    frames=$(wc -l < "$scratch/ambiguous")
    wrong=$(awk '$1 != "open" && $1 != $2' "$scratch/answers" | wc -l)
    settled=$(awk '$1 == $2' "$scratch/answers" | wc -l)
    if ((wrong > 0)); then
        fail "$name/decode" "$wrong frames are wrong, such as $(awk '$1 != "open" && $1 != $2' "$scratch/answers" | head -n 1)"
    elif ((settled * 100 < frames * 95)); then
        fail "$name/decode" "only $settled of $frames frames of equal names are settled"
    else
        pass "$name/decode: $settled of $frames frames of equal names are settled, none wrongly"
    fi
}

check_tree() {
    local name=$1 tree=$testbed/$1 hashes entries image
    [[ -e $tree/vmlinux && -e $tree/vmlinux.a ]] || { skip "$name" 'no built kernel (KELF_TESTBED)'; return; }
    tree=$(realpath "$tree")
    # The build takes symbols out of the vmlinux of a full LTO kernel that are in its kallsyms table (__UNIQUE_ID_modinfo_1.2).
    image=$tree/vmlinux
    [[ $name == *fulllto* ]] && image=$tree/vmlinux.unstripped
    hashes=$(sha256sum "$image" "$tree/vmlinux.a" "$tree/System.map" "$tree/init/main.o")

    sources "$scratch/objects" map,promoted,file,prefix,global "$image"
    sources "$scratch/dwarf" prefix,dwarf "$image"
    expect_same "$name/objects-and-dwarf" "$scratch/objects" "$scratch/dwarf" 30000

    "$kelf" sympaths --paths all "$image" > "$scratch/all" 2> "$scratch/err" || fail "$name" "$(head -n 1 "$scratch/err")"
    entries=$(wc -l < "$scratch/all")
    # Of symbols without a path the linker script defines nearly all; a full LTO kernel has constants that nothing knows.
    awk '{ print $3 }' "$scratch/all" | grep : | sort | uniq -d > "$scratch/twice"
    if [[ -s $scratch/twice ]]; then
        fail "$name/unique" "$(wc -l < "$scratch/twice") names are not, such as $(head -n 1 "$scratch/twice")"
    else
        pass "$name/unique: $entries symbols, $(grep -c : "$scratch/all") with a path"
    fi
    # A lower-case letter is a local symbol: code that has no path is a mistake of attribution. lld makes hidden symbols of the linker
    # script local, among them another name of a table (SWAPPER in arm64's image-vars.h).
    sed -nE 's/^[^=]*\b(__pi_\w+) = .*/\1/p' "$tree"/arch/*/kernel/vmlinux.lds | sort -u > "$scratch/script"
    awk '$2 == "t" && index($3, ":") == 0 { print $3 }' "$scratch/all" | grep -vxFf "$scratch/script" > "$scratch/without"
    if [[ -s $scratch/without ]]; then
        fail "$name/functions" "$(wc -l < "$scratch/without") have no path, such as $(head -n 1 "$scratch/without")"
    else
        pass "$name/functions: all local ones have a path"
    fi

    # The plain table is that of System.map, in another order.
    "$kelf" sympaths --paths none "$image" | sort > "$scratch/plain"
    awk '$2 !~ /^[Aanu]$/' "$tree/System.map" | sort | comm -3 - "$scratch/plain" | grep -vE ' kallsyms_\w+$' > "$scratch/differences"
    if [[ -s $scratch/differences ]]; then
        fail "$name/table" "$(wc -l < "$scratch/differences") lines are not those of System.map: $(head -n 1 "$scratch/differences")"
    else
        pass "$name/table: $entries entries, as in System.map"
    fi
    check_positions "$name" "$tree" "$image"
    check_decode "$name" "$image"

    if ! "$kelf" sympaths --side "$scratch/side" "$image" 2> "$scratch/err"; then
        fail "$name/side" "$(head -n 1 "$scratch/err")"
    else
        cp "$image" "$scratch/elsewhere"
        mapfile -t names < <(awk '{ print $3 }' "$tree/System.map" | shuf -n 500 --random-source=<(yes))
        "$kelf" lookup --sources file,global,promoted,prefix,dwarf "$image" "${names[@]}" > "$scratch/direct" 2> /dev/null
        "$kelf" lookup --side "$scratch/side" "$scratch/elsewhere" "${names[@]}" > "$scratch/beside" 2> /dev/null
        "$kelf" lookup --side "$scratch/side" "$tree/System.map" "${names[@]}" > "$scratch/map-beside" 2> /dev/null
        rm -f "$scratch/elsewhere"
        if [[ -s $scratch/direct ]] && cmp -s "$scratch/direct" "$scratch/beside"; then
            pass "$name/side: $(stat -c %s "$scratch/side") bytes, $(wc -l < "$scratch/direct") symbols looked up"
        else
            fail "$name/side" "$(first_difference "$scratch/direct" "$scratch/beside")"
        fi
        # A list of symbols has no kallsyms_ entries of its own size, but all the same addresses and paths.
        if cmp -s "$scratch/direct" "$scratch/map-beside"; then
            pass "$name/system-map"
        else
            fail "$name/system-map" "$(first_difference "$scratch/direct" "$scratch/map-beside")"
        fi
    fi

    check_modules "$name" "$tree"
    if [[ $name == small-gcc || $name == small-clang || $name == defconfig ]]; then
        check_map "$name" "$tree"
        check_symid "$name" "$tree"
    fi
    if [[ $hashes == "$(sha256sum "$image" "$tree/vmlinux.a" "$tree/System.map" "$tree/init/main.o")" ]]; then
        pass "$name/unchanged"
    else
        fail "$name/unchanged" 'an input is not what it was'
    fi
}

# A small tree, whose files have twins of one base name, built as Kbuild builds: in the source tree, below it, elsewhere; with
# prefix maps; and with generated sources. The paths are those of the source tree each time.
small_tree() {
    local source=$scratch/src manner object up
    mkdir -p "$source"/{init,net/a,net/b,arch}
    echo 'static int twin; int *main_twin(void) { return &twin; } int a(int), b(int); int start(int x) { return a(b(x)); }' > "$source/init/main.c"
    for part in a b; do
        echo "static int twin[${#part}$part]; static __attribute__((noinline)) int show(int x) { asm volatile(\"nop\"); return x * ${#part}; }
            int $part(int x) { return show(x) + twin[0]; } void *${part}_twin(void) { return twin; }" | sed "s/\[1a\]/[1]/; s/\[1b\]/[2]/" > "$source/net/$part/show.c"
    done
    printf '.text\nlocal_label: nop\n.globl from_assembly\n.type from_assembly,@function\nfrom_assembly: ret\n.section .note.GNU-stack,"",@progbits\n' > "$source/arch/entry.S"

    for compiler in gcc clang-19; do
        command -v "$compiler" > /dev/null || { skip "small-tree/$compiler" 'not installed'; continue; }
        for manner in in-tree below elsewhere elsewhere-mapped below-mapped; do
            case $manner in
                in-tree) folder=$source up='' ;;
                below*) folder=$source/build up='../' ;;
                elsewhere*) folder=$scratch/$compiler-$manner up=$source/ ;;
            esac
            rm -rf "$scratch/src/build"
            mkdir -p "$folder"/{init,net/a,net/b,arch,lib}
            echo 'int generated(void) { return 7; }' > "$folder/lib/made.c"
            options=(-O1 -g)
            [[ $manner == *mapped ]] && options+=("-ffile-prefix-map=$source=.")
            (
                cd "$folder" || exit 1
                for file in init/main.c net/a/show.c net/b/show.c arch/entry.S; do
                    object=${file%.*}.o
                    "$compiler" "${options[@]}" -c -o "$object" "$up$file" || exit 1
                    printf 'savedcmd_%s := %s -c -o %s %s\n\nsource_%s := %s\n\ndeps_%s := \\\n' \
                        "$object" "$compiler" "$object" "$up$file" "$object" "$up$file" "$object" > "$(dirname "$object")/.$(basename "$object").cmd"
                done
                "$compiler" "${options[@]}" -c -o lib/made.o lib/made.c || exit 1
                printf 'savedcmd_lib/made.o := x\n\nsource_lib/made.o := lib/made.c\n' > lib/.made.o.cmd
                rm -f vmlinux.a
                ar rcST vmlinux.a init/main.o net/a/show.o net/b/show.o arch/entry.o lib/made.o 2> /dev/null &&
                    ld -e start --whole-archive vmlinux.a -o vmlinux
            ) 2> "$scratch/err" || { fail "small-tree/$compiler/$manner" "$(head -n 1 "$scratch/err")"; continue; }
            "$kelf" sympaths --paths all "$folder/vmlinux" | awk '{ print $3 }' | sort > "$scratch/paths"
            if [[ $compiler$manner == gccin-tree ]]; then
                cp "$scratch/paths" "$scratch/paths.expected"
                for wanted in init/main.c:twin net/a/show.c:show net/b/show.c:show net/b/show.c:twin arch/entry.S:local_label \
                    arch/entry.S:from_assembly lib/made.c:generated; do
                    grep -qx "$wanted" "$scratch/paths" || fail "small-tree/$compiler/$manner" "no $wanted"
                done
            fi
            # Compilers order functions in their own ways; names and paths are the same.
            if cmp -s "$scratch/paths.expected" "$scratch/paths"; then
                pass "small-tree/$compiler/$manner"
            else
                fail "small-tree/$compiler/$manner" "$(first_difference "$scratch/paths.expected" "$scratch/paths")"
            fi
            # Debugging information knows no assembly but what a file symbol confirms, and no linker script.
            rm "$folder/vmlinux.a"
            "$kelf" sympaths --paths all "$folder/vmlinux" | awk '{ print $3 }' | grep : | sort > "$scratch/paths.dwarf"
            if [[ -s $scratch/paths.dwarf && -z $(comm -13 "$scratch/paths.expected" "$scratch/paths.dwarf") ]] &&
                (($(wc -l < "$scratch/paths.dwarf") >= $(grep -c '\.c:' "$scratch/paths.expected"))); then
                pass "small-tree/$compiler/$manner/dwarf: $(wc -l < "$scratch/paths.dwarf") symbols"
            else
                fail "small-tree/$compiler/$manner/dwarf" "$(first_difference "$scratch/paths.expected" "$scratch/paths.dwarf")"
            fi
        done
    done
}

# A file of Rust, whose file symbol and unit are named after what the compiler generates code by.
rust_tree() {
    local folder=$scratch/rust wanted
    command -v rustc > /dev/null || { skip rust 'no rustc'; return; }
    mkdir -p "$folder"/{rust/kernel,init}
    printf '#![no_std]\nmod sync { #[inline(never)] pub fn twice(x: u32) -> u32 { x.wrapping_mul(2) } }\n%s\n%s\n' \
        '#[no_mangle] pub extern "C" fn from_rust(x: u32) -> u32 { sync::twice(x) }' \
        '#[panic_handler] fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }' > "$folder/rust/kernel/lib.rs"
    echo 'unsigned from_rust(unsigned); int start(int x) { return from_rust(x); }' > "$folder/init/main.c"
    (
        cd "$folder" || exit 1
        rustc --edition 2021 --crate-type lib --emit "obj=rust/kernel/lib.o" -g -C panic=abort -C opt-level=1 -C codegen-units=1 rust/kernel/lib.rs &&
            gcc -g -c -o init/main.o init/main.c || exit 1
        printf 'savedcmd_rust/kernel/lib.o := rustc\n\nsource_rust/kernel/lib.o := rust/kernel/lib.rs\n' > rust/kernel/.lib.o.cmd
        printf 'savedcmd_init/main.o := gcc\n\nsource_init/main.o := init/main.c\n' > init/.main.o.cmd
        ar rcST vmlinux.a init/main.o rust/kernel/lib.o 2> /dev/null
        ld -e start --whole-archive vmlinux.a -o vmlinux
    ) 2> "$scratch/err" || { skip rust "it does not compile: $(head -n 1 "$scratch/err")"; return; }
    for wanted in objects dwarf; do
        "$kelf" sympaths --paths all "$folder/vmlinux" | awk '{ print $3 }' | grep -E 'from_rust|twice|start$' | sort > "$scratch/rust.$wanted"
        rm -f "$folder/vmlinux.a"
    done
    if [[ $(grep -c '^rust/kernel/lib.rs:' "$scratch/rust.objects") == 2 ]] && grep -qx init/main.c:start "$scratch/rust.objects"; then
        pass "rust: $(grep -m 1 twice "$scratch/rust.objects")"
    else
        fail rust "$(tr '\n' ' ' < "$scratch/rust.objects")"
    fi
    if cmp -s "$scratch/rust.objects" "$scratch/rust.dwarf"; then
        pass rust/dwarf
    else
        fail rust/dwarf "$(first_difference "$scratch/rust.objects" "$scratch/rust.dwarf")"
    fi
}

# An object that is joined of others, C and assembly, and gets a prefix, as arm64's KVM is for the hypervisor (kvm_nvhe.o): its file symbols
# tell the sources of local symbols, and debugging information those of all others.
joined_tree() {
    local compiler folder name
    for compiler in gcc clang-19; do
        command -v "$compiler" > /dev/null || { skip "joined/$compiler" 'not installed'; continue; }
        folder=$scratch/joined-$compiler
        mkdir -p "$folder"/{init,hyp}
        echo 'int __hyp_enter(int), __hyp_leave(int); void __hyp_vector(void), __hyp_host(void);
            int start(int x) { __hyp_vector(); __hyp_host(); return __hyp_enter(__hyp_leave(x)); }' > "$folder/init/main.c"
        for name in enter leave; do
            echo "static int state; static __attribute__((noinline)) int own_$name(int x) { asm volatile(\"nop\"); return x + state++; }
                int hyp_$name; int $name(int x) { return own_$name(x) + hyp_$name; }" > "$folder/hyp/$name.c"
        done
        printf '.text\n.globl vector\n.type vector,@function\nvector: nop\nvector_end: ret\n.section .note.GNU-stack,"",@progbits\n' > "$folder/hyp/entry.S"
        printf '.text\n.globl host\nhost: nop\n.section .note.GNU-stack,"",@progbits\n' > "$folder/hyp/host.S"
        (
            cd "$folder" || exit 1
            for file in init/main.c hyp/enter.c hyp/leave.c hyp/entry.S hyp/host.S; do
                name=${file%.*}.o
                "$compiler" -O1 -g -c -o "$name" "$file" || exit 1
                printf 'savedcmd_%s := cc\n\nsource_%s := %s\n' "$name" "$name" "$file" > "$(dirname "$file")/.$(basename "$name").cmd"
            done
            # lld makes up no file symbols for assembly.
            linker=$([[ $compiler == gcc ]] && echo ld || echo ld.lld-19)
            "$linker" -r -o hyp/hyp.tmp.o hyp/{enter,entry,leave,host}.o && objcopy --prefix-symbols=__hyp_ hyp/hyp.tmp.o hyp/hyp.o || exit 1
            echo 'savedcmd_hyp/hyp.tmp.o := ld -r -o hyp/hyp.tmp.o hyp/enter.o hyp/entry.o hyp/leave.o hyp/host.o' > hyp/.hyp.tmp.o.cmd
            echo 'savedcmd_hyp/hyp.o := objcopy --prefix-symbols=__hyp_ hyp/hyp.tmp.o hyp/hyp.o' > hyp/.hyp.o.cmd
            ar rcST vmlinux.a init/main.o hyp/hyp.o 2> /dev/null
            "$linker" -e start --whole-archive vmlinux.a -o vmlinux
        ) > "$scratch/err" 2>&1 || { fail "joined/$compiler" "$(head -n 1 "$scratch/err")"; continue; }
        "$kelf" sympaths --paths all "$folder/vmlinux" | awk '{ print $3 }' | grep -E '__hyp_|:start$' | sort > "$scratch/joined"
        printf '%s\n' hyp/{enter.c:__hyp_{enter,hyp_enter,own_enter,state},leave.c:__hyp_{leave,hyp_leave,own_leave,state}} \
            hyp/{entry.S:__hyp_vector{,_end},host.S:__hyp_host} init/main.c:start | sort > "$scratch/joined.expected"
        if cmp -s "$scratch/joined.expected" "$scratch/joined"; then
            pass "joined/$compiler: $(wc -l < "$scratch/joined") symbols"
        else
            fail "joined/$compiler" "$(first_difference "$scratch/joined.expected" "$scratch/joined")"
        fi
    done
}

small_tree
joined_tree
rust_tree
for tree in "$@"; do
    check_tree "$tree"
done

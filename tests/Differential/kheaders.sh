#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `gen_kheaders.sh` and `kelf kheaders create` against the kernel's script: the archive and make's dependencies byte for byte on
# built kernels, the same through all settings of xz, comment stripping on every header of the source tree, layouts of trees, and
# what happens to headers between two runs. Trees of Linux 6.1 and 6.12 have another script, of one argument, which finds the
# headers itself; it needs cpio.
#
#   kheaders.sh [TREE...]     default small-gcc, small-arm64-cfi, defconfig, small-6.12 and small-6.1; a tree is an object tree with a link `source`
#
#   ORIGINAL_SCRIPT  the kernel's script; default that of each tree's source; KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool gen_kheaders.sh
(($# > 0)) || set -- small-gcc small-arm64-cfi defconfig small-6.12 small-6.1
need perl xz md5sum
tar --version 2> /dev/null | grep GNU > /dev/null || skip_all 'no GNU tar'
export TAR=tar XZ=xz TZ=UTC
unset XZ_OPT XZ_DEFAULTS TAR_OPTIONS KELF_KHEADERS SOURCE_DATE_EPOCH KBUILD_BUILD_TIMESTAMP srctree SRCARCH building_out_of_srctree

# The lists as the rules of kernel/Makefile make them, in the folder of an object tree.
make_lists() { # SOURCE ARCH
    local d
    mkdir -p kernel
    for d in include "arch/$2/include"; do
        find "$1/$d" -path "$1/$d/generated" -prune -o -name '*.h' -print
    done > kernel/srclist
    for d in include "arch/$2/include"; do
        find "$d/generated" ! -path include/generated/utsversion.h -a -name '*.h' -print
    done > kernel/objlist
}
arch_of() { basename "$(dirname "$(dirname "$(find "$1"/arch/*/include/generated -maxdepth 0 | head -n 1)")")"; }
run_tool() { srctree=$source "$tool" "$1" kernel/srclist kernel/objlist "${2-2026-01-01 UTC}"; }
with() { KELF_KHEADERS=$1 run_tool "${@:2}"; }

whole_tree() { # NAME OBJECT_TREE
    local name=$1 tree=$2 source arch original
    source=$(readlink -f "$tree/source")
    original=${ORIGINAL_SCRIPT:-$source/kernel/gen_kheaders.sh}
    [[ -e $original ]] || { skip "$name" "no script at $original"; return; }
    arch=$(arch_of "$tree")
    mkdir -p "$scratch/$name/arch/$arch"
    cp -a "$tree/include" "$scratch/$name/"
    cp -a "$tree/arch/$arch/include" "$scratch/$name/arch/$arch/"
    cd "$scratch/$name" || return
    if ! grep -q srclist "$original"; then
        whole_tree_of_one_argument "$name" "$tree"
        cd "$root" || exit
        rm -rf "${scratch:?}/$name"
        return
    fi
    make_lists "$source" "$arch"
    srctree=$source sh "$original" kernel/original.tar.xz kernel/srclist kernel/objlist '2026-01-01 UTC' > "$scratch/original.log" 2>&1 ||
        { fail "$name" "the original fails: $(tail -n 1 "$scratch/original.log")"; return; }
    mv kernel/.original.tar.xz.d kernel/original.d
    xz -dc kernel/original.tar.xz > kernel/original.tar

    mkdir kernel/ours
    check "$name: tar" with '--compress none' kernel/ours/original.tar
    check "$name: tar is the original's" cmp kernel/ours/original.tar kernel/original.tar
    check "$name: xz" with '--compress same' kernel/ours/original.tar.xz
    check "$name: xz is the original's" cmp kernel/ours/original.tar.xz kernel/original.tar.xz
    sed 's:kernel/ours/:kernel/:g' kernel/ours/.original.tar.xz.d > kernel/ours/d
    check "$name: dependencies are the original's" cmp kernel/ours/d kernel/original.d
    check "$name: default" run_tool kernel/ours/default.tar.xz
    check "$name: default is sound" xz -t kernel/ours/default.tar.xz
    xz -dc kernel/ours/default.tar.xz > kernel/ours/default.tar
    check "$name: default has the original's contents" cmp kernel/ours/default.tar kernel/original.tar
    for jobs in 1 3; do
        check "$name: $jobs threads" with "-j $jobs --force" "kernel/ours/j$jobs.tar.xz"
        check "$name: $jobs threads, the same bytes" cmp "kernel/ours/j$jobs.tar.xz" kernel/ours/default.tar.xz
    done
    check "$name: own lists" env -u srctree "$kelf" kheaders create -q --srctree "$source" -t '2026-01-01 UTC' --compress none -o kernel/ours/own.tar
    check "$name: own lists, the same bytes" cmp kernel/ours/own.tar kernel/original.tar
    shuf kernel/srclist > kernel/shuffled
    (umask 077 && srctree=$source LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo KELF_KHEADERS='--compress none' \
        "$tool" kernel/ours/shuffled.tar kernel/shuffled kernel/objlist @1767225600)
    check "$name: lists in another order, another umask, locale and time zone" cmp kernel/ours/shuffled.tar kernel/original.tar

    if [[ $name == "$first" ]]; then
        for command in 'xz -T0' 'xz -T2' 'xz -1 -T1' 'xz -e -2 -T1' 'gzip -n' 'xz --check=crc32'; do
            XZ=$command check "XZ='$command'" run_tool kernel/ours/command
            $command < kernel/original.tar > kernel/command.expected
            check "XZ='$command': its bytes" cmp kernel/ours/command kernel/command.expected
        done
        changes
    fi
    cd "$root" || exit
    rm -rf "${scratch:?}/$name"
}

# says NAME LINE COMMAND...: passes if the command succeeds and prints the line, or nothing if that is empty.
says() {
    local name=$1 line=$2 got
    shift 2
    if ! got=$("$@" 2>&1); then
        fail "$name" "$(tail -n 1 <<< "$got")"
    elif [[ $got != "$line" ]]; then
        fail "$name" "it printed '$got' instead of '$line'"
    else
        pass "$name"
    fi
}
# In a copy of an object tree, whose path and source, arch, original are those of the caller.
whole_tree_of_one_argument() { # NAME OBJECT_TREE
    local name=$1 gen='  GEN     kernel/kheaders_data.tar.xz' archive=kernel/kheaders_data.tar.xz before
    command -v cpio > /dev/null || { skip "$name" 'no cpio, which the original needs'; return; }
    # The environment that make gives the script.
    local one=(env srctree="$source" SRCARCH="$arch" building_out_of_srctree=1 KBUILD_BUILD_TIMESTAMP='2026-01-01 UTC')
    # As in a clean build, in which this header is made when the kernel is linked.
    rm -f include/generated/utsversion.h
    mkdir -p kernel
    says "$name: the original" "$gen" "${one[@]}" sh "$original" $archive
    mv $archive kernel/original.tar.xz
    xz -dc kernel/original.tar.xz > kernel/original.tar

    says "$name: one argument" "$gen" "${one[@]}" KELF_KHEADERS='--compress same' "$tool" $archive
    check "$name: xz is the original's" cmp $archive kernel/original.tar.xz
    if [[ -e $2/$archive ]]; then
        if diff <(tar -tf kernel/original.tar) <(xz -dc "$2/$archive" | tar -tf -) > "$scratch/diff"; then
            pass "$name: the members are those of the build"
        else
            fail "$name: the members are those of the build" "$(grep -m 1 '^[<>]' "$scratch/diff")"
        fi
    else
        skip "$name: the members are those of the build" "no $archive in the tree"
    fi
    sleep 3
    before=$(stamp $archive)
    same() { # NAME
        says "$name: $1" '' "${one[@]}" KELF_KHEADERS='--compress same' "$tool" $archive
        check "$name: $1: the archive keeps its time" [ "$(stamp $archive)" = "$before" ]
    }
    same 'nothing changed'
    echo late > include/generated/utsversion.h
    same 'the header that is made when the kernel is linked'
    touch include/generated/autoconf.h
    same 'the configuration was touched'

    rm include/generated/utsversion.h
    echo '#define CONFIG_NEW 1' >> include/generated/autoconf.h
    mkdir -p include/linux
    echo 'int over; /* that of the source tree */' > include/linux/kernel.h
    says "$name: the original, changed headers" "$gen" "${one[@]}" XZ=gzip sh "$original" $archive
    gzip -dc < $archive > kernel/original.tar
    rm $archive
    for jobs in 1 3; do
        rm -f $archive
        says "$name: changed headers, $jobs threads" "$gen" "${one[@]}" KELF_KHEADERS="--compress none -j $jobs" "$tool" $archive
        check "$name: changed headers, $jobs threads, tar is the original's" cmp $archive kernel/original.tar
    done
    says "$name: default" "$gen" "${one[@]}" "$tool" $archive
    xz -dc $archive > kernel/default.tar
    check "$name: default has the original's contents" cmp kernel/default.tar kernel/original.tar
    echo 'int more;' >> include/linux/kernel.h
    says "$name: a changed header" "$gen" "${one[@]}" "$tool" $archive
    if xz -dc $archive | tar -xO -f - ./include/linux/kernel.h | grep -x 'int more;' > /dev/null; then
        pass "$name: a changed header is in the archive"
    else
        fail "$name: a changed header is in the archive" 'it is not'
    fi
    small_tree "$name" 'in the source tree' in . .
    small_tree "$name" 'O= below the source' child .. obj
    small_tree "$name" 'O= elsewhere' src "$scratch/$name/small/src" ../obj
}
# The original and the tool in a small object tree, in which a header stands over that of the source tree.
small_tree() { # NAME LAYOUT SOURCE SOURCE_FROM_OBJECT OBJECT_FROM_SOURCE
    local base=$scratch/$1/small object=$scratch/$1/small/$3/$5 outside=
    [[ $4 == . ]] || outside=1
    small_source "$base/$3" && small_object "$object"
    mkdir -p "$object/include/linux" && echo 'int over;' > "$object/include/linux/a.h"
    (
        cd "$object" || exit
        export srctree=$4 SRCARCH=x86 building_out_of_srctree=$outside KBUILD_BUILD_TIMESTAMP=@0 XZ=xz
        sh "$original" kernel/original.tar.xz && KELF_KHEADERS='--compress same' "$tool" kernel/ours.tar.xz
    ) > "$scratch/small.log" 2>&1 || { fail "$1: $2" "$(tail -n 1 "$scratch/small.log")"; return; }
    check "$1: $2" cmp "$object/kernel/ours.tar.xz" "$object/kernel/original.tar.xz"
    check "$1: $2: the header of the object tree" grep 'int over;' <(xz -dc "$object/kernel/ours.tar.xz")
}

stamp() { stat -c '%i %y' "$1"; }
# did NAME WORK [OPTIONS]: what the tool says that it had to do.
did() {
    local got
    got=$(srctree=$source "$kelf" kheaders create --json --srctree "$source" --lists kernel/srclist kernel/objlist -t '2026-01-01 UTC' -o kernel/work.tar.xz ${3-} |
        sed -n 's/.*"work": "\(.*\)".*/\1/p')
    if [[ $got == "$2" ]]; then pass "incremental: $1"; else fail "incremental: $1" "it did '$got' instead of '$2'"; fi
}
same_stamp() { # NAME: the archive is that of before
    if [[ $(stamp kernel/work.tar.xz) == "$before" ]]; then pass "incremental: $1: the archive keeps its time"; else fail "incremental: $1" 'the archive has another time'; fi
}
# What happens to headers between two runs: the folder has its own copies of the generated ones.
changes() {
    local before autoconf=include/generated/autoconf.h
    did 'first run' written
    sleep 3
    before=$(stamp kernel/work.tar.xz)
    did 'racy' nothing # the generated headers are older than two seconds
    did 'nothing' nothing
    same_stamp 'nothing'
    if command -v strace > /dev/null; then
        strace -f -o "$scratch/trace" -e trace=openat,open,rename,renameat "$kelf" kheaders create -q --srctree "$source" \
            --lists kernel/srclist kernel/objlist -t '2026-01-01 UTC' -o kernel/work.tar.xz
        if grep -E '\.h"|rename' "$scratch/trace" > "$scratch/opened"; then
            fail 'incremental: no header is opened' "$(head -n 1 "$scratch/opened")"
        else
            pass 'incremental: no header is opened'
        fi
    else
        skip 'incremental: no header is opened' 'no strace'
    fi
    touch $autoconf
    did 'touch' 'same contents'
    same_stamp 'touch'
    sed -i '1i /* a comment */' include/generated/bounds.h && sed -i '1s/^.*$/\/* another *\/\n/;2{/^$/d}' include/generated/bounds.h
    did 'an edit' written
    before=$(stamp kernel/work.tar.xz)
    sed -i '1s/another/a third/' include/generated/bounds.h
    did 'an edit of a comment' 'same contents'
    same_stamp 'an edit of a comment'
    cp kernel/work.tar.xz kernel/before.tar.xz
    echo '#define CONFIG_NEW 1' >> $autoconf
    touch -d '2020-01-01' $autoconf
    did 'the configuration alone, with an older time' written
    if xz -dc kernel/work.tar.xz | tar -xO -f - ./$autoconf | grep CONFIG_NEW > /dev/null; then
        pass 'incremental: the new configuration is in the archive'
    else
        fail 'incremental: the new configuration' 'is not in the archive'
    fi
    sed -i '$d' $autoconf
    did 'the configuration back' written
    check 'incremental: blocks used again give the same bytes' cmp kernel/work.tar.xz kernel/before.tar.xz
    before=$(stamp kernel/work.tar.xz)
    rm kernel/.tmp_work.tar.xz.state
    did 'without its state' 'same bytes'
    same_stamp 'without its state'
    head -c 1000 kernel/.tmp_work.tar.xz.state > kernel/cut && mv kernel/cut kernel/.tmp_work.tar.xz.state
    did 'a damaged state' 'same bytes'
    shuf kernel/srclist > kernel/shuffled && mv kernel/shuffled kernel/srclist
    did 'another order of the list' 'nothing'
    sed -i 1d kernel/srclist
    did 'a shorter list' written
    did 'another compression' written '--compress dense'
    did '--force' written '--force --compress dense'
    echo x >> kernel/work.tar.xz
    did 'a damaged archive' written '--compress dense'
    echo 'int changed;' >> include/generated/bounds.h
    if "$kelf" kheaders create --verify --srctree "$source" --lists kernel/srclist kernel/objlist -t '2026-01-01 UTC' -o kernel/work.tar.xz 2> /dev/null; then
        fail 'verify' 'a changed header is not noticed'
    else
        pass 'verify'
    fi
}

# Stripping: perl's substitution on every header of a source tree, all architectures; in parts, as an archive has a limit.
stripping() { # SOURCE
    local source=$1 part all=0
    mkdir -p "$scratch/strip/kernel"
    cd "$scratch/strip" || return
    (cd "$source" && find . -name '*.h' -type f) | sed 's:^\./::' > kernel/all
    split -n l/16 kernel/all kernel/part.
    : > kernel/objlist
    for part in kernel/part.*; do
        sed "s:^:$source/:" "$part" > kernel/srclist
        with '--compress none' kernel/k.tar || { fail stripping 'the tool fails'; return; }
        mkdir ours theirs
        tar -xf kernel/k.tar -C ours
        tar -cf - -C "$source" -T "$part" | tar -xf - -C theirs
        chmod -R u+w theirs
        find theirs -type f -print0 | xargs -0 -n 500 perl -pi -e 'BEGIN {undef $/;}; s/\/\*((?!SPDX).)*?\*\///smg;'
        diff -rq ours theirs >> "$scratch/strip.diff"
        all=$((all + $(find ours -type f | wc -l)))
        rm -rf ours theirs
    done
    if [[ -s $scratch/strip.diff ]] || ((all != $(wc -l < kernel/all))); then
        fail stripping "$(wc -l < "$scratch/strip.diff") headers differ, such as $(head -n 1 "$scratch/strip.diff")"
    else
        pass "stripping: $all headers as perl does it"
    fi
    cd "$root" || exit
    rm -rf "${scratch:?}/strip"
}

# The same small tree in seven layouts: one archive.
layouts() {
    local base=$scratch/layouts layout
    small_source() {
        mkdir -p "$1"/include/linux "$1"/include/generated "$1"/arch/um/include/asm "$1"/arch/x86/include/asm
        echo 'int a; /* comment */' > "$1/include/linux/a.h"
        ln -s a.h "$1/include/linux/link.h"
        echo 'int um;' > "$1/arch/um/include/asm/b.h"
        echo 'int x86;' > "$1/arch/x86/include/asm/b.h"
    }
    small_object() {
        mkdir -p "$1"/include/generated "$1"/arch/{um,x86}/include/generated "$1/kernel"
        echo '#define C 1' > "$1/include/generated/autoconf.h"
        echo 'int g;' > "$1/arch/x86/include/generated/g.h"
    }
    one() { # NAME SOURCE_FROM_OBJECT OBJECT [ARCH]
        (cd "$3" && make_lists "$2" "${4:-x86}" && source=$2 with '--compress none' kernel/k.tar) 2> "$scratch/err" ||
            { fail "layout: $1" "$(head -n 1 "$scratch/err")"; return; }
        (cd "$3" && "$kelf" kheaders create -q --srctree "$2" --srcarch "${4:-x86}" -t '2026-01-01 UTC' --compress none -o kernel/own.tar) 2> "$scratch/err" ||
            { fail "layout: $1, own lists" "$(head -n 1 "$scratch/err")"; return; }
        [[ -e $base.expected || -n ${4-} ]] || cp "$3/kernel/k.tar" "$base.expected"
        cmp -s "$3/kernel/k.tar" "$3/kernel/own.tar" || fail "layout: $1" 'own lists give another archive'
        if [[ -n ${4-} ]]; then
            if tar -tf "$3/kernel/k.tar" | grep x86 > /dev/null; then fail "layout: $1" 'has headers of x86'; else pass "layout: $1"; fi
        else
            check "layout: $1" cmp "$3/kernel/k.tar" "$base.expected"
        fi
    }
    mkdir -p "$base"
    small_source "$base/in" && small_object "$base/in" && one 'in the source tree' . "$base/in"
    small_source "$base/child" && small_object "$base/child/obj" && one 'O= below the source' .. "$base/child/obj"
    small_source "$base/src" && small_object "$base/obj" && one 'O= elsewhere' "$base/src" "$base/obj"
    small_object "$base/obj2" && one 'relative source' ../src "$base/obj2"
    small_source "$base/ro" && chmod -R a-w "$base/ro" && small_object "$base/obj3" && one 'read-only source' "$base/ro" "$base/obj3"
    chmod -R u+w "$base/ro"
    small_source "$base/with blank: and [x].*" && small_object "$base/an object tree" &&
        one 'blanks and signs in paths' "$base/with blank: and [x].*" "$base/an object tree"
    small_object "$base/um" && one 'SRCARCH=um' "$base/src" "$base/um" um
}

# Killed at random moments: the archive is the old one or the new one, and the next run makes it right.
killing() { # SOURCE
    local i wrong=0 source=$1 size
    mkdir -p "$scratch/kill/include/generated" "$scratch/kill/kernel"
    cd "$scratch/kill" || return
    find "$source/include/linux" -name '*.h' -size -20k | head -n 600 > kernel/srclist
    echo include/generated/x.h > kernel/objlist
    for ((i = 0; i < 20; i++)); do
        echo "int x$i;" > include/generated/x.h
        run_tool kernel/k.tar.xz &
        sleep "0.$((RANDOM % 30 + 1))"
        { kill -9 $! && wait $!; } 2> /dev/null
        [[ ! -e kernel/k.tar.xz ]] || xz -t kernel/k.tar.xz 2> /dev/null || wrong=$((wrong + 1))
    done
    run_tool kernel/k.tar.xz
    if ((wrong > 0)); then
        fail killing "$wrong of 20 archives are broken"
    elif ! xz -dc kernel/k.tar.xz | tar -xO -f - ./include/generated/x.h | grep x19 > /dev/null; then
        fail killing 'the archive is not that of the last headers'
    elif compgen -G 'kernel/.*.tmp' > /dev/null; then
        fail killing "leftovers: $(compgen -G 'kernel/.*.tmp' | head -n 1)"
    else
        pass killing
    fi
    # Many at a time: one writes, the others wait and find that there is nothing to do.
    rm -f kernel/k.tar.xz kernel/.tmp_k.tar.xz.state
    for ((i = 0; i < 16; i++)); do
        "$kelf" kheaders create --json --srctree "$source" --lists kernel/srclist kernel/objlist -t @0 -o kernel/k.tar.xz > "kernel/run.$i" 2>&1 &
    done
    wait
    if [[ $(grep -l '"work": "written"' kernel/run.* | wc -l) == 1 && $(grep -lE '"work": "(nothing|same contents)"' kernel/run.* | wc -l) == 15 ]]; then
        pass '16 runs at a time'
    else
        fail '16 runs at a time' "$(grep -h '"work"\|error' kernel/run.* | sort | uniq -c | tr '\n' ' ')"
    fi
    cd "$root" || exit
    rm -rf "${scratch:?}/kill"
}

first=$(basename "$1")
layouts
source_of_first=
for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    [[ -e $tree/source/kernel && -e $tree/include/generated/autoconf.h ]] || { skip "$name" 'no such kernel (KELF_TESTBED)'; continue; }
    : "${source_of_first:=$(readlink -f "$tree/source")}"
    whole_tree "$name" "$tree"
done
if [[ -n $source_of_first ]]; then
    stripping "$source_of_first"
    killing "$source_of_first"
fi

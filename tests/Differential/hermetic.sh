#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds that allow nothing: each tool in a sandbox (bubblewrap) where there is no /proc, no network and no file but those that it was
# named, each of which is a symbolic link into a store that cannot be written; twice, in folders with other absolute names. It
# writes the bytes that it writes without all that. So Android builds its kernels (Bazel, Kleaf).
#
#   hermetic.sh [TREE]     a built kernel of x86 in KELF_TESTBED; default small-gcc
#
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/link-lib.sh"

need_tool
need bwrap
tree=${1:-small-gcc}
[[ -d $tree ]] || tree=$testbed/$tree
name=$(basename "$tree")
[[ -e $tree/vmlinux.unstripped && -e $tree/kernel/fork.o ]] || { skip "$name" 'no such kernel (KELF_TESTBED)'; exit 0; }
tree=$(realpath "$tree")
bwrap --unshare-all --ro-bind / / true 2> /dev/null || skip_all 'no sandbox for this user here (bwrap)'

# sandbox FOLDER AS [OPTION...] -- COMMAND...: FOLDER is writable as AS, and the current one.
sandbox() {
    local folder=$1 as=$2 options=()
    shift 2
    while [[ $1 != -- ]]; do options+=("$1"); shift; done
    shift
    bwrap --unshare-all --die-with-parent --new-session --clearenv --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64 \
        --ro-bind "$kelf" /kelf --tmpfs /tmp --ro-bind "$scratch/store" /store "${options[@]}" --bind "$folder" "$as" --chdir "$as" "$@"
}

# case_of NAME INPUT... -- ARGUMENT...: INPUT is [NAME=]FILE, and NAME! for a copy that may be written.
case_of() {
    local case=$1 input file as place number=0
    shift
    rm -rf "$scratch"/{store,plain,first,second}
    mkdir -p "$scratch"/{store,plain,first,second}
    while [[ $1 != -- ]]; do
        input=${1%%=*} file=${1#*=}
        [[ -e $file ]] || { fail "$name/$case" "no $file"; return; }
        as=${input##*/}
        ((number += 1))
        mkdir "$scratch/store/$number"
        if [[ $as == *! ]]; then
            for place in plain first second; do cp "$file" "$scratch/$place/${as%!}"; done
        else
            cp -l "$file" "$scratch/store/$number/$as" 2> /dev/null || cp "$file" "$scratch/store/$number/$as"
            ln -s "$(realpath "$file")" "$scratch/plain/$as"
            for place in first second; do ln -s "/store/$number/$as" "$scratch/$place/$as"; done
        fi
        shift
    done
    shift
    # What is said on standard output is a result, too.
    (cd "$scratch/plain" && "$kelf" "$@" > printed 2> "$scratch/err") || { fail "$name/$case" "outside: $(head -n 1 "$scratch/err")"; return; }
    sandbox "$scratch/first" /first -- /kelf "$@" > "$scratch/first/printed" 2> "$scratch/err" || { fail "$name/$case" "$(head -n 1 "$scratch/err")"; return; }
    sandbox "$scratch/second" /an/other/place -- /kelf "$@" > "$scratch/second/printed" 2> "$scratch/err" || { fail "$name/$case" "$(head -n 1 "$scratch/err")"; return; }
    compared "$case" "$scratch"/{plain,first,second}
}

# compared CASE FOLDER FOLDER FOLDER: all that was written into the first is in the others.
compared() {
    local case=$1 file other count=0 bytes=0
    for file in "$2"/* "$2"/.[!.]*; do
        [[ -f $file && ! -L $file ]] || continue
        for other in "$3" "$4"; do
            cmp -s "$file" "$other/${file##*/}" || { fail "$name/$case" "${file##*/} is another in $(basename "$other")"; return; }
        done
        [[ ! -s $file ]] || ((count += 1))
        ((bytes += $(stat -c %s "$file")))
    done
    if ((count > 0)); then pass "$name/$case: $count files, $bytes bytes"; else fail "$name/$case" 'nothing was written'; fi
}

case_of symvers "$tree/kernel/fork.o" -- symvers --symtypes symtypes fork.o
case_of sysmap "$tree/vmlinux.unstripped" -- sysmap -o System.map vmlinux.unstripped
case_of kallsyms "$tree/vmlinux.unstripped" -- kallsyms --all-symbols=true --pc-relative=true --kernel 7.3 -o tables.o vmlinux.unstripped
case_of split "$tree/vmlinux.unstripped" -- split -q -o vmlinux --relocs vmlinux.relocs --layout objcopy vmlinux.unstripped
case_of sorttable "image!=$tree/vmlinux.unstripped" -- sorttable image
case_of mcount "object!=$tree/kernel/fork.o" -- mcount --list object
case_of initcalls "$root/tests/Fixtures/bitcode/"one.o="$root/tests/Fixtures/bitcode/one.o" \
    "$root/tests/Fixtures/bitcode/"calls-19-thin.o="$root/tests/Fixtures/bitcode/calls-19-thin.o" -- initcalls -o initcalls.lds one.o calls-19-thin.o
case_of image "$tree/arch/x86/boot/bzImage" -- image extract -o kernel bzImage
case_of config "$tree/arch/x86/boot/bzImage" -- config extract bzImage
printf ' schedule+0x20/0x100\n vfs_write+0x50/0x3a0\n' > "$scratch/log"
case_of decode "$tree/vmlinux" "log=$scratch/log" -- decode vmlinux log

case_of sympaths "$tree/vmlinux" -- sympaths -o paths vmlinux
modules=(drivers/net/tun.o drivers/net/veth.o lib/crc/crc16.o fs/isofs/isofs.o)
objects=()
for object in "${modules[@]}"; do
    [[ ! -e $tree/$object ]] || objects+=("$tree/$object")
done
if ((${#objects[@]} == 0)); then
    skip "$name/modpost" 'none of its modules'
else
    case_of modpost "$tree/vmlinux.o" "${objects[@]}" -- --as modpost -w -o Module.symvers vmlinux.o "${objects[@]##*/}"
fi

# A build with O=: the sources are a store, the object tree is elsewhere, and neither can be written.
headers() { # headers PLACE FOLDER
    local folder=$scratch/headers-$1 options=(kheaders create -q --srctree /sources --objtree /objects --compress none -t 2026-01-01 --utc)
    mkdir -p "$folder"
    sandbox "$folder" "$2" --ro-bind "$(realpath "$tree/source")" /sources --ro-bind "$tree/include" /objects/include \
        --ro-bind "$tree/arch/x86/include" /objects/arch/x86/include -- /kelf "${options[@]}" -o headers.tar --depfile depends
}
if [[ ! -e $tree/source/Makefile ]]; then
    skip "$name/kheaders" 'no sources'
else
    mkdir -p "$scratch/store" "$scratch/headers-plain"
    if ! (cd "$tree" && "$kelf" kheaders create -q --compress none -t 2026-01-01 --utc -o "$scratch/headers-plain/headers.tar") 2> "$scratch/err"; then
        fail "$name/kheaders" "outside: $(head -n 1 "$scratch/err")"
    elif headers first /first 2> "$scratch/err" && headers second /an/other/place 2> "$scratch/err"; then
        # What a run remembers for the next one are the paths that it was told.
        rm -f "$scratch"/headers-{plain,first,second}/.tmp_headers.tar.state
        if cmp -s "$scratch"/headers-{first,second}/depends; then
            compared kheaders "$scratch"/headers-{plain,first,second}
        else
            fail "$name/kheaders" "$(first_difference "$scratch"/headers-{first,second}/depends)"
        fi
    else
        fail "$name/kheaders" "$(head -n 1 "$scratch/err")"
    fi
fi

# The last links: what the folder has are links into a tree that cannot be written.
problem=$(link_problem "$tree")
if [[ -n $problem ]]; then
    skip "$name/link" "$problem"
else
    failed=''
    for place in plain first second; do
        link_folder "$tree" "$scratch/link-$place"
        variables=()
        for variable in MAKE objtree srctree SRCARCH CONFIG_SHELL CC NM KBUILD_AFLAGS KBUILD_LDS KBUILD_VMLINUX_LIBS; do
            variables+=("$variable=${!variable}")
        done
        mkdir -p "$scratch/store"
        case $place in
            plain) (cd "$scratch/link-plain" && "$kelf" link -- "${link[@]}") ;;
            # The compiler names the source of the tables; it and the linker are of /usr.
            first) sandbox "$scratch/link-first" /first --ro-bind "$tree" "$tree" --ro-bind "$srctree" "$srctree" -- \
                env "${variables[@]}" PATH=/usr/bin /kelf link -- "${link[@]}" ;;
            second) sandbox "$scratch/link-second" /an/other/place --ro-bind "$tree" "$tree" --ro-bind "$srctree" "$srctree" -- \
                env "${variables[@]}" PATH=/usr/bin /kelf link -- "${link[@]}" ;;
        esac > "$scratch/link.log" 2>&1 || { failed=yes; fail "$name/link" "$place: $(tail -n 1 "$scratch/link.log")"; break; }
    done
    [[ -n $failed ]] || compared link "$scratch"/link-{plain,first,second}
fi

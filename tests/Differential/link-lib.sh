# SPDX-License-Identifier: GPL-2.0-only
#
# The last links of a built kernel of 7.3, in a folder beside its tree: link_folder makes the folder, and sets what Kbuild
# exports to scripts/link-vmlinux.sh. What is linked is the tree's; what a link writes stays in the folder.
# shellcheck shell=bash disable=SC2034 # the scripts use what is set here

source "$(dirname "${BASH_SOURCE[0]}")/tree-lib.sh"

# Why the tree cannot be linked, or nothing.
link_problem() {
    [[ -e $1/.vmlinux.unstripped.cmd && -e $1/.vmlinux.export.o ]] || echo 'no built kernel tree of 7.3 (KELF_TESTBED)'
}

source_tree() { sed -n 's/^include \(.*\)\/Makefile$/\1/p' "$1/Makefile"; }

# link_folder TREE FOLDER: sets the array link: the script's four arguments.
link_folder() {
    local tree=$1 folder=$2 entry
    rm -rf "$folder"
    mkdir -p "$folder"
    for entry in "$tree"/* "$tree"/.[!.]*; do
        case ${entry##*/} in
            .tmp_vmlinux* | System.map | vmlinux | vmlinux.map | vmlinux.unstripped | .vmlinux.unstripped.d) ;;
            *) ln -s "$entry" "$folder/" ;;
        esac
    done
    # "LD" "KBUILD_LDFLAGS" "LDFLAGS_vmlinux" "IMAGE", as the build called it.
    mapfile -t link < <(sed -n 's/^savedcmd_vmlinux.unstripped := [^"]*//p' "$tree/.vmlinux.unstripped.cmd" | grep -o '"[^"]*"' | tr -d '"')
    srctree=$(source_tree "$tree")
    # What has the time of the build is there already.
    MAKE=true objtree=. SRCARCH=$(machine_of "$tree") CONFIG_SHELL=/bin/sh CC=$(cc_of "$tree") NM=$(nm_of "$tree") KBUILD_AFLAGS=''
    KBUILD_LDS=arch/$SRCARCH/kernel/vmlinux.lds KBUILD_VMLINUX_LIBS=$(libraries_of "$tree")
    grep -q '^CONFIG_64BIT=y' "$tree/.config" || KBUILD_AFLAGS=-m32
    [[ $CC != clang* || $SRCARCH == x86 ]] || KBUILD_AFLAGS="--target=$(cross_of "$tree")"
    KBUILD_AFLAGS=${KBUILD_AFLAGS%-}
    export MAKE objtree srctree SRCARCH CONFIG_SHELL CC NM KBUILD_AFLAGS KBUILD_LDS KBUILD_VMLINUX_LIBS
}

# SPDX-License-Identifier: GPL-2.0-only
#
# What the tests want to know of a built kernel tree of any machine; behind harness.sh, in which $testbed is.
# shellcheck shell=bash disable=SC2154 # harness.sh sets the rest

# The machine as the sources name it, SRCARCH: Kconfig writes into the configuration for which one it is.
machine_of() { # machine_of TREE
    local machine
    machine=$(sed -n 's|^# Linux/\([^ ]*\) .* Kernel Configuration$|\1|p' "$1/.config")
    case $machine in i386 | x86_64) echo x86 ;; *) echo "$machine" ;; esac
}

# What names of the machine's GNU tools begin with; nothing for this machine's.
cross_of() { # cross_of TREE
    case $(machine_of "$1") in arm64) echo aarch64-linux-gnu- ;; riscv) echo riscv64-linux-gnu- ;; esac
}

is_clang() { grep -q '^CONFIG_CC_IS_CLANG=y' "$1/.config"; }

# The version of LLVM that a tree was built with, as LLVM= wants it: -19.
llvm_suffix() { sed -n 's/^CONFIG_CLANG_VERSION=\([0-9]*\)[0-9]\{4\}$/-\1/p' "$1/.config"; }

# The tools of the tree's build, in the words of its makefiles: CC and NM.
cc_of() { if is_clang "$1"; then echo "clang$(llvm_suffix "$1")"; else echo "$(cross_of "$1")gcc"; fi; }
nm_of() { if is_clang "$1"; then echo "llvm-nm$(llvm_suffix "$1")"; else echo "$(cross_of "$1")nm"; fi; }
# An objdump that knows the machine's instructions.
objdump_of() { echo "$(cross_of "$1")objdump"; }

# Libraries of the last links, as the build of vmlinux.o named them.
libraries_of() { sed -nE 's/^savedcmd_vmlinux.o := .*--start-group +(.*) --end-group.*/\1/p' "$1/.vmlinux.o.cmd"; }

# What is given to a machine that boots: the image, relative to the tree.
boot_image_of() {
    case $(machine_of "$1") in
        x86) echo arch/x86/boot/bzImage ;;
        *) echo "arch/$(machine_of "$1")/boot/Image" ;;
    esac
}

# A tree with Rust was built in a root of its own, where it is /out and its sources are /src.
has_rust() { grep -q '^CONFIG_RUST=y' "$1/.config"; }
sources_of() { # sources_of TREE: where they are here
    if has_rust "$1"; then echo "$testbed/linux-source-7.3"; else realpath -m "$1/source"; fi
}

# Compiles an object of a tree once more, into another file, by the tree's own command as a sed script changes it.
compile_again() { # compile_again TREE OBJECT OUTPUT SED-SCRIPT
    local command
    command=$(sed -n '1s/^savedcmd_[^ ]* := //p' "$1/$(dirname "$2")/.$(basename "$2").cmd" |
        sed "s| -Wp,-MMD,[^ ]*| |; s| -o $2 | -o $3 |; $4")
    [[ $command == *" -o $3 "* ]] || { echo "no command for $2"; return 1; }
    (cd "$1" && eval "$command")
}

# Some objects of a tree that were versioned, from all its folders.
versioned_objects() { # versioned_objects TREE COUNT
    (cd "$1" && find . -name '.*.o.cmd' -exec grep -l '^#SYMVER ' {} + | sed 's|^\./||; s|/\.\([^/]*\)\.cmd$|/\1|' |
        grep -v -e gendwarfksyms -e '\.mod\.o$' | sort) | awk -v most="$2" '{ line[NR] = $0 }
        END { step = NR > most ? NR / most : 1; for (i = 1; i <= NR; i += step) print line[int(i)] }'
}

# Some C objects of which a tree's kernel is made, from all its folders.
c_members() { # c_members TREE COUNT
    (cd "$1" && ar t vmlinux.a | while read -r object; do
        sed -n '1{/\.c *$/p}' "$(dirname "$object")/.$(basename "$object").cmd" 2> /dev/null | grep -q . && echo "$object"
    done) | awk -v most="$2" '{ line[NR] = $0 } END { step = NR > most ? NR / most : 1; for (i = 1; i <= NR; i += step) print line[int(i)] }'
}

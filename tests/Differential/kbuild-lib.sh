# SPDX-License-Identifier: GPL-2.0-only
#
# What tests and benchmarks of `kelf kbuild` share, behind harness.sh or bench-lib.sh: a built kernel of KELF_TESTBED and its sources, on which
# make can work as if they were ours. A file system over each of the two takes all changes; the trees stay what they are, and
# keep their paths, which are in debugging information and in commands. So a kernel that the originals built is there to
# compare with, and only what kelf does differently is made again.
# shellcheck shell=bash disable=SC2034,SC2154 # the scripts use what is set here, and harness.sh sets the rest

source "$(dirname "${BASH_SOURCE[0]}")/tree-lib.sh"

calls=$scratch/calls
# The root in which trees with Rust were built (tests/Testbed).
debian13=${DEBIAN13:-$testbed/debian13}

# Says why a tree cannot be built in this way; nothing if it can.
overlay_problem() { # overlay_problem TREE
    local program
    [[ -e $1/.config && -e $1/vmlinux && -e $(sources_of "$1")/Makefile ]] || { echo "no built kernel $(basename "$1") with its sources (KELF_TESTBED)"; return; }
    if has_rust "$1" && [[ $(id -u) != 0 || ! -x $debian13/usr/bin/rustc ]]; then
        echo "no root in which Rust kernels are built, or not the user root ($debian13)"
        return
    fi
    for program in unshare mount make gcc flex bison bc perl xz; do
        command -v "$program" > /dev/null || { echo "no $program"; return; }
    done
    program=$(cc_of "$1")
    if ! has_rust "$1" && ! command -v "$program" > /dev/null; then
        echo "no $program"
        return
    fi
    mkdir -p "$scratch/try"/{lower,upper,work}
    unshare "${namespace[@]}" mount -t overlay try -o "${overlay[0]}lowerdir=$scratch/try/lower,upperdir=$scratch/try/upper,workdir=$scratch/try/work" \
        "$scratch/try/lower" 2> /dev/null || echo 'no file systems in layers for this user here (unshare, mount -t overlay)'
}

if [[ $(id -u) == 0 ]]; then
    namespace=(--mount) overlay=('')
else
    namespace=(--user --map-root-user --mount) overlay=('userxattr,')
fi

# Starts to work on a tree: sets obj and src, their real paths, layers, where changes of the two go, and the variables of make.
work_on() { # work_on TREE [LAYERS]
    tree=$1
    name=$(basename "$1")
    obj=$(realpath "$1")
    src=$(realpath "$(sources_of "$1")")
    layers=$scratch/${2:-$name}
    mkdir -p "$layers"/{src,src-work,obj,obj-work}
    variables=(KBUILD_BUILD_TIMESTAMP=2026-01-01 KBUILD_BUILD_USER=kelf KBUILD_BUILD_HOST=kelf)
    ! is_clang "$obj" || variables+=("LLVM=$(llvm_suffix "$obj")")
    [[ -z $(cross_of "$obj") ]] || variables+=("ARCH=$(machine_of "$obj")" "CROSS_COMPILE=$(cross_of "$obj")")
    # Else make takes it for one of 64 bits.
    ! grep -q '^# Linux/i386 ' "$obj/.config" || variables+=(ARCH=i386)
    chroot='' make=(make -C "$obj")
    if has_rust "$obj"; then
        chroot=$debian13 make=(chroot "$debian13" env --unset=OLDPWD PWD=/ HOME=/root LC_ALL=C make -C /out)
    fi
    # Of what lld relaxed the originals leave places out of the table of relocations.
    [[ $(machine_of "$obj") != x86 ]] || ! grep -q CONFIG_LD_IS_LLD=y "$obj/.config" || variables+=(KELF_RELOCS=compat)
    # What make starts as kelf: it leaves a line for each call. With a new one all that it made would be made again.
    # All of it lies where a root of its own has it, too.
    [[ -e $scratch/program ]] || cp "$kelf" "$scratch/program"
    [[ -e $scratch/kelf ]] || printf '%s\n' '#!/bin/sh' "echo \"\$*\" >> '$calls'" "exec '$scratch/program' \"\$@\"" > "$scratch/kelf"
    chmod +x "$scratch/kelf"
}

# Runs a command where both trees can be changed. What it changes is there for the next one.
inside() {
    # shellcheck disable=SC2016 # the inner shell's variables
    unshare "${namespace[@]}" bash -c '
        mount -t overlay src -o "$4lowerdir=$1,upperdir=$3/src,workdir=$3/src-work" "$1" &&
            mount -t overlay obj -o "$4lowerdir=$2,upperdir=$3/obj,workdir=$3/obj-work" "$2" || exit
        # By its name the current folder is what takes changes; it was the tree below.
        cd "$PWD" || exit
        if [ -n "$5" ]; then
            mkdir -p "$5/src" "$5/out" && mount --bind "$1" "$5/src" && mount --bind "$2" "$5/out" && mount -t tmpfs tmp "$5/tmp" &&
                { mountpoint -q "$5/proc" || mount -t proc proc "$5/proc"; } && mkdir -p "$5$6" && mount --bind "$6" "$5$6" || exit
        fi
        shift 6
        "$@"' inside "$src" "$obj" "$layers" "${overlay[0]}" "$chroot" "$scratch" "$@"
}

# Runs make in the object tree; sets no status but its own. What it says is in $scratch/make.log. A kernel that is linked
# is the first of its tree.
kmake() {
    : > "$calls"
    inside rm -f "$obj/.version"
    inside "${make[@]}" "${variables[@]}" -j"$jobs" "$@" > "$scratch/make.log" 2>&1 < /dev/null
}

# A file of the object tree as it is now.
built() { if [[ -e $layers/obj/$1 ]]; then echo "$layers/obj/$1"; else echo "$obj/$1"; fi; }

# Why make failed: what was said first about it.
why_failed() { grep -m 1 -E 'error|Error|\*\*\*' "$scratch/make.log" || tail -n 1 "$scratch/make.log"; }

# What a whole build makes that depends on kelf, as far as the tree has it; not what `make vmlinux` or `make modules` has left there.
products() { # products [FOLDER]: default the tree
    (cd "${1:-$obj}" && for file in vmlinux vmlinux.unstripped System.map Module.symvers modules.builtin modules.builtin.modinfo \
        .tmp_initcalls.lds kernel/kheaders_data.tar.xz arch/x86/boot/compressed/vmlinux.relocs arch/x86/realmode/rm/realmode.relocs \
        arch/x86/boot/compressed/vmlinux.bin arch/x86/boot/bzImage arch/{arm64,riscv}/boot/{Image,Image.gz,vmlinuz.efi}; do
        # A tree of the test bed may have a vmlinux.unstripped of its own making (README.md).
        [[ ! -f $file || ($file == *.unstripped && ! -e .$file.cmd) ]] || echo "$file"
    done
    find . -name '*.ko' -type f -printf '%P\n' | sort)
}

# What the kernel's build says in one line for each step, and nothing else.
check_lines() { # check_lines NAME
    local other
    other=$(grep -vE '^  [A-Z0-9_]+ (\[M\]|[A-Z]{1,2})? *[^ ]+ ?$|^make(\[[0-9]+\])?: (Entering|Leaving) directory|^Kernel: .* is ready|^  DESCEND |^gen_kheaders.sh: warning: .* time without a zone' \
        "$scratch/make.log" | head -n 1)
    if [[ -z $other ]]; then pass "$1"; else fail "$1" "a line that is not Kbuild's: $other"; fi
}

# Modules outside of the tree, the second against another structure.
build_modules() { # build_modules NAME
    local kind
    rm -rf "$scratch"/{same,other}
    for kind in same other; do
        cp -a "$root/tests/Fixtures/lto/modules" "$scratch/$kind"
        kmake M="$scratch/$kind" "$([[ $kind == same ]] && echo KELF_SAME=y || echo CHANGED=y)" modules || { fail "$1/modules" "$(why_failed)"; return 1; }
    done
    cp "$scratch/other/kelf_consumer.ko" "$scratch/same/kelf_changed.ko"
}

# SPDX-License-Identifier: GPL-2.0-only
#
# The original modpost of each machine, behind harness.sh. The program has the class of a kernel's objects compiled into it, and
# the layouts of its device tables: so each target has one of its own.
#
#   KELF_TESTBED/modpost-originals/RELEASE/TARGET/modpost
#
# `modpost-objects.sh --originals [TARGET...]` makes them, of 7.3 for every target whose compiler is there.
# shellcheck shell=bash disable=SC2034,SC2154 # the scripts use what is set here, and harness.sh sets the rest

originals=$testbed/modpost-originals

# What a target's compiler and the kernel's build call it, and what `allnoconfig` has to be told:
#   TARGET COMPILER-PREFIX ARCH [OPTION...]
modpost_targets() {
    cat << 'END'
x86_64 x86_64-linux-gnu- x86_64
i386 i686-linux-gnu- i386
arm64 aarch64-linux-gnu- arm64
arm arm-linux-gnueabi- arm CONFIG_MMU=y
mips mips-linux-gnu- mips CONFIG_CPU_BIG_ENDIAN=y
mipsel mipsel-linux-gnu- mips CONFIG_CPU_LITTLE_ENDIAN=y
mips64 mips64-linux-gnuabi64- mips CONFIG_64BIT=y CONFIG_CPU_MIPS64_R2=y CONFIG_CPU_BIG_ENDIAN=y
mips64el mips64el-linux-gnuabi64- mips CONFIG_64BIT=y CONFIG_CPU_MIPS64_R2=y CONFIG_CPU_LITTLE_ENDIAN=y
powerpc powerpc-linux-gnu- powerpc CONFIG_PPC_BOOK3S_32=y
powerpc64 powerpc64-linux-gnu- powerpc CONFIG_PPC64=y CONFIG_CPU_BIG_ENDIAN=y
powerpc64le powerpc64le-linux-gnu- powerpc CONFIG_PPC64=y CONFIG_CPU_LITTLE_ENDIAN=y
s390x s390x-linux-gnu- s390
riscv64 riscv64-linux-gnu- riscv CONFIG_MMU=y CONFIG_64BIT=y CONFIG_ARCH_RV64I=y
sparc64 sparc64-linux-gnu- sparc64
hppa hppa-linux-gnu- parisc
hppa64 hppa64-linux-gnu- parisc64
m68k m68k-linux-gnu- m68k CONFIG_MMU=y CONFIG_ATARI=y
sh4 sh4-linux-gnu- sh CONFIG_CPU_SUBTYPE_SH7751R=y
END
}
# The rest of a target's line.
modpost_target() { modpost_targets | sed -n "s/^$1 //p"; }

# The original of a target and release; nothing if it is not there. The small kernels of earlier releases have theirs.
original_modpost() { # original_modpost RELEASE TARGET
    local file=$originals/$1/$2/modpost
    [[ -x $file || $2 != x86_64 || $1 == 7.3 ]] || file=$testbed/small-$1/scripts/mod/modpost
    [[ ! -x $file ]] || echo "$file"
}

# Makes it, if it is not there. `prepare0` is what `modules_prepare` begins with, and the program is made there; objtool and
# the like are not.
make_original_modpost() { # make_original_modpost RELEASE TARGET
    local prefix arch words
    local -a options
    [[ -z $(original_modpost "$1" "$2") ]] || { pass "original/$1/$2"; return; }
    read -ra words <<< "$(modpost_target "$2")"
    prefix=${words[0]} arch=${words[1]} options=("${words[@]:2}")
    command -v "${prefix}gcc" > /dev/null || { skip "original/$1/$2" "no ${prefix}gcc"; return; }
    [[ -e $testbed/linux-source-$1/Makefile ]] || { skip "original/$1/$2" "no linux-source-$1 (KELF_TESTBED)"; return; }
    rm -rf "$scratch/prepared"
    mkdir -p "$scratch/prepared" "$originals/$1/$2"
    printf '%s\n' "${options[@]}" > "$scratch/prepared/allno"
    local -a call=(nice make -C "$(realpath "$testbed/linux-source-$1")" "O=$scratch/prepared" "ARCH=$arch" "CROSS_COMPILE=$prefix"
        "KCONFIG_ALLCONFIG=$scratch/prepared/allno" "-j$jobs")
    "${call[@]}" allnoconfig > "$scratch/make.log" 2>&1 && "${call[@]}" prepare0 >> "$scratch/make.log" 2>&1
    if [[ ! -x $scratch/prepared/scripts/mod/modpost ]]; then
        fail "original/$1/$2" "$(grep -m 1 -E 'error|Error|\*\*\*' "$scratch/make.log" || tail -n 1 "$scratch/make.log")"
        return
    fi
    cp "$scratch/prepared/scripts/mod/"{elfconfig.h,devicetable-offsets.h,modpost} "$originals/$1/$2/"
    pass "original/$1/$2"
}

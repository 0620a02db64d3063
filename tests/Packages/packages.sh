#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The packages in out/packages, as somebody gets them who never saw this project: what the files promise, and then installation,
# use, upgrade and removal in roots that have nothing else (clean-root.sh). As root.
#
#   packages.sh [MACHINE]     x86_64 or aarch64; default this one. Programs for arm64 are started by qemu elsewhere (foreign.sh)
#
#   PACKAGES       the folder; default out/packages, which `make packages` fills
#   KELF_TESTBED   as in tests/Differential/harness.sh; clean-bookworm, clean-trixie and clean-bookworm-arm64 are made there if they are missing
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/../Differential
source "$(dirname "${BASH_SOURCE[0]}")/../Differential/harness.sh"
root=$(cd "$here/../.." && pwd)
packages=$(realpath "${PACKAGES:-$root/out/packages}")
version=$("$root/tools/version.sh" version)
machine=${1:-$(uname -m)}
demo=$root/tests/Fixtures/demo
case $machine in x86_64) deb_machine=amd64 ;; aarch64) deb_machine=arm64 ;; *) skip_all "no packages for $machine" ;; esac
# The roots with Debian, and what starts a program of this machine, here and in one of them.
roots=(clean-bookworm clean-trixie)
here_by=() there_by=()
if [[ $machine != "$(uname -m)" ]]; then
    [[ $machine == aarch64 ]] || skip_all "$machine is not this machine"
    ((EUID == 0)) || skip_all 'only root can start programs of another machine'
    need debootstrap qemu-aarch64-static
    roots=(clean-bookworm-arm64)
    foreign=$testbed/${roots[0]}
    "$root/tests/Packages/clean-root.sh" bookworm arm64 > "$scratch/root.log" 2>&1 || skip_all 'no root with Debian for arm64 (clean-root.sh)'
    there_by=("$root/tests/Packages/foreign.sh" "$foreign")
    here_by=(env QEMU_LD_PREFIX="$foreign" "${there_by[@]}")
    "${there_by[@]}" true 2> "$scratch/root.log" || skip_all "$(head -n 1 "$scratch/root.log")"
fi
suite=packages/$machine
deb=$packages/kelf_$version-1_$deb_machine.deb
dbgsym=$packages/kelf-dbgsym_$version-1_$deb_machine.deb
rpm=$packages/kelf-$version-1.$machine.rpm
tarball=$packages/kelf-$version-linux-$machine.tar.gz
[[ -e $deb ]] || { fail packages "no $deb: run \`make packages\`"; exit 1; }
need dpkg-deb readelf

# What the program promises.
dpkg-deb -x "$deb" "$scratch/deb"
program=$scratch/deb/usr/bin/kelf

newest_glibc() {
    local newest
    newest=$(readelf -VW "$program" | grep -oE 'GLIBC_(ABI_)?[A-Z0-9._]+' | sort -uV | tail -n 1)
    echo "$newest"
    [[ $(printf '%s\nGLIBC_2.34\n' "$newest" | sort -V | tail -n 1) == GLIBC_2.34 ]]
}
hardened() {
    local dynamic
    dynamic=$(readelf -dlW "$program")
    grep -q 'Elf file type is DYN' <<< "$dynamic" || { echo 'not position-independent'; return 1; }
    grep -q 'FLAGS_1).*NOW.*PIE' <<< "$dynamic" || { echo 'not bound at once'; return 1; }
    grep -q GNU_RELRO <<< "$dynamic" || { echo 'no RELRO'; return 1; }
    grep -q 'GNU_STACK.* RW ' <<< "$dynamic" || { echo 'a stack with code'; return 1; }
    ! grep -E 'RPATH|RUNPATH|TEXTREL' <<< "$dynamic"
}
debug_symbols() {
    local build_id
    build_id=$(readelf -n "$program" | sed -n 's/.*Build ID: //p')
    dpkg-deb -x "$dbgsym" "$scratch/dbgsym"
    readelf -SW "$scratch/dbgsym/usr/lib/debug/.build-id/${build_id:0:2}/${build_id:2}.debug" | grep ' \.debug_info ' &&
        [[ $(readelf -n "$scratch/dbgsym/usr/lib/debug/.build-id/${build_id:0:2}/${build_id:2}.debug" | sed -n 's/.*Build ID: //p') == "$build_id" ]]
}
# All three have the same program, which says which commit it was built from.
one_program() {
    mkdir -p "$scratch/tar" "$scratch/rpm"
    tar -C "$scratch/tar" -xf "$tarball"
    (cd "$scratch/rpm" && rpm2cpio "$rpm" | cpio -idm --quiet)
    cmp "$program" "$scratch/tar/kelf-$version-linux-$machine/bin/kelf" && cmp "$program" "$scratch/rpm/usr/bin/kelf" &&
        "${here_by[@]}" "$program" --version | grep -E "^kelf $version, commit ([0-9a-f]{12}(-dirty)?|unknown), 20..-..-.. "
}
check 'glibc 2.34 is new enough' newest_glibc
check 'PIE, RELRO, bound at once, no RUNPATH' hardened
check 'symbols for debuggers by build ID' debug_symbols
# SSE2 and CMPXCHG16B, as processors with 64 bits have had since 2006; of arm64 those of ARMv8.0.
case $machine in x86_64) processors=('qemu64,-sse3' core2duo max) ;; aarch64) processors=(cortex-a53 max) ;; esac
if [[ -n $(missing "qemu-$machine-static") ]]; then
    skip 'any processor' "no qemu-$machine-static"
else
    any_processor() {
        local processor
        for processor in "${processors[@]}"; do
            QEMU_LD_PREFIX=${foreign:-/} "qemu-$machine-static" -cpu "$processor" "$program" symvers "$demo/demo.o" 2> /dev/null | sort | diff - <(sort "$demo/versions") || return
        done
    }
    check 'any processor' any_processor
fi
# shellcheck disable=SC2016 # the inner shell's variables
check SHA256SUMS bash -c 'cd "$1" && sha256sum --strict -c SHA256SUMS && [[ $(wc -l < SHA256SUMS) == $(ls kelf[-_]* | wc -l) ]]' - "$packages"
if [[ -n $(missing lintian) ]]; then
    skip lintian 'no lintian'
else
    check lintian lintian --allow-root --display-info --fail-on error,warning,info "$deb"
    # A package of symbols has no room for overrides; this one is explained in those of kelf.
    check 'lintian of symbols' lintian --allow-root --suppress-tags bogus-mail-host --fail-on error,warning "$dbgsym"
fi
# same_results PROGRAM: versions of the demo's object, under both command lines.
cat > "$scratch/use.sh" << 'END'
set -e
kelf=$1 tools=$2 demo=$3
here=$(mktemp -d) && trap 'rm -rf "$here"' EXIT
"$kelf" symvers "$demo/demo.o" | sort > "$here/versions"
sort "$demo/versions" | cmp - "$here/versions"
sed -n 's/^#SYMVER \([^ ]*\) .*/\1/p' "$here/versions" | "$tools/gendwarfksyms" --symtypes "$here/symtypes" "$demo/demo.o" > /dev/null
cmp "$demo/demo.symtypes" "$here/symtypes"
"$kelf" --version
END

# The .rpm, by rpm itself in an empty root.
if [[ -n $(missing rpm rpm2cpio cpio) ]]; then
    skip rpm 'no rpm here (Debian: rpm, rpm2cpio, cpio)'
else
    check 'one program in all packages, with its commit' one_program
    if [[ -n $(missing rpmlint) ]]; then skip rpmlint 'no rpmlint'; else check rpmlint rpmlint --strict -c "$root/packaging/rpm/rpmlint.toml" "$rpm"; fi
    requires() { rpm -qp --requires "$rpm" 2> /dev/null | grep -v '^rpmlib' | sort -u | diff "$root/packaging/rpm/requires.$machine" -; }
    # Each library in the list is one that the program needs, and each of those is in the list.
    libraries() {
        diff <(sed -n 's/^\([^(]*\.so[^(]*\)().*/\1/p' "$root/packaging/rpm/requires.$machine" | sort -u) \
            <(readelf -dW "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u)
    }
    check 'rpm --requires' requires
    check 'rpm: libraries are those of the program' libraries
    installed=$scratch/installed
    rpm_install() { mkdir -p "$installed" && rpm --root "$installed" --initdb && rpm --root "$installed" --nodeps --ignorearch -i "$rpm" && "${here_by[@]}" "$installed/usr/bin/kelf" --version; }
    rpm_use() { "${here_by[@]}" bash "$scratch/use.sh" "$installed/usr/bin/kelf" "$installed/usr/libexec/kelf" "$demo"; }
    # Nothing but rpm's own data, and directories that every system has.
    rpm_erase() {
        rpm --root "$installed" -e kelf || return
        local left
        left=$(find "$installed" -not -path "$installed/var/*" -not -path "$installed/root/*" \( -not -type d -o -name '*kelf*' \)
            find "$installed/usr" -mindepth 1 -type d | sed "s:$installed/::" | grep -vxE 'usr/(bin|libexec|share|share/(doc|licenses|man|man/man1))')
        echo "left: $left"
        [[ -z $left ]]
    }
    check 'rpm -i, in a root of its own' rpm_install
    check 'rpm: use' rpm_use
    check 'rpm -V' rpm --root "$installed" --nodeps -V kelf
    check 'rpm -e leaves nothing' rpm_erase
fi

# The .deb and the tarball, in the smallest Debian.
if ((EUID != 0)); then
    for clean in "${roots[@]}"; do skip "${clean#clean-}" 'only root can change the root directory'; done
    exit 0
fi

# The version before this one, with a file that is gone now.
dpkg-deb -R "$deb" "$scratch/before"
sed -i "s/^Version: .*/Version: 0.1.9-1/" "$scratch/before/DEBIAN/control"
echo gone > "$scratch/before/usr/share/doc/kelf/gone"
dpkg-deb --root-owner-group -Zgzip -z1 --build "$scratch/before" "$scratch/kelf_0.1.9-1.deb" > /dev/null

cat > "$scratch/inside.sh" << 'END'
# inside.sh COMMAND: in the root. All that packages bring and take is listed without dpkg's own records.
list() { find / -xdev -not -path '/proc/*' -not -path '/tmp/*' -not -path '/given/*' -not -path '/var/lib/dpkg/*' -not -path '/var/log/*' -not -path '/var/cache/*' -not -path '/var/lib/apt/*' | sort; }
export DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin
case $1 in
    tarball) tar -C /tmp -xf /given/kelf.tar.gz && bash /given/use.sh /tmp/kelf-*/bin/kelf /tmp/kelf-*/libexec/kelf /given/demo && rm -rf /tmp/kelf-* ;;
    install) list > /tmp/list && dpkg -i /given/before.deb && [ -e /usr/share/doc/kelf/gone ] ;;
    upgrade) apt-get install -y --no-install-recommends /given/kelf.deb && [ ! -e /usr/share/doc/kelf/gone ] && kelf --version && dpkg --verify kelf ;;
    use) bash /given/use.sh kelf /usr/libexec/kelf /given/demo ;;
    # The examples of the installed README print what it says.
    readme)
        cp -r /given/demo /tmp/demo && cd /tmp/demo && zcat -f /usr/share/doc/kelf/README.md* | sed -n '/^```console$/,/^```$/p' | grep -v '^```' > /tmp/wanted
        sed -n 's/^\$ //p' /tmp/wanted | while IFS= read -r command; do printf '$ %s\n' "$command"; bash -c "$command" 2>&1; done > /tmp/printed
        grep -q '^\$ kelf decode' /tmp/wanted && diff /tmp/wanted /tmp/printed
        status=$?
        rm -rf /tmp/demo
        exit $status
        ;;
    purge) dpkg -r kelf && [ ! -e /usr/bin/kelf ] && dpkg -P kelf && list | diff /tmp/list - && ! ls /var/lib/dpkg/info | grep kelf && ! dpkg -l kelf ;;
esac
END
for clean in "${roots[@]}"; do
    release=${clean#clean-}
    clean=$testbed/$clean
    if [[ ! -e $clean/etc/debian_version ]] && { [[ -n $(missing debootstrap) ]] || ! "$root/tests/Packages/clean-root.sh" "$release" > "$scratch/root.log" 2>&1; }; then
        skip "$release" 'no root with Debian, and none to be had (clean-root.sh)'
        continue
    fi
    mkdir -p "$scratch/$release"/{over,work,given}
    cp "$deb" "$scratch/$release/given/kelf.deb"
    cp "$scratch/kelf_0.1.9-1.deb" "$scratch/$release/given/before.deb"
    cp "$tarball" "$scratch/$release/given/kelf.tar.gz"
    cp "$scratch"/{use,inside}.sh "$scratch/$release/given/"
    cp -r "$demo" "$scratch/$release/given/demo"
    # No network: what is not in the root is not had. Changes stay for the next case.
    in_root() {
        # shellcheck disable=SC2016 # the inner shell's variables
        unshare --mount --net bash -c '
            mount -t overlay root -o "lowerdir=$1,upperdir=$2/over,workdir=$2/work" "$1" && mkdir -p "$1/given" &&
                mount --bind "$2/given" "$1/given" && mount -t proc proc "$1/proc" && exec "${@:4}" chroot "$1" bash /given/inside.sh "$3"' \
            - "$(realpath "$clean")" "$scratch/$release" "$1" "${there_by[@]}"
    }
    check "$release/tarball, anywhere" in_root tarball
    check "$release/install" in_root install
    check "$release/upgrade" in_root upgrade
    check "$release/use" in_root use
    check "$release/examples of the README" in_root readme
    check "$release/remove, purge: nothing left" in_root purge
done

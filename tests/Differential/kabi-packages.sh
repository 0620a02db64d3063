#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Packages as sources of `kelf kabi`: what is read of a .deb or .rpm, compressed in each way that its program knows, is what is read of the
# same files in a directory, byte for byte. The files are those of a built kernel, laid out as distributions do.
#
#   kabi-packages.sh [TREE]    a built kernel in KELF_TESTBED; default small-gcc
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

name=${1:-small-gcc}
tree=$testbed/$name
need_tool
[[ -f $tree/vmlinux && -f $tree/arch/x86/boot/bzImage ]] || { skip "$name" "no built kernel ($tree)"; exit 0; }
need objcopy strip
release=$(cat "$tree/include/config/kernel.release")
cd "$scratch" || exit 1

# The trees of packages. Debian's and Fedora's names differ, and what is in the files does not.
mkdir -p "image/boot" "symvers/usr/src/linux-headers-$release" "debug/usr/lib/debug/boot" "fedora/usr/lib/debug/lib/modules/$release"
cp "$tree/arch/x86/boot/bzImage" "image/boot/vmlinuz-$release"
cp "$tree/Module.symvers" "symvers/usr/src/linux-headers-$release/"
ln "$tree/vmlinux" "debug/usr/lib/debug/boot/vmlinux-$release" 2> /dev/null || cp "$tree/vmlinux" "debug/usr/lib/debug/boot/vmlinux-$release"
ln "debug/usr/lib/debug/boot/vmlinux-$release" "fedora/usr/lib/debug/lib/modules/$release/vmlinux"
while IFS= read -r module; do
    installed=lib/modules/$release/kernel/$module
    mkdir -p "$(dirname "image/$installed")" "$(dirname "debug/usr/lib/debug/$installed")" "$(dirname "fedora/usr/lib/debug/$installed")"
    strip -g -o "image/$installed" "$tree/$module"
    objcopy --only-keep-debug "$tree/$module" "debug/usr/lib/debug/$installed"
    ln "debug/usr/lib/debug/$installed" "fedora/usr/lib/debug/$installed.debug"
done < <(cd "$tree" && find . -name '*.ko' -printf '%P\n' | sort | head -n 12)
# One of them as it is installed with CONFIG_MODULE_COMPRESS_XZ.
first=$(find image -name '*.ko' | sort | head -n 1)
xz --check=crc32 "$first"

# snapshot FILE SOURCE...
snapshot() { "$kelf" kabi snapshot -o "$1" "${@:2}" > "$1.log" 2>&1; }
# equal CASE EXPECTED SOURCE...: sources give the snapshot EXPECTED.
equal() {
    if ! snapshot actual.kabi "${@:3}"; then
        fail "$name/$1" "$(head -n 1 actual.kabi.log)"
    elif cmp -s "$2" actual.kabi; then
        pass "$name/$1: $(sed -n '1s/^kelf: [^ ]* //p' actual.kabi.log)"
    else
        fail "$name/$1" "another snapshot: $(head -n 1 actual.kabi.log), not $(head -n 1 "$2.log")"
    fi
}
# refused CASE SOURCE TEXT: status 2, one line with the text, and no snapshot.
refused() {
    local status=0
    rm -f actual.kabi
    snapshot actual.kabi "$2" || status=$?
    if [[ $status == 2 && $(wc -l < actual.kabi.log) == 1 && ! -e actual.kabi ]] && grep -q "$3" actual.kabi.log; then
        pass "$name/$1: $(cut -c -100 actual.kabi.log)"
    else
        fail "$name/$1" "status $status: $(head -n 1 actual.kabi.log)"
    fi
}

# deb FOLDER OPTION...
deb() {
    mkdir -p "$1/DEBIAN"
    printf 'Package: %s\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.com>\nDescription: test\n' "$1" > "$1/DEBIAN/control"
    dpkg-deb "${@:2}" --root-owner-group -b "$1" "$1.deb" > /dev/null 2>&1
    local status=$?
    rm -rf "$1/DEBIAN"
    return $status
}
# rpm FOLDER PAYLOAD
rpm() {
    rm -rf "top" "$1.rpm"
    mkdir -p top
    cp -al "$1" top/root
    printf '%s\n' "%define _binary_payload $2" '%define __os_install_post %{nil}' '%define debug_package %{nil}' '%define _build_id_links none' \
        "Name: $1" 'Version: 1' 'Release: 1' 'Summary: test' 'License: GPL-2.0-only' 'AutoReqProv: no' '%description' test '%files' '/*' > top/test.spec
    rpmbuild -bb --quiet --buildroot "$PWD/top/root" --define "_topdir $PWD/top" --define "_rpmdir $PWD/top" top/test.spec > top/log 2>&1 &&
        mv top/*/"$1"-1-1.*.rpm "$1.rpm"
}

snapshot image.kabi image
snapshot debug.kabi debug
snapshot all.kabi image debug symvers
equal 'directory, merged' all.kabi "$(mkdir merged && cp -al image/. debug/. symvers/. merged && echo merged)"

if [[ -n $(missing dpkg-deb ar bzip2) ]]; then
    skip "$name/deb" "no $(missing dpkg-deb ar bzip2)"
else
    for form in none gzip xz zstd; do
        if deb image "-Z$form"; then
            equal "deb, $form" image.kabi image.deb
        else
            skip "$name/deb, $form" 'dpkg-deb does not know it'
        fi
    done
    # dpkg-deb reads this form, and writes it no more.
    deb image -Znone
    (mkdir old && cd old && ar x ../image.deb && bzip2 -1 data.tar && ar q ../old.deb debian-binary control.tar* data.tar.bz2) > /dev/null 2>&1
    equal 'deb, bzip2' image.kabi old.deb
    deb image -Zxz -z1
    deb debug -Zgzip -z1
    deb symvers -Zgzip
    equal 'deb, debugging information' debug.kabi debug.deb
    equal 'deb, three of one kernel' all.kabi image.deb debug.deb symvers.deb
    equal 'deb, in another order' all.kabi debug.deb symvers.deb image.deb
    equal 'deb and directory' all.kabi image debug.deb symvers
    if "$kelf" kabi modules --on all.kabi image.deb > modules.log 2>&1 && [[ $(grep -c ': loads$' modules.log) == 12 ]]; then
        pass "$name/modules of a package load"
    else
        fail "$name/modules of a package load" "$(grep -c ': loads$' modules.log) of 12: $(head -n 2 modules.log)"
    fi
    size=$(stat -c %s image.deb)
    head -c $((size / 2)) image.deb > cut.deb
    refused 'deb, cut short' cut.deb '^kelf: error: cut.deb'
    { head -c $((size / 2)) image.deb; printf '\377\377\377\377'; tail -c +$((size / 2 + 5)) image.deb; } > corrupt.deb
    refused 'deb, corrupt' corrupt.deb '^kelf: error: corrupt.deb(data.tar.xz): +0x[0-9a-f]*: the xz stream is corrupt$'
fi

if [[ -n $(missing rpmbuild) ]]; then
    skip "$name/rpm" 'no rpmbuild'
else
    for form in ufdio w1.gzdio w1.xzdio w3.zstdio w1.bzdio w1.lzdio; do
        if rpm image "${form/#ufdio/w.ufdio}"; then
            equal "rpm, $form" image.kabi image.rpm
        else
            fail "$name/rpm, $form" "$(tail -n 1 top/log)"
        fi
    done
    rpm fedora w1.gzdio
    equal 'rpm, debugging information' debug.kabi fedora.rpm
    equal 'rpm, two of one kernel' "$(snapshot two.kabi image debug; echo two.kabi)" fedora.rpm image.rpm
    size=$(stat -c %s image.rpm)
    for part in 3000 $((size / 2)); do
        head -c "$part" image.rpm > cut.rpm
        refused "rpm, cut short at $((part * 100 / size)) %" cut.rpm '^kelf: error: cut.rpm'
    done
    { head -c $((size / 2)) image.rpm; head -c 64 /dev/zero | tr '\0' '\252'; tail -c +$((size / 2 + 65)) image.rpm; } > corrupt.rpm
    refused 'rpm, corrupt' corrupt.rpm '^kelf: error: corrupt.rpm(payload): '
fi

if [[ -n $(missing pahole dpkg-deb) ]]; then
    skip "$name/btf" "no $(missing pahole dpkg-deb)"
else
    # BTF of modules goes on with that of the kernel, which comes after them here.
    mkdir -p "btf/boot" "own"
    cp "$tree/vmlinux" own/vmlinux
    pahole -J own/vmlinux 2> /dev/null
    objcopy --dump-section .BTF=raw.btf own/vmlinux 2> /dev/null
    strip -g -o "btf/boot/vmlinux-$release" own/vmlinux
    for module in net/packet/af_packet.ko fs/mbcache.ko; do
        mkdir -p "modules/lib/modules/$release/kernel/$(dirname "$module")"
        cp "$tree/$module" own/module.ko
        pahole -J --btf_base own/vmlinux own/module.ko 2> /dev/null
        strip -g -o "modules/lib/modules/$release/kernel/$module" own/module.ko
    done
    deb btf -Zgzip -z1
    deb modules -Zgzip -z1
    snapshot btf.kabi btf modules
    equal 'btf, image and modules' btf.kabi modules.deb btf.deb
    if grep -q 'from BTF' actual.kabi.log && snapshot raw.kabi raw.btf symvers && grep -q 'from BTF, Module.symvers' raw.kabi.log; then
        pass "$name/btf, raw: $(sed -n '1s/^kelf: [^ ]* //p' raw.kabi.log)"
    else
        fail "$name/btf, raw" "$(head -n 1 raw.kabi.log)"
    fi
fi

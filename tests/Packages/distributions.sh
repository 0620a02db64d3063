#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The lines for debian/rules and kernel.spec in docs/packaging-kernels.md, taken out of the document: a package of a tree that has the
# makefiles and scripts of Linux is built by dpkg-buildpackage and by rpmbuild. It is switched when it is built, and what it was after
# `debian/rules clean`. Whole packages are compared by tests/Differential/kbuild-package.sh.
#
#   distributions.sh
#
#   PACKAGES       the folder with kelf's package; default out/packages, which `make packages` fills
#   KELF_TESTBED   has linux-source-7.3, whose makefiles and scripts are copied
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/../Differential
source "$(dirname "${BASH_SOURCE[0]}")/../Differential/harness.sh"
root=$(cd "$here/../.." && pwd)
packages=$(realpath "${PACKAGES:-$root/out/packages}")
deb=$packages/kelf_$("$root/tools/version.sh" version)-1_$(dpkg --print-architecture 2> /dev/null).deb
source=$testbed/linux-source-7.3
need dpkg-deb dpkg-buildpackage dh rpmbuild
[[ -e $deb ]] || { fail packages "no $deb: run \`make packages\`"; exit 1; }
[[ -e $source/Makefile ]] || skip_all 'no sources of Linux 7.3 (KELF_TESTBED)'

dpkg-deb -x "$deb" "$scratch/deb"
PATH=$scratch/deb/usr/bin:$PATH
mkdir "$scratch/linux-7.3"
(cd "$source" && find Makefile scripts kernel rust arch/x86 -type f \( -name 'Makefile*' -o -path 'scripts/*' \) -print0 | xargs -0 cp --parents -t "$scratch/linux-7.3")
# block LANGUAGE: what the document has for it.
block() { sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" "$root/docs/packaging-kernels.md" | grep -v '^```'; }

cp -r "$scratch/linux-7.3" "$scratch/debianized"
mkdir "$scratch/debianized/debian"
cd "$scratch/debianized" || exit
printf '%s\n' 'linux (7.3-1) unstable; urgency=medium' '' '  * Test.' '' ' -- Nobody <nobody@localhost>  Thu, 01 Jan 2026 00:00:00 +0000' > debian/changelog
printf '%s\n' 'Source: linux' 'Maintainer: Nobody <nobody@localhost>' 'Build-Depends: debhelper-compat (= 13), kelf' '' 'Package: linux-image' 'Architecture: any' \
    'Description: test' > debian/control
# shellcheck disable=SC2016 # of make
{
    printf '%s\n' '#!/usr/bin/make -f' '%:' '	dh $@'
    block make
    # There is nothing to be compiled; what the build finds is kept.
    printf '%s\n' 'override_dh_auto_build:' '	kelf kbuild status $(CURDIR) > ../status' 'override_dh_auto_clean override_dh_auto_test override_dh_auto_install:'
} > debian/rules
chmod +x debian/rules
cp -r debian ../debian-before
check 'debian/rules: a package' dpkg-buildpackage -b -d -us -uc
check 'debian/rules: the tree was switched' grep -E '^  kallsyms +on ' ../status
check 'debian/rules: clean' debian/rules clean
rm -rf debian
check 'debian/rules: the tree is what it was' diff -r "$scratch/linux-7.3" .

mkdir -p "$scratch"/rpm/{SPECS,SOURCES}
tar -C "$scratch" -cf "$scratch/rpm/SOURCES/linux-7.3.tar" linux-7.3
{
    printf '%s\n' 'Name: kernel' 'Version: 7.3' 'Release: 1' 'Summary: test' 'License: GPL-2.0-only' 'Source0: linux-7.3.tar'
    block spec | grep -v '^%' | grep '^[A-Z]'
    printf '%s\n' '%description' 'test'
    block spec | sed -n '/^%prep/,$p'
    printf '%s\n' '%build' "kelf kbuild status . > $scratch/rpm/status" '%files'
} > "$scratch/rpm/SPECS/kernel.spec"
check 'kernel.spec: a package' rpmbuild -bb --quiet --nodeps --define "_topdir $scratch/rpm" "$scratch/rpm/SPECS/kernel.spec"
check 'kernel.spec: the tree was switched' grep -E '^  kallsyms +on ' "$scratch/rpm/status"

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Packages of a kernel whose tree uses kelf: `make bindeb-pkg`, then a module outside of the tree is built against the package
# of headers where there is no kelf. The package has the kernel's own modpost, and the module gets the sources that it gets in the
# tree without kelf.
#
#   kbuild-package.sh [TREE]   a built kernel in KELF_TESTBED; default small-gcc
#
#   KELF_TESTBED, TOOL, JOBS as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/kbuild-lib.sh"

need_tool
(($# > 0)) || set -- small-gcc
[[ -d $1 ]] || set -- "$testbed/$1"
problem=$(overlay_problem "$1")
[[ -z $problem ]] || skip_all "$problem"
need bwrap dpkg-buildpackage dpkg-deb dh rsync
bwrap --unshare-all --ro-bind / / true 2> /dev/null || skip_all 'no sandbox for this user here (bwrap)'

# Packages are written beside the object tree: what is there is in a layer, too.
if [[ -z ${KELF_BESIDE-} ]]; then
    mkdir -p "$scratch"/{beside,beside-work}
    # shellcheck disable=SC2016 # the inner shell's variables
    KELF_BESIDE=$scratch/beside unshare "${namespace[@]}" bash -c '
        mount -t overlay beside -o "$1lowerdir=$2,upperdir=$3,workdir=$3-work" "$2" || exit
        shift 3
        exec "$@"' beside "${overlay[0]}" "$(dirname "$(realpath "$1")")" "$scratch/beside" "$0" "$(realpath "$1")"
    exit
fi

work_on "$1"
modules=(kelf_inflate)

# The same without kelf: the sources of modules that modpost makes.
cp -a "$root/tests/Fixtures/lto/modules" "$scratch/originals"
echo "obj-m := ${modules[*]/%/.o}" > "$scratch/originals/Kbuild"
kmake M="$scratch/originals" modules || { fail "$name/originals" "$(why_failed)"; exit; }

inside "$kelf" kbuild enable "$src" --kelf "$scratch/kelf" > "$scratch/enabled" 2>&1 || { fail "$name/enable" "$(head -n 1 "$scratch/enabled")"; exit; }
grep -q '^  modpost  *on ' "$scratch/enabled" || { fail "$name/enable" 'modpost is not among the tools'; exit; }
export DEB_BUILD_PROFILES=pkg.linux-upstream.nokerneldbg
kmake bindeb-pkg KDEB_COMPRESS=none KDEB_CHANGELOG_DIST=unstable || { fail "$name/bindeb-pkg" "$(why_failed)"; exit; }
if grep -q '^--as modpost' "$calls"; then pass "$name/bindeb-pkg"; else fail "$name/bindeb-pkg" 'kelf was not started as modpost'; fi

packages=("$KELF_BESIDE"/linux-headers-*.deb)
dpkg-deb -x "${packages[0]}" "$scratch/root" || { fail "$name/headers" 'no package of headers'; exit; }
headers=$(basename "$scratch"/root/usr/src/linux-headers-*)
if cmp "$scratch/root/usr/src/$headers/scripts/mod/modpost" "$obj/scripts/mod/modpost" > "$scratch/err" 2>&1; then
    pass "$name/packed: the kernel's own modpost"
else
    fail "$name/packed" "$(head -n 1 "$scratch/err")"
fi

cp -a "$root/tests/Fixtures/lto/modules" "$scratch/module"
cp "$scratch/originals/Kbuild" "$scratch/module/Kbuild"
: > "$calls"
if bwrap --unshare-all --die-with-parent --ro-bind /usr /usr --ro-bind "$scratch/root/usr/src" /usr/src --ro-bind-try /etc/alternatives /etc/alternatives \
    --symlink usr/bin /bin --symlink usr/sbin /sbin --symlink usr/lib /lib --symlink usr/lib64 /lib64 --dev /dev --proc /proc --tmpfs /tmp --bind "$scratch/module" /module \
    make -C "/usr/src/$headers" M=/module modules > "$scratch/make.log" 2>&1 < /dev/null; then
    pass "$name/module: built without kelf"
else
    fail "$name/module" "$(why_failed)"
    exit
fi
[[ ! -s $calls ]] || fail "$name/module" 'kelf was there'
for module in "${modules[@]}"; do
    if cmp "$scratch/originals/$module.mod.c" "$scratch/module/$module.mod.c" > "$scratch/err" 2>&1 && [[ -s $scratch/module/$module.ko ]]; then
        pass "$name/$module"
    else
        fail "$name/$module" "$(head -n 1 "$scratch/err")"
    fi
done

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Packages of a kernel whose tree uses kelf, with those of the same tree without it: `make bindeb-pkg` and `make binrpm-pkg` give the same
# packages, byte for byte; those of headers have the files that are kelf's besides, and the kernel's own modpost. Then modules outside of
# the tree are built against the headers, by make where there is no kelf, and by DKMS: the same modules.
#
#   kbuild-package.sh [--full] [TREE]   a built kernel in KELF_TESTBED; default small-gcc
#
#   --full   also `make binrpm-pkg` and DKMS; else `make bindeb-pkg` and make
#
#   KELF_TESTBED, TOOL, JOBS as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/kbuild-lib.sh"

# shellcheck disable=SC2119 # all of the tools
need_tool
kinds=(deb)
full=()
if [[ ${1-} == --full ]]; then
    full=(--full)
    kinds+=(rpm)
    shift
fi
(($# > 0)) || set -- small-gcc
[[ -d $1 ]] || set -- "$testbed/$1"
problem=$(overlay_problem "$1")
[[ -z $problem ]] || skip_all "$problem"
need bwrap dpkg-buildpackage dpkg-deb dh rsync
if ((${#full[@]} > 0)); then need rpmbuild rpm2cpio cpio dkms; fi
bwrap --unshare-all --ro-bind / / true 2> /dev/null || skip_all 'no sandbox for this user here (bwrap)'

# Packages are written beside the object tree: what is there is in a layer, too.
if [[ -z ${KELF_BESIDE-} ]]; then
    mkdir -p "$scratch"/{beside,beside-work}
    # shellcheck disable=SC2016 # the inner shell's variables
    KELF_BESIDE=$scratch/beside unshare "${namespace[@]}" bash -c '
        mount -t overlay beside -o "$1lowerdir=$2,upperdir=$3,workdir=$3-work" "$2" || exit
        shift 3
        exec "$@"' beside "${overlay[0]}" "$(dirname "$(realpath "$1")")" "$scratch/beside" "$0" "${full[@]}" "$(realpath "$1")"
    exit
fi
beside=$(dirname "$(realpath "$1")")

# What is packed has one time and, in a changelog, one date.
SOURCE_DATE_EPOCH=$(date -d 2026-01-01 +%s)
export SOURCE_DATE_EPOCH DEB_BUILD_PROFILES=pkg.linux-upstream.nokerneldbg
mkdir "$scratch/bin"
printf '%s\n' '#!/bin/sh' "[ \"\$*\" != -R ] || set -- -R -d @$SOURCE_DATE_EPOCH" "exec $(command -v date) \"\$@\"" > "$scratch/bin/date"
chmod +x "$scratch/bin/date"
PATH=$scratch/bin:$PATH
rpm_options=(--without=debuginfo "--define='_buildhost kelf'" "--define='use_source_date_epoch_as_buildtime 1'"
    "--define='clamp_mtime_to_source_date_epoch 1'" "--define='_binary_payload w1.gzdio'")

# build KIND BY: packages of that kind by the tree as it is, in $scratch/BY-KIND, those of headers unpacked there.
build() {
    local out=$scratch/$2-$1 devel
    mkdir -p "$out/headers"
    case $1 in
        deb)
            kmake bindeb-pkg KDEB_COMPRESS=none KDEB_CHANGELOG_DIST=unstable || { fail "$name/deb" "$2: $(why_failed)"; return 1; }
            mv "$beside"/linux-*.deb "$out/"
            devel=("$out"/linux-headers-*.deb)
            dpkg-deb -x "${devel[0]}" "$out/headers"
            ;;
        rpm)
            kmake binrpm-pkg RPMOPTS="${rpm_options[*]}" || { fail "$name/rpm" "$2: $(why_failed)"; return 1; }
            mv "$layers"/obj/rpmbuild/RPMS/*/*.rpm "$out/"
            devel=("$out"/kernel-devel-*.rpm)
            (cd "$out/headers" && rpm2cpio "${devel[0]}" | cpio -idm --quiet)
            ;;
    esac
}

# Files of headers with what is kelf's in them, which say so: switched makefiles, and programs that call it. All others are the same.
of_kelf='Makefile scripts/Kbuild.include scripts/Makefile.kelf scripts/gendwarfksyms/gendwarfksyms scripts/sorttable'
compare_headers() { # compare_headers KIND
    local file by other places
    for by in originals kelf; do
        case $1 in deb) places=("$scratch/$by-$1"/headers/usr/src/linux-headers-*) ;; rpm) places=("$scratch/$by-$1"/headers/usr/src/kernels/*) ;; esac
        (
            cd "${places[0]}" || exit
            find . -printf '%P %y %m %l\n' | sort > "$scratch/$by.list"
            find . -type f -exec sha256sum {} + | sed 's:  \./:  :' | sort -k 2 > "$scratch/$by.sums"
            for file in $of_kelf; do ! grep -aqE '# kelf [a-z-]+ [0-9a-f]{12}$|^exec .* --as ' "$file" 2> /dev/null || echo "$file"; done > "$scratch/$by.named"
        )
    done
    other=$({
        diff "$scratch"/{originals,kelf}.list | sed -n 's/^[<>] //p' | cut -d ' ' -f 1
        diff "$scratch"/{originals,kelf}.sums | sed -n 's/^[<>] [0-9a-f]*  //p'
    } | sort -u)
    if [[ -s $scratch/originals.named || ! -s $scratch/originals.sums ]]; then
        fail "$name/$1/headers" 'not of the originals'
    elif [[ $other == "$(< "$scratch/kelf.named")" ]]; then
        pass "$name/$1/headers: $(wc -l < "$scratch/kelf.sums") files, of which $(wc -l < "$scratch/kelf.named") are kelf's"
    else
        fail "$name/$1/headers" "these differ: $(tr '\n' ' ' <<< "$other")"
    fi
}

compare_packages() { # compare_packages KIND
    local package base count=0 wrong=0
    for package in "$scratch/originals-$1"/*."$1"; do
        base=$(basename "$package")
        case $base in linux-headers-* | kernel-devel-*) continue ;; esac
        ((count += 1))
        cmp "$package" "$scratch/kelf-$1/$base" > "$scratch/err" 2>&1 && continue
        fail "$name/$1/$base" "$(sed 's/.*: //' "$scratch/err" | head -n 1)"
        ((wrong += 1))
    done
    if ((count < 2)); then
        fail "$name/$1" "there are $count packages"
    elif ((wrong == 0)); then
        pass "$name/$1: $count packages, byte for byte, and headers"
    fi
}

# sandbox HEADERS ARGUMENT...: runs where headers of a package are installed, and nothing that is not in /usr.
sandbox() {
    local sources=$1
    shift
    bwrap --unshare-all --die-with-parent --uid 0 --gid 0 --ro-bind /usr /usr --ro-bind "$sources/usr/src" /usr/src --ro-bind-try /etc/alternatives /etc/alternatives \
        --ro-bind-try /usr/lib/os-release /etc/os-release --symlink usr/bin /bin --symlink usr/sbin /sbin --symlink usr/lib /lib --symlink usr/lib64 /lib64 \
        --dev /dev --proc /proc --tmpfs /tmp "$@" > "$scratch/make.log" 2>&1 < /dev/null
}

# Modules by DKMS, for which there is a folder for each run; in the sandbox is kelf, or not.
dkms_build() { # dkms_build FOLDER HEADERS MODULES ARGUMENT...
    local folder=$1 sources=$2 modules=$3 module number=0
    shift 3
    mkdir -p "$folder"/{tree,install,source/kelf_demo-1.0}
    cp "$root/tests/Fixtures/lto/modules"/* "$folder/source/kelf_demo-1.0/"
    sed -i "s/^obj-m := .*/obj-m := ${modules// /.o }.o/" "$folder/source/kelf_demo-1.0/Kbuild"
    {
        printf '%s\n' 'PACKAGE_NAME="kelf_demo"' 'PACKAGE_VERSION="1.0"' 'AUTOINSTALL="yes"'
        for module in $modules; do
            printf '%s[%d]="%s"\n' BUILT_MODULE_NAME "$number" "$module" DEST_MODULE_LOCATION "$number" /updates/dkms
            ((number += 1))
        done
    } > "$folder/source/kelf_demo-1.0/dkms.conf"
    sandbox "$sources" --bind "$folder" /dkms "$@" dkms build kelf_demo/1.0 -k "$release" -a x86_64 --kernelsourcedir "/usr/src/$headers" \
        --dkmstree /dkms/tree --sourcetree /dkms/source --installtree /dkms/install
}
same_modules() { # same_modules NAME FOLDER MODULE...
    local module made
    for module in "${@:3}"; do
        made=tree/kelf_demo/1.0/$release/x86_64/module/$module.ko
        if [[ -s $scratch/dkms-originals/$made ]] && cmp "$scratch/dkms-originals/$made" "$2/$made" > "$scratch/err" 2>&1; then
            pass "$1/$module"
        else
            fail "$1/$module" "$(head -n 1 "$scratch/err")"
        fi
    done
}

# The same without kelf: packages, and the sources of modules that modpost makes.
tree=$1
work_on "$tree" layers-originals
release=$(< "$obj/include/config/kernel.release")
for kind in "${kinds[@]}"; do build "$kind" originals || exit; done
modules=(kelf_inflate)
cp -a "$root/tests/Fixtures/lto/modules" "$scratch/originals-module"
echo "obj-m := ${modules[*]/%/.o}" > "$scratch/originals-module/Kbuild"
kmake M="$scratch/originals-module" modules || { fail "$name/originals" "$(why_failed)"; exit; }
[[ ! -s $calls ]] || fail "$name/originals" 'kelf was started'

work_on "$tree" layers-kelf
inside "$kelf" kbuild enable "$src" --kelf "$scratch/kelf" > "$scratch/enabled" 2>&1 || { fail "$name/enable" "$(head -n 1 "$scratch/enabled")"; exit; }
grep -q '^  modpost  *on ' "$scratch/enabled" || { fail "$name/enable" 'modpost is not among the tools'; exit; }
for kind in "${kinds[@]}"; do
    build "$kind" kelf || exit
    if [[ $kind == deb ]]; then
        if grep -q '^--as modpost' "$calls"; then pass "$name/bindeb-pkg"; else fail "$name/bindeb-pkg" 'kelf was not started as modpost'; fi
    fi
    compare_packages "$kind"
    compare_headers "$kind"
done

headers=$(basename "$scratch"/kelf-deb/headers/usr/src/linux-headers-*)
if cmp "$scratch/kelf-deb/headers/usr/src/$headers/scripts/mod/modpost" "$obj/scripts/mod/modpost" > "$scratch/err" 2>&1; then
    pass "$name/packed: the kernel's own modpost"
else
    fail "$name/packed" "$(head -n 1 "$scratch/err")"
fi

cp -a "$root/tests/Fixtures/lto/modules" "$scratch/module"
cp "$scratch/originals-module/Kbuild" "$scratch/module/Kbuild"
: > "$calls"
if sandbox "$scratch/kelf-deb/headers" --bind "$scratch/module" /module make -C "/usr/src/$headers" M=/module modules; then
    pass "$name/module: built without kelf"
else
    fail "$name/module" "$(why_failed)"
    exit
fi
[[ ! -s $calls ]] || fail "$name/module" 'kelf was there'
for module in "${modules[@]}"; do
    if cmp "$scratch/originals-module/$module.mod.c" "$scratch/module/$module.mod.c" > "$scratch/err" 2>&1 && [[ -s $scratch/module/$module.ko ]]; then
        pass "$name/$module"
    else
        fail "$name/$module" "$(head -n 1 "$scratch/err")"
    fi
done

((${#full[@]} > 0)) || exit 0
# What exports symbols needs kelf for their versions, as the package of headers has no gendwarfksyms of the kernel's.
all='kelf_supplier kelf_consumer kelf_inflate'
if ! dkms_build "$scratch/dkms-originals" "$scratch/originals-deb/headers" "$all"; then
    fail "$name/dkms" "by the originals: $(why_failed)"
    exit
fi
if dkms_build "$scratch/dkms-alone" "$scratch/kelf-deb/headers" kelf_inflate && [[ ! -s $calls ]]; then
    same_modules "$name/dkms without kelf" "$scratch/dkms-alone" kelf_inflate
else
    fail "$name/dkms without kelf" "$(why_failed)"
fi
if dkms_build "$scratch/dkms-refused" "$scratch/kelf-deb/headers" "$all"; then
    fail "$name/dkms without kelf, exports" 'they have versions of nobody'
elif grep -rqF "$scratch/kelf: not found" "$scratch/dkms-refused/tree"; then
    pass "$name/dkms without kelf, exports: refused"
else
    fail "$name/dkms without kelf, exports" "$(why_failed)"
fi
if dkms_build "$scratch/dkms-kelf" "$scratch/kelf-deb/headers" "$all" --ro-bind "$scratch/kelf" "$scratch/kelf" \
    --ro-bind "$scratch/program" "$scratch/program" --bind "$calls" "$calls"; then
    # shellcheck disable=SC2086 # words
    same_modules "$name/dkms" "$scratch/dkms-kelf" $all
    if grep -q '^--as gendwarfksyms' "$calls"; then pass "$name/dkms: versions by kelf"; else fail "$name/dkms" 'kelf was not started as gendwarfksyms'; fi
else
    fail "$name/dkms" "$(why_failed)"
fi

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Dependencies of rpm packages on symbols and their versions: what `kelf modpost --provides` and `--requires` print, with what the
# scripts of distributions print of the same kernel and its modules. The scripts read finished modules by nm, objdump and modprobe.
#
#   rpm-dependencies.sh [TREE...]   built kernels with versions in KELF_TESTBED; default small-6.12 small-6.1
#
#   RPM_SCRIPTS   folder with the scripts; default rpm-scripts in KELF_TESTBED: redhat/ has find-provides.ksyms,
#                 find-requires.ksyms and kabi.sh of kernel-srpm-macros, suse/ the first two of rpm-config-SUSE,
#                 bin/ gawk, if it is not installed
#
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
scripts=${RPM_SCRIPTS:-$testbed/rpm-scripts}
[[ -x $scripts/redhat/find-requires.ksyms && -x $scripts/suse/find-requires.ksyms ]] ||
    skip_all "no scripts of kernel-srpm-macros and rpm-config-SUSE ($scripts)"
need bwrap nm objdump objcopy readelf gzip
[[ -x /sbin/modprobe && -x /sbin/modinfo ]] || skip_all 'no /sbin/modprobe and /sbin/modinfo'
bwrap --unshare-all --ro-bind / / true 2> /dev/null || skip_all 'no sandbox for this user here (bwrap)'
mkdir "$scratch/bin"
gawk=$scripts/bin/gawk
[[ -x $gawk ]] || gawk=$(command -v gawk) || skip_all 'no gawk'
ln -s "$gawk" "$scratch/bin/awk"
(($# > 0)) || set -- small-6.12 small-6.1

# ask SCRIPT FILE...: what a script prints of files; the kernel's Module.symvers is where it looks for it.
ask() {
    local script=$1
    shift
    printf '%s\n' "$@" | bwrap --dev-bind / / --tmpfs /usr/src --ro-bind "$scratch/kernels" /usr/src/kernels --setenv PATH "$scratch/bin:$PATH" \
        --setenv RPM_BUILD_ROOT "$scratch/root" "$scripts/$script" 2> "$scratch/asked.err"
}
# tell FORMAT... -- ARGUMENT...: what kelf prints.
tell() {
    local format=()
    while [[ $1 != -- ]]; do format+=("$1"); shift; done
    shift
    (cd "$scratch/view" && "$kelf" modpost "${exports[@]}" --kernel "$version" "${format[@]}" --allow-undefined -o "$scratch/dump" "$@" 2> "$scratch/told.err")
}

# equal CASE: $scratch/asked and $scratch/told, whose lines rpm sorts.
equal() {
    sort -u "$scratch/asked" > "$scratch/asked.sorted"
    sort "$scratch/told" > "$scratch/told.sorted"
    if [[ ! -s $scratch/asked ]]; then
        fail "$name/$1" "the script printed nothing: $(head -n 1 "$scratch/asked.err")"
    elif cmp -s "$scratch/asked.sorted" "$scratch/told.sorted"; then
        pass "$name/$1: $(wc -l < "$scratch/told.sorted") lines"
    else
        fail "$name/$1" "$(first_difference "$scratch/asked.sorted" "$scratch/told.sorted") $(head -n 1 "$scratch/told.err")"
    fi
}

check_tree() {
    local module modules=() files=() installed
    obj=$(realpath "$1")
    name=$(basename "$1")
    version=$(< "$obj/include/config/kernel.release")
    exports=(--read-exports --versions)
    [[ $version != 6.1.* ]] || exports=(--versions)
    # Nothing is written into the tree: what modpost writes goes beside links to its files.
    rm -rf "$scratch"/{view,root,kernels}
    mkdir -p "$scratch"/{view,kernels/"$version",root/lib/modules/"$version"/{kernel,extra}}
    cp -as "$obj/." "$scratch/view/" 2> /dev/null
    sed 's/\.k\{0,1\}o$/.mod.c/' "$obj/modules.order" | (cd "$scratch/view" && xargs rm -f .vmlinux.export.c)
    grep -P '\tvmlinux\t' "$obj/Module.symvers" > "$scratch/kernels/$version/Module.symvers"
    gzip -c "$obj/Module.symvers" > "$scratch/root/lib/modules/$version/symvers.gz"
    mapfile -t modules < <(sed 's/\.k\{0,1\}o$//' "$obj/modules.order")
    for module in "${modules[@]}"; do
        files+=("$module.o")
        # Their scripts look for global symbols, as there were until 5.18.
        for installed in kernel extra; do
            objcopy --wildcard --globalize-symbol='__crc_*' "$obj/$module.ko" "$scratch/root/lib/modules/$version/$installed/${module##*/}.ko"
        done
    done

    ask redhat/kabi.sh "$scratch/root/lib/modules/$version/symvers.gz" > "$scratch/asked"
    tell --provides rpm -- vmlinux.o > "$scratch/told"
    equal redhat-kernel
    ask redhat/find-provides.ksyms "$scratch/root/lib/modules/$version"/kernel/*.ko >> "$scratch/asked"
    tell --provides rpm -- vmlinux.o "${files[@]}" > "$scratch/told"
    equal redhat-kernel-modules
    ask redhat/find-provides.ksyms "$scratch/root/lib/modules/$version"/extra/*.ko > "$scratch/asked"
    tell --provides rpm --external -i "$scratch/kernels/$version/Module.symvers" -- "${files[@]}" > "$scratch/told"
    equal redhat-provides

    # One by one: what modules need of each other is no requirement of theirs together.
    : > "$scratch/asked.all"; : > "$scratch/told.all"; : > "$scratch/asked.suse"; : > "$scratch/told.suse"
    for module in "${modules[@]}"; do
        grep -vP "\t(vmlinux|$module)\t" "$obj/Module.symvers" > "$scratch/others"
        installed=$scratch/root/lib/modules/$version/extra/${module##*/}.ko
        ask redhat/find-requires.ksyms "$installed" | sed "s|^|${module##*/}: |" >> "$scratch/asked.all"
        tell --requires rpm --external -i "$scratch/kernels/$version/Module.symvers" -i "$scratch/others" -- "$module.o" | sed "s|^|${module##*/}: |" >> "$scratch/told.all"
        ask suse/find-requires.ksyms "$installed" | sed "s|^|${module##*/}: |" >> "$scratch/asked.suse"
        tell --requires suse --flavour "$version" --external -i "$scratch/kernels/$version/Module.symvers" -i "$scratch/others" -- "$module.o" |
            sed "s|^|${module##*/}: |" >> "$scratch/told.suse"
    done
    mv "$scratch/asked.all" "$scratch/asked"; mv "$scratch/told.all" "$scratch/told"
    equal redhat-requires
    mv "$scratch/asked.suse" "$scratch/asked"; mv "$scratch/told.suse" "$scratch/told"
    equal suse-requires

    # Of kernels since 4.10 the script has a program of SUSE's own kernel tree do this; before, versions were absolute symbols.
    check_suse_provides "${files[@]}"
}

check_suse_provides() {
    local options=() crc symbol
    printf 'vermagic=4.4.0-default SMP\0' > "$scratch/modinfo"
    while IFS=$'\t' read -r crc symbol _; do
        options+=("--add-symbol=__crc_$symbol=$crc")
    done < <(grep -vP '\tvmlinux\t' "$obj/Module.symvers")
    mkdir -p "$scratch/root/lib/modules/old"
    # An object of no other symbols.
    echo | gcc -c -x c -o "$scratch/empty.o" - &&
        objcopy "${options[@]}" --add-section .modinfo="$scratch/modinfo" "$scratch/empty.o" "$scratch/root/lib/modules/old/all.ko" ||
        { fail "$name/suse-provides" 'no object was made'; return; }
    ask suse/find-provides.ksyms "$scratch/root/lib/modules/old/all.ko" | grep '^ksym(' > "$scratch/asked"
    tell --provides suse --flavour default --external -i "$scratch/kernels/$version/Module.symvers" -- "$@" > "$scratch/told"
    equal suse-provides
}

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    [[ -e $tree/Module.symvers && -e $tree/vmlinux.o ]] || { skip "$(basename "$tree")" 'no such kernel (KELF_TESTBED)'; continue; }
    check_tree "$tree"
done

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# kelf as scripts/mod/modpost, against the one that each built kernel was built with: the tree's own command, and a matrix of options.
# Each of the two has the tree under a layer of its own, from which what modpost makes was taken away, so that nothing is there
# already. What is in the layers afterwards, messages and exit status are the same.
#
#   modpost.sh [TREE...]   names of trees in KELF_TESTBED; default all that have the original and the objects
#
# Needs the right to mount in a namespace of its own. A tree with Rust is looked at in the root in which it was built.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/harness.sh"
. "$here/tree-lib.sh"
need unshare mount
need_tool modpost
# Found in another root, too.
cp --remove-destination "$kelf" "$tool"
cp "$kelf" "$scratch/bin/kelf"
debian13=${DEBIAN13:-$testbed/debian13}

if [[ $(id -u) == 0 ]]; then
    namespace=(--mount) overlay=''
else
    namespace=(--user --map-root-user --mount) overlay='userxattr,'
fi

# view LAYER COMMAND...: in the tree, with what LAYER has; the command's words and status are left in LAYER.log and LAYER.status.
view() {
    local layer=$1
    shift
    mkdir -p "$layer" "$layer.work"
    # shellcheck disable=SC2016 # the inner shell's variables
    unshare "${namespace[@]}" bash -c '
        mount -t overlay view -o "$1lowerdir=$2,upperdir=$3,workdir=$3.work" "$2" && cd "$2" || exit 99
        if [ -n "$4" ]; then
            mkdir -p "$4"/{src,out} && mount --bind "$5" "$4/src" && mount --bind "$2" "$4/out" && mount -t tmpfs tmp "$4/tmp" &&
                mkdir -p "$4$6" && mount --bind "$6" "$4$6" || exit 99
        fi
        root=$4
        shift 6
        if [ -n "$root" ]; then exec chroot "$root" env --chdir=/out "$@"; fi
        "$@"' view "$overlay" "$obj" "$layer" "$root_of_tree" "$(realpath -m "$(sources_of "$obj")")" "$scratch" "$@" > "$layer.log" 2>&1 < /dev/null
    echo $? > "$layer.status"
}

# As modpost.sh runs itself inside of a view: takes everything away that modpost makes, then runs it.
clean='
    sed "s/\.k\{0,1\}o$/.mod.c/" modules.order | xargs rm -f
    rm -f .vmlinux.export.c Module.symvers vmlinux.symvers modules.nsdeps
    eval "$1"'

files_in() { (cd "$1" && find . -type f ! -name '*.work' -print0 | sort -z | xargs -0r sha256sum); }

# differ A B: says what is not the same about two views; nothing when all is.
differ() {
    local left=$1 right=$2
    if ! cmp -s "$left.log" "$right.log"; then echo "messages: $(first_difference "$left.log" "$right.log")"; return; fi
    if ! cmp -s "$left.status" "$right.status"; then echo "status $(< "$left.status"), then $(< "$right.status")"; return; fi
    files_in "$left" > "$left.files"
    files_in "$right" > "$right.files"
    cmp -s "$left.files" "$right.files" || first_difference "$left.files" "$right.files"
}

# run NAME ARGUMENTS [BEFORE [FILES]]: both, in new layers; at least FILES files are written, unless the run is to fail (0).
run() {
    local name=$1 arguments=$2 before=${3:-:} least=${4:-1} problem written
    rm -rf "$scratch"/{original,kelf}{,.work}
    view "$scratch/original" bash -c "$clean" bash "$before; exec ./scripts/mod/modpost $arguments"
    view "$scratch/kelf" bash -c "$clean" bash "$before; exec '$tool' $told $arguments"
    problem=$(differ "$scratch/original" "$scratch/kelf")
    written=$(wc -l < "$scratch/original.files")
    if [[ -n $problem ]]; then
        fail "$tree: $name" "$problem"
    elif (( written < least )); then
        fail "$tree: $name" "the original wrote $written files: this compares nothing"
    else
        pass "$tree: $name: $written files, $(wc -l < "$scratch/original.log") lines, status $(< "$scratch/original.status")"
    fi
}

# In one view, a second run leaves sources as they are, and renews the dump.
run_twice() {
    local problem
    rm -rf "$scratch/kelf"{,.work}
    # shellcheck disable=SC2016 # the inner shell's variables
    view "$scratch/kelf" bash -c "$clean" bash "'$tool' $told $saved || exit
        touch -d '2020-01-01' .vmlinux.export.c Module.symvers \$(sed 's/\.k\{0,1\}o$/.mod.c/' modules.order)
        '$tool' $told $saved || exit
        for file in .vmlinux.export.c \$(sed 's/\.k\{0,1\}o$/.mod.c/' modules.order); do
            [[ \$(stat -c %y \$file) == 2020-01-01* ]] || { echo \"\$file was written again\"; exit 1; }
        done
        [[ \$(stat -c %y Module.symvers) != 2020-01-01* ]] || { echo 'Module.symvers was not written again'; exit 1; }"
    problem=$(tail -n 1 "$scratch/kelf.log")
    if [[ $(< "$scratch/kelf.status") == 0 ]]; then pass "$tree: times"; else fail "$tree: times" "$problem"; fi
}

# The same with one thread and with sixteen.
run_threads() {
    local problem
    rm -rf "$scratch"/{one,many}{,.work}
    PARALLELISM=1 view "$scratch/one" bash -c "$clean" bash "exec '$tool' $told $saved"
    PARALLELISM=16 view "$scratch/many" bash -c "$clean" bash "exec '$tool' $told $saved"
    problem=$(differ "$scratch/one" "$scratch/many")
    if [[ -z $problem ]]; then pass "$tree: threads"; else fail "$tree: threads" "$problem"; fi
}

# What the kernel's scripts/nsdeps does with the list of namespaces: the calls of spatch, for which a script stands that adds the line that
# it is asked for, and the sources afterwards, which are copies in the view.
run_nsdeps() { # run_nsdeps ARGUMENTS BEFORE
    local problem who program
    rm -rf "$scratch"/{original,kelf}{,.work}
    for who in original kelf; do
        [[ $who == kelf ]] && program="'$tool' $told" || program=./scripts/mod/modpost
        view "$scratch/$who" bash -c "$clean" bash "$2; $program $1 2> /dev/null
            sed 's/\.ko:.*//' modules.nsdeps | while read -r module; do
                sed 's/\.o\$/.c/' \$module.mod | while read -r file; do mkdir -p nsdeps/\$(dirname \$file) && cp $nsdeps_sources/\$file nsdeps/\$file; done
            done
            SPATCH='$scratch/spatch' MODULES_NSDEPS=modules.nsdeps srctree=nsdeps srcroot=nsdeps sh $nsdeps_sources/scripts/nsdeps"
    done
    problem=$(differ "$scratch/original" "$scratch/kelf")
    if [[ -n $problem ]]; then
        fail "$tree: scripts/nsdeps" "$problem"
    elif ! grep -q 'Adding namespace SOME_NS to module' "$scratch/kelf.log"; then
        fail "$tree: scripts/nsdeps" "the script did nothing: $(tail -n 1 "$scratch/kelf.log")"
    else
        pass "$tree: scripts/nsdeps: $(grep -c 'Adding namespace' "$scratch/kelf.log") modules"
    fi
}
# shellcheck disable=SC2016 # the script's variables
printf '%s\n' '#!/bin/sh' '[ "$1" != --version ] || { echo spatch version 1.1.1; exit; }' 'echo "spatch $*"' \
    'for last; do :; done' 'for file in $last; do [ ! -f "$file" ] || echo "MODULE_IMPORT_NS(\"SOME_NS\");" >> "$file"; done' > "$scratch/spatch"
chmod +x "$scratch/spatch"

# Versions computed in the same run are those that were looked up, when these are taken out of the command files: of all but
# what is written in assembler or Rust.
run_computed() {
    local problem words
    words=$(sed 's/ -m / --versions /; s/ -T / --object-list /; s/--release/--kernel/' <<< " $told $saved")
    rm -rf "$scratch"/{original,kelf}{,.work}
    view "$scratch/original" bash -c "$clean" bash "exec '$tool' $told $saved"
    view "$scratch/kelf" bash -c "$clean" bash "
        find . -name '.*.o.cmd' -exec grep -LZE '^source_.*[.](S|rs)\$' {} + | xargs -0r grep -lZ '^#SYMVER ' | xargs -0r sed -i '/^#SYMVER /d'
        exec '$scratch/bin/kelf' modpost --compute-versions $words"
    # What was taken out is no result.
    find "$scratch/kelf" -name '.*.o.cmd' | wc -l > "$scratch/taken"
    find "$scratch/kelf" -name '.*.o.cmd' -delete
    problem=$(differ "$scratch/original" "$scratch/kelf")
    if [[ -n $problem ]]; then
        fail "$tree: computed" "$problem"
    elif (( $(< "$scratch/taken") < 5 )); then
        fail "$tree: computed" "versions of $(< "$scratch/taken") files were taken out: this compares nothing"
    else
        pass "$tree: computed: $(wc -l < "$scratch/kelf/Module.symvers") exports, versions of $(< "$scratch/taken") files were computed anew"
    fi
}

(( $# > 0 )) || set -- small-gcc small-clang small-thinlto small-fulllto small-thinlto-versions small-fulllto-versions \
    small-i386 small-6.12 small-6.1 small-arm64-thinlto small-arm64-cfi small-rust

for tree; do
    obj=$testbed/$tree
    if [[ ! -x $obj/scripts/mod/modpost || ! -e $obj/vmlinux.o || ! -e $obj/.Module.symvers.cmd ]]; then
        skip "$tree" 'no built kernel with the original, vmlinux.o and the saved command (KELF_TESTBED)'
        continue
    fi
    root_of_tree=''
    nsdeps_sources=$(realpath -m "$(sources_of "$obj")")
    if has_rust "$obj"; then
        root_of_tree=$debian13 nsdeps_sources=/src
        if [[ ! -x $root_of_tree/usr/bin/env || $(id -u) != 0 ]]; then
            skip "$tree" "no root in which Rust kernels are built, or not the user root ($debian13)"
            continue
        fi
    fi

    cp "$obj/Module.symvers" "$scratch/Module.symvers"
    version=$(< "$obj/include/config/kernel.release")
    saved=$(sed -n '1s/.*scripts\/mod\/modpost//p' "$obj/.Module.symvers.cmd")
    list='-T modules.order' input=''
    has_versions=$(grep -c '^CONFIG_MODVERSIONS=y' "$obj/.config")
    if [[ $version == 6.1.* ]]; then
        list='-T -' input="exec < <(sed 's/ko\$/o/' modules.order)"
        saved="$saved < <(sed 's/ko\$/o/' modules.order)"
    fi

    # Where the original was changed for versions with LTO, it looks for them in one place more (kbuild/fragments/lto-symvers.mk).
    told=''
    ! grep -q kelf "$(sources_of "$obj")/scripts/mod/modpost.c" || told="--release $version --linked-versions"

    namespaced="sed -E '/\tvmlinux\t/s/\t\$/\tSOME_NS/' $scratch/Module.symvers | grep -P '\tvmlinux\t' > in.symvers"

    run saved "$saved"
    run_twice
    run_threads
    ! grep -q '^CONFIG_GENDWARFKSYMS=y' "$obj/.config" || run_computed
    case $version in
        6.1.*)
            run plain "$list -o out.symvers vmlinux.o" "$input"
            (( ! has_versions )) || run versions "-m -a $list -o out.symvers vmlinux.o" "$input"
            run fail-on-mismatch "-E $list -o out.symvers vmlinux.o" "$input"
            run external-alone "-e -w $list -o out.symvers" "$input"
            run external "-i in.symvers -e $list -o out.symvers" "$input; grep -P '\tvmlinux\t' $scratch/Module.symvers > in.symvers"
            run nsdeps "-N -d modules.nsdeps $list -o out.symvers vmlinux.o" "$input"
            run_nsdeps "-N -d modules.nsdeps -i in.symvers -e $list -o out.symvers" "$namespaced; $input"
            ;;
        *)
            [[ $version == 6.12* ]] && extended='' || extended='-b -x'
            [[ $version == 6.12* ]] && basic='' || basic='-b'
            run plain "-M $list -o out.symvers vmlinux.o"
            (( ! has_versions )) || run versions "-M -m $basic $list -o out.symvers vmlinux.o"
            (( ! has_versions )) || run all "-M -m $extended -a $list -o out.symvers vmlinux.o"
            run no-sources "-M -a $list -o out.symvers vmlinux.o"
            run trim "-M -t $list -o out.symvers vmlinux.o"
            run trim-keep "-M -t -u keep $list -o out.symvers vmlinux.o" "printf '%s\n' kfree printk_not_there pci_scan_bus > keep"
            run fail-on-mismatch "-M -E $list -o out.symvers vmlinux.o"
            run no-exports "$list -o out.symvers vmlinux.o" : 0
            run external-alone "-M -e -w $list -o out.symvers"
            run external "-M -i in.symvers -e $list -o out.symvers" "grep -P '\tvmlinux\t' $scratch/Module.symvers > in.symvers"
            run overridden "-M -i $scratch/Module.symvers -e $list -o out.symvers"
            run nsdeps "-M -N -d modules.nsdeps -i in.symvers -e $list -o out.symvers" "$namespaced"
            run_nsdeps "-M -N -d modules.nsdeps -i in.symvers -e $list -o out.symvers" "$namespaced"
            run namespaces "-M -d modules.nsdeps -i in.symvers -e $list -o out.symvers" \
                "sed -E '/\tvmlinux\t/s/\t\$/\tmodule:ext4,jbd*/' $scratch/Module.symvers | grep -P '\tvmlinux\t' > in.symvers" 0
            module=$(head -n 1 "$obj/modules.order")
            run missing "-M -n -o out.symvers vmlinux.o not-there.o $module"
            run missing-fatal "-M -o out.symvers not-there.o $module" : 0
            run not-an-object "-M -w -o out.symvers ${module%.o}.c2 $module" "cp $module ${module%.o}.c2" 0
            ;;
    esac
done

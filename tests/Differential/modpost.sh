#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# kelf as scripts/mod/modpost, against the one that each built kernel was built with: the tree's own command, and a matrix of options.
# Each of the two has the tree under a layer of its own, from which what modpost makes was taken away, so that nothing is there
# already. What is in the layers afterwards, messages and exit status are the same.
#
#   modpost.sh [TREE...]   names of trees in KELF_TESTBED; default all that have the original and the objects
#
# Needs the right to mount in a namespace of its own.
. "$(dirname "$0")/harness.sh"
need unshare mount
need_tool modpost

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
        shift 3
        "$@"' view "$overlay" "$obj" "$layer" "$@" > "$layer.log" 2>&1 < /dev/null
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

if (( $# == 0 )); then
    for tree in small-gcc small-clang small-thinlto small-fulllto small-thinlto-versions small-i386 small-6.12 small-6.1; do
        [[ ! -d $testbed/$tree ]] || set -- "$@" "$tree"
    done
    (( $# > 0 )) || skip_all 'no built kernels (KELF_TESTBED)'
fi

for tree; do
    obj=$testbed/$tree
    if [[ ! -x $obj/scripts/mod/modpost || ! -e $obj/vmlinux.o || ! -e $obj/.Module.symvers.cmd ]]; then
        skip "$tree" 'no original, vmlinux.o or saved command in the tree'
        continue
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
    ! grep -q kelf "$obj/source/scripts/mod/modpost.c" || told="--release $version --linked-versions"

    run saved "$saved"
    run_twice
    run_threads
    case $version in
        6.1.*)
            run plain "$list -o out.symvers vmlinux.o" "$input"
            (( ! has_versions )) || run versions "-m -a $list -o out.symvers vmlinux.o" "$input"
            run fail-on-mismatch "-E $list -o out.symvers vmlinux.o" "$input"
            run external-alone "-e -w $list -o out.symvers" "$input"
            run external "-i in.symvers -e $list -o out.symvers" "$input; grep -P '\tvmlinux\t' $scratch/Module.symvers > in.symvers"
            run nsdeps "-N -d modules.nsdeps $list -o out.symvers vmlinux.o" "$input"
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
            run nsdeps "-M -N -d modules.nsdeps -i in.symvers -e $list -o out.symvers" \
                "sed -E '/\tvmlinux\t/s/\t\$/\tSOME_NS/' $scratch/Module.symvers | grep -P '\tvmlinux\t' > in.symvers"
            run namespaces "-M -d modules.nsdeps -i in.symvers -e $list -o out.symvers" \
                "sed -E '/\tvmlinux\t/s/\t\$/\tmodule:ext4,jbd*/' $scratch/Module.symvers | grep -P '\tvmlinux\t' > in.symvers" 0
            run missing "-M -n -o out.symvers vmlinux.o not-there.o fs/mbcache.o"
            run missing-fatal "-M -o out.symvers not-there.o fs/mbcache.o" : 0
            run not-an-object "-M -w -o out.symvers fs/mbcache.c2 fs/mbcache.o" 'cp fs/mbcache.o fs/mbcache.c2' 0
            ;;
    esac
done

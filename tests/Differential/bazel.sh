#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Each tool as an action of Bazel, with which Android builds its kernels (Kleaf): in Bazel's own sandbox, without network, where inputs are
# links and can only be read, in two workspaces of other names. What it writes are the bytes that it writes without all that.
#
#   bazel.sh [TREE]     a built kernel of x86 in KELF_TESTBED; default small-gcc
#
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
need bazel
# What Bazel makes cannot be written, not even by who removes it.
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
tree=${1:-small-gcc}
[[ -d $tree ]] || tree=$testbed/$tree
name=$(basename "$tree")
[[ -e $tree/vmlinux.unstripped && -e $tree/kernel/fork.o ]] || { skip "$name" 'no such kernel (KELF_TESTBED)'; exit 0; }
tree=$(realpath "$tree")
printf ' schedule+0x20/0x100\n vfs_write+0x50/0x3a0\n' > "$scratch/log"

# RULE | INPUT... | OUTPUT... | COMMAND, in which K is kelf, <X> an input and >X< an output
cat > "$scratch/rules" << 'END'
symvers | fork.o | versions symtypes | K symvers -q --symtypes >symtypes< -o >versions< <fork.o>
sysmap | vmlinux.unstripped | System.map | K sysmap -o >System.map< <vmlinux.unstripped>
kallsyms | vmlinux.unstripped | tables.o | K kallsyms --all-symbols=true --pc-relative=true --kernel 7.3 -o >tables.o< <vmlinux.unstripped>
split | vmlinux.unstripped | vmlinux.split vmlinux.relocs | K split -q -o >vmlinux.split< --relocs >vmlinux.relocs< --layout objcopy <vmlinux.unstripped>
sorttable | vmlinux.unstripped | sorted | cp <vmlinux.unstripped> >sorted<; chmod u+w >sorted<; K sorttable >sorted<
initcalls | one.o calls-19-thin.o | initcalls.lds | K initcalls -o >initcalls.lds< <one.o> <calls-19-thin.o>
image | bzImage | kernel | K image extract -o >kernel< <bzImage>
config | bzImage | configuration | K config extract <bzImage> > >configuration<
decode | vmlinux log | decoded | K decode <vmlinux> <log> > >decoded<
sympaths | vmlinux | paths | K sympaths -o >paths< <vmlinux>
END
declare -A input=([fork.o]=$tree/kernel/fork.o [vmlinux.unstripped]=$tree/vmlinux.unstripped [vmlinux]=$tree/vmlinux [bzImage]=$tree/arch/x86/boot/bzImage
    [one.o]=$root/tests/Fixtures/bitcode/one.o [calls-19-thin.o]=$root/tests/Fixtures/bitcode/calls-19-thin.o [log]=$scratch/log)

# A workspace: links to the inputs, the program, and a rule for each line.
workspace() { # workspace FOLDER
    local rule inputs outputs command file
    mkdir -p "$1"
    echo 'workspace(name = "kernel")' > "$1/WORKSPACE"
    cp "$kelf" "$1/kelf"
    for file in "${!input[@]}"; do ln -s "${input[$file]}" "$1/$file"; done
    while IFS='|' read -r rule inputs outputs command; do
        # shellcheck disable=SC2016 # of Bazel
        command=$(sed -E 's/<([^ <>]+)>/$(location \1)/g; s/>([^ <>]+)</$(location \1)/g; s/\bK /$(location kelf) /g' <<< "$command")
        printf 'genrule(name = "%s", srcs = [%s], outs = [%s], tools = ["kelf"], cmd = """%s""")\n' "rule-${rule// /}" \
            "$(quoted "$inputs")" "$(quoted "$outputs")" "${command# }"
    done < "$scratch/rules" > "$1/BUILD"
}
quoted() { for word in $1; do printf '"%s", ' "$word"; done; }

# The same without Bazel.
plainly() { # plainly FOLDER
    local rule inputs outputs command
    while IFS='|' read -r rule inputs outputs command; do
        command=$(sed -E 's/<([^ <>]+)>/\1/g; s/>([^ <>]+)</\1/g' <<< "$command")
        # shellcheck disable=SC2317 # by the command
        (cd "$1" && K() { ./kelf "$@"; } && eval "$command") 2> "$scratch/err" || { fail "$name/${rule// /}" "outside: $(head -n 1 "$scratch/err")"; return 1; }
    done < "$scratch/rules"
}
build() { # build FOLDER
    (cd "$1" && bazel --batch --output_user_root="$1-output" build --spawn_strategy=linux-sandbox --sandbox_default_allow_network=false \
        --incompatible_strict_action_env --noshow_progress //:all) > "$1.log" 2>&1
}

workspace "$scratch/plain"
plainly "$scratch/plain" || exit 0
for folder in first another/place; do
    workspace "$scratch/$folder"
    build "$scratch/$folder" || { fail "$name/bazel" "$(grep -m 1 -E 'ERROR|error' "$scratch/$folder.log")"; exit 0; }
    grep -q ' linux-sandbox' "$scratch/$folder.log" || { fail "$name/bazel" "no sandbox was used: $(tail -n 2 "$scratch/$folder.log" | tr '\n' ' ')"; exit 0; }
done
while IFS='|' read -r rule _ outputs _; do
    bytes=0 why=''
    for file in $outputs; do
        for folder in first another/place; do
            cmp -s "$scratch/plain/$file" "$scratch/$folder/bazel-bin/$file" || why="$file is another in $folder"
        done
        bytes=$((bytes + $(stat -c %s "$scratch/plain/$file")))
    done
    if [[ -z $why ]] && ((bytes > 0)); then pass "$name/${rule// /}: $bytes bytes"; else fail "$name/${rule// /}" "${why:-nothing was written}"; fi
done < "$scratch/rules"

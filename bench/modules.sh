#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Where the time of `make modules` goes: all objects of the modules of a built kernel are made again by the originals, one job at a time,
# and the time of processors is added up by step. What Kbuild does in later steps, or what a configuration leaves out, is
# measured for the same modules by itself: BTF, signing, stripping. Prints a table in Markdown.
#
#   modules.sh [TREE]     default small-gcc
#
#   KELF_TESTBED, ROUNDS as in bench-lib.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/bench-lib.sh"
source "$root/tests/Differential/kbuild-lib.sh"
kelf=$(realpath "$TOOL")
jobs=1
tree=${1:-small-gcc}
[[ -d $tree ]] || tree=$testbed/$tree
problem=$(overlay_problem "$tree")
[[ -z $problem ]] || { echo "modules.sh: $problem" >&2; exit 1; }
work_on "$tree"
mapfile -t modules < <(sed 's/\.k\{0,1\}o$//' "$obj/modules.order")

# Programs that make finds first, or in place of its own: they add what the program needed, and its command, to a log.
log=$scratch/steps
mkdir "$scratch/bin"
stand_in() { # stand_in FILE PROGRAM
    cat > "$1" << END
#!/bin/bash
exec 3>&2
TIMEFORMAT="%3U %3S \${0##*/} \$*"
{ time '$2' "\$@" 2>&3 3>&-; } 2>> '$log'
END
    chmod +x "$1"
}
for program in gcc ld nm; do stand_in "$scratch/bin/$program" "$(command -v "$program")"; done
own=(tools/objtool/objtool scripts/gendwarfksyms/gendwarfksyms scripts/mod/modpost)

forget() {
    local module
    for module in "${modules[@]}"; do
        printf '%s\n' "$module".{o,mod,mod.c,mod.o,ko}
        cat "$obj/$module.mod"
    done | (cd "$obj" && inside xargs rm -f Module.symvers .module-common.o)
}
# Milliseconds of processors that a command and its children need.
cpu() { # cpu NAME COMMAND...
    local TIMEFORMAT='%3U %3S' name=$1
    shift
    { time "$@" >> "$scratch/log" 2>&1 || echo "$name" >> "$scratch/failed"; } 2>&1 | awk '{ print int(($1 + $2) * 1000) }' >> "$scratch/$name.cpu"
}

# What nothing but make and its shells need.
cpu first kmake modules
for ((round = 0; round < rounds; round++)); do
    cpu nothing kmake modules
done

# The tree's own programs by stand-ins of the same age.
for program in "${own[@]}"; do
    [[ -e $obj/$program ]] || continue
    cp -p "$obj/$program" "$scratch/${program##*/}"
    stand_in "$scratch/stand-in-${program##*/}" "$scratch/${program##*/}"
    inside sh -c "rm '$obj/$program' && cp '$scratch/stand-in-${program##*/}' '$obj/$program' && touch -r '$scratch/${program##*/}' '$obj/$program'"
done
make=(env PATH="$scratch/bin:$PATH" "${make[@]}")
for ((round = 0; round < rounds; round++)); do
    forget
    : > "$log"
    cpu all kmake modules
    awk '
        { step = $3 }
        step == "gcc" { step = / -c / && /\.mod\.c$|module-common\.c$/ ? "mod.c" : / -c / ? "compile" : "other" }
        step == "ld" { step = /\.ko / ? "link-ko" : "link" }
        { sum[step] += $1 + $2; calls[step]++ }
        END { for (step in sum) print step, int(sum[step] * 1000), calls[step] }' "$log" > "$scratch/round"
    while read -r step milliseconds calls; do
        echo "$milliseconds" >> "$scratch/$step.cpu"
        echo "$calls" > "$scratch/$step.calls"
    done < "$scratch/round"
done

# What follows on finished modules.
each() { # each COMMAND...: of every module a copy
    local module
    for module in "${modules[@]}"; do
        cp "$(built "$module.ko")" "$scratch/module.ko" && "$@" "$scratch/module.ko" || return
    done
}
copies() { each true; }
btf() { each env LLVM_OBJCOPY=objcopy pahole -J --btf_base "$scratch/vmlinux.btf"; }
strips() { each strip --strip-debug; }
signs() { each "$scratch/sign-file" sha256 "$scratch/key.pem" "$scratch/cert.pem"; }
cp "$obj/vmlinux" "$scratch/vmlinux"
has_btf=no has_signer=no
if command -v pahole > /dev/null && LLVM_OBJCOPY=objcopy pahole -J "$scratch/vmlinux" >> "$scratch/log" 2>&1 &&
    objcopy --dump-section .BTF="$scratch/vmlinux.btf" "$scratch/vmlinux" /dev/null 2>> "$scratch/log"; then has_btf=yes; fi
if gcc -O2 -I "$src/scripts" -idirafter "$src/include/uapi" -o "$scratch/sign-file" "$src/scripts/sign-file.c" -lcrypto >> "$scratch/log" 2>&1 &&
    openssl req -new -x509 -newkey rsa:4096 -nodes -days 9 -subj /CN=kelf -keyout "$scratch/key.pem" -out "$scratch/cert.pem" >> "$scratch/log" 2>&1; then has_signer=yes; fi
for ((round = 0; round < rounds; round++)); do
    cpu copies copies
    cpu strip strips
    [[ $has_btf == no ]] || cpu btf btf
    [[ $has_signer == no ]] || cpu sign signs
done

line() { # line TITLE NAME [LESS]: the median, less that of another
    local value
    value=$(($(median "$scratch/$2.cpu") - ${3:-0}))
    printf '| %s | %s | %d ms | %.1f ms | %.1f %% |\n' "$1" "$(cat "$scratch/$2.calls" 2> /dev/null || echo -)" "$value" \
        "$(bc <<< "scale=2; $value / ${#modules[@]}")" "$(bc <<< "scale=2; 100 * $value / $total")"
}
total=$(median "$scratch/all.cpu")
known=0
cat << END
$name: all of ${#modules[@]} modules made again, one job. Time of processors, median of $rounds rounds.

| step | calls | all | of a module | share |
|---|---|---|---|---|
END
for step in 'C files:compile' 'assembler, prototypes and others:other' 'objtool:objtool' 'versions, gendwarfksyms:gendwarfksyms' 'nm:nm' 'link of the parts:link' 'modpost:modpost' \
    '`.mod.c` and `.module-common.c`, compiled:mod.c' 'link of `.ko`:link-ko'; do
    [[ -e $scratch/${step#*:}.cpu ]] || continue
    line "${step%:*}" "${step#*:}"
    known=$((known + $(median "$scratch/${step#*:}.cpu")))
done
line 'make and its shells, when there is nothing to do' nothing
line 'make and its shells, the rest, and what counts this' all "$((known + $(median "$scratch/nothing.cpu")))"
line '`make modules`' all
line 'beside: stripped, as `INSTALL_MOD_STRIP=1` does' strip "$(median "$scratch/copies.cpu")"
[[ $has_btf == no ]] || line 'beside: BTF by pahole, against that of vmlinux' btf "$(median "$scratch/copies.cpu")"
[[ $has_signer == no ]] || line 'beside: signed (RSA 4096, SHA-256)' sign "$(median "$scratch/copies.cpu")"
finish

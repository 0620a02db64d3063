#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The tests for whoever packages kelf: the program against the results of the originals that are committed. Needs neither .NET nor a
# kernel nor a compiler, takes less than a minute of a processor, and has no limit of time that a busy machine breaks. The last line is
# `N passed, N failed, N skipped`.
#
#   check-quick.sh [PROGRAM]     default out/kelf
#
#   RUN    what starts a program of another machine, such as 'qemu-aarch64-static -L ROOT', ROOT being one of clean-root.sh
set -uo pipefail
export LC_ALL=C
unset POSIXLY_CORRECT MAKEFLAGS
fixtures=$(cd "$(dirname "${BASH_SOURCE[0]}")/Fixtures" && pwd)
program=$(realpath "${1:-$fixtures/../../out/kelf}")
read -ra run <<< "${RUN-}"
kelf=("${run[@]}" "$program")
scratch=$(mktemp -d "${TMPDIR:-/tmp}/kelf-quick.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0

result() { # result NAME STATUS [WHY]
    if (($2 == 0)); then ((passed += 1)); else ((failed += 1)); echo "FAIL $1: ${3-}"; fi
}
# same FILE EXPECTED: the same bytes; nothing where nothing is expected.
same() { if [[ -e $2 ]]; then cmp -s "$1" "$2"; else [[ ! -e $1 ]]; fi; }

# Symbol versions: tests/Fixtures/symvers/README.md describes the files of a case.
while read -r symbols; do
    folder=$(dirname "$symbols")
    rm -f "$scratch"/{symtypes,other}
    line=$(< "$folder/args")
    [[ $line == *@symtypes@* || -e $folder/no-symtypes ]] || line="--symtypes @symtypes@ $line"
    line=${line//@symtypes@/$scratch/symtypes}
    read -rd '' -a arguments <<< "${line//@other@/$scratch/other}"
    environment=()
    [[ ! -e $folder/environment ]] || mapfile -t environment < "$folder/environment"
    wanted=0
    [[ ! -e $folder/exit ]] || wanted=$(< "$folder/exit")
    status=0
    (cd "$(dirname "$folder")" && env "${environment[@]}" "${kelf[@]}" --as gendwarfksyms "${arguments[@]}") \
        < "$symbols" > "$scratch/stdout" 2> "$scratch/stderr" || status=$?
    why=
    [[ $status == "$wanted" ]] || why="status $status, not $wanted: $(head -n 1 "$scratch/stderr")"
    same "$scratch/stdout" "$folder/stdout" || why+=' another standard output'
    for file in symtypes other; do
        same "$scratch/$file" "$folder/$file" || why+=" another $file"
    done
    if [[ -s $scratch/stderr ]]; then
        compgen -G "$folder/stderr*" > /dev/null || why+=" said: $(head -n 1 "$scratch/stderr")"
    fi
    [[ -z $why ]]
    result "${folder#"$fixtures/"}" $? "$why"
done < <(find "$fixtures/symvers" -name symbols | sort)

# Tables of relocations, and the images without them.
for folder in "$fixtures"/relocs/*/; do
    name=$(basename "$folder")
    [[ -e $folder/$name.elf ]] || continue
    if [[ -e $folder/table ]]; then
        "${kelf[@]}" relocs --compat "$folder/$name.elf" > "$scratch/table" 2> "$scratch/stderr" && cmp -s "$scratch/table" "$folder/table"
        result "relocs/$name" $? "$(head -n 1 "$scratch/stderr")"
    fi
    if [[ -e $folder/objcopy && -e $folder/table ]]; then
        "${kelf[@]}" split -q --layout objcopy -o "$scratch/image" --relocs "$scratch/table" "$folder/$name.elf" 2> "$scratch/stderr" &&
            cmp -s "$scratch/image" "$folder/objcopy" && cmp -s "$scratch/table" "$folder/table"
        result "split/$name" $? "$(head -n 1 "$scratch/stderr")"
    fi
done

# The order of initcalls in bitcode, and the lines of a trace.
"${kelf[@]}" initcalls "$fixtures"/bitcode/{one,calls-19-thin}.o -o "$scratch/lds" 2> "$scratch/stderr" && cmp -s "$scratch/lds" "$fixtures/bitcode/initcalls.lds"
result initcalls $? "$(head -n 1 "$scratch/stderr")"
"${kelf[@]}" decode "$fixtures/demo/trace/vmlinux" "$fixtures/demo/oops.txt" 2> "$scratch/stderr" | grep -o '[a-z/]*\.[ch]:[0-9]*' | cmp -s - "$fixtures/demo/trace/lines"
result decode $? "$(head -n 1 "$scratch/stderr")"

# What is installed by other names answers by them.
for tool in $("${kelf[@]}" help --drop-ins); do
    "${kelf[@]}" --as "$tool" --no-such-option > "$scratch/stdout" 2>&1 < /dev/null
    ! grep -q 'stands in for no' "$scratch/stdout"
    result "--as $tool" $? 'no such tool'
done

echo "$passed passed, $failed failed, 0 skipped"
((failed == 0 && passed > 400))

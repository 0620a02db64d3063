#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A distribution's debug package whose objects share types in a supplementary file, as `dwz -m` makes it: libkrb5-dbg of Debian 12.
# Type strings of its objects against what gdb reads of the same files (types.py); with the supplementary file named, where the
# system has it, and absent, which is an error.
#
#   dwz.sh
#
#   KELF_DISTRO, KELF_MIRROR as in distro.sh; TOOL as in tests/Differential
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/../Differential
distro=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$distro/../Differential/harness.sh"
source "$distro/archive-lib.sh"

package=libkrb5-dbg
lists=${KELF_DISTRO:-$HOME/.cache/kelf-distro}/lists
folder=$scratch/package
mkdir -p "$lists" "$folder"
need curl dpkg-deb xz readelf nm gdb
need_tool
if ! open_index bookworm amd64 > "$scratch/why" || ! unpack "$package" "$folder" > "$scratch/why"; then skip_all "$(head -n 1 "$scratch/why")"; fi
debug=$folder/usr/lib/debug
mapfile -t shared < <(cd "$debug" && find .dwz -name '*.debug' -type f)
((${#shared[@]} == 1)) || { fail "$package" "${#shared[@]} supplementary files instead of one"; exit; }

# as_gdb NAME OBJECT: the types of the symtypes file just written.
as_gdb() {
    local counted
    if counted=$(SYMTYPES=$scratch/symtypes gdb -q -batch -nx -iex "set debug-file-directory $debug" -x "$distro/types.py" "$2" 2> "$scratch/gdb"); then
        pass "$1: $(grep -c '^#SYMVER' "$scratch/versions") versions, ${counted% *} types with ${counted#* } members and enumerators as gdb has them"
    else
        fail "$1" "$(grep -v '^warning: ' "$scratch/gdb" | head -n 1)"
    fi
}

through=0
while read -r object; do
    name=$package/$(basename "$(dirname "$object")")$(basename "$object" .debug)
    nm "$object" 2> /dev/null | awk '$2 == "T" { print $3 }' | sort -u > "$scratch/list"
    options=()
    if readelf -SW "$object" | grep -q ' \.gnu_debugaltlink '; then
        options=(--alt-file "$debug/${shared[0]}")
        through=$((through + 1))
    fi
    "$kelf" symvers -q --omit-missing --symbols "$scratch/list" "${options[@]}" -o "$scratch/versions" -T "$scratch/symtypes" "$object" 2> "$scratch/err" ||
        { fail "$name" "$(head -n 1 "$scratch/err")"; continue; }
    as_gdb "$name" "$object"
    ((${#options[@]} > 0)) || continue
    if [[ -e /usr/lib/debug/${shared[0]} ]]; then
        skip "$name/absent" 'this system has the file'
    elif "$kelf" symvers -q --symbols "$scratch/list" "$object" > "$scratch/out" 2> "$scratch/err" || [[ -s $scratch/out ]] || ! grep -q 'in the supplementary file' "$scratch/err"; then
        fail "$name/absent" "no error: $(head -n 1 "$scratch/err")"
    else
        pass "$name/absent: $(sed 's/.*: a part/a part/' "$scratch/err")"
    fi
    # As if the package were installed.
    # shellcheck disable=SC2016 # the inner shell's
    if ! unshare --mount --map-root-user bash -c 'mkdir -p /usr/lib/debug && mount --bind "$1" /usr/lib/debug && shift && "$@"' in "$debug" \
        "$kelf" symvers -q --omit-missing --symbols "$scratch/list" -o "$scratch/found" "$object" 2> "$scratch/err"; then
        fail "$name/installed" "$(head -n 1 "$scratch/err")"
    else
        check "$name/installed" cmp "$scratch/versions" "$scratch/found"
    fi
done < <(find "$debug/.build-id" -name '*.debug' -type f | sort)
if ((through > 0)); then pass "$package: $through objects with types in ${shared[0]##*/}"; else fail "$package" 'no object refers to the supplementary file'; fi

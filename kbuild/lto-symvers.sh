#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Teaches a kernel tree to compute module versions with kelf when it is linked by Clang with LTO, which its own build
# excludes. Needs a tree with gendwarfksyms and with the initcall order of Makefile.vmlinux_o (Linux 7.3).
#
#   lto-symvers.sh apply TREE    make the change; a tree that has it is left as it is
#   lto-symvers.sh remove TREE   take it back: every file is what it was, byte for byte
#   lto-symvers.sh status TREE   print `applied`, `not applied` or `partly applied: FILE ...`
#
# Each edit hangs on one line of the tree and is marked with `kelf lto-symvers`. A tree in which one of these lines is
# missing, or is there twice, is refused before anything is written. Exit status: 0 done, 1 refused, 2 wrong arguments;
# of `status`: 0 applied, 1 not or partly applied. kbuild/README.md explains the edits.
set -euo pipefail
export LC_ALL=C

ours=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lto-symvers
makefile=scripts/Makefile.kelf-lto-symvers

# What is changed: FILE, the one line that the edit hangs on (a basic regular expression of a whole line), and how:
# `before` puts the text of edit_text in front of it, `off` turns it into a comment.
edits=(
    'kernel/module/Kconfig|	depends on !LTO|off'
    'scripts/Makefile.build|existing-targets := $(wildcard $(sort $(targets)))|before'
    'scripts/Makefile.vmlinux_o|existing-targets := $(wildcard $(sort $(targets)))|before'
    'scripts/Makefile.modpost|existing-targets := $(wildcard $(sort $(targets)))|before'
    'scripts/mod/modpost.c|	buf = read_text_file(objlist);|before'
)

# What else the makefile relies on: definitions that it replaces or adds to.
needed=(
    'scripts/Makefile.build|gen_symversions ='
    'scripts/Makefile.build|cmd_gen_symversions_c ='
    'scripts/Makefile.build|cmd_gensymtypes_c ='
    'scripts/Makefile.build|cmd_gensymtypes_S ='
    'scripts/Makefile.build|getasmexports ='
    'scripts/Makefile.build|is-single-obj-m ='
    'scripts/Makefile.build|define rule_ld_multi_m'
    'scripts/Makefile.vmlinux_o|define rule_ld_vmlinux.o'
    'scripts/Makefile.modpost|      cmd_vmlinux_objs ='
    'scripts/Kbuild.include|tmp-target ='
    'scripts/mod/modpost.c|static void extract_crcs_for_object(const char *object, struct module *mod)'
    'kernel/module/Kconfig|config GENDWARFKSYMS'
)

usage() {
    sed -n '6,8s/^#   //p' "${BASH_SOURCE[0]}" >&2
    exit 2
}

refuse() {
    echo "lto-symvers: $1" >&2
    exit 1
}

edit_text() { # edit_text FILE: the lines to put in
    case $1 in
        *.c)
            cat << 'TEXT'
	/* kelf lto-symvers: a module linked by LTO has its versions with its own object */
	if (!mod->is_vmlinux) { /* kelf lto-symvers */
		char linked[PATH_MAX]; /* kelf lto-symvers */

		snprintf(linked, sizeof(linked), "%s.o", mod->name); /* kelf lto-symvers */
		extract_crcs_for_object(linked, mod); /* kelf lto-symvers */
	} /* kelf lto-symvers */
TEXT
            ;;
        *) echo "include \$(srctree)/$makefile # kelf lto-symvers" ;;
    esac | sed '/^$/d'
}

is_edited() { grep -q 'kelf lto-symvers' "$tree/$1"; }

# Prints the file with the edit, or without it.
edited() { # edited FILE LINE HOW
    LINE=$2 HOW=$3 TEXT=$(edit_text "$1") awk '
        $0 != ENVIRON["LINE"] { print; next }
        ENVIRON["HOW"] == "before" { print ENVIRON["TEXT"]; print; next }
        { match($0, /^[ \t]*/); print substr($0, 1, RLENGTH) "# kelf lto-symvers: " substr($0, RLENGTH + 1) }' "$tree/$1"
}
unedited() { # unedited FILE HOW
    if [[ $2 == off ]]; then
        sed 's/# kelf lto-symvers: //' "$tree/$1"
    else
        sed '/kelf lto-symvers/d' "$tree/$1"
    fi
}

# Replaces a file that is already complete; its mode stays.
replace() { # replace FILE < CONTENTS
    cat > "$scratch/new"
    chmod --reference="$tree/$1" "$scratch/new"
    mv -f "$scratch/new" "$tree/$1"
}

state() {
    local edit changed=() file
    for edit in "${edits[@]}"; do
        file=${edit%%|*}
        if [[ -f $tree/$file ]] && is_edited "$file"; then changed+=("$file"); fi
    done
    [[ ! -e $tree/$makefile ]] || changed+=("$makefile")
    if ((${#changed[@]} == 0)); then
        echo 'not applied'
    elif ((${#changed[@]} <= ${#edits[@]})); then
        echo "partly applied: ${changed[*]}"
    else
        echo applied
    fi
}

check() {
    local entry file line how count
    for entry in "${edits[@]}"; do
        IFS='|' read -r file line how <<< "$entry"
        [[ -f $tree/$file ]] || refuse "$tree has no $file: this is no kernel tree that is known here; nothing was changed"
        ! is_edited "$file" || continue
        count=$(grep -cxF -- "$line" "$tree/$file" || true)
        ((count == 1)) ||
            refuse "$tree/$file: expected one line '${line#	}', found $count: this kernel is not known here; nothing was changed"
    done
    for entry in "${needed[@]}"; do
        IFS='|' read -r file line <<< "$entry"
        grep -qF -- "$line" "$tree/$file" ||
            refuse "$tree/$file: no '${line#"${line%%[! ]*}"}': this kernel is not known here; nothing was changed"
    done
}

apply() {
    local entry file line how
    check
    cmp -s "$ours/Makefile.kelf-lto-symvers" "$tree/$makefile" || cp "$ours/Makefile.kelf-lto-symvers" "$tree/$makefile"
    for entry in "${edits[@]}"; do
        IFS='|' read -r file line how <<< "$entry"
        is_edited "$file" || edited "$file" "$line" "$how" | replace "$file"
    done
}

remove() {
    local entry file line how
    for entry in "${edits[@]}"; do
        IFS='|' read -r file line how <<< "$entry"
        [[ ! -f $tree/$file ]] || ! is_edited "$file" || unedited "$file" "$how" | replace "$file"
    done
    rm -f "$tree/$makefile"
}

(($# == 2)) || usage
tree=$2
[[ -d $tree ]] || refuse "$tree: no such directory"
case $1 in
    apply | remove)
        scratch=$(mktemp -d "$tree/.lto-symvers.XXXXXX")
        trap 'rm -rf "$scratch"' EXIT
        "$1"
        ;;
    status)
        state
        [[ $(state) == applied ]]
        ;;
    *) usage ;;
esac

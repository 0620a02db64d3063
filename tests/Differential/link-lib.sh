# SPDX-License-Identifier: GPL-2.0-only
#
# Runs the last links of a built kernel alone: link_environment asks the kernel's build for what it gives to its script.
# shellcheck shell=bash

# link_environment TREE FILE: writes a script that defines what Kbuild exports, and the array `link` of four arguments.
link_environment() {
    local tree=$1 file=$2
    make -C "$(sed -n 's/^include \(.*\)\/Makefile$/\1/p' "$tree/Makefile")" O="$tree" \
        cmd_link_vmlinux="export -p > '$file'; echo 'link=(\"\$(LD)\" \"\$(KBUILD_LDFLAGS)\" \"\$(LDFLAGS_vmlinux)\" \"\$@\")' >> '$file'; false" \
        vmlinux > "$file.log" 2>&1
    grep -q '^link=' "$file"
}

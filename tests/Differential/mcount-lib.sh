# SPDX-License-Identifier: GPL-2.0-only
#
# What the tests of tables of tracer calls share.
# shellcheck shell=bash

# Zeros for the bytes between the section names and the section headers.
clear_padding() {
    local file=$1 table index line name type address offset size
    table=$(readelf -hW "$file" 2> /dev/null | sed -n 's/.*Start of section headers: *\([0-9]*\).*/\1/p')
    index=$(readelf -hW "$file" 2> /dev/null | sed -n 's/.*string table index: *\([0-9]*\) *(*\([0-9]*\).*/\1 \2/p')
    index=${index##* }
    [[ -n $index ]] || index=$(readelf -hW "$file" 2> /dev/null | sed -n 's/.*string table index: *\([0-9]*\).*/\1/p')
    line=$(readelf -SW "$file" 2> /dev/null | sed -n "s/^ *\[ *$index\] *//p")
    read -r name type address offset size _ <<< "$line"
    [[ $type == STRTAB ]] || return 0
    local end=$((16#$offset + 16#$size))
    ((table > end && table - end < 8)) || return 0
    dd if=/dev/zero of="$file" bs=1 seek="$end" count=$((table - end)) conv=notrunc status=none
}

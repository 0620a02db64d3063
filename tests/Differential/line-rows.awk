# SPDX-License-Identifier: GPL-2.0-only
#
# The line tables that llvm-dwarfdump-19 --debug-line prints, as the program LineRows prints them.
function text(line) { sub(/^[^"]*"/, "", line); sub(/"$/, "", line); return line }
/^debug_line\[/ { offset = substr($0, 12, 10); next }
/^ +version: / { print "table " offset " version " $2; next }
/^include_directories\[/ { sub(/^include_directories\[ */, ""); print "directory " ($0 + 0) " " text($0); next }
/^file_names\[/ { sub(/^file_names\[ */, ""); file = $0 + 0; next }
/^ +name: "/ { name = text($0); next }
/^ +dir_index: / { print "file " file " " name " " $2; next }
# Address Line Column File ISA Discriminator OpIndex Flags
/^0x[0-9a-f]+ / {
    line = $1
    for (i = 2; i <= NF; i++)
        line = line " " $i
    print line
}

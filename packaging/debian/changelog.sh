#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# CHANGELOG.md in the form of Debian's changelogs.
#
#   changelog.sh RELEASE     the number of the package of this version
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
awk -v release="$1" '
    # Lines of 80 characters at most.
    function put(line, begin,  i, words, n, text) {
        n = split(line, words, " ")
        text = begin
        for (i = 1; i <= n; i++) {
            if (length(text) + length(words[i]) > 78) { print text; text = "   " }
            text = text " " words[i]
        }
        print text
    }
    function flush() { if (item != "") put(item, "  *"); item = "" }
    function finish() { flush(); if (date != "") print "\n -- The kelf authors <kelf@localhost.localdomain>  " date "\n" }
    /^## [0-9]/ {
        finish()
        print "kelf (" $2 "-" release ") unstable; urgency=medium\n"
        command = "LC_ALL=C date -u -R -d " $4
        command | getline date
        close(command)
        next
    }
    date == "" { next }
    /^- / { flush(); item = substr($0, 3); next }
    /^  [^ ]/ { item = item " " $0 }
    END { finish() }' CHANGELOG.md

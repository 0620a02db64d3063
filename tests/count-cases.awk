# SPDX-License-Identifier: GPL-2.0-only
#
# Adds up what a script of tests/Differential printed, and holds it against tests/expected-cases.
#
#   awk -v suite=NAME -v arguments='WORD...' -f count-cases.awk EXPECTED LOG
#
# Prints a line `FAIL ...` for what is missing, `CASES SUITE COUNT GROUP` for each group that ran whole, and at last
# `SUM PASSED FAILED SKIPPED`.

# The longest group that a name begins with.
function group_of(name, i, best) {
    best = "-"
    for (i = 1; i <= groups; i++)
        if (index(name, group[i]) == 1 && length(group[i]) > length(best) - (best == "-") &&
            (length(name) == length(group[i]) || substr(name, length(group[i]) + 1, 1) ~ /[\/:, ]/))
            best = group[i]
    return best
}

# Whether a run with these arguments has to report a group: one that an argument names, or all of them.
function is_asked(name, i, n, word) {
    if (arguments == "") return 1
    n = split(arguments, word, " ")
    for (i = 1; i <= n; i++) {
        sub(/.*\//, "", word[i])
        if (word[i] != "" && index("/" name "/", "/" word[i] "/")) return 1
    }
    return 0
}

FILENAME == ARGV[1] {
    if ($1 != suite) next
    known = 1
    count = $2
    name = $0
    sub(/^[^ ]+ +[^ ]+ +/, "", name)
    wanted[name] = count
    order[++lines] = name
    if (name != "-") group[++groups] = name
    next
}

/^(PASS|FAIL|SKIP) / {
    name = substr($0, 6)
    sub(/^[^\/ ]*\//, "", name)
    bare = name
    sub(/: .*/, "", bare)
    any = 1
    if ($1 == "SKIP" && bare == "all") { all = 1; next }
    at = group_of(name)
    if ($1 == "SKIP" && bare == at) { whole[at] = 1; next }
    seen[at]++
    kinds[$1]++
    kinds[$1, at]++
}

END {
    if (!any) {
        print "FAIL " suite ": it reports no case"
        kinds["FAIL"]++
    } else if (!known) {
        print "FAIL " suite ": tests/expected-cases has no line for it"
        kinds["FAIL"]++
    }
    # A suite that fails may have ended early: what is missing then says nothing new.
    failed = kinds["FAIL"] > 0
    for (i = 1; i <= lines; i++) {
        name = order[i]
        missing = wanted[name] - seen[name]
        if (whole[name] || (all && is_asked(name))) {
            kinds["SKIP"] += missing > 0 ? missing : (whole[name] ? 1 : 0)
        } else if (missing > 0 && is_asked(name) && any) {
            # What was said to be skipped may have had more than one case.
            if (kinds["SKIP", name]) kinds["SKIP"] += missing
            else if (!failed) {
                print "FAIL " suite (name == "-" ? "" : "/" name) ": only " seen[name] + 0 " cases of " wanted[name]
                kinds["FAIL"]++
            }
        }
        if (seen[name] && !whole[name] && !kinds["FAIL", name] && !kinds["SKIP", name])
            print "CASES " suite " " seen[name] " " name
    }
    if (all && !kinds["SKIP"]) kinds["SKIP"] = 1
    print "SUM " kinds["PASS"] + 0 " " kinds["FAIL"] + 0 " " kinds["SKIP"] + 0
}

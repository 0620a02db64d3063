#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Which version of kelf this tree is. The version is that of Directory.Build.props; commit and time are those of the repository,
# or of packaging/commit in what `git archive` made. SOURCE_DATE_EPOCH overrides the time.
#
#   version.sh version     0.2.0
#   version.sh commit      the first twelve digits; with -dirty, if what is compiled was changed since
#   version.sh epoch       the time of the commit in seconds, which is that of all files in packages
#   version.sh date        the day of that, in UTC
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version() { sed -n 's/.*<Version>\(.*\)<\/Version>.*/\1/p' Directory.Build.props; }

# COMMIT EPOCH of the last commit; nothing if nobody knows.
last_commit() {
    # A repository of somebody else may be around an unpacked archive.
    if [[ -e .git ]] && git log -1 --format='%H %ct' 2> /dev/null; then return; fi
    grep -E '^[0-9a-f]{40} [0-9]+$' packaging/commit || true
}

commit() {
    local hash
    hash=$(last_commit | cut -c 1-12)
    if [[ -n $hash && -e .git ]] && ! git diff --quiet HEAD -- src kbuild/fragments Directory.Build.props Directory.Packages.props global.json; then
        hash+=-dirty
    fi
    echo "${hash:-unknown}"
}

# Where no commit is known, the day of the newest release.
epoch() {
    local seconds
    seconds=${SOURCE_DATE_EPOCH:-$(last_commit | cut -d ' ' -f 2)}
    echo "${seconds:-$(date -u -d "$(sed -n 's/^## [0-9.]* - //p' CHANGELOG.md | head -n 1)" +%s)}"
}

case ${1-} in
    version | commit | epoch) "$1" ;;
    date) date -u -d "@$(epoch)" +%F ;;
    *) echo 'usage: version.sh version|commit|epoch|date' >&2; exit 2 ;;
esac

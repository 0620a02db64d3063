#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds the last commit as distributions do: from a directory of packages (`make vendor`), in a network namespace without
# interfaces, with an empty home. The program is the one that the network gives.
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/../Differential
source "$(dirname "${BASH_SOURCE[0]}")/../Differential/harness.sh"
root=$(cd "$here/../.." && pwd)
need git unshare
unshare --net true 2> /dev/null || skip_all 'no network namespace for this user here (unshare)'

git clone -q --no-hardlinks "$root" "$scratch/kelf"
vendor() { make --no-print-directory -C "$scratch/kelf" vendor && ls "$scratch"/kelf/out/vendor/*.nupkg; }
check vendor vendor
mkdir -p "$scratch/home"
build() { (cd "$scratch/kelf" && HOME=$scratch/home DOTNET_CLI_HOME=$scratch/home NUGET_PACKAGES='' unshare --net make --no-print-directory build OFFLINE=1); }
check 'build without a network' build
check 'the program works' diff <("$scratch/kelf/out/kelf" symvers "$root/tests/Fixtures/demo/demo.o" 2> /dev/null | sort) <(sort "$root/tests/Fixtures/demo/versions")

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Prints where DuckDB's library is, which the tests of `kelf kabi history` need: KELF_DUCKDB, or that of a NuGet package (MIT), which
# is brought at the first need. Status 1, and the reason on stderr, when it cannot be had.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[[ -z ${KELF_DUCKDB-} ]] || { echo "$KELF_DUCKDB"; exit; }

case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) echo "no DuckDB for $(uname -m) in the package" >&2; exit 1 ;;
esac
project=$here/DuckDb/DuckDb.csproj
version=$(sed -n 's/.*Include="DuckDB.NET.Bindings.Full" Version="\[\(.*\)\]".*/\1/p' "$project")
packages=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
library=${packages%/}/duckdb.net.bindings.full/$version/runtimes/linux-$machine/native/libduckdb.so
if [[ ! -e $library ]]; then
    dotnet restore "$project" > /dev/null 2>&1 || { echo "the package DuckDB.NET.Bindings.Full $version cannot be had" >&2; exit 1; }
fi
[[ -e $library ]] || { echo "no $library in the package" >&2; exit 1; }
echo "$library"

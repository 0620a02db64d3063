#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Writes what the public API of the libraries is into src/*/PublicAPI.Unshipped.txt. A build compares (RS0016, RS0017), so that
# nobody changes what others rely on without noticing: read the difference before you commit it.
#
#   public-api.sh
set -euo pipefail
cd "$(dirname "$0")/.."

for library in Kelf.ObjectFiles Kelf.Archives; do
    printf '#nullable enable\n' > "src/$library/PublicAPI.Unshipped.txt"
    dotnet format analyzers "src/$library/$library.csproj" --diagnostics RS0016 --severity warn
    git diff --stat -- "src/$library"
done

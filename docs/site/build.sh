#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds the site: the documents of the repository, the man pages, and the API of the libraries, as static HTML. A link that leads
# nowhere ends it.
#
#   build.sh [FOLDER]     default out/docs
#
# docfx reads a copy, out/build/site: there the documents have the places that they have here, so that one link works on the site and
# on a forge, but README.md is the start page, and a man page is a document.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
target=${1:-out/docs}
copy=out/build/site
libraries=(Kelf.ObjectFiles Kelf.Archives)

rm -rf "$copy"
mkdir -p "$copy/docs/man" "$copy/libraries"
documents=(ARCHITECTURE.md CHANGELOG.md CONTRIBUTING.md SECURITY.md LICENSE LICENSES docs/*.md docs/kabi.schema.json docs/charts
    kbuild/README.md packaging/README.md samples/README.md src/*/README.md tests/Differential/README.md tests/Distro/README.md)
cp -r --parents "${documents[@]}" "$copy"
cp README.md "$copy/index.md"
# The forge shows a page as it is written.
sed -i -E 's#\]\((man|docs/man)/([a-z-]+\.1)\)#](\1/\2.md)#g' "$copy"/*.md "$copy"/docs/*.md
cp -r docs/site/template docs/site/docfx.json "$copy"
for area in docs/site/toc/*.yml; do
    name=$(basename "$area" .yml)
    if [[ $name == site ]]; then
        cp "$area" "$copy/toc.yml"
    else
        mkdir -p "$copy/$name"
        cp "$area" "$copy/$name/toc.yml"
    fi
done

# Man pages, and the list of them. mandoc links to those that it finds beside it; an empty line inside of a literal block would end
# HTML in Markdown.
mkdir "$copy/tools"
printf -- '- name: What replaces what\n  href: ../docs/tools.md\n' > "$copy/tools/toc.yml"
for page in docs/man/*.1; do
    name=$(basename "$page" .1)
    {
        printf -- '---\ntitle: %s(1)\ndescription: %s\n---\n\n# %s(1)\n\n' "$name" "$(sed -n 's/^\.Nd //p' "$page")" "$name"
        (cd docs/man && mandoc -T html -O 'fragment,man=%N.%S.md;https://manpages.debian.org/%N.%S.en.html' "$name.1") |
            sed -E -e '/^<table class="(head|foot)">/,/^<\/table>/d' -e 's#<(/?)h2#<\1h3#g; s#<(/?)h1#<\1h2#g' |
            awk '/^$/ { printf "&#10;"; next } { printf "%s%s", (NR > 1 ? "\n" : ""), $0 } END { print "" }'
    } > "$copy/$page.md"
    printf -- '- name: %s\n  href: ../%s.md\n' "$name" "$page" >> "$copy/tools/toc.yml"
done

for library in "${libraries[@]}"; do
    dotnet build "src/$library" -c Release -nologo -v quiet > "$copy/log" || { cat "$copy/log" >&2; exit 1; }
    cp "out/build/bin/$library/release/$library".{dll,xml} "$copy/libraries"
done
dotnet tool restore > /dev/null
footer="kelf $(tools/version.sh version), GPL-2.0-only; this site is made by docfx"
dotnet tool run docfx "$copy/docfx.json" --warningsAsErrors --logLevel warning -m "_appFooter=$footer" > "$copy/log" || { cat "$copy/log" >&2; exit 1; }

# For debuggers of docfx: two thirds of all bytes.
rm -f "$copy"/site/public/*.map
rm -rf "$target"
mkdir -p "$(dirname "$target")"
mv "$copy/site" "$target"
printf '%s: %d pages\n' "$target" "$(find "$target" -name '*.html' ! -name toc.html | wc -l)"

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The libraries as a C# developer gets them: what the packages have; the samples built against the packages alone, elsewhere; and
# whether the public API is compatible with that of the newest release.
#
#   nuget.sh [PACKAGES]     default out/packages, which `make nuget` fills
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/../Differential
source "$(dirname "${BASH_SOURCE[0]}")/../Differential/harness.sh"
root=$(cd "$here/../.." && pwd)
packages=$(realpath "${1:-$root/out/packages}")
version=$("$root/tools/version.sh" version)
demo=$root/tests/Fixtures/demo/demo.o
need dotnet unzip git
[[ -e $packages/Kelf.ObjectFiles.$version.nupkg ]] || { fail packages "none in $packages: run \`make nuget\`"; exit 1; }

for library in Kelf.ObjectFiles Kelf.Archives; do
    contents() {
        local file
        mkdir -p "$scratch/$library"
        unzip -qo "$packages/$library.$version.nupkg" -d "$scratch/$library" && unzip -qo "$packages/$library.$version.snupkg" -d "$scratch/$library-symbols" || return
        for file in README.md "lib/net10.0/$library.dll" "lib/net10.0/$library.xml"; do
            [[ -s $scratch/$library/$file ]] || { echo "no $file"; return 1; }
        done
        [[ -s $scratch/$library-symbols/lib/net10.0/$library.pdb ]] || { echo 'no symbols'; return 1; }
        grep -o '<license type="expression">MIT OR GPL-2.0-only</license>' "$scratch/$library/$library.nuspec" && grep -o '<readme>README.md</readme>' "$scratch/$library/$library.nuspec"
    }
    check "$library: documentation, symbols, licence" contents
done

# A user's folder: nothing of this project but the packages.
mkdir -p "$scratch/user"
cat > "$scratch/user/nuget.config" << END
<configuration>
  <packageSources><clear /><add key="here" value="$packages" /></packageSources>
</configuration>
END
projects=''
for sample in "$root"/samples/*/; do
    sample=$(basename "$sample")
    mkdir -p "$scratch/user/$sample"
    cp "$root/samples/$sample"/*.cs "$scratch/user/$sample/"
    cat > "$scratch/user/$sample/$sample.csproj" << END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    <RestorePackagesPath>$scratch/user/packages</RestorePackagesPath>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Kelf.$( [[ $sample == Tar ]] && echo Archives || echo ObjectFiles)" Version="$version" />
  </ItemGroup>
</Project>
END
    projects+="<Project Path=\"$sample/$sample.csproj\" />"
done
# And a reader of symbols, which is compiled with them.
mkdir "$scratch/user/Symbols"
cp "$root/tests/Packages/symbols.cs" "$scratch/user/Symbols/"
sed '/PackageReference/d' "$scratch/user/Sections/Sections.csproj" > "$scratch/user/Symbols/Symbols.csproj"
projects+='<Project Path="Symbols/Symbols.csproj" />'
echo "<Solution>$projects</Solution>" > "$scratch/user/user.slnx"
# No server of the compiler is left when it ends.
check 'samples build from the packages' dotnet build "$scratch/user/user.slnx" -v quiet -nologo -p:UseSharedCompilation=false
# run SAMPLE ARGUMENT... prints what the sample of the user prints.
run() { dotnet "$scratch/user/$1/bin/Debug/net10.0/$1.dll" "${@:2}"; }
sections() { run Sections "$demo" | grep '^X8664, Relocatable, Little-endian$'; }
functions() { diff <(run Functions "$demo" | sort) <(printf 'demo.c: ring_%s\n' find for_each push state); }
layout() { run Layout "$demo" ring_entry | grep '^ *12\.1  *:7  unsigned int flags$'; }
tar_members() { tar -C "$root/tests/Fixtures" -czf "$scratch/demo.tar.gz" demo/demo.c && run Tar "$scratch/demo.tar.gz" | grep ' demo/demo.c$'; }
check 'Sections works' sections
check 'Functions works' functions
check 'Layout works' layout
check 'Tar works' tar_members

# packed REPOSITORY REVISION FOLDER COMMAND...: the libraries of that commit, with what a command changes, built in another directory.
packed() {
    git clone -q --no-hardlinks "$1" "$scratch/clone-$3" && git -C "$scratch/clone-$3" remote remove origin &&
        git -C "$scratch/clone-$3" -c advice.detachedHead=false checkout -q "$2" || return
    (cd "$scratch/clone-$3" && "${@:4}" && dotnet pack src/Kelf.Archives -c Release -nologo -v quiet -p:RunAnalyzers=false -o "$scratch/$3" &&
        dotnet pack src/Kelf.ObjectFiles -c Release -nologo -v quiet -p:RunAnalyzers=false -o "$scratch/$3")
}

# With a URL the packages say where the sources are, also where the clone they are made in has no such remote. For the sources of each
# file a debugger has the text, and the place: what is not in the repository the compiler made.
url=https://github.com/example/kelf
commit=$(git -C "$root" rev-parse HEAD)
with_url() {
    git clone -q --no-hardlinks "$root" "$scratch/with-url" && git -C "$scratch/with-url" remote remove origin &&
        make --no-print-directory -C "$scratch/with-url" nuget REPOSITORY="$url"
}
names_url() {
    unzip -p "$scratch/with-url/out/packages/$1.$version.nupkg" "$1.nuspec" | grep -o '<repository [^>]*>' > "$scratch/repository"
    cat "$scratch/repository"
    grep "url=\"$url\"" "$scratch/repository" | grep "commit=\"$commit\""
}
links_sources() {
    local path
    unzip -qo "$scratch/with-url/out/packages/$1.$version.snupkg" -d "$scratch/with-url/$1" &&
        run Symbols "$scratch/with-url/$1/lib/net10.0/$1.pdb" > "$scratch/sources" || return
    grep -xF "link {\"documents\":{\"/_/*\":\"https://raw.githubusercontent.com/example/kelf/$commit/*\"}}" "$scratch/sources" || { head -n 1 "$scratch/sources"; return 1; }
    ! grep '^missing ' "$scratch/sources" || return
    ! sed -n 's/^embedded //p' "$scratch/sources" | grep -v '^/_/' || return
    while read -r path; do
        git -C "$root" cat-file -e "HEAD:$path" || return
    done < <(sed -n 's:^embedded /_/::p' "$scratch/sources" | grep -v '^out/')
    (($(grep -c '^embedded /_/src/' "$scratch/sources") > 10))
}
check 'make nuget REPOSITORY=URL' with_url
for library in Kelf.ObjectFiles Kelf.Archives; do
    check "$library: names the repository" names_url "$library"
    check "$library: SourceLink, all sources in the symbols" links_sources "$library"
done

# The public API against the newest release's.
cd "$root" || exit
dotnet tool restore > "$scratch/tools.log" 2>&1 || { skip 'API' 'no apicompat (dotnet tool restore)'; exit 0; }
newest_release() { git -C "$1" tag --list 'v*' --sort=-v:refname | head -n 1; }
# compatible OLD NEW: of two folders with packages.
compatible() {
    local library
    for library in Kelf.ObjectFiles Kelf.Archives; do
        dotnet tool run apicompat package "$2/$library".[0-9]*.nupkg --baseline-package "$1/$library".[0-9]*.nupkg || return
    done
}
mkdir "$scratch/now"
cp "$packages"/Kelf.*."$version".nupkg "$scratch/now/"

# A repository of which this commit is the newest release, whatever the real one has.
released=$scratch/released
git clone -q --no-hardlinks "$root" "$released"
git -C "$released" tag --list 'v*' | xargs -r git -C "$released" tag -d > /dev/null
for tag in v0.0.9 "v$version" v0.0.10; do git -C "$released" tag "$tag"; done
check 'API: the newest release' test "$(newest_release "$released")" = "v$version"
# The same commit elsewhere gives the same, entry by entry; the archive itself has a number and times of its own.
again() {
    local library
    packed "$released" "v$version" again true || return
    for library in Kelf.ObjectFiles Kelf.Archives; do
        unzip -qo "$scratch/again/$library.$version.nupkg" -d "$scratch/$library-again" &&
            unzip -qo "$scratch/again/$library.$version.snupkg" -d "$scratch/$library-symbols-again" &&
            diff -r -x '*.psmdcp' -x .rels "$scratch/$library" "$scratch/$library-again" &&
            diff -r -x '*.psmdcp' -x .rels "$scratch/$library-symbols" "$scratch/$library-symbols-again" || return
    done
}
check 'the same, built elsewhere' again
check 'API: what did not change is compatible with the release' compatible "$scratch/again" "$scratch/now"
# Somebody removes a member: it is seen.
remove_member() { sed -i 's/public static string ToText(/internal static string ToText(/' src/Kelf.ObjectFiles/Names/Utf8Name.cs && ! git diff --quiet; }
if ! packed "$released" "v$version" removed remove_member > "$scratch/removed.log" 2>&1; then
    fail 'API: a removed member is seen' "$(grep -m 1 error "$scratch/removed.log" || tail -n 1 "$scratch/removed.log")"
elif compatible "$scratch/again" "$scratch/removed" > "$scratch/api.log" 2>&1; then
    fail 'API: a removed member is seen' 'apicompat says nothing'
elif grep -q 'CP0002: .*Utf8Name.ToText' "$scratch/api.log"; then
    pass 'API: a removed member is seen'
else
    fail 'API: a removed member is seen' "$(head -n 1 "$scratch/api.log")"
fi

# And the real one's.
tag=$(newest_release "$root")
if [[ -z $tag ]]; then
    skip 'API: compatible with the newest release of this repository' 'no tag v* yet'
elif ! packed "$root" "$tag" before true > "$scratch/before.log" 2>&1; then
    fail 'API: compatible with the newest release of this repository' "$tag cannot be packed: $(tail -n 1 "$scratch/before.log")"
else
    check 'API: compatible with the newest release of this repository' compatible "$scratch/before" "$scratch/now"
fi

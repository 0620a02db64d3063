// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;
using System.Text.RegularExpressions;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>What of others is in the program is named, and its licences allow it (<c>packaging/components.sh</c>).</summary>
public sealed partial class ComponentTests : IDisposable
{
    private const string Native = "out/build/obj/Kelf.Cli/release/native";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-components-");
    private readonly string _map;

    public ComponentTests()
    {
        _map = $"LOAD /nowhere/libunused.a\n .text 0x1 0x2 {At("packages/a.runtime/1.0.0/native/libz.a")}(inflate.c.o)\n";
        WritePackage("a.runtime", "MIT");
        WritePackage("a.library", "BSD-3-Clause");
        Write("native/kelf.map", _map);
        Write("native/kelf.ilc.rsp", $"-r:{At("packages/a.library/1.0.0/lib/A.dll")}\n-r:/kelf/out/Kelf.Kernel.dll\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_is_linked_and_what_is_compiled_is_in_both_files()
    {
        Assert.Equal((0, ""), Components());
        Assert.Equal(["a.library", "zlib-ng"], Names(File.ReadAllText(At("result/kelf.cdx.json"))));
        string notices = File.ReadAllText(At("result/THIRD-PARTY-NOTICES"));
        Assert.Contains("- zlib-ng (Zlib)\n  linked from libz.a\n", notices, StringComparison.Ordinal);
        Assert.Contains("- a.library 1.0.0 (BSD-3-Clause)\n", notices, StringComparison.Ordinal);
        Assert.Contains("The licence of a.runtime\n", notices, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("libapart.a(part.o)", "libapart.a is linked into the program, and packaging/components.list has no line for it")]
    [InlineData("apart.o", "apart.o is linked into the program, and packaging/components.list has no line for it")]
    public void An_archive_that_nobody_listed_ends_the_build(string file, string message)
    {
        Write("native/kelf.map", $"{_map} .text 0x1 0x2 /usr/lib/{file}\n");
        Assert.Equal((1, $"components: {message}\n"), Components());
        Assert.False(Path.Exists(At("result/kelf.cdx.json")));
    }

    [Theory]
    [InlineData("Apache-2.0")]
    [InlineData("GPL-3.0-only")]
    [InlineData("licence.txt")]
    [InlineData("")]
    public void A_licence_that_the_GPL_does_not_allow_ends_the_build(string licence)
    {
        WritePackage("a.library", licence);
        Assert.Equal((1, $"components: a.library has the licence {licence}, which is not in packaging/licences.list\n"), Components());
    }

    [Fact]
    public void A_map_that_names_no_archive_is_none()
    {
        Write("native/kelf.map", "nothing\n");
        Assert.Equal(1, Components().Exit);
    }

    // Of the program that is tested.
    [Fact]
    public void Each_archive_in_the_map_of_the_program_is_in_its_notices()
    {
        string notices = SourceTree.Read("out/THIRD-PARTY-NOTICES");
        string[] archives =
        [
            .. Member().Matches(SourceTree.Read($"{Native}/kelf.map")).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal),
        ];
        Assert.Contains("libRuntime.WorkstationGC.a", archives);
        Assert.All(archives, archive => Assert.Matches($@"(?m)^  linked from.* {Regex.Escape(archive)}( |$)", notices));
    }

    [Fact]
    public void The_bill_of_materials_has_the_runtime_and_each_package()
    {
        using JsonDocument document = JsonDocument.Parse(SourceTree.Read("out/kelf.cdx.json"));
        JsonElement root = document.RootElement;
        Assert.Equal(("CycloneDX", "1.6"), (root.GetProperty("bomFormat").GetString(), root.GetProperty("specVersion").GetString()));
        string[] names = Names(document.RootElement.GetRawText());
        Assert.Contains(".NET runtime", names);
        Assert.Contains("zlib-ng", names);
        IEnumerable<string> packages = PackageReference().Matches(SourceTree.Read($"{Native}/kelf.ilc.rsp")).Select(match => match.Groups[1].Value);
        Assert.All(packages.Distinct(StringComparer.Ordinal), package => Assert.Contains(package, names, StringComparer.OrdinalIgnoreCase));
    }

    private static string[] Names(string bill)
    {
        using JsonDocument document = JsonDocument.Parse(bill);
        JsonElement[] components = [.. document.RootElement.GetProperty("components").EnumerateArray()];
        Assert.All(components, component => Assert.NotEqual(0, component.GetProperty("licenses").GetArrayLength()));
        return [.. components.Select(component => component.GetProperty("name").GetString()!).Order(StringComparer.Ordinal)];
    }

    private (int Exit, string Errors) Components()
    {
        ProgramResult result = ProgramRun.Run(
            "bash", _folder.FullName, [Path.Combine(SourceTree.Root, "packaging/components.sh"), "native", At("result")], [], []);
        return (result.Exit, result.Errors);
    }

    private void WritePackage(string name, string licence)
    {
        Write(
            $"packages/{name}/1.0.0/{name}.nuspec",
            $"""
             <package>
               <metadata>
                 <id>{name}</id>
                 <version>1.0.0</version>
                 <license type="expression">{licence}</license>
               </metadata>
             </package>

             """);
        Write($"packages/{name}/1.0.0/LICENSE.TXT", $"The licence of {name}\n");
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }

    [GeneratedRegex(@"/([^/\s()]+\.a)\(")]
    private static partial Regex Member();

    [GeneratedRegex(@"(?m)^-r:.*/packages/([^/]+)/")]
    private static partial Regex PackageReference();
}

// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Kernel.Tests.SymbolPaths;

/// <summary>The units of a module as objects, with what they define.</summary>
public sealed class DwarfObjectsTests
{
    [Fact]
    public void Definitions_are_known_by_their_symbols()
    {
        // Rust: the symbol is the linkage name, and the name in the source may be that of another symbol.
        DieSpec unit = Die(DwTag.CompileUnit, Name("drivers/a.rs"), At(DwAttribute.CompDir, DwForm.String, "/build"),
            Die(DwTag.Subprogram, Name("init"), At(DwAttribute.LinkageName, DwForm.String, "_RNvC1a4init")),
            Die(DwTag.Subprogram, Name("exported"), Flag(DwAttribute.External)),
            Die(DwTag.Variable, Name("declared"), Flag(DwAttribute.Declaration)),
            Die(DwTag.Subprogram, Name("outer"), Die(DwTag.Variable, Name("inner"))),
            Die(DwTag.Variable, Name("data")));
        ByteStringTable names = new();
        names.Add(""u8);
        foreach (string name in (string[])["init", "_RNvC1a4init", "exported", "declared", "inner", "data"])
        {
            names.Add(System.Text.Encoding.UTF8.GetBytes(name));
        }

        using NativeBuffer image = new DwarfBuilder().Unit(unit).AddTo(new ElfBuilder()).BuildInMemory();
        LinkedObject found = Assert.Single(DwarfObjects.Read(
            ElfFile.Parse(image.Contents), names, [], DecompressionLimit.Standard.For(image.Contents.Length), warning => Assert.Fail(warning.ToString())));
        Assert.Equal(["_RNvC1a4init", "data"], Assert.Single(found.Parts).Locals.Select(symbol => Utf8Name.ToText(names[symbol.Name])));
        Assert.Equal(["exported"], found.Globals.Select(symbol => Utf8Name.ToText(names[symbol.Name])));
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Kernel.Tests.Symvers;

/// <summary>The objects of tests/Fixtures/lto, and their versions.</summary>
internal static class LtoFixture
{
    private static readonly string s_folder = Path.Combine(SourceDirectory.Root, "tests", "Fixtures", "lto");

    /// <summary>The versions of all exports of an object; null without information.</summary>
    public static Dictionary<string, uint?> Versions(string name, SymversOptions options, IByteSink? symtypes = null)
    {
        using MappedFile file = MappedFile.Open(Path.Combine(s_folder, name));
        SymbolList symbols = new();
        foreach (byte[] export in ExportMarkers.Read(ElfFile.Parse(file.Contents)))
        {
            symbols.Add(export);
        }

        uint?[] versions = SymversTool.Compute(file.Contents, symbols, options, symtypes, null);
        return versions.Select((version, i) => (Name: Encoding.UTF8.GetString(symbols[i]), version))
            .ToDictionary(one => one.Name, one => one.version);
    }
}

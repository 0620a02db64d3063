// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;
using Kelf.TestSupport.Hostile;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

/// <summary>
/// The first names of a kernel are looked for among all, later ones in an index; numbers of names are given when they are asked for: the
/// answers are the same.
/// </summary>
public sealed class RuntimeSymbolsTests
{
    // More than are looked for one by one; f0 to f99 thrice each, and between them names that begin as others do.
    private const int Names = 100;

    [Fact]
    public void A_name_has_the_same_entries_however_many_were_asked_for()
    {
        using NativeBuffer file = InMemory.File(HostileKernels.Of([.. Written()]), "vmlinux");
        RuntimeSymbols listing = KernelListing.Read(ElfFile.Parse(file.Contents));
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < Names; i++)
            {
                byte[] name = Encoding.ASCII.GetBytes($"f{i}");
                int[] expected = [.. Enumerable.Range(0, listing.Count).Where(entry => listing.TextOf(entry) == $"f{i}")];
                Assert.Equal(3, expected.Length);
                Assert.Equal(expected, listing.Find(name).ToArray());
                Assert.Equal([3, 3, 3], expected.Select(listing.EqualNames));
                Assert.Equal([1, 2, 3], expected.Select(listing.Rank));
                Assert.Equal([1, 2, 3], expected.Select(listing.Sympos));
            }

            Assert.True(listing.Find("f"u8).IsEmpty);
            Assert.Equal(0, listing.Sympos(listing.Find("_etext"u8)[0]));
        }
    }

    [Fact]
    public void Numbers_of_names_do_not_change_what_an_entry_is()
    {
        using NativeBuffer file = InMemory.File(HostileKernels.Of([.. Written()], _ => "main.c"), "vmlinux");
        RuntimeSymbols listing = KernelListing.Read(ElfFile.Parse(file.Contents));
        (ulong, byte, int, string)[] before = [.. Enumerable.Range(0, listing.Count)
            .Select(entry => (listing.AddressOf(entry), listing.LetterOf(entry), listing.IndexOf(entry), listing.TextOf(entry)))];
        Assert.True(listing.Names.Find("main.c"u8) > 0);
        Assert.Equal(before, listing.Symbols.ToArray()
            .Select(symbol => (symbol.Address, symbol.Letter, symbol.Index, Encoding.ASCII.GetString(listing.Names[symbol.Name]))));
    }

    [Fact]
    public void Variants_are_the_same_however_many_functions_were_asked_for()
    {
        using NativeBuffer file = InMemory.File(HostileKernels.Of([.. Written()]), "vmlinux");
        RuntimeSymbols listing = KernelListing.Read(ElfFile.Parse(file.Contents));
        SymbolImage image = new(() => listing, () => throw new InvalidOperationException("paths are not needed"), module: null, elf: null);
        for (int i = 0; i < Names; i++)
        {
            Assert.Equal([$"f{i}.cold", $"f{i}.isra.0"], image.Variants($"f{i}").Select(listing.TextOf).Order(StringComparer.Ordinal));
        }

        Assert.Equal(["f1"], new SymbolFinder([image]).Find(SymbolQuery.TryParse("f1,2")!).Select(hit => listing.TextOf(hit.Entry)));
    }

    private static IEnumerable<byte[]> Written()
    {
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < Names; i++)
            {
                yield return Encoding.ASCII.GetBytes($"f{i}");
                if (round == 0)
                {
                    yield return Encoding.ASCII.GetBytes($"f{i}.cold");
                    yield return Encoding.ASCII.GetBytes($"f{i}.isra.0");
                    yield return Encoding.ASCII.GetBytes($"f{i}.12");
                    yield return Encoding.ASCII.GetBytes($"xf{i}");
                }
            }
        }
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Shared.Inputs;

/// <summary>One budget for each file, whatever is compressed in it.</summary>
public sealed class OpenedObjectTests : IDisposable
{
    private const int SectionSize = 10_000;

    private readonly InputDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Compressed_sections_of_a_compressed_file_have_what_it_left()
    {
        byte[] plain = new ElfBuilder().Section(".debug_info", new byte[SectionSize], packing: SectionPacking.Zlib).Build();
        string path = _folder.Write("a.ko.xz", BootImages.Xz(plain));
        // Enough for both; then a byte too little.
        Assert.Equal(SectionSize, Load(path, plain.Length + SectionSize));
        MalformedFileException exception = Assert.Throws<MalformedFileException>(() => Load(path, plain.Length + SectionSize - 1));
        Assert.Contains($"expand to more than {plain.Length + SectionSize - 1} bytes", exception.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{path}: .debug_info", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_expands_to_too_much_is_not_opened()
    {
        string path = _folder.Write("a.ko.gz", BootImages.Gzip(new byte[1000]));
        Assert.Contains(
            "gzip file is too large: the compressed parts of the file expand to more than 999 bytes",
            Assert.Throws<MalformedFileException>(() => OpenedObject.OfFile(path, new DecompressionLimit { Bytes = 999 })).Message,
            StringComparison.Ordinal);
        using OpenedObject opened = OpenedObject.OfFile(path, new DecompressionLimit { Bytes = 1000 });
        Assert.Equal((1000, 0), (opened.Contents.Length, opened.Budget.Left));
    }

    [Fact]
    public void Members_share_by_their_sizes()
    {
        string path = _folder.Write("lib.a", new ArchiveBuilder().Member("a.o/", new byte[100]).Member("b.o/", new byte[300]).Build());
        using ObjectInputs inputs = ObjectInputs.Find([path]);
        DecompressionLimit limit = new() { Bytes = 8 + 60 + 100 + 60 + 300 };
        Assert.Equal([100, 300], inputs.Objects.Select(input => input.Open(limit).Budget.Left));
    }

    [Fact]
    public void What_is_going_to_be_changed_may_not_be_compressed()
    {
        string path = _folder.Write("a.ko.zst", Packing.ZstdFrame("text"u8));
        const string Why = ": it is compressed, and has to be changed or copied as it lies: decompress it first";
        Assert.Equal(path + Why, Assert.Throws<RefusedException>(() => OpenedObject.ToEdit(path)).Message);
        using (OpenedObject opened = OpenedObject.OfFile(path, DecompressionLimit.Standard))
        {
            Assert.Equal(path + Why, Assert.Throws<RefusedException>(() => opened.RefuseToEdit(path)).Message);
        }

        string plain = _folder.Write("a.ko", "text");
        using OpenedObject edited = OpenedObject.ToEdit(plain);
        edited.RefuseToEdit(plain);
        Assert.Equal("text", InputDirectory.Text(edited));
    }

    private static long Load(string path, long limit)
    {
        using OpenedObject opened = OpenedObject.OfFile(path, new DecompressionLimit { Bytes = limit });
        using LoadedSection section = SectionLoader.Load(ElfFile.Parse(opened.Contents), ".debug_info", opened.Budget);
        return section.Contents.Length;
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Kallsyms;
using Kelf.Kernel.Kallsyms.Compression;
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Targets;

/// <summary>
/// The tables in an image are checked; the image, or what is no ELF file as a map, is listed and gets tables anew, as text of
/// all releases and as an object, from which the compression is read back.
/// </summary>
public sealed class KallsymsTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "kallsyms";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers =>
        [typeof(MapReader), typeof(ListingReader), typeof(TableVerifier), typeof(TokenCompression), typeof(ElfObjectKind)];

    /// <inheritdoc/>
    public bool Refuses(Exception error) => error is MalformedFileException or RefusedException;

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        ElfFile? elf = ElfFile.IsElf(image) ? ElfFile.Parse(image) : null;
        foreach (KallsymsLayout layout in Enum.GetValues<KallsymsLayout>())
        {
            try
            {
                SymbolListing listing = elf is null
                    ? MapReader.Read(image, layout)
                    : ListingReader.Read(elf, SysmapFilter.For(layout));
                SysmapText.Write(listing, new ByteBuilder());
                Make(listing, elf, new() { Layout = layout, AllSymbols = true, PcRelative = layout == KallsymsLayout.Linux73 });
            }
            catch (RefusedException)
            {
                // Seeds of other targets are no kernels: that is a right answer.
            }
        }

        if (elf is not null)
        {
            TableVerifier.Compare(elf, TableVerifier.Decode(elf));
        }
    }

    private static void Make(SymbolListing listing, ElfFile? elf, KallsymsOptions options)
    {
        KallsymsTable table = KallsymsTool.Make(listing, options);
        ByteBuilder bytes = new();
        ElfObjectKind kind = elf is null ? new(ElfClass.Elf64, ByteOrder.Little, ElfMachine.X8664) : ElfObjectKind.Of(elf);
        KallsymsObject.Write(table, kind, "mutant", bytes);
        using NativeBuffer buffer = new(bytes.Bytes.Length, new ByteSource("object"));
        bytes.Bytes.CopyTo(buffer.Writable(0, bytes.Bytes.Length));
        TokenCompression again = TokenCompression.Read(ElfFile.Parse(buffer.Contents));
        foreach (ref readonly KallsymsEntry entry in table.Entries)
        {
            int text = again.Strings.Find(table.TextOf(entry));
            if (text < 0 || !again[text].SequenceEqual(table.CompressedTextOf(entry)))
            {
                throw new InvalidOperationException("a name is lost in the object");
            }
        }

        bytes.Clear();
        KallsymsText.Write(table, "mutant", bytes);
    }
}

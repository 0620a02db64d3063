// SPDX-License-Identifier: MIT OR GPL-2.0-only
// How much smaller the compressed sections of a file are. Reads their headers itself; SectionLoader would do all of it:
//     compressed-sample demo.o
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Compression;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Errors;

if (args is not [var path])
{
    Console.Error.WriteLine("usage: compressed-sample FILE");
    return 2;
}

try
{
    using ElfFile elf = ElfFile.Open(path);
    // One budget for the whole file: a few bytes can ask for gigabytes.
    DecompressionBudget budget = DecompressionLimit.Standard.For(elf.Image.Length);
    foreach (ElfSection section in elf.Sections)
    {
        if (!section.IsCompressed)
        {
            continue;
        }

        // Elf64_Chdr: ch_type, four reserved bytes, ch_size, ch_addralign; the last two are words in Elf32_Chdr (gABI 4.1 ch. 4).
        Region stored = elf.Contents(section);
        Cursor header = stored.Read(elf.ByteOrder);
        CompressionKind kind = (CompressionKind)header.U32();
        header.Skip(elf.Layout.Is64 ? 4u : 0);
        ulong size = header.Offset(elf.Layout.Is64);
        header.Offset(elf.Layout.Is64);
        if (kind is not (CompressionKind.Zlib or CompressionKind.Zstd))
        {
            throw header.Malformed($"compression {(uint)kind} is not known");
        }

        ulong start = (ulong)header.Position;
        using NativeBuffer contents = SectionDecompressor.Inflate(
            stored.Slice(start, (ulong)stored.Length - start), kind, size, stored.Source, budget);
        Console.WriteLine($"{section.Name,-24} {kind} {section.Size,8} -> {contents.Contents.Length}");
    }

    return 0;
}
catch (KelfException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

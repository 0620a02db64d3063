// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>The tables of a kernel as the bytes of its <c>.rodata</c>, with the symbols that its reader knows.</summary>
internal sealed class KernelSection
{
    /// <summary>Alignment of the section.</summary>
    public const uint Alignment = 4;

    /// <summary>Names of the symbols.</summary>
    public const string EntryCount = "lineinfo_num_entries", FileCount = "lineinfo_num_files", BlockCount = "lineinfo_num_blocks",
        BlockAddresses = "lineinfo_block_addrs", BlockOffsets = "lineinfo_block_offsets", DataSize = "lineinfo_data_size",
        Data = "lineinfo_data", FileOffsets = "lineinfo_file_offsets", NamesSize = "lineinfo_filenames_size", Names = "lineinfo_filenames";

    private readonly List<(string Name, int Offset)> _symbols = [];

    private KernelSection(TableBytes bytes, LineTable table)
    {
        IReadOnlyList<LineEntry> entries = table.Areas[0].Entries;
        EncodedEntries encoded = EncodedEntries.Of(entries);
        FileNames names = FileNames.Of(table.Files);
        void Begin(string symbol) => _symbols.Add((symbol, bytes.Length));
        Begin(EntryCount);
        bytes.U32((uint)entries.Count);
        Begin(FileCount);
        bytes.U32((uint)table.Files.Count);
        Begin(BlockCount);
        bytes.U32((uint)encoded.Addresses.Count);
        Begin(BlockAddresses);
        bytes.U32(encoded.Addresses);
        Begin(BlockOffsets);
        bytes.U32(encoded.Offsets);
        Begin(DataSize);
        bytes.U32((uint)encoded.Data.Length);
        Begin(Data);
        bytes.Write(encoded.Data.Span);
        bytes.Align((int)Alignment);
        Begin(FileOffsets);
        bytes.U32(names.Offsets);
        Begin(NamesSize);
        bytes.U32((uint)names.Bytes.Length);
        Begin(Names);
        bytes.Write(names.Bytes.Span);
        Contents = bytes.ToArray();
        if (encoded.Addresses.Count > 0)
        {
            // An assembler meets this name first where blocks are counted from it.
            (_symbols[5], _symbols[6]) = (_symbols[6], _symbols[5]);
        }
    }

    /// <summary>The bytes.</summary>
    public byte[] Contents { get; }

    /// <summary>The symbols with their offsets, in the order in which an assembler meets them.</summary>
    public IReadOnlyList<(string Name, int Offset)> Symbols => _symbols;

    /// <summary>Lays a table out.</summary>
    public static KernelSection Of(LineTable table, ByteOrder order) => new(new TableBytes(order), table);
}

// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Compression;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.ObjectFiles.Elf.Loading;

/// <summary>
/// Loads sections by name. In relocatable files a section's relocations are applied to a copy of it; a section's
/// own address is 0 there, or, where several sections share the name, its place in the joined contents. Whoever needs addresses
/// that tell sections apart says where each of them shall be.
/// </summary>
public static class SectionLoader
{
    private const ulong CompressedHeaderSize64 = 24;
    private const ulong CompressedHeaderSize32 = 12;

    /// <summary>Loads all sections called <paramref name="name"/>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Their name.</param>
    /// <param name="budget">What is decompressed is taken from it; null for the usual one of a file of this size.</param>
    /// <param name="sectionAddresses">
    /// Of a relocatable file, the address of each section by its number, as a loader would give it; only those of sections that are
    /// loaded count, offsets into others stay. Null for the addresses said above.
    /// </param>
    /// <exception cref="ArgumentException">There is not one address for each section.</exception>
    /// <exception cref="MalformedFileException">
    /// Contents, compression or relocations are wrong, or the contents are more than the budget.
    /// </exception>
    public static LoadedSection Load(
        ElfFile file, string name, DecompressionBudget? budget = null, IReadOnlyList<ulong>? sectionAddresses = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (sectionAddresses is not null && sectionAddresses.Count != file.Sections.Length)
        {
            throw new ArgumentException(
                $"{sectionAddresses.Count} addresses for {file.Sections.Length} sections", nameof(sectionAddresses));
        }

        budget ??= DecompressionLimit.Standard.For(file.Image.Length);
        List<ElfSection> parts = PartsOf(file, name);
        if (parts.Count == 0)
        {
            return LoadedSection.Absent(file.Image.Source.InSection(name));
        }

        CheckOverlap(file, name, parts);
        List<ElfSection> relocations = RelocationsOf(file, parts);
        ByteSource source = file.Image.Source.InSection(name);
        if (parts.Count == 1 && relocations.Count == 0 && !IsCompressed(parts[0]))
        {
            return new LoadedSection(file.Contents(parts[0]), null, file.Machine, [], []);
        }

        NativeBuffer buffer = Join(file, parts, source, budget);
        try
        {
            HashSet<ulong> zeros = new(KeyedHash.Numbers);
            Dictionary<ulong, uint> unknown = Relocate(file, buffer, relocations, sectionAddresses, zeros);
            return new LoadedSection(buffer.Contents, buffer, file.Machine, unknown, zeros);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>Whether any section is compressed.</summary>
    internal static bool HasCompressed(ElfFile file)
    {
        foreach (ElfSection section in file.Sections)
        {
            if (IsCompressed(section))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Bytes that the compressed ones of all sections called <paramref name="name"/> claim to expand to.</summary>
    internal static ulong ClaimOf(ElfFile file, string name)
    {
        UInt128 claim = 0;
        foreach (ElfSection part in PartsOf(file, name).Where(IsCompressed))
        {
            try
            {
                claim += ReadCompression(file, part, file.Contents(part)).Length;
            }
            catch (MalformedFileException)
            {
                // Loading it says so.
            }
        }

        return (ulong)UInt128.Min(claim, ulong.MaxValue);
    }

    private static List<ElfSection> PartsOf(ElfFile file, string name)
    {
        List<ElfSection> parts = [];
        foreach (ElfSection section in file.Sections)
        {
            if (string.Equals(section.Name, name, StringComparison.Ordinal) && section.Type != ElfSectionType.NoBits)
            {
                parts.Add(section);
            }
        }

        return parts;
    }

    /// <summary>Sections that are joined must not be the same bytes again and again: a small file would become huge.</summary>
    private static void CheckOverlap(ElfFile file, string name, List<ElfSection> parts)
    {
        UInt128 total = 0;
        foreach (ElfSection part in parts)
        {
            total += part.Size;
        }

        if (parts.Count > 1 && total > (ulong)file.Image.Length)
        {
            throw new MalformedFileException(
                file.Image.Source.File, $"{parts.Count} sections called {name} overlap: together they are larger than the file");
        }
    }

    private static bool IsCompressed(ElfSection section) =>
        section.IsCompressed || section.Name.StartsWith(".zdebug_", StringComparison.Ordinal);

    private static List<ElfSection> RelocationsOf(ElfFile file, List<ElfSection> parts)
    {
        List<ElfSection> found = [];
        if (file.Type != ElfType.Relocatable)
        {
            return found;
        }

        HashSet<uint> targets = [.. parts.Select(part => part.Index.Value)];
        foreach (ElfSection section in file.Sections)
        {
            if (section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends
                && section.Size > 0)
            {
                ElfSection target = file.SectionAt(section.Info, $"sh_info of section {section.Index.Value} ({section.Name})");
                if (targets.Contains(target.Index.Value))
                {
                    found.Add(section);
                }
            }
        }

        return found;
    }

    private static NativeBuffer Join(ElfFile file, List<ElfSection> parts, ByteSource source, DecompressionBudget budget)
    {
        if (parts.Count == 1 && IsCompressed(parts[0]))
        {
            return Decompress(file, parts[0], source, budget);
        }

        List<(Region Contents, NativeBuffer? Owned)> pieces = [];
        try
        {
            ulong length = 0;
            foreach (ElfSection part in parts)
            {
                NativeBuffer? owned = IsCompressed(part) ? Decompress(file, part, source, budget) : null;
                Region contents = owned?.Contents ?? file.Contents(part);
                pieces.Add((contents, owned));
                length = checked(length + (ulong)contents.Length);
            }

            NativeBuffer joined = new((long)length, source);
            ulong at = 0;
            foreach ((Region contents, _) in pieces)
            {
                joined.CopyFrom(contents, at);
                at += (ulong)contents.Length;
            }

            return joined;
        }
        finally
        {
            foreach ((_, NativeBuffer? owned) in pieces)
            {
                owned?.Dispose();
            }
        }
    }

    /// <summary>
    /// Where each section begins when the sections that share its name are joined in file order; 0 for the first.
    /// </summary>
    private static ulong[] PlacesOf(ElfFile file)
    {
        ulong[] places = new ulong[file.Sections.Length];
        Dictionary<string, (ElfSection Last, ulong Place)> lastOfName = new(StringComparer.Ordinal);
        foreach (ElfSection section in file.Sections)
        {
            if (section.Type != ElfSectionType.NoBits)
            {
                ulong place = lastOfName.TryGetValue(section.Name, out (ElfSection Last, ulong Place) before)
                    ? before.Place + LengthOf(file, before.Last)
                    : 0;
                places[section.Index.Value] = place;
                lastOfName[section.Name] = (section, place);
            }
        }

        return places;
    }

    private static ulong LengthOf(ElfFile file, ElfSection section) =>
        IsCompressed(section) ? ReadCompression(file, section, file.Contents(section)).Length : section.Size;

    private static NativeBuffer Decompress(ElfFile file, ElfSection section, ByteSource source, DecompressionBudget budget)
    {
        Region stored = file.Contents(section);
        (CompressionKind kind, ulong length, ulong start) = ReadCompression(file, section, stored);
        return SectionDecompressor.Inflate(stored.Slice(start, (ulong)stored.Length - start), kind, length, source, budget);
    }

    /// <summary>
    /// How a section is compressed, the length of its contents, and where the stream starts: from the header of the gABI,
    /// or an older <c>.zdebug_</c> one.
    /// </summary>
    private static (CompressionKind Kind, ulong Length, ulong Start) ReadCompression(ElfFile file, ElfSection section, Region stored)
    {
        if (!section.IsCompressed)
        {
            // GNU's older form: "ZLIB", the length as a big-endian 64-bit number, the stream.
            Cursor old = stored.Read(ByteOrder.Big);
            if (!old.Bytes(4).SequenceEqual("ZLIB"u8))
            {
                throw stored.Malformed(0, "compressed section does not start with ZLIB");
            }

            ulong length = old.U64();
            return (CompressionKind.Zlib, length, 12);
        }

        bool is64 = file.Class == ElfClass.Elf64;
        ulong headerSize = is64 ? CompressedHeaderSize64 : CompressedHeaderSize32;
        Cursor cursor = stored.Read(file.ByteOrder);
        uint type = cursor.U32();
        if (is64)
        {
            cursor.Skip(4); // ch_reserved
        }

        ulong size = cursor.Offset(is64);
        CompressionKind kind = type switch
        {
            1 => CompressionKind.Zlib,
            2 => CompressionKind.Zstd,
            _ => throw stored.Malformed(0, $"compression type {type} is neither 1 (zlib) nor 2 (zstd)"),
        };
        if ((ulong)stored.Length < headerSize)
        {
            throw stored.Malformed(0, "compression header is cut short");
        }

        return (kind, size, headerSize);
    }

    /// <summary>What a symbol's value counts from, for each section: where it is loaded, or its place in the joined contents.</summary>
    private static ulong[] BasesOf(ElfFile file, ulong[] places, IReadOnlyList<ulong>? addresses)
    {
        if (addresses is null)
        {
            return places;
        }

        ulong[] bases = [.. places];
        foreach (ElfSection section in file.Sections)
        {
            if (section.IsAllocated)
            {
                bases[section.Index.Value] = addresses[(int)section.Index.Value];
            }
        }

        return bases;
    }

    private static Dictionary<ulong, uint> Relocate(
        ElfFile file, NativeBuffer buffer, List<ElfSection> relocationSections, IReadOnlyList<ulong>? sectionAddresses,
        HashSet<ulong> zeros)
    {
        Dictionary<ulong, uint> unknown = new(KeyedHash.Numbers);
        ulong[] places = relocationSections.Count > 0 ? PlacesOf(file) : [];
        ulong[] bases = relocationSections.Count > 0 ? BasesOf(file, places, sectionAddresses) : [];
        Dictionary<uint, ElfSymbolTable> symbolTables = [];
        foreach (ElfSection section in relocationSections)
        {
            if (!DebugRelocations.IsSupported(file.Machine))
            {
                throw new MalformedFileException(
                    file.Image.Source.File, $"{section.Name}: relocations of machine {(ushort)file.Machine} are not supported");
            }

            ElfRelocationTable table = file.Relocations(section);
            if (!symbolTables.TryGetValue(section.Link, out ElfSymbolTable symbols))
            {
                symbols = file.Symbols(
                    file.SectionAt(section.Link, $"sh_link of section {section.Index.Value} ({section.Name})"));
                symbolTables[section.Link] = symbols;
            }

            ulong place = places[section.Info];
            for (long i = 0; i < table.Count; i++)
            {
                ElfRelocation relocation = table[i];
                RelocationKind kind = DebugRelocations.Classify(file.Machine, relocation.Type);
                if (kind == RelocationKind.Unknown)
                {
                    unknown.TryAdd(relocation.Offset + place, relocation.Type);
                    continue;
                }

                if (kind != RelocationKind.None)
                {
                    ulong value = SymbolValue(table, i, symbols, relocation.SymbolIndex, bases);
                    Apply(file, buffer, table, i, kind, relocation, place, value, zeros);
                }
            }
        }

        return unknown;
    }

    private static ulong SymbolValue(
        in ElfRelocationTable table, long index, in ElfSymbolTable symbols, uint symbolIndex, ulong[] bases)
    {
        if (symbolIndex == 0)
        {
            return 0;
        }

        if (symbolIndex >= (uint)symbols.Count)
        {
            throw table.Malformed(index, $"symbol index {symbolIndex} is not below {symbols.Count}");
        }

        ElfSymbol symbol = symbols[(int)symbolIndex];
        return symbol.Value + (symbol.SectionNumber < (uint)bases.Length ? bases[symbol.SectionNumber] : 0);
    }

    private static void Apply(
        ElfFile file, NativeBuffer buffer, in ElfRelocationTable table, long index, RelocationKind kind,
        in ElfRelocation relocation, ulong place, ulong symbolValue, HashSet<ulong> zeros)
    {
        ulong offset = relocation.Offset + place;
        if (RelocatedField.IsUleb128(kind))
        {
            Cursor cursor = buffer.Contents.Read(file.ByteOrder, offset);
            cursor.SkipLeb128();
            int length = (int)(cursor.Position - (long)offset);
            RelocatedField.ApplyUleb128(buffer.Writable(offset, length), kind, symbolValue + (ulong)relocation.Addend);
            return;
        }

        int width = RelocatedField.Width(kind);
        if (offset > (ulong)buffer.Contents.Length || (ulong)width > (ulong)buffer.Contents.Length - offset)
        {
            throw table.Malformed(index, $"relocation offset 0x{relocation.Offset:x} is outside its section "
                + $"({buffer.Contents.Length} bytes)");
        }

        Span<byte> field = buffer.Writable(offset, width);
        ulong addend = table.HasAddends ? (ulong)relocation.Addend : RelocatedField.Read(field, file.ByteOrder);
        RelocatedField.Apply(field, kind, symbolValue + addend, file.ByteOrder);
        if (!field.ContainsAnyExcept((byte)0))
        {
            zeros.Add(offset);
        }
    }
}

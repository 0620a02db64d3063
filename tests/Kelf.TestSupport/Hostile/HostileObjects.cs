// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;

namespace Kelf.TestSupport.Hostile;

/// <summary>Objects, archives and logs that are small for what they make a naive reader do.</summary>
public static class HostileObjects
{
    /// <summary>An object of one source with one local function.</summary>
    public static byte[] OfFile(string file, string function)
    {
        PlainElf elf = new(ElfType.Relocatable);
        elf.Section(".text", ElfSectionType.ProgramBits, new byte[16], ElfSectionFlags.Allocated | ElfSectionFlags.Executable);
        byte[] strings = Encoding.ASCII.GetBytes($"\0{file}\0{function}\0");
        elf.Symbols(
            strings,
            [
                new PlainSymbol(1, PlainSymbol.LocalFile, 0xfff1, 0),
                new PlainSymbol((uint)file.Length + 2, PlainSymbol.LocalFunction, 1, 0, 4),
            ],
            locals: 2);
        return elf.Build();
    }

    /// <summary>An ordinary archive of that many members of the same contents.</summary>
    public static byte[] ArchiveOf(int count, byte[] member)
    {
        ArchiveBuilder archive = new();
        for (int i = 0; i < count; i++)
        {
            archive.Member($"m{i}/", member);
        }

        return archive.Build();
    }

    /// <summary>A thin archive that names a file again and again.</summary>
    public static byte[] ThinArchiveOf(int count, string path)
    {
        ArchiveBuilder archive = new(isThin: true);
        archive.Member("//", Encoding.ASCII.GetBytes(path + "/\n"));
        for (int i = 0; i < count; i++)
        {
            archive.Thin("/0", 1);
        }

        return archive.Build();
    }

    /// <summary>
    /// Debugging information of variables whose names are the ends of one string, each one byte shorter than the one before.
    /// </summary>
    public static byte[] OfSharedNames(int count)
    {
        ByteAssembler info = new(ByteOrder.Little);
        info.U32(0).U16(5).U8(1).U8(8).U32(0).Uleb(1);
        for (int i = 0; i < count; i++)
        {
            info.Uleb(2).U32((ulong)i);
        }

        info.U8(0);
        byte[] bytes = info.Patch(0, (ulong)info.Position - 4, 4).ToArray();
        byte[] abbreviations = new ByteAssembler(ByteOrder.Little)
            .Uleb(1).Uleb((ulong)DwTag.CompileUnit).U8(1).U8(0).U8(0)
            .Uleb(2).Uleb((ulong)DwTag.Variable).U8(0).Uleb((ulong)DwAttribute.Name).Uleb((ulong)DwForm.Strp).U8(0).U8(0)
            .U8(0).ToArray();
        return WithDebugging(ElfType.Relocatable, bytes, abbreviations, (".debug_str", [.. Enumerable.Repeat((byte)'a', count), 0]));
    }

    /// <summary>
    /// Structures that lead to each other in a ring, and as many variables, each of another of them: each reaches all. The names of
    /// the variables are <c>v</c> and eight digits.
    /// </summary>
    /// <param name="count">Number of structures, and of variables.</param>
    /// <param name="hasRivals">One structure more has the name of the first, and another size.</param>
    public static byte[] OfRing(int count, bool hasRivals)
    {
        ByteAssembler info = new(ByteOrder.Little);
        info.U32(0).U16(5).U8(1).U8(8).U32(0).Uleb(1);
        int first = info.Position;
        const int Size = 12, NameLength = 10;
        for (int i = 0; i < count + (hasRivals ? 1 : 0); i++)
        {
            info.Uleb(2).U32((ulong)(i % count * NameLength)).U8((ulong)(i == count ? 8 : 4));
            info.Uleb(3).U32((ulong)(first + ((i + 1) % count * Size))).U8(0);
        }

        for (int i = 0; i < count; i++)
        {
            info.Uleb(4).U32((ulong)((count + i) * NameLength)).U32((ulong)(first + (i * Size)));
        }

        if (hasRivals)
        {
            info.Uleb(4).U32((ulong)(count * NameLength)).U32((ulong)(first + (count * Size)));
        }

        byte[] bytes = info.U8(0).Patch(0, (ulong)info.Position - 4, 4).ToArray();
        byte[] abbreviations = new ByteAssembler(ByteOrder.Little)
            .Uleb(1).Uleb((ulong)DwTag.CompileUnit).U8(1).U8(0).U8(0)
            .Uleb(2).Uleb((ulong)DwTag.StructureType).U8(1).Uleb((ulong)DwAttribute.Name).Uleb((ulong)DwForm.Strp)
            .Uleb((ulong)DwAttribute.ByteSize).Uleb((ulong)DwForm.Data1).U8(0).U8(0)
            .Uleb(3).Uleb((ulong)DwTag.Member).U8(0).Uleb((ulong)DwAttribute.Type).Uleb((ulong)DwForm.Ref4).U8(0).U8(0)
            .Uleb(4).Uleb((ulong)DwTag.Variable).U8(0).Uleb((ulong)DwAttribute.Name).Uleb((ulong)DwForm.Strp)
            .Uleb((ulong)DwAttribute.Type).Uleb((ulong)DwForm.Ref4).U8(0).U8(0)
            .U8(0).ToArray();
        string names = string.Concat(Enumerable.Range(0, count).Select(i => $"s{i:d8}\0"))
            + string.Concat(Enumerable.Range(0, count).Select(i => $"v{i:d8}\0"));
        return WithDebugging(ElfType.Relocatable, bytes, abbreviations, (".debug_str", Encoding.ASCII.GetBytes(names)));
    }

    /// <summary>Units that have abbreviations of their own, each table beginning inside the one before, up to the end of all.</summary>
    public static byte[] OfOverlappingAbbreviations(int count)
    {
        ByteAssembler info = new(ByteOrder.Little);
        ByteAssembler abbreviations = new(ByteOrder.Little);
        for (int i = 0; i < count; i++)
        {
            info.U32(8).U16(5).U8(1).U8(8).U32((ulong)abbreviations.Position);
            abbreviations.Uleb((ulong)i + 1).Uleb((ulong)DwTag.BaseType).U8(0).U8(0).U8(0);
        }

        return WithDebugging(ElfType.Relocatable, info.ToArray(), abbreviations.U8(0).ToArray());
    }

    /// <summary>
    /// A linked image of units of DWARF 5 and 4 whose lists of ranges are the same bytes again and again: more of those of each
    /// version than the budget of their section allows.
    /// </summary>
    /// <param name="old">Units of DWARF 4.</param>
    /// <param name="recent">Units of DWARF 5.</param>
    /// <param name="ranges">Entries of each list.</param>
    public static (byte[] Info, byte[] Abbreviations, byte[] Ranges, byte[] RangeLists) MixedUnits(int old, int recent, int ranges)
    {
        ByteAssembler info = new(ByteOrder.Little);
        for (int i = 0; i < old + recent; i++)
        {
            bool isOld = i >= recent;
            int start = info.Position;
            info.U32(0);
            _ = isOld ? info.U16(4).U32(0).U8(8) : info.U16(5).U8(1).U8(8).U32(0);
            info.Uleb(1).CString($"dir/u{i}.c").U32(isOld ? 0 : 12u).U64(HostileKernels.Base + ((ulong)i * 0x100));
            info.Patch(start, (ulong)(info.Position - start - 4), 4);
        }

        byte[] abbreviations = new ByteAssembler(ByteOrder.Little)
            .Uleb(1).Uleb((ulong)DwTag.CompileUnit).U8(0).Uleb((ulong)DwAttribute.Name).Uleb((ulong)DwForm.String)
            .Uleb((ulong)DwAttribute.Ranges).Uleb((ulong)DwForm.SecOffset)
            .Uleb((ulong)DwAttribute.LowPc).Uleb((ulong)DwForm.Addr).U8(0).U8(0).U8(0).ToArray();
        ByteAssembler oldList = new(ByteOrder.Little);
        ByteAssembler list = new ByteAssembler(ByteOrder.Little).U32(0).U16(5).U8(8).U8(0).U32(0);
        for (int i = 0; i < ranges; i++)
        {
            oldList.U64(0).U64(0x40);
            list.U8(4).Uleb(0).Uleb(0x40);
        }

        oldList.U64(0).U64(0);
        return (info.ToArray(), abbreviations, oldList.ToArray(), list.U8(0).ToArray());
    }

    /// <summary>An ELF file with debugging information.</summary>
    public static byte[] WithDebugging(ElfType type, byte[] info, byte[] abbreviations, params (string Name, byte[] Contents)[] others)
    {
        PlainElf elf = new(type);
        elf.Section(".text", ElfSectionType.ProgramBits, new byte[64], ElfSectionFlags.Allocated | ElfSectionFlags.Executable);
        elf.Section(".debug_info", ElfSectionType.ProgramBits, info);
        elf.Section(".debug_abbrev", ElfSectionType.ProgramBits, abbreviations);
        foreach ((string name, byte[] contents) in others)
        {
            elf.Section(name, ElfSectionType.ProgramBits, contents);
        }

        elf.Symbols("\0f\0"u8, [new PlainSymbol(1, PlainSymbol.GlobalFunction, 1, 0)]);
        return elf.Build();
    }

    /// <summary>A log of that many frames of one function, each at another offset and of another size, in one line or in as many.</summary>
    public static byte[] Log(int frames, bool inOneLine)
    {
        StringBuilder log = new();
        for (int i = 0; i < frames; i++)
        {
            log.Append(System.Globalization.CultureInfo.InvariantCulture, $" init+0x{i:x}/0x{i + 1:x}").Append(inOneLine ? "" : "\n");
        }

        return Encoding.ASCII.GetBytes(log.Append('\n').ToString());
    }
}

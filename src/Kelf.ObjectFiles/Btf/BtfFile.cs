// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Diagnostics.CodeAnalysis;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.ObjectFiles.Btf;

/// <summary>
/// Type information for BPF, as it is in the section <c>.BTF</c> of a kernel or module, and in /sys/kernel/btf (kernel
/// Documentation/bpf/btf.rst). That of a module continues that of its kernel: ids and strings count on.
/// </summary>
/// <remarks>
/// All sizes are checked when it is opened: a type's parts lie inside the file. Ids and names inside them are checked when they are
/// followed. Types may refer to each other in circles, which BTF of a compiler does through structures only.
/// </remarks>
/// <example>
/// <code>
/// if (BtfFile.TryRead(kernel, null, out BtfFile? btf))
/// {
///     for (uint id = 1; id &lt; btf.EndId; id++) { BtfType type = btf[id]; ... }
/// }
/// </code>
/// </example>
public sealed class BtfFile
{
    /// <summary>The name of the section.</summary>
    public const string SectionName = ".BTF";

    private const ushort Magic = 0xeb9f;
    private const int SmallestHeader = 24, RecordSize = 12, WordSize = 4;
    // Before Linux 7.0 vlen had 16 bits and kind 5 of what are 24 and 7 now; the bits between were 0.
    private const uint KindMask = 0x7f;
    private const int KindShift = 24;
    private const uint FlagBit = 1u << 31;

    private readonly Region _types, _strings;
    private readonly ByteOrder _order;
    private readonly BtfFile? _below;
    private readonly List<uint> _offsets = [];
    private readonly uint _firstString;

    private BtfFile(Region contents, BtfFile? below)
    {
        _below = below;
        _order = OrderOf(contents);
        Cursor header = contents.Read(_order, WordSize);
        uint length = header.U32();
        if (length < SmallestHeader || length > contents.Length)
        {
            throw header.Malformed($"a BTF header of {length} bytes");
        }

        (uint typesAt, uint typesLength, uint stringsAt, uint stringsLength) = (header.U32(), header.U32(), header.U32(), header.U32());
        Region body = contents.Slice(length, (ulong)contents.Length - length);
        if (typesAt % WordSize != 0)
        {
            throw header.Malformed($"types of BTF at the offset 0x{typesAt:x}, which is not a multiple of {WordSize}");
        }

        (_types, _strings) = (body.Slice(typesAt, typesLength), body.Slice(stringsAt, stringsLength));
        _firstString = below?._firstString + (uint?)below?._strings.Length ?? 0;
        FirstId = below?.EndId ?? 1;
        if (below is null && (_strings.IsEmpty || _strings.Span(0, 1)[0] != 0))
        {
            throw _strings.Malformed(0, "the strings of BTF do not begin with the empty one");
        }

        if (!_strings.IsEmpty && _strings.Span((ulong)_strings.Length - 1, 1)[0] != 0)
        {
            throw _strings.Malformed((ulong)_strings.Length - 1, "the last string of BTF does not end");
        }

        FindTypes();
    }

    /// <summary>The first id of this file; those below are of the file that it continues.</summary>
    public uint FirstId { get; }

    /// <summary>The id after the last.</summary>
    public uint EndId => FirstId + (uint)_offsets.Count;

    /// <summary>A type.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="MalformedFileException">There is none of that id.</exception>
    public BtfType this[uint id]
    {
        get
        {
            if (id < FirstId)
            {
                return id == 0 ? default : _below![id];
            }

            return id < EndId ? RecordAt(_offsets[(int)(id - FirstId)]) with { Id = id }
                : throw _types.Malformed(0, $"a type refers to the type {id}, and the last one is {EndId - 1}");
        }
    }

    /// <summary>Reads the section of an image or module.</summary>
    /// <param name="elf">The image or module.</param>
    /// <param name="below">What its BTF continues, or null.</param>
    /// <param name="btf">The types.</param>
    /// <returns>False when it has no such section.</returns>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    public static bool TryRead(ElfFile elf, BtfFile? below, [NotNullWhen(true)] out BtfFile? btf)
    {
        ArgumentNullException.ThrowIfNull(elf);
        btf = elf.TryFindSection(SectionName, out ElfSection? section) ? Read(elf.Contents(section), below) : null;
        return btf is not null;
    }

    /// <summary>Reads BTF that is no part of an ELF file, such as <c>/sys/kernel/btf/vmlinux</c>.</summary>
    /// <param name="contents">Its bytes.</param>
    /// <param name="below">What it continues, or null.</param>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    public static BtfFile Read(Region contents, BtfFile? below = null) => new(contents, below);

    /// <summary>True when the bytes begin as BTF does, in either byte order.</summary>
    public static bool IsBtf(Region contents)
    {
        if (contents.Length < SmallestHeader)
        {
            return false;
        }

        ushort magic = contents.Read(ByteOrder.Little).U16();
        return magic is Magic || magic == System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(Magic);
    }

    /// <summary>A name.</summary>
    /// <param name="offset">Where it is; 0 is the empty name.</param>
    /// <exception cref="MalformedFileException">There is none.</exception>
    public ReadOnlySpan<byte> Name(uint offset) => offset >= _firstString || _below is null
        ? _strings.CString(offset - _firstString) : offset == 0 ? [] : _below.Name(offset);

    private static ByteOrder OrderOf(Region contents)
    {
        Cursor cursor = contents.Read(ByteOrder.Little);
        ushort magic = cursor.U16();
        ByteOrder order = magic == Magic ? ByteOrder.Little : ByteOrder.Big;
        if (!IsBtf(contents))
        {
            throw cursor.Malformed($"no BTF: it begins with 0x{magic:x4}");
        }

        byte version = cursor.U8();
        return version == 1 ? order : throw cursor.Malformed($"BTF of version {version}; version 1 is known");
    }

    private void FindTypes()
    {
        for (long at = 0; at < _types.Length;)
        {
            BtfType type = RecordAt(at);
            long end = type.PartsOffset + PartsSize(type, at);
            if (end > _types.Length)
            {
                throw _types.Malformed((ulong)at, $"type {EndId} reaches outside of the types");
            }

            _offsets.Add((uint)at);
            at = end;
        }
    }

    private BtfType RecordAt(long at)
    {
        Cursor cursor = _types.Read(_order, (ulong)at);
        (uint name, uint info, uint value) = (cursor.U32(), cursor.U32(), cursor.U32());
        return new BtfType(0, (BtfKind)((info >> KindShift) & KindMask), name, (int)(info & BtfType.CountMask), (info & FlagBit) != 0, value)
        {
            PartsOffset = at + RecordSize,
            Owner = this,
        };
    }

    // Bytes after the record of a type.
    private long PartsSize(BtfType type, long at) => type.Kind switch
    {
        BtfKind.Integer or BtfKind.Variable or BtfKind.DeclarationTag => WordSize,
        BtfKind.Array => BtfType.MemberSize,
        BtfKind.Structure or BtfKind.Union or BtfKind.DataSection or BtfKind.Enumeration64 => (long)type.Count * BtfType.MemberSize,
        BtfKind.Enumeration or BtfKind.Prototype => (long)type.Count * BtfType.PairSize,
        BtfKind.Void or > BtfKind.Enumeration64 => throw _types.Malformed((ulong)at, $"type {EndId} is of the kind {(int)type.Kind}, which is not known"),
        _ => 0,
    };

    /// <summary>An error about the type whose parts begin there.</summary>
    internal MalformedFileException MalformedAt(long parts, string what) => _types.Malformed((ulong)(parts - RecordSize), what);

    /// <summary>Words after a record.</summary>
    internal Cursor PartsOf(BtfType type, long offset) => _types.Read(_order, (ulong)(type.PartsOffset + offset));
}

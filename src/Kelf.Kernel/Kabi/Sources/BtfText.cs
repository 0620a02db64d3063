// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Btf;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>
/// Types of BTF as symtypes, in the words of gendwarfksyms: as near to what it writes from the debugging information of the same build as BTF
/// can say. BTF has no alignments, and does not tell a flexible array from one without elements.
/// </summary>
/// <param name="names">The types.</param>
/// <param name="pointerSize">Bytes of a pointer.</param>
/// <param name="file">What messages call the file.</param>
internal sealed class BtfText(BtfNames names, int pointerSize, string file)
{
    // Types without a name are written where they are used. Those of a kernel are nested six deep, and their texts are shorter than its BTF.
    private const int DeepestNesting = 64;
    private const long TextPerType = 1024;
    private const int BitsPerByte = 8;
    // DWARF 5 7.8, "Encoding of base types".
    private const int Boolean = 2, FloatingPoint = 4, Signed = 5, SignedCharacter = 6, Unsigned = 7, UnsignedCharacter = 8;

    private readonly BtfFile _file = names.File;
    private readonly long _limit = TextPerType * (names.File.EndId + 1L);
    private readonly ByteBuilder _text = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _waiting = new();

    /// <summary>The lines of symbols, and of all types that they need.</summary>
    /// <param name="symbols">Names of functions and variables; those that BTF does not have are left out.</param>
    /// <exception cref="MalformedFileException">A type is malformed.</exception>
    public ReadOnlySpan<byte> Write(IEnumerable<string> symbols)
    {
        foreach (string symbol in symbols)
        {
            if (names.TryFindSymbol(symbol, out uint id))
            {
                Append(symbol);
                WriteSymbol(_file[id]);
            }
        }

        while (_waiting.TryDequeue(out string? reference))
        {
            Append($"{reference} ");
            WriteBody(_file[names.Find(reference)], 0);
            Append("\n");
        }

        return _text.Bytes;
    }

    private void WriteSymbol(BtfType symbol)
    {
        BtfType type = _file[symbol.Value];
        if (symbol.Kind == BtfKind.Variable)
        {
            Append(" variable ");
            WriteType(symbol.Value, 0);
        }
        else
        {
            Append(" subprogram ");
            WritePrototype(type.Kind == BtfKind.Prototype ? type : throw symbol.Malformed($"type {symbol.Id}, a function, refers to no prototype"), 0);
        }

        Append("\n");
    }

    // A type that has a name stands for itself; its line follows.
    private void WriteType(uint id, int depth)
    {
        BtfType type = _file[id];
        if (names.Reference(type) is not { } reference)
        {
            WriteBody(type, depth + 1);
            return;
        }

        Append(reference);
        if (_known.Add(reference))
        {
            _waiting.Enqueue(reference);
        }
    }

    private void WriteBody(BtfType type, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw type.Malformed($"type {type.Id} is in types without a name, more than {DeepestNesting} of them");
        }

        switch (type.Kind)
        {
            case BtfKind.Void:
                Append("base_type void");
                break;
            case BtfKind.Integer:
                Append($"base_type {NameOf(type, type.NameOffset, ' ')} byte_size({type.Value}) encoding({EncodingOf(type)})");
                break;
            case BtfKind.Float:
                Append($"base_type {NameOf(type, type.NameOffset, ' ')} byte_size({type.Value}) encoding({FloatingPoint})");
                break;
            case BtfKind.Pointer:
                WriteAround("pointer_type", type.Value, depth);
                Append(names.IsOfGcc ? $" byte_size({pointerSize})" : "");
                break;
            case BtfKind.Const:
                WriteAround("const_type", type.Value, depth);
                break;
            case BtfKind.Volatile:
                WriteAround("volatile_type", type.Value, depth);
                break;
            case BtfKind.Restrict:
                WriteAround("restrict_type", type.Value, depth);
                break;
            case BtfKind.Typedef:
                WriteAround($"typedef_type {NameOf(type, type.NameOffset)}", type.Value, depth);
                break;
            case BtfKind.TypeTag:
                WriteType(type.Value, depth);
                break;
            case BtfKind.Array:
                WriteArray(type, depth);
                break;
            case BtfKind.Prototype:
                Append("subroutine_type ");
                WritePrototype(type, depth);
                break;
            case BtfKind.Structure or BtfKind.Union:
                WriteMembers(type, depth);
                break;
            case BtfKind.Forward:
                Append($"{(type.Flag ? "union" : "structure")}_type {NameOf(type, type.NameOffset)} {{ }}");
                break;
            case BtfKind.Enumeration or BtfKind.Enumeration64:
                WriteEnumerators(type);
                break;
            default:
                throw type.Malformed($"type {type.Id} is a {type.Kind}, where a type is meant");
        }
    }

    private void WriteAround(string tag, uint inner, int depth)
    {
        Append($"{tag} {{ ");
        WriteType(inner, depth);
        Append(" }");
    }

    // Dimensions stand side by side in DWARF, and one in the other here.
    private void WriteArray(BtfType type, int depth)
    {
        Append("array_type");
        BtfArray array;
        do
        {
            array = type.Array();
            Append(array.Length == 0 ? "[]" : $"[{array.Length}]");
            type = _file[array.Element];
            depth++;
        }
        while (type.Kind == BtfKind.Array && depth < DeepestNesting);

        Append(" { ");
        WriteType(array.Element, depth);
        Append(" }");
    }

    private void WritePrototype(BtfType type, int depth)
    {
        Append("( ");
        string separator = "";
        foreach (BtfParameter parameter in type.Parameters())
        {
            // What stands for "..." is no parameter in DWARF.
            if (parameter.Type == 0 && parameter.NameOffset == 0)
            {
                continue;
            }

            Append($"{separator}formal_parameter ");
            WriteType(parameter.Type, depth);
            Append(Named(type, parameter.NameOffset));
            separator = " , ";
        }

        Append(separator.Length > 0 ? " ) -> " : ") -> ");
        WriteType(type.Value, depth);
    }

    private void WriteMembers(BtfType type, int depth)
    {
        bool isUnion = type.Kind == BtfKind.Union;
        Append($"{(isUnion ? "union" : "structure")}_type{Named(type, type.NameOffset)} {{ ");
        string separator = "";
        foreach (BtfMember member in type.Members())
        {
            Append($"{separator}member ");
            WriteType(member.Type, depth);
            Append(Named(type, member.NameOffset));
            bool hasPlace = !isUnion || !names.IsOfGcc;
            Append(member.BitSize != 0 ? $" bit_size({member.BitSize})" + (hasPlace ? $" data_bit_offset({member.BitOffset})" : "")
                : hasPlace ? $" data_member_location({member.BitOffset / BitsPerByte})" : "");
            separator = " , ";
        }

        Append($"{(separator.Length > 0 ? " " : "")}}} byte_size({type.Value})");
    }

    private void WriteEnumerators(BtfType type)
    {
        Append($"enumeration_type{Named(type, type.NameOffset)} {{ ");
        string separator = "";
        foreach (BtfEnumerator value in type.Enumerators())
        {
            Append($"{separator}enumerator {NameOf(type, value.NameOffset)} = {value.Value}");
            separator = " , ";
        }

        // One without values is only declared.
        Append(separator.Length > 0 ? $" }} byte_size({type.Value})" : "}");
    }

    // What BTF does not say of a character follows from its size: C has no other number of one byte.
    private static int EncodingOf(BtfType type)
    {
        BtfEncoding encoding = type.Encoding();
        bool isSigned = encoding.HasFlag(BtfEncoding.Signed);
        return encoding.HasFlag(BtfEncoding.Boolean) ? Boolean
            : type.Value == 1 ? (isSigned ? SignedCharacter : UnsignedCharacter) : isSigned ? Signed : Unsigned;
    }

    private string Named(BtfType type, uint offset) => offset == 0 ? "" : " " + NameOf(type, offset);

    // Words of symtypes are parted by blanks; only names of numbers have some: "long unsigned int".
    private string NameOf(BtfType type, uint offset, char lowest = '!')
    {
        ReadOnlySpan<byte> name = _file.Name(offset);
        return !name.IsEmpty && name.IndexOfAnyExceptInRange((byte)lowest, (byte)'~') < 0 && !name.ContainsAny("'{},#"u8)
            ? Encoding.ASCII.GetString(name) : throw type.Malformed($"type {type.Id}, or a part of it, has a name that is none in C");
    }

    private void Append(string text)
    {
        _text.Write(Encoding.UTF8.GetBytes(text));
        if (_text.Bytes.Length > _limit)
        {
            throw new MalformedFileException(file, "types without a name contain each other so often that their text would have no end");
        }
    }
}

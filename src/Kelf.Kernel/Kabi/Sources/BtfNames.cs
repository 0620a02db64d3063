// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Btf;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>
/// The types of BTF by what symtypes call them (<c>s#task_struct</c>), its functions and variables by name. Of types that have one name the
/// first that is defined counts.
/// </summary>
internal sealed class BtfNames
{
    private readonly BtfNames? _below;
    private readonly Dictionary<string, uint> _types = new(StringComparer.Ordinal), _symbols = new(StringComparer.Ordinal);

    /// <summary>Reads the names of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="below">Those of the file that it continues, or null.</param>
    public BtfNames(BtfFile file, BtfNames? below)
    {
        (File, _below) = (file, below);
        IsOfGcc = below?.IsOfGcc ?? false;
        for (uint id = file.FirstId; id < file.EndId; id++)
        {
            BtfType type = file[id];
            if (type.Kind is BtfKind.Function or BtfKind.Variable)
            {
                _symbols.TryAdd(NameOf(type), id);
            }
            else if (type.Kind == BtfKind.Integer)
            {
                bool isOfGcc = file.Name(type.NameOffset).SequenceEqual("long unsigned int"u8);
                IsOfGcc |= isOfGcc;
                PointerSize = isOfGcc || file.Name(type.NameOffset).SequenceEqual("unsigned long"u8) ? (int)Math.Min(type.Value, sizeof(ulong)) : PointerSize;
            }
            else if (Reference(type) is { } reference)
            {
                Note(reference, type);
            }
        }
    }

    /// <summary>The file.</summary>
    public BtfFile File { get; }

    /// <summary>True when the words for numbers are those of gcc; clang says <c>unsigned long</c>.</summary>
    public bool IsOfGcc { get; }

    /// <summary>Bytes of a pointer, which are those of <c>long</c> in a kernel.</summary>
    public int PointerSize { get; } = sizeof(ulong);

    /// <summary>The function or variable of a name.</summary>
    public bool TryFindSymbol(string name, out uint id) => _symbols.TryGetValue(name, out id) || (_below?.TryFindSymbol(name, out id) ?? false);

    /// <summary>The type that a name stands for.</summary>
    /// <param name="reference">Such as <c>s#page</c>, of a type of this file.</param>
    public uint Find(string reference)
    {
        // What a module only declares is defined by its kernel.
        if (_types.TryGetValue(reference, out uint own) && (_below is null || IsDefined(File[own])))
        {
            return own;
        }

        return _below is not null && _below._types.ContainsKey(reference) ? _below.Find(reference) : own;
    }

    /// <summary>What symtypes call a type; null for one that has no name, and is written where it is used.</summary>
    public string? Reference(BtfType type)
    {
        if (type.NameOffset == 0)
        {
            return null;
        }

        string? prefix = type.Kind switch
        {
            BtfKind.Structure => "s#",
            BtfKind.Union => "u#",
            BtfKind.Forward => type.Flag ? "u#" : "s#",
            BtfKind.Enumeration or BtfKind.Enumeration64 => "e#",
            BtfKind.Typedef => "t#",
            _ => null,
        };
        return prefix is null ? null : prefix + NameOf(type);
    }

    private static bool IsDefined(BtfType type) =>
        type.Kind != BtfKind.Forward && (type.Kind is not (BtfKind.Enumeration or BtfKind.Enumeration64) || type.Count > 0);

    private string NameOf(BtfType type) => Encoding.UTF8.GetString(File.Name(type.NameOffset));

    private void Note(string reference, BtfType type)
    {
        if (!_types.TryAdd(reference, type.Id) && IsDefined(type) && !IsDefined(File[_types[reference]]))
        {
            _types[reference] = type.Id;
        }
    }
}

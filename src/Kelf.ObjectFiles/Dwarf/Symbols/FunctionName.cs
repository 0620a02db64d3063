// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Names;

namespace Kelf.ObjectFiles.Dwarf.Symbols;

/// <summary>
/// What a function, an inlined instance of one, or a variable is called. Instances have their name in the entry that they come from
/// (<c>DW_AT_abstract_origin</c>, DWARF 5 §3.3.8), definitions apart from their declaration in that
/// (<c>DW_AT_specification</c>, §2.13.2); both may be in another unit.
/// </summary>
public readonly ref struct FunctionName
{
    // An inlined instance comes from a definition, and that from a declaration in a class: two steps.
    private const int MostSteps = 16;

    private FunctionName(ReadOnlySpan<byte> name, ReadOnlySpan<byte> linkageName)
    {
        Name = name;
        LinkageName = linkageName;
    }

    /// <summary>The name in the source; empty when it has none.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The name in the object where that is another one, mangled in C++ and Rust; else empty.</summary>
    public ReadOnlySpan<byte> LinkageName { get; }

    /// <summary>Its symbol: the linkage name if it has one, else the name.</summary>
    public ReadOnlySpan<byte> SymbolName => LinkageName.IsEmpty ? Name : LinkageName;

    /// <summary>Finds the names of an entry: its own, else those of the entries it refers to.</summary>
    /// <param name="entry">A function, an inlined instance, or a variable.</param>
    /// <exception cref="MalformedFileException">
    /// An entry is malformed, a reference leads nowhere or into a supplementary file, or the references lead in a circle.
    /// </exception>
    public static FunctionName Find(DieReference entry)
    {
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> linkageName = default;
        DieReference next = entry;
        for (int step = 0; step < MostSteps; step++)
        {
            DieReader reader = next.Read();
            SymbolEntry symbol = reader.Next() ? SymbolEntry.Read(next.Unit, ref reader) : default;
            name = name.IsEmpty ? next.Unit.String(symbol.Name) : name;
            linkageName = linkageName.IsEmpty ? next.Unit.String(symbol.LinkageName) : linkageName;
            AttributeValue origin = symbol.AbstractOrigin.Form != DwForm.None ? symbol.AbstractOrigin : symbol.Specification;
            if (origin.Form == DwForm.None || !(name.IsEmpty || linkageName.IsEmpty))
            {
                return new FunctionName(name, linkageName);
            }

            next = next.Unit.Resolve(origin);
        }

        throw entry.Malformed($"more than {MostSteps} entries refer to each other for the name of one");
    }

    /// <summary>The name in the source as text.</summary>
    public override string ToString() => Utf8Name.ToText(Name);
}

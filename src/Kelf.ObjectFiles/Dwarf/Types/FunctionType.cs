// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>A function or the type of one (DWARF 5 §3.3, §5.10).</summary>
public readonly struct FunctionType
{
    private FunctionType(in TypeEntry entry) => Entry = entry;

    /// <summary>The entry.</summary>
    public TypeEntry Entry { get; }

    /// <summary>Its own name; <see cref="Symbols.FunctionName"/> also finds that of an instance.</summary>
    public ReadOnlySpan<byte> Name => Entry.Name;

    /// <summary>Whether it was declared with its parameters (<c>DW_AT_prototyped</c>): <c>f(void)</c>, not <c>f()</c>.</summary>
    public bool IsPrototyped => Entry.TryFind(DwAttribute.Prototyped, out AttributeValue flag) && flag.IsTrue;

    /// <summary>The parameters in order; <see cref="Parameter.TryFrom"/> makes views of them.</summary>
    public ChildEntries Parameters => Entry.ChildrenOf(DwTag.FormalParameter);

    /// <summary>Views an entry as a function or the type of one.</summary>
    /// <returns>False when it is neither.</returns>
    public static bool TryFrom(in TypeEntry entry, out FunctionType function)
    {
        bool isFunction = entry.Tag is DwTag.Subprogram or DwTag.SubroutineType;
        function = isFunction ? new FunctionType(entry) : default;
        return isFunction;
    }

    /// <summary>The type of the result, also that of the function that this is an instance of.</summary>
    /// <returns>False when it returns nothing.</returns>
    /// <exception cref="MalformedFileException">It leads to no entry, or is malformed.</exception>
    public bool TryReturnType(out TypeEntry type) =>
        Entry.TryType(out type) || (Entry.TryOrigin(out TypeEntry origin) && origin.TryType(out type));

    /// <summary>Whether more arguments may follow the parameters (<c>...</c>, <c>DW_TAG_unspecified_parameters</c>).</summary>
    /// <exception cref="MalformedFileException">A child is malformed.</exception>
    public bool IsVariadic()
    {
        ChildEntries rest = Entry.ChildrenOf(DwTag.UnspecifiedParameters);
        return rest.MoveNext();
    }
}

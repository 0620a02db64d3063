// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Shapes;

/// <summary>What a part of a record is.</summary>
internal enum NodeKind
{
    /// <summary>A named type elsewhere: <c>s#dev</c>.</summary>
    Reference,

    /// <summary>A type of the language: <c>unsigned int</c>; of genksyms, any type as C spells it.</summary>
    Base,

    /// <summary>A pointer or reference to the target.</summary>
    Pointer,

    /// <summary>The target, const or volatile or the like.</summary>
    Qualified,

    /// <summary>An array of the target.</summary>
    Array,

    /// <summary>A structure or class.</summary>
    Structure,

    /// <summary>A union.</summary>
    Union,

    /// <summary>An enumeration.</summary>
    Enumeration,

    /// <summary>Another name of the target.</summary>
    Typedef,

    /// <summary>A function; its members are the parameters, its target what it returns.</summary>
    Function,

    /// <summary>A variable of the target's type.</summary>
    Variable,

    /// <summary>The value of an enumerator in an expression, which genksyms has (<c>E#</c>), or what has no known form.</summary>
    Other,
}

/// <summary>A member, or a parameter of a function.</summary>
/// <param name="Name">Its name; empty when it has none.</param>
/// <param name="Type">Its type.</param>
/// <param name="BitOffset">Offset in bits, where that is known.</param>
/// <param name="BitSize">Size of a bit-field in bits; null for other members.</param>
internal sealed record MemberNode(string Name, TypeNode Type, long? BitOffset, long? BitSize);

/// <summary>An enumerator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value: a number, or an expression that was not evaluated.</param>
internal sealed record EnumeratorNode(string Name, string Value);

/// <summary>A type, or a part of one, as a record spells it.</summary>
internal sealed class TypeNode
{
    /// <summary>What it is.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>Its name, the words of a base type, or the qualifier.</summary>
    public string Name { get; init; } = "";

    /// <summary>The words of the record that spell it.</summary>
    public required ArraySegment<string> Words { get; init; }

    /// <summary>What it is made of: see <see cref="NodeKind"/>.</summary>
    public TypeNode? Target { get; init; }

    /// <summary>Members of a structure, parameters of a function.</summary>
    public IReadOnlyList<MemberNode> Members { get; init; } = [];

    /// <summary>Enumerators of an enumeration.</summary>
    public IReadOnlyList<EnumeratorNode> Enumerators { get; init; } = [];

    /// <summary>Elements of an array; null where that is unknown or an expression.</summary>
    public long? Count { get; init; }

    /// <summary>Size in bytes, where the record says it.</summary>
    public long? Size { get; init; }

    /// <summary>Alignment in bytes, where the record says it.</summary>
    public long? Alignment { get; init; }

    /// <summary>How a base type is encoded (<c>DW_ATE</c>), where the record says it.</summary>
    public long? Encoding { get; init; }

    /// <summary>True for a type that is known by name only.</summary>
    public bool IsDeclaration { get; init; }

    /// <summary>True for a function with <c>...</c>.</summary>
    public bool IsVariadic { get; init; }

    /// <summary>The words, with blanks between.</summary>
    public string Text => string.Join(' ', Words.AsSpan());
}

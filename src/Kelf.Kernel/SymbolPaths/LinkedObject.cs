// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths;

/// <summary>A symbol that an object defines, if the image has one of its name.</summary>
/// <param name="Name">Number of the name in the image's <see cref="RuntimeSymbols.Names"/>.</param>
/// <param name="Size">Bytes, or <see cref="UnknownSize"/> in bitcode.</param>
/// <param name="IsWeak">True when a strong definition replaces it.</param>
public readonly record struct DefinedSymbol(int Name, ulong Size, bool IsWeak)
{
    /// <summary>What bitcode tells of sizes.</summary>
    public const ulong UnknownSize = ulong.MaxValue;
}

/// <summary>The local symbols of an object that stand under one <c>STT_FILE</c> symbol; most objects have one such part.</summary>
/// <param name="FileName">
/// Number of the name that the image's <c>STT_FILE</c> symbol would have: base name of the source, or of the object when the
/// compiler wrote none; -1 when the image has no such name.
/// </param>
/// <param name="HasFileSymbol">False when the compiler wrote none: assembly.</param>
/// <param name="FileText">The file symbol's text, or empty.</param>
/// <param name="Locals">The local symbols.</param>
public sealed record ObjectPart(int FileName, bool HasFileSymbol, string FileText, IReadOnlyList<DefinedSymbol> Locals)
{
    /// <summary>
    /// Where its symbols come from; known after <see cref="SourceFinder.Resolve"/>. Null in an object that was joined of several, where
    /// symbols of assembly may be among them.
    /// </summary>
    public SourceUnit? Unit { get; set; } = SourceUnit.Unknown;
}

/// <summary>What attribution has to know of an object of the link.</summary>
public sealed class LinkedObject
{
    /// <summary>Path of the object below the object tree: <c>kernel/fork.o</c>.</summary>
    public required string ObjectPath { get; init; }

    /// <summary>Its parts, at least one.</summary>
    public required IReadOnlyList<ObjectPart> Parts { get; init; }

    /// <summary>The symbols that other objects see.</summary>
    public required IReadOnlyList<DefinedSymbol> Globals { get; init; }

    /// <summary>True for LLVM bitcode.</summary>
    public bool IsBitcode { get; init; }

    /// <summary>What the compiler was given as the source, or null when only its base name is known.</summary>
    public string? SourceFileName { get; init; }

    /// <summary>The suffix of local symbols that ThinLTO makes global, or null: <c>18297715555933059212</c>.</summary>
    public string? PromotionSuffix { get; init; }

    /// <summary>The source of its global symbols; null when it was joined of several, as no part has them.</summary>
    public SourceUnit? Unit => IsJoined ? null : Parts[0].Unit;

    /// <summary>The source of its local symbols that stand under no <c>STT_FILE</c> symbol, or null.</summary>
    public SourceUnit? UnitWithoutFile => Parts.FirstOrDefault(part => !part.HasFileSymbol)?.Unit;

    /// <summary>True when its parts are of several sources (<c>ld -r</c>).</summary>
    public bool IsJoined => Parts.Any(part => part.Unit?.Path is not { } path || path != Parts[0].Unit?.Path);

    /// <summary>All sources that it was made from, as far as its build tells.</summary>
    internal SourceSet Sources { get; set; } = SourceSet.None;
}

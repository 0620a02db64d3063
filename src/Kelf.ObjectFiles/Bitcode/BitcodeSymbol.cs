// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bitcode;

/// <summary>
/// What the linker knows of a symbol of bitcode: the flags of LLVM's irsymtab, by their bits in the file. The lowest two
/// bits are the visibility.
/// </summary>
[Flags]
public enum BitcodeSymbolFlags
{
    /// <summary>A local variable, defined.</summary>
    None = 0,

    /// <summary>Visibility <c>hidden</c>: no other linked file may use it.</summary>
    Hidden = 1 << 0,

    /// <summary>Visibility <c>protected</c>.</summary>
    Protected = 1 << 1,

    /// <summary>The table says more in a record of its own: a section, or the size of a common symbol.</summary>
    HasUncommon = 1 << 2,

    /// <summary>Defined elsewhere.</summary>
    Undefined = 1 << 3,

    /// <summary>A definition or reference that another definition replaces.</summary>
    Weak = 1 << 4,

    /// <summary>A tentative definition of C.</summary>
    Common = 1 << 5,

    /// <summary>An alias.</summary>
    Indirect = 1 << 6,

    /// <summary>Kept though nothing in the bitcode refers to it; assembly may.</summary>
    Used = 1 << 7,

    /// <summary>A variable of each thread.</summary>
    Tls = 1 << 8,

    /// <summary>A linker may leave it out of the symbol table.</summary>
    MayOmit = 1 << 9,

    /// <summary>Not local.</summary>
    Global = 1 << 10,

    /// <summary>Of use to LLVM only; in no symbol table.</summary>
    FormatSpecific = 1 << 11,

    /// <summary>Its address does not matter.</summary>
    UnnamedAddress = 1 << 12,

    /// <summary>A function; also every symbol of assembly, data or not.</summary>
    Executable = 1 << 13,
}

/// <summary>A symbol of a bitcode file.</summary>
/// <remarks>
/// A file that was compiled from <c>core_initcall(f);</c> has, among others,
/// <code>
/// Name                             IrName                      Flags                        Section
/// f                                f                           Executable                   .init.text
/// __initstub__kmod_a__1_2_f1       __initstub__kmod_a__1_2_f1  Hidden, Global, Executable   .init.text
/// __initcall__kmod_a__1_2_f1                                   Executable
/// </code>
/// The last comes from assembly, where sections are not known.
/// </remarks>
public readonly ref struct BitcodeSymbol
{
    /// <summary>Name in the object that the linker would make; temporary labels of assembly have none.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Name in the module; empty for symbols of assembly.</summary>
    public ReadOnlySpan<byte> IrName { get; init; }

    /// <summary>Its section when the source names one, else empty.</summary>
    public ReadOnlySpan<byte> Section { get; init; }

    /// <summary>Its properties.</summary>
    public BitcodeSymbolFlags Flags { get; init; }

    /// <summary>True for a label or reference of module-level assembly.</summary>
    public bool IsAssembly => IrName.IsEmpty;
}

/// <summary>Takes the symbols of a file one by one; they are valid during the call.</summary>
public delegate void BitcodeSymbolVisitor(in BitcodeSymbol symbol);

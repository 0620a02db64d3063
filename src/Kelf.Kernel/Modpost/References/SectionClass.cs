// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.References;

/// <summary>What the name of a section says about it; a section may be of several classes.</summary>
/// <remarks>Short, as there is one for each of hundreds of thousands of symbols.</remarks>
[Flags]
internal enum SectionClass : ushort
{
    /// <summary>No rule is about it.</summary>
    None = 0,

    /// <summary>Its references are not looked at: debugging information, notes, what a linker discards.</summary>
    Skipped = 1 << 0,

    /// <summary>Code and data that the kernel frees after it started.</summary>
    Init = 1 << 1,

    /// <summary>Code and data for the removal of a module, which a kernel without removal does not have.</summary>
    Exit = 1 << 2,

    /// <summary>Data among <see cref="Init"/>.</summary>
    InitData = 1 << 3,

    /// <summary>Code among <see cref="Init"/>.</summary>
    InitText = 1 << 4,

    /// <summary>Data that stays.</summary>
    Data = 1 << 5,

    /// <summary>Code that stays.</summary>
    Text = 1 << 6,

    /// <summary>Code in a section that an exception may name: <see cref="Text"/>, that of init and exit, and some more.</summary>
    AnyText = 1 << 7,

    /// <summary>None of <see cref="AnyText"/>.</summary>
    NoText = 1 << 8,

    /// <summary>Tables of corrections for PCI devices.</summary>
    PciFixup = 1 << 9,

    /// <summary>The exception table.</summary>
    ExceptionTable = 1 << 10,

    /// <summary>Alternative instructions, which are never executed where they lie.</summary>
    AlternativeReplacement = 1 << 11,

    /// <summary>Code that runs before everything else.</summary>
    HeadText = 1 << 12,

    /// <summary>6.1: what memory hotplug keeps of <see cref="Init"/>, and is freed without it.</summary>
    MemoryInit = 1 << 13,

    /// <summary>6.1: tables of exports.</summary>
    ExportTable = 1 << 14,
}

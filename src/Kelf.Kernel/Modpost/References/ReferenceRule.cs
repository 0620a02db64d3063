// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.References;

/// <summary>Why a reference is forbidden.</summary>
internal enum MismatchKind
{
    /// <summary>What stays refers to what is freed after the start.</summary>
    StaysToInit,

    /// <summary>What stays refers to what is there for removal only.</summary>
    StaysToExit,

    /// <summary>Init refers to exit.</summary>
    InitToExit,

    /// <summary>Exit refers to init.</summary>
    ExitToInit,

    /// <summary>6.1: what memory hotplug keeps refers to what is freed.</summary>
    HotplugToInit,

    /// <summary>6.1: an export is freed.</summary>
    ExportFreed,

    /// <summary>The exception table names alternative instructions.</summary>
    ExceptionInAlternative,

    /// <summary>The exception table names what is no code.</summary>
    ExceptionOutsideText,
}

/// <summary>A pair of classes between which references are forbidden.</summary>
/// <param name="From">Classes of the section with the reference; one is enough.</param>
/// <param name="To">Classes of the section that it leads to; one is enough.</param>
/// <param name="Kind">Why.</param>
internal sealed record ForbiddenPair(SectionClass From, SectionClass To, MismatchKind Kind);

/// <summary>A forbidden reference that is accepted because of the names of symbols.</summary>
/// <param name="From">Classes of the section with the reference; <see cref="SectionClass.None"/>: any section.</param>
/// <param name="To">Classes of the section that it leads to; <see cref="SectionClass.None"/>: any section.</param>
/// <param name="Source">Patterns of the symbol with the reference; none: any symbol.</param>
/// <param name="Target">Patterns of the symbol that it leads to; none: any symbol.</param>
/// <param name="Name">What the rule is called in explanations.</param>
internal sealed record NamedException(SectionClass From, SectionClass To, NamePattern[] Source, NamePattern[] Target, string Name)
{
    /// <summary>True when <c>-W</c> asks for these, too.</summary>
    public bool EndsWithExtraWarnings { get; init; }

    /// <summary>True for a guess at the type of a variable by the end of its name, which <c>--by-type</c> does without.</summary>
    public bool IsGuess { get; init; }
}

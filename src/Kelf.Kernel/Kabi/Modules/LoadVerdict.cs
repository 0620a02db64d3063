// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Modules;

/// <summary>Whether a kernel takes a module.</summary>
public enum LoadVerdict
{
    /// <summary>It loads.</summary>
    Loads,

    /// <summary>It loads, and the kernel complains.</summary>
    Warns,

    /// <summary>The kernel refuses it.</summary>
    Refused,
}

/// <summary>A reason why a kernel refuses a module, or complains.</summary>
/// <param name="Verdict">What follows from it.</param>
/// <param name="Kind">A word for programs.</param>
/// <param name="Symbol">The symbol; empty where it is about the module.</param>
/// <param name="Text">What it is, for people.</param>
public sealed record LoadReason(LoadVerdict Verdict, string Kind, string Symbol, string Text);

/// <summary>What a kernel makes of a module.</summary>
/// <param name="Module">The module's file.</param>
/// <param name="Verdict">Whether it loads.</param>
/// <param name="Reasons">Why, those that the kernel meets first before others; empty when it loads.</param>
public sealed record LoadAnswer(string Module, LoadVerdict Verdict, IReadOnlyList<LoadReason> Reasons)
{
    /// <summary>The modules that have to be loaded before, in ascending order.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];
}

// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.Modules;

/// <summary>A symbol that modules may use.</summary>
/// <param name="name">Its number in the <see cref="NameTable"/>.</param>
/// <param name="owner">Who exports it.</param>
public sealed class Export(int name, ModpostModule owner)
{
    /// <summary>Its number in the <see cref="NameTable"/>.</summary>
    public int Name { get; } = name;

    /// <summary>Who exports it.</summary>
    public ModpostModule Owner { get; } = owner;

    /// <summary>Only for modules with a compatible licence.</summary>
    public bool IsGplOnly { get; init; }

    /// <summary>A function, not data.</summary>
    public bool IsFunction { get; init; }

    /// <summary>Its namespace; empty when it is for all.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>Its version, or null when none was found.</summary>
    public uint? Version { get; set; }

    /// <summary>A module of this run uses it, or it is to stay for other reasons.</summary>
    public bool IsUsed { get; set; }
}

/// <summary>A symbol that a module needs.</summary>
/// <param name="Name">Its number in the <see cref="NameTable"/>, as the module spells it.</param>
/// <param name="IsWeak">It may stay undefined.</param>
/// <param name="Export">What it was resolved to, or null.</param>
public record struct Import(int Name, bool IsWeak, Export? Export = null);

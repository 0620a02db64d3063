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

/// <summary>A symbol that a module needs. Thousands of modules need hundreds of thousands: that it may stay undefined is its sign.</summary>
public readonly record struct Import
{
    private readonly int _number;

    /// <summary>Makes one.</summary>
    /// <param name="name">The number of its name in the <see cref="NameTable"/>, as the module spells it.</param>
    /// <param name="isWeak">It may stay undefined.</param>
    public Import(int name, bool isWeak) => _number = isWeak ? ~name : name;

    /// <summary>The number of its name in the <see cref="NameTable"/>, as the module spells it.</summary>
    public int Name => IsWeak ? ~_number : _number;

    /// <summary>It may stay undefined.</summary>
    public bool IsWeak => _number < 0;
}

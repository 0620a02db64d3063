// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Fixes;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Kabi.Findings;

/// <summary>One of the ways in which a type, function, variable or export changed.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Impact">How it is judged here.</param>
/// <param name="Text">What changed, for people.</param>
public sealed record Effect(ChangeKind Kind, Impact Impact, string Text)
{
    internal static Effect Of(ChangeKind kind, string text) => new(kind, kind.Impact, text);
}

/// <summary>A change, with the exports that it concerns.</summary>
public sealed record Finding
{
    /// <summary>What changed: the record's name (<c>s#dev</c>), or an export.</summary>
    public required string Subject { get; init; }

    /// <summary>The ways in which it changed; the one that decides first.</summary>
    public required IReadOnlyList<Effect> Effects { get; init; }

    /// <summary>The kind that decides.</summary>
    public ChangeKind Kind => Effects[0].Kind;

    /// <summary>How it is judged: as the worst of its effects.</summary>
    public Impact Impact => Effects[0].Impact;

    /// <summary>The exports that it concerns, in ascending order.</summary>
    public required IReadOnlyList<string> Exports { get; init; }

    /// <summary>What exports them, in ascending order; empty where that is not known.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>The old record or version; empty without one.</summary>
    public string Old { get; init; } = "";

    /// <summary>The new one.</summary>
    public string New { get; init; } = "";

    /// <summary>The old type as lines of C.</summary>
    public IReadOnlyList<string> OldLines { get; init; } = [];

    /// <summary>The new type as lines of C.</summary>
    public IReadOnlyList<string> NewLines { get; init; } = [];

    /// <summary>True when a record changed; false for what is known of the export alone.</summary>
    public bool IsOfType { get; init; }

    /// <summary>The type whose own change is the cause, where only offsets and sizes changed here; else null.</summary>
    public string? Because { get; init; }

    /// <summary>How the change can be made so that versions and layouts stay, the best way first; empty where nothing helps.</summary>
    public IReadOnlyList<Fix> Fixes { get; init; } = [];

    /// <summary>What tells it from other findings, and stays the same on other branches: 16 hexadecimal digits.</summary>
    public string Fingerprint => Sha256.Text(Encoding.UTF8.GetBytes($"{Kind.Id}\n{Subject}\n{Old}\n{New}"))[..16];
}

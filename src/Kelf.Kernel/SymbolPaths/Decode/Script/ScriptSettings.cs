// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Kernel.SymbolPaths.Decode.Script;

/// <summary>What the text of <c>decode_stacktrace.sh</c> is made with.</summary>
/// <param name="Kernel">The kernel, with lines whose paths are as the compiler wrote them.</param>
/// <param name="FindModule">Gives the module of a name and a build ID, or null.</param>
public sealed record ScriptSettings(SymbolImage Kernel, Func<string, string?, SymbolImage?> FindModule)
{
    /// <summary>What is cut from the beginning of paths; null for the tree of <c>init/main.c</c>.</summary>
    public string? Base { get; init; }

    /// <summary>Look return addresses up as they are (<c>-R</c>).</summary>
    public bool TakesAddressesAsTheyAre { get; init; }

    /// <summary>Told each release that the log names, as often as it does.</summary>
    public Action<string>? Release { get; init; }

    /// <summary>Told each build ID that the log names for the kernel, as often as it does.</summary>
    public Action<string>? BuildId { get; init; }
}

// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Decode.Output;

/// <summary>How functions are shown that were inlined into that of a frame.</summary>
public enum InlineForm
{
    /// <summary>In lines above the frame, the innermost first, as in a trace.</summary>
    Rows,

    /// <summary>In the line of the frame: <c>(a.h:1 &lt;- b.h:2 &lt;- c.c:3)</c>.</summary>
    Line,

    /// <summary>Not at all: the line in the frame's own function.</summary>
    None,
}

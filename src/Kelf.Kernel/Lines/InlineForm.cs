// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines;

/// <summary>How functions are shown that were inlined into that of an address.</summary>
public enum InlineForm
{
    /// <summary>In lines of their own; above a frame the innermost first, as in a trace.</summary>
    Rows,

    /// <summary>In one line: <c>(a.h:1 &lt;- b.h:2 &lt;- c.c:3)</c>.</summary>
    Line,

    /// <summary>Not at all: the line in the function that has a symbol.</summary>
    None,
}

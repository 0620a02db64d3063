// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Lines;

/// <summary>The source file that a unit's name tells.</summary>
internal static class UnitSource
{
    /// <summary>The source in the name of a unit; rustc writes <c>SOURCE/@/CODEGEN-UNIT</c>.</summary>
    public static string In(ReadOnlySpan<byte> name)
    {
        int end = name.IndexOf("/@/"u8);
        return Utf8Name.ToText(end < 0 ? name : name[..end]);
    }
}

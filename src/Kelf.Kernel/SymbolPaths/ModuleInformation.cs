// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>What a module says of itself in <c>.modinfo</c>: strings <c>KEY=VALUE</c>, each with a NUL behind it.</summary>
public static class ModuleInformation
{
    /// <summary>The module's name, or null when it does not say it.</summary>
    /// <exception cref="MalformedFileException">The section reaches outside the file, or its last string has no end.</exception>
    public static string? NameIn(ElfFile module)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (!module.TryFindSection(".modinfo", out ElfSection? section))
        {
            return null;
        }

        Cursor cursor = module.Contents(section).Read(module.ByteOrder);
        while (!cursor.AtEnd)
        {
            ReadOnlySpan<byte> text = cursor.CString();
            if (text.StartsWith("name="u8))
            {
                return Encoding.UTF8.GetString(text["name="u8.Length..]);
            }
        }

        return null;
    }
}

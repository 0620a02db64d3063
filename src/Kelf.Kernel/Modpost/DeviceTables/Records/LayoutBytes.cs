// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.DeviceTables.Records;

/// <summary>A number of bytes that depends on the layout.</summary>
/// <param name="Lp64">That of <see cref="RecordLayout.Lp64"/>.</param>
/// <param name="Ilp32">That of <see cref="RecordLayout.Ilp32"/>.</param>
/// <param name="M68k">That of <see cref="RecordLayout.M68k"/>.</param>
public readonly record struct LayoutBytes(int Lp64, int Ilp32, int M68k)
{
    /// <summary>The number of a layout.</summary>
    public int this[RecordLayout layout] => layout switch
    {
        RecordLayout.Lp64 => Lp64,
        RecordLayout.Ilp32 => Ilp32,
        _ => M68k,
    };

    /// <summary>The layout of an object.</summary>
    public static RecordLayout LayoutOf(ElfFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Class == ElfClass.Elf64 ? RecordLayout.Lp64
            : file.Machine == ElfMachine.M68k ? RecordLayout.M68k : RecordLayout.Ilp32;
    }

    /// <summary>Reads <c>16</c> (all layouts), <c>16/8</c> (the last two are equal) or <c>16/8/6</c>.</summary>
    public static LayoutBytes Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int[] values = [.. text.Split('/').Select(value => int.Parse(value, CultureInfo.InvariantCulture))];
        return new LayoutBytes(values[0], values[Math.Min(1, values.Length - 1)], values[^1]);
    }
}

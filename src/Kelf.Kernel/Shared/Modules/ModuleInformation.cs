// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Modules;

/// <summary>
/// What a module says of itself in <c>.modinfo</c> (kernel <c>include/linux/moduleparam.h</c>, <c>MODULE_INFO</c>): strings
/// <c>KEY=VALUE</c>, each with a NUL after it.
/// </summary>
/// <param name="contents">The section; empty without one.</param>
public sealed class ModuleInformation(Region contents)
{
    /// <summary>Name of the section.</summary>
    public const string SectionName = ".modinfo";

    /// <summary>The module's name (<c>name</c>), or null when it does not say it.</summary>
    public string? Name => this["name"];

    /// <summary>The kernel that it is built for (<c>vermagic</c>), or null when it does not say it.</summary>
    public string? VersionMagic => this["vermagic"]?.Trim();

    /// <summary>The first value of a key, or null.</summary>
    public string? this[string key] => Values(key).FirstOrDefault();

    /// <summary>True when the file says something of itself, as modules do.</summary>
    public static bool IsIn(ElfFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.TryFindSection(SectionName, out _);
    }

    /// <summary>That of a module; without the section there are no keys.</summary>
    /// <exception cref="MalformedFileException">The section reaches outside the file.</exception>
    public static ModuleInformation Of(ElfFile module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new ModuleInformation(module.TryFindSection(SectionName, out ElfSection? section) ? module.Contents(section) : default);
    }

    /// <summary>All values of a key, in the order of the section.</summary>
    /// <exception cref="MalformedFileException">The last string has no end.</exception>
    public IEnumerable<string> Values(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        byte[] start = Encoding.UTF8.GetBytes(key + "=");
        for (ulong offset = 0; offset < (ulong)contents.Length;)
        {
            ReadOnlySpan<byte> field = contents.CString(offset);
            offset += (ulong)field.Length + 1;
            if (field.StartsWith(start))
            {
                yield return Encoding.UTF8.GetString(field[start.Length..]);
            }
        }
    }
}

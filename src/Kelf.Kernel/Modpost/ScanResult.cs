// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost;

/// <summary>What the look at an object gave.</summary>
internal sealed class ScanResult
{
    /// <summary>What there is to say of it, in order.</summary>
    public MessageList Messages { get; } = new();

    /// <summary>The module, or null when there is none: the object was left out.</summary>
    public ModpostModule? Module { get; set; }

    /// <summary>The run ends with the last of <see cref="Messages"/>.</summary>
    public bool IsFatal { get; set; }

    /// <summary>Mismatches of sections.</summary>
    public int Mismatches { get; set; }

    /// <summary>The versions that were computed of it.</summary>
    public IReadOnlyList<(int Name, uint Version)> Computed { get; set; } = [];

    /// <summary>Class and byte order; null when it is no ELF file.</summary>
    public (ElfClass Class, ByteOrder Order)? Target { get; set; }
}

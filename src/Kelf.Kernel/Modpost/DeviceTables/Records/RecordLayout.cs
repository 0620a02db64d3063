// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.DeviceTables.Records;

/// <summary>How compilers lay a record out: only these ways occur among the kernel's targets.</summary>
public enum RecordLayout
{
    /// <summary>64-bit longs and pointers, aligned to 8 bytes.</summary>
    Lp64,

    /// <summary>32-bit longs and pointers, aligned to 4 bytes.</summary>
    Ilp32,

    /// <summary>m68k: 32 bits, and nothing is aligned to more than 2 bytes.</summary>
    M68k,
}

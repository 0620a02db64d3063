// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf;

/// <summary>Notes of owner <c>GNU</c> (<c>n_type</c>; Linux Extensions to gABI, "Note sections").</summary>
public enum GnuNoteType : uint
{
    /// <summary><c>NT_GNU_ABI_TAG</c>: the system and its earliest release.</summary>
    AbiTag = 1,

    /// <summary><c>NT_GNU_HWCAP</c>.</summary>
    HardwareCapabilities = 2,

    /// <summary><c>NT_GNU_BUILD_ID</c>: bytes that are the same only in files of one link.</summary>
    BuildId = 3,

    /// <summary><c>NT_GNU_GOLD_VERSION</c>.</summary>
    GoldVersion = 4,

    /// <summary><c>NT_GNU_PROPERTY_TYPE_0</c>: properties that the loader looks at.</summary>
    Properties = 5,
}

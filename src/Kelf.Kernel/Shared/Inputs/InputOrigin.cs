// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Inputs;

/// <summary>How a run came upon an object. What nobody named may be of no interest.</summary>
public enum InputOrigin
{
    /// <summary>It was named itself.</summary>
    Named,

    /// <summary>It is a member of an archive that was named.</summary>
    Archive,

    /// <summary>It was compiled in a directory that was named, or below it.</summary>
    BuildTree,

    /// <summary>It is a module in a directory that was named, or below it.</summary>
    ModuleDirectory,
}

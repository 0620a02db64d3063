// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Versions;

/// <summary>An export of a build, a line of <c>Module.symvers</c>.</summary>
/// <param name="Name">The symbol.</param>
/// <param name="Crc">Its version; 0 when it has none.</param>
/// <param name="Module">What exports it: <c>vmlinux</c>, or the path of a module without <c>.ko</c>.</param>
/// <param name="IsGplOnly">True for <c>EXPORT_SYMBOL_GPL</c>.</param>
/// <param name="Namespace">The namespace; empty when there is none.</param>
public sealed record VersionRecord(string Name, uint Crc, string Module, bool IsGplOnly, string Namespace);

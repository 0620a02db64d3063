// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kheaders.Lists;

/// <summary>A header of the lists.</summary>
/// <param name="Name">Its name in the archive, without <c>./</c>: <c>include/linux/a.h</c>.</param>
/// <param name="Path">Where it is.</param>
public readonly record struct ListedHeader(string Name, string Path);

// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Sorttable;

/// <summary>What sorting an image comes to, before a byte of it is written.</summary>
/// <param name="Exceptions">Exception table.</param>
/// <param name="Orc">ORC tables, or null when they were not sorted.</param>
/// <param name="Mcount">Addresses of tracer calls, or null when they were not sorted.</param>
/// <param name="Edits">What changes, disjoint; the last one is the flag that tells the kernel not to sort.</param>
public sealed record SorttableResult(
    TableCount Exceptions, TableCount? Orc, McountCount? Mcount, IReadOnlyList<FilePatch> Edits);

/// <summary>A sorted table in numbers.</summary>
/// <param name="Entries">Number of its entries.</param>
/// <param name="Moved">How many of them stand in another place than before.</param>
public sealed record TableCount(int Entries, int Moved);

/// <summary>The sorted addresses of tracer calls in numbers.</summary>
/// <param name="Entries">Number of addresses.</param>
/// <param name="Zeroed">How many lay in no function and became 0.</param>
/// <param name="KeptAgainstOriginal">
/// How many lie in a function that the original would not have found, and so would have become 0 with it; null when the
/// original's list of functions is not known.
/// </param>
public sealed record McountCount(int Entries, int Zeroed, int? KeptAgainstOriginal);

// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.Places;

/// <summary>Where in a variable an address is.</summary>
/// <param name="Type">The type of the variable, of an array that of an element: <c>struct platform_driver</c>; empty when it has no name.</param>
/// <param name="Path">The way to the address: <c>.driver.pm</c>, <c>[3].probe</c>; empty at the start of a number or pointer.</param>
/// <param name="Steps">The members on that way, the outermost first, each with the name of the structure that it is in.</param>
/// <param name="File">The file that declares the variable, below the source tree; null when it is not known.</param>
/// <param name="Line">The line, from 1; 0 when it is not known.</param>
internal sealed record DataPlace(string Type, string Path, IReadOnlyList<MemberStep> Steps, string? File, uint Line);

/// <summary>A member of a structure.</summary>
/// <param name="Structure">Name of the structure; empty when it has none.</param>
/// <param name="Member">Name of the member; empty when it has none.</param>
internal readonly record struct MemberStep(string Structure, string Member);

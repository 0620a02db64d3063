// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Errors;

/// <summary>A library of the system, bound when it is first needed: kelf starts and works without it.</summary>
/// <param name="Format">What it is needed for: <c>xz</c>.</param>
/// <param name="FileName">Name of its file: <c>liblzma.so.5</c>.</param>
/// <param name="Packages">Where distributions have it: <c>liblzma5 (Debian, Ubuntu), xz-libs (Fedora)</c>.</param>
public sealed record SystemLibrary(string Format, string FileName, string Packages);

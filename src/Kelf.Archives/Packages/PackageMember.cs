// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.Archives.Packages;

/// <summary>A file, a directory or a link in a package.</summary>
/// <param name="Path">Its path below the root directory, without <c>/</c> or <c>./</c> in front; bytes that are not UTF-8 are U+FFFD.</param>
/// <param name="IsFile">True when it is a file with contents: not a link, and not a further name of one before.</param>
/// <param name="Size">Bytes of its contents.</param>
public sealed record PackageMember(string Path, bool IsFile, ulong Size);

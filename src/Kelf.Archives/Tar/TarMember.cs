// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.Archives.Tar;

/// <summary>A member of a tar archive.</summary>
/// <param name="Type">What it is, as it is stored; values of <see cref="TarMemberType"/> are not the only ones.</param>
/// <param name="Name">Its name's bytes.</param>
/// <param name="LinkTarget">What a link points to; empty for others.</param>
/// <param name="Offset">Offset of its contents in the archive.</param>
/// <param name="Size">Bytes of its contents.</param>
public sealed record TarMember(TarMemberType Type, ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> LinkTarget, ulong Offset, ulong Size);

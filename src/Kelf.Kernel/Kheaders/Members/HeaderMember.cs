// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Kheaders.Members;

/// <summary>A file or link that goes into the archive.</summary>
/// <param name="Name">Its name, without <c>./</c>.</param>
/// <param name="Path">Where it is.</param>
internal sealed record HeaderMember(string Name, string Path)
{
    /// <summary>The name's bytes, which its place in the archive depends on.</summary>
    public byte[] NameBytes { get; } = Encoding.UTF8.GetBytes(Name);

    /// <summary>What the system says of the file, or of the link itself.</summary>
    public FileIdentity Status { get; init; }

    /// <summary>Where a link that stays one points to; null for files.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>SHA-256 of the file without its comments, empty for links; null while not known.</summary>
    public byte[]? Hash { get; init; }
}

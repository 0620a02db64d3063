// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Tar;
using Kelf.Fuzz.Seeds;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Fuzz.Targets;

/// <summary>Members of tar archives.</summary>
public sealed class TarTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "tar";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(TarReader)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        long bytes = 0;
        foreach (TarMember member in TarReader.Read(image))
        {
            bytes += image.Slice(member.Offset, member.Size).Length + member.Name.Length + member.LinkTarget.Length;
        }

        GC.KeepAlive(bytes);
    }
}

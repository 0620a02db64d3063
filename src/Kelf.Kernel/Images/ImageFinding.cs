// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Images;

/// <summary>What a finding is.</summary>
public enum FindingKind
{
    /// <summary>The archive of kernel headers.</summary>
    Headers,

    /// <summary>The kernel's configuration.</summary>
    Config,
}

/// <summary>Something that an image carries.</summary>
/// <param name="Kind">What.</param>
/// <param name="Layer">The path of the layer that it is in.</param>
/// <param name="Offset">Where in the layer.</param>
/// <param name="How">How it was found: by symbols, by a marker, by looking at all streams, or that it is the whole file.</param>
/// <param name="Raw">Its bytes as they are stored.</param>
/// <param name="Contents">What they stand for: an archive without compression, or a text.</param>
public sealed record ImageFinding(
    FindingKind Kind, string Layer, ulong Offset, string How, ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte> Contents);

// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images;

/// <summary>The kernel that runs here.</summary>
public static class RunningKernel
{
    private const string ReleaseHeader = "include/generated/utsrelease.h";

    /// <summary>Its release, as <c>uname -r</c> has it.</summary>
    public static string Release
    {
        get
        {
            using InputBytes release = InputBytes.Open("/proc/sys/kernel/osrelease");
            return release.Text.Trim();
        }
    }

    /// <summary>The release that an archive of headers is for, from its <c>utsrelease.h</c>.</summary>
    /// <returns>Null if it does not say.</returns>
    /// <exception cref="RefusedException">It is no archive that may be unpacked.</exception>
    public static string? ReleaseOf(ImageFinding headers, ImageLimits limits)
    {
        ArgumentNullException.ThrowIfNull(headers);
        using NativeBuffer archive = new(headers.Contents.Length, new ByteSource(headers.Layer));
        headers.Contents.Span.CopyTo(archive.Writable(0, headers.Contents.Length));
        // #define UTS_RELEASE "7.3.0"
        return HeaderTree.Read(archive.Contents, limits).TextOf(ReleaseHeader)?.Split('"') is [_, var release, ..] ? release : null;
    }
}

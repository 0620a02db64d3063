// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;

namespace Kelf.Kernel.Sorttable;

/// <summary>
/// What the build of a kernel sorts in its image, and what its boot code relies on: by the configuration where it is known, else by
/// what the image shows, else by the release that it says it is (<see cref="KernelFeatures"/>). Only asked for when
/// <see cref="SorttableOptions.FollowsKernel"/>.
/// </summary>
/// <param name="image">The image.</param>
/// <param name="options">What is asked for.</param>
internal sealed class KernelSorting(SortableImage image, SorttableOptions options)
{
    /// <summary>Refuses a kernel that sorts all its tables itself.</summary>
    /// <exception cref="RefusedException">It is configured so.</exception>
    public void RefuseUnsorted()
    {
        if (options is { FollowsKernel: true, Config: { } config } && !config.Has("BUILDTIME_TABLE_SORT"))
        {
            throw image.Refused("its configuration has no BUILDTIME_TABLE_SORT: this kernel sorts its tables when it starts");
        }
    }

    /// <summary>Whether tracer calls are to be sorted in an image that has some.</summary>
    /// <exception cref="RefusedException">That cannot be known.</exception>
    public bool SortsTracerCalls() => options switch
    {
        { Mcount: { } asked } => asked,
        { FollowsKernel: false } => true,
        { Config: { } config } => config.Has("BUILDTIME_MCOUNT_SORT"),
        _ => KernelFeatures.SortsTracerCalls(image.Elf.Machine, image.Release) ?? throw image.Refused(
            $"whether {Kernel} for this machine sorts its tracer calls when it is built is not known: --mcount sorts them, and with "
            + "--keep-dropped that is right for every kernel"),
    };

    /// <summary>Whether tracer calls of dropped functions become 0.</summary>
    /// <param name="calls">The calls as they are.</param>
    /// <returns>Null when that cannot be known.</returns>
    public bool? ZeroesDropped(ReadOnlySpan<ulong> calls) => options switch
    {
        { KeepsDropped: { } keeps } => !keeps,
        { FollowsKernel: false } => true,
        // Its own build has done so.
        _ when calls.Contains(0ul) => true,
        _ => image.Release is { } release ? KernelFeatures.ZeroedTracerCalls.IsIn(release) : null,
    };

    /// <summary>The error about calls of which it is not known whether they may become 0.</summary>
    public RefusedException Undecided(int dropped) => image.Refused(
        $"{dropped} tracer calls are of functions that the link dropped, and no release in the image tells whether its kernel takes zeros "
        + "for them: --zero-dropped for Linux 6.15 and later, --keep-dropped for earlier ones");

    private string Kernel => image.Release is { } release ? $"Linux {release.Major}.{release.Minor}" : "a kernel that does not say its release";
}

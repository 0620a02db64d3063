// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Members;
using Kelf.Kernel.Kheaders.Settings;
using Kelf.Kernel.Kheaders.State;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Kernel.Kheaders.Archives;

/// <summary>Reads headers, and makes an archive of them in memory: in parallel blocks, or in one stream.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="workers">Gives threads.</param>
/// <param name="times">Told how long the phases take.</param>
internal sealed class ArchiveMaker(KheadersOptions options, WorkerSource workers, PhaseTimes times)
{
    private readonly BlockReuse _blocks = new(options.Output);

    /// <summary>How many blocks were compressed.</summary>
    public int BlocksCompressed => _blocks.Missed;

    /// <summary>How many were taken from the archive that was there.</summary>
    public int BlocksReused => _blocks.Reused;

    /// <summary>Makes the archive.</summary>
    /// <param name="members">Files and links in <see cref="MemberOrder"/>, with their status.</param>
    /// <param name="before">What is known of the archive that is there, or null.</param>
    /// <exception cref="RefusedException">A header cannot be read, or the compressor does not work.</exception>
    public MadeArchive Make(HeaderMember[] members, KheadersState? before)
    {
        try
        {
            return options.Compression.IsStream ? Stream(members) : Whole(members, before);
        }
        catch (MissingLibraryException exception)
        {
            throw new RefusedException(options.Output, exception.What, HeadersKind.Compressor);
        }
    }

    /// <summary>Reads all headers, and lays the archive out.</summary>
    /// <exception cref="RefusedException">A header cannot be read.</exception>
    public (HeaderMember[] Members, TarImage Tar) Tar(HeaderMember[] members)
    {
        (HeaderMember Member, byte[] Text)[] read = Parallelism.Map(
            members.Length, workers, () => new HeaderContents(), (contents, i) => contents.Read(members[i], options.Strip));
        members = Array.ConvertAll(read, item => item.Member);
        return (members, TarImage.Build(members, Array.ConvertAll(read, item => item.Text), options.Time, options.Output));
    }

    private MadeArchive Whole(HeaderMember[] members, KheadersState? before)
    {
        (members, TarImage tar) = times.Measure("read and strip", () => Tar(members));
        (byte[] bytes, ArchiveBlock[] blocks) = times.Measure("compress", () => Compress(tar, before));
        return new MadeArchive(bytes, tar.Bytes.Length, blocks, members);
    }

    private (byte[] Bytes, ArchiveBlock[] Blocks) Compress(TarImage tar, KheadersState? before)
    {
        if (options.Compression.BlockSettings is { } settings)
        {
            _blocks.Take(before);
            return XzArchive.Blocks(tar, settings, _blocks.Find, workers);
        }

        return (options.Compression.IsNone ? tar.Bytes : XzArchive.Pipe(tar.Bytes, options.Compression.Command), []);
    }

    // The library takes all of a processor and most of the time: the first headers are enough for it to begin.
    private MadeArchive Stream(HeaderMember[] members)
    {
        TarStream tar = new(members, options.Strip, options.Time, options.Output, workers);
        long largest = members.Sum(member => (long)member.Status.Size);
        byte[] bytes = times.Measure(
            "read, strip, compress", () => XzArchive.Stream(tar.Parts(), largest, options.Compression, workers));
        return new MadeArchive(bytes, tar.Size, [], tar.Members);
    }
}

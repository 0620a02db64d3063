// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;

using Kelf.Archives.Streams;
using Kelf.Kernel.Kheaders.Archives;
using Kelf.Kernel.Kheaders.Lists;
using Kelf.Kernel.Kheaders.Members;
using Kelf.Kernel.Kheaders.Settings;
using Kelf.Kernel.Kheaders.State;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Kheaders;

/// <summary>
/// Makes the archive of kernel headers that <c>CONFIG_IKHEADERS</c> puts into the kernel (<c>kernel/kheaders_data.tar.xz</c>), or
/// sees that it need not be made.
/// </summary>
/// <param name="options">What is asked for.</param>
/// <param name="workers">Gives threads.</param>
/// <param name="times">Told how long the phases take.</param>
public sealed class KheadersTool(KheadersOptions options, WorkerSource workers, PhaseTimes times)
{
    private readonly ArchiveMaker _maker = new(options, workers, times);

    /// <summary>Does the work.</summary>
    /// <returns>What there was to do.</returns>
    /// <exception cref="RefusedException">The archive cannot be right; the one that is there stays.</exception>
    /// <exception cref="AggregateException">The same, for several reasons.</exception>
    public KheadersResult Run()
    {
        try
        {
            return RunLocked();
        }
        catch (UnwritableFileException exception)
        {
            throw new RefusedException(exception.File, exception.What, HeadersKind.Write);
        }
    }

    /// <summary>What goes into the archive: paths from the lists, or those that the trees have, sorted.</summary>
    /// <exception cref="RefusedException">A list cannot be read, or a tree lacks a directory.</exception>
    public IReadOnlyList<string> Headers()
    {
        HeaderLists lists = HeaderLists.Read(options);
        return [.. HeaderLists.Lines(lists.Source), .. HeaderLists.Lines(lists.Object)];
    }

    /// <summary>The headers of which <see cref="StripMode.Original"/> leaves something else than <see cref="StripMode.Safe"/>.</summary>
    /// <exception cref="RefusedException">A header cannot be read.</exception>
    public IReadOnlyList<string> Disagreements()
    {
        HeaderMember[] members = MemberPlan.WithStatus(Plan(HeaderLists.Read(options), null), LinkMode.Keep, workers);
        bool[] differ = Parallelism.Map(members.Length, workers, () => new HeaderContents(), (contents, i) =>
            !contents.Read(members[i], StripMode.Original).Member.Hash.AsSpan()
                .SequenceEqual(contents.Read(members[i], StripMode.Safe).Member.Hash));
        return [.. members.Where((_, i) => differ[i]).Select(member => member.Path)];
    }

    private KheadersResult RunLocked()
    {
        HeaderLists lists = times.Measure("lists", () => HeaderLists.Read(options));
        // Beside a device nothing is kept, and whoever writes to a pipe does not wait for others.
        bool isKept = !OutputFile.IsDirect(options.Output);
        using ArchiveLock? held = isKept ? times.Measure("lock", TakeLock) : null;
        KheadersState? before = options.Force || !isKept ? null : times.Measure("state", () => KheadersState.TryRead(options.Output));
        string settings = Settings();

        // From here on it is known what goes into the archive; not yet whether any of it has changed.
        HeaderMember[] members = times.Measure("plan", () => Plan(lists, before?.Settings == settings ? before : null));
        members = times.Measure("status", () => EscapingLinks.Resolve(
            MemberPlan.WithStatus(members, options.Links, workers), options.Links));
        if (before is not null && before.Settings == settings && Intact(before) is { } archive)
        {
            if (times.Measure("compare", () => MemberComparison.Run(members, before, options.Strip, workers)) is { } same)
            {
                bool isRefreshed = !ReferenceEquals(same, before.Members) || archive != before.Archive;
                if (isRefreshed)
                {
                    (before with { Archive = archive, Members = same, Lists = lists }).Write(options.Output);
                }

                return Result(isRefreshed ? KheadersWork.SameContents : KheadersWork.Nothing, members.Length, 0, before.Archive.Size, lists);
            }
        }
        else
        {
            before = null;
        }

        options.Starting?.Invoke();
        return Make(members, lists, isKept ? settings : null, before);
    }

    /// <summary>Compares the archive that is there with the one that would be made.</summary>
    /// <returns>False when they differ, or the archive is damaged.</returns>
    /// <exception cref="UnreadableFileException">There is none.</exception>
    public bool Verify()
    {
        HeaderLists lists = HeaderLists.Read(options);
        HeaderMember[] members = EscapingLinks.Resolve(
            MemberPlan.WithStatus(Plan(lists, null), options.Links, workers), options.Links);
        return HasContents(_maker.Tar(members).Tar.Bytes);
    }

    private bool HasContents(ReadOnlySpan<byte> tar)
    {
        using MappedFile file = MappedFile.Open(options.Output);
        foreach (StreamFormat format in StreamDecoder.Formats)
        {
            if (StreamDecoder.MayBegin(file.Contents, format))
            {
                // One that gives more is another.
                using GrowingBuffer contents = new(new ByteSource(options.Output), tar.Length + 1L);
                return StreamDecoder.Decode(file.Contents, format, contents).Status == DecodeStatus.Done
                    && tar.SequenceEqual(contents.Contents.Span());
            }
        }

        return tar.SequenceEqual(file.Contents.Span());
    }

    // Equal lists mean equal names: they need not be sorted again.
    private HeaderMember[] Plan(HeaderLists lists, KheadersState? before) =>
        before is not null && before.Lists.Source.AsSpan().SequenceEqual(lists.Source)
            && before.Lists.Object.AsSpan().SequenceEqual(lists.Object)
            ? before.Members
            : MemberPlan.Order(lists, options.Trees, options.AllowEmpty);

    private ArchiveLock TakeLock()
    {
        ArchiveLock held = ArchiveLock.Take(options.Output);
        OutputFile.RemoveLeftovers(options.Output);
        return held;
    }

    private string Settings() => string.Join(
        '\n',
        typeof(KheadersTool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
        options.Trees.Source, options.Trees.Object, options.Time, options.Strip, options.Links, Description());

    private string Description()
    {
        try
        {
            return options.Compression.Description;
        }
        catch (MissingLibraryException exception)
        {
            throw new RefusedException(options.Output, exception.What, HeadersKind.Compressor);
        }
    }

    // Its status as it is now, if it is the archive that was written. A file system that was mounted again has other numbers
    // of devices and inodes, and a copy has other times: then the bytes tell.
    private FileIdentity? Intact(KheadersState before) => FileIdentity.TryRead(options.Output) switch
    {
        { } now when now == before.Archive => now,
        { IsRegular: true } now when now.Size == before.Archive.Size && before.TryReadArchive(options.Output) is not null => now,
        _ => null,
    };

    private KheadersResult Make(HeaderMember[] members, HeaderLists lists, string? settings, KheadersState? before)
    {
        MadeArchive archive = _maker.Make(members, before);
        bool isSame = !options.Force && OutputFile.HasContents(options.Output, archive.Bytes);
        times.Measure("write", () => Write(archive.Bytes, isSame));
        if (settings is not null)
        {
            new KheadersState
            {
                Settings = settings,
                Lists = lists,
                Archive = FileIdentity.OfInput(options.Output),
                ArchiveHash = Sha256.Of(archive.Bytes),
                Blocks = archive.Blocks,
                Members = archive.Members,
            }.Write(options.Output);
        }

        return Result(
            isSame ? KheadersWork.SameBytes : KheadersWork.Written, members.Length, archive.TarSize, (ulong)archive.Bytes.Length, lists);
    }

    private KheadersResult Result(KheadersWork work, int members, long tarSize, ulong archiveSize, HeaderLists lists) =>
        new(work, members, tarSize, (long)archiveSize, _maker.BlocksCompressed, _maker.BlocksReused, lists);

    private void Write(byte[] archive, bool isSame)
    {
        if (!isSame)
        {
            using OutputFile file = OutputFile.Create(options.Output, keepsTime: false);
            file.Write(archive);
            file.Commit();
        }
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Inputs;

/// <summary>
/// The objects of a link in link order: of each operand the file itself, or, if it is an archive, its members in file
/// order, and theirs if they are archives. Objects are read in parallel; the results are in link order.
/// </summary>
/// <typeparam name="T">What is read from an object.</typeparam>
internal sealed class LinkInputs<T> : IDisposable
{
    private const int DeepestNesting = 8;
    // Few small archives that name each other many times stand for any number of objects.
    private const int MostObjects = 1 << 20;

    private readonly Func<Region, T> _read;
    private readonly List<MappedFile> _archives = [];
    private readonly NestedArchives _nested = new();
    private readonly List<Func<List<T>>> _parts = [];
    private int _objects;

    private LinkInputs(Func<Region, T> read)
    {
        _read = read;
    }

    /// <summary>Reads all objects behind the operands.</summary>
    /// <param name="operands">Paths.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <param name="read">Reads an object, or fails as the readers of files do; several threads call it.</param>
    /// <exception cref="AggregateException">What went wrong, in link order.</exception>
    public static IReadOnlyList<T> Read(IReadOnlyList<string> operands, WorkerSource workers, Func<Region, T> read)
    {
        (IReadOnlyList<T> results, IReadOnlyList<Exception> failures) = ReadAvailable(operands, workers, read);
        return failures.Count == 0 ? results : throw new AggregateException(failures);
    }

    /// <summary>Reads the objects behind the operands that can be read.</summary>
    /// <param name="operands">Paths.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <param name="read">Reads an object, or fails as the readers of files do; several threads call it.</param>
    /// <returns>What was read, and what went wrong, both in link order.</returns>
    public static (IReadOnlyList<T> Results, IReadOnlyList<Exception> Failures) ReadAvailable(
        IReadOnlyList<string> operands, WorkerSource workers, Func<Region, T> read)
    {
        using LinkInputs<T> inputs = new(read);
        foreach (string operand in operands)
        {
            inputs.AddOperand(operand);
        }

        (List<T> Results, Exception? Failure)[] done =
            Parallelism.Map(inputs._parts.Count, workers, () => inputs._parts, (parts, i) => Attempt(parts[i]));
        return ([.. done.SelectMany(part => part.Results)], [.. done.Select(part => part.Failure).OfType<Exception>()]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _archives.ForEach(archive => archive.Dispose());
        _nested.Dispose();
    }

    // All that is wrong is said at once.
    private static (List<T> Results, Exception? Failure) Attempt(Func<List<T>> part)
    {
        try
        {
            return (part(), null);
        }
        catch (Exception exception) when (exception is MalformedFileException or UnreadableFileException)
        {
            return ([], exception);
        }
    }

    /// <summary>Makes a part of each object, or of each member of an archive: these can be read in parallel.</summary>
    private void AddOperand(string path)
    {
        MappedFile file;
        try
        {
            file = MappedFile.Open(path);
        }
        catch (UnreadableFileException)
        {
            // Said in its turn.
            _parts.Add(() => ReadFile(path, []));
            return;
        }

        if (!ArchiveReader.IsArchive(file.Contents))
        {
            file.Dispose();
            _parts.Add(() => ReadFile(path, []));
            return;
        }

        _archives.Add(file);
        Place place = new(path);
        try
        {
            foreach (ArchiveMember member in ArchiveReader.Open(file.Contents))
            {
                _parts.Add(() =>
                {
                    List<T> results = [];
                    ReadMember(member, [place], results);
                    return results;
                });
            }
        }
        catch (MalformedFileException exception)
        {
            ExceptionDispatchInfo failure = ExceptionDispatchInfo.Capture(exception);
            _parts.Add(() =>
            {
                failure.Throw();
                return [];
            });
        }
    }

    private List<T> ReadFile(string path, Place[] inside)
    {
        List<T> results = [];
        using MappedFile file = MappedFile.Open(path);
        ReadObject(file.Contents, path, inside, results);
        return results;
    }

    private List<T> ReadThin(ArchiveMember member, Place[] inside)
    {
        try
        {
            return ReadFile(member.ThinPath, inside);
        }
        catch (UnreadableFileException exception)
        {
            throw ObjectInput.OfMember(member.DisplayName, exception);
        }
    }

    private void ReadMember(ArchiveMember member, Place[] inside, List<T> results)
    {
        switch (member.Kind)
        {
            case ArchiveMemberKind.Ordinary:
                ReadObject(member.Contents, null, inside, results);
                break;
            case ArchiveMemberKind.Thin:
                results.AddRange(ReadThin(member, inside));
                break;
            default:
                ReadObject(_nested.Member(member), null, inside, results);
                break;
        }
    }

    /// <summary>Reads an object, or what is in an archive.</summary>
    /// <param name="contents">The object or archive.</param>
    /// <param name="path">Its file, or null inside an archive.</param>
    /// <param name="inside">The archives around it.</param>
    /// <param name="results">Takes what is read.</param>
    private void ReadObject(Region contents, string? path, Place[] inside, List<T> results)
    {
        if (!ArchiveReader.IsArchive(contents))
        {
            if (Interlocked.Increment(ref _objects) > MostObjects)
            {
                throw new MalformedFileException(contents.Source.File, $"archives hold more than {MostObjects} objects");
            }

            results.Add(_read(contents));
            return;
        }

        Place place = new(path);
        if (Array.Exists(inside, place.IsSame))
        {
            throw new MalformedFileException(contents.Source.File, "archive contains itself");
        }

        if (inside.Length >= DeepestNesting)
        {
            throw new MalformedFileException(contents.Source.File, $"archives are nested more than {DeepestNesting} deep");
        }

        foreach (ArchiveMember member in ArchiveReader.Open(contents))
        {
            ReadMember(member, [.. inside, place], results);
        }
    }

    /// <summary>An archive that is being read.</summary>
    private sealed class Place(string? path)
    {
        private readonly FileIdentity? _identity = path is null ? null : FileIdentity.TryRead(path);

        public bool IsSame(Place other) =>
            _identity is { } mine && other._identity is { } others && mine.IsSameFile(others);
    }
}

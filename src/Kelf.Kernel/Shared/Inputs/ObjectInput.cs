// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Inputs;

/// <summary>
/// Where an object, a module or an image comes from, and how it is named. Nothing of it is read before <see cref="Open"/>.
/// </summary>
/// <remarks>
/// Its bytes are a file, which may be compressed, or in an archive that stays mapped. A further kind of place, such as a member of
/// a package, is one more way to make an input: what works on inputs asks only for what is here.
/// </remarks>
/// <example>
/// For <c>build</c> with <c>build/net/tun.o</c> in it: display name <c>build/net/tun.o</c>, output name <c>net/tun</c>.
/// For the member <c>sort.o</c> of <c>lib/lib.a</c>: display name <c>lib/lib.a(sort.o)</c>, output name
/// <c>lib/lib.a/sort</c>.
/// </example>
public sealed class ObjectInput
{
    private readonly string _file;
    private readonly ulong _headerOffset;
    private readonly Func<StoredMember>? _member;
    private readonly string? _memberName;
    private readonly string? _outputName;

    private ObjectInput(
        string file, ulong headerOffset, string displayName, string? outputName, InputOrigin origin, string? memberName,
        Func<StoredMember>? member)
    {
        (_file, _headerOffset, _memberName, _member) = (file, headerOffset, memberName, member);
        (DisplayName, _outputName, Origin) = (displayName, outputName, origin);
    }

    /// <summary>How messages name the object.</summary>
    public string DisplayName { get; }

    /// <summary>Path without suffix, relative to a directory for outputs; does not lead out of it.</summary>
    public string OutputName => _outputName ?? OutputPath.WithoutSuffix(OutputPath.For(DisplayName));

    /// <summary>How the run came upon it.</summary>
    public InputOrigin Origin { get; }

    /// <summary>True when an archive or a directory was named, not the object: it may be of no interest.</summary>
    public bool WasFound => Origin != InputOrigin.Named;

    /// <summary>Its path when it is a file of its own, else null.</summary>
    public string? Path => _member is null ? _file : null;

    /// <summary>What tells it from other objects.</summary>
    public InputIdentity Identity => InputIdentity.Of(_file, _headerOffset);

    /// <summary>A file of its own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="origin">See <see cref="Origin"/>.</param>
    /// <param name="outputName">See <see cref="OutputName"/>; null to make it from the path.</param>
    public static ObjectInput OfFile(string path, InputOrigin origin = InputOrigin.Named, string? outputName = null) =>
        new(path, 0, path, outputName, origin, null, null);

    /// <summary>Maps the file, or the member of its archive, and decompresses it if it is compressed.</summary>
    /// <param name="limit">What the file may expand to.</param>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    /// <exception cref="MalformedFileException">It is compressed, and damaged or too large; or it is not in its archive.</exception>
    /// <exception cref="MissingLibraryException">The library for its compression is not installed.</exception>
    public OpenedObject Open(DecompressionLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        try
        {
            if (_member is null)
            {
                return OpenedObject.OfFile(_file, limit);
            }

            StoredMember member = _member();
            return OpenedObject.OfMember(member.Contents, member.ArchiveSize, limit);
        }
        catch (UnreadableFileException exception) when (_memberName is not null)
        {
            throw UnreadableMember(_memberName, exception);
        }
    }

    /// <summary>The error about a file that only a thin archive has named: <c>lib.a(sort.o): lib/sort.o: No such file or directory</c>.</summary>
    internal static UnreadableFileException UnreadableMember(string memberName, UnreadableFileException exception) =>
        new(memberName, exception.Message);

    /// <summary>A file that a thin archive names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="memberName">What the archive calls it: <c>lib.a(sort.o)</c>.</param>
    /// <param name="outputName">See <see cref="OutputName"/>, or null.</param>
    internal static ObjectInput OfThinMember(string path, string memberName, string? outputName = null) =>
        new(path, 0, path, outputName, InputOrigin.Archive, memberName, null);

    /// <summary>What is inside of an archive.</summary>
    /// <param name="member">The member, of an ordinary archive.</param>
    /// <param name="archive">The archive, mapped as long as the input is used.</param>
    /// <param name="outputName">See <see cref="OutputName"/>, or null.</param>
    internal static ObjectInput OfMember(ArchiveMember member, Region archive, string? outputName = null) => OfMember(
        archive.Source.File, member.HeaderOffset, member.DisplayName, () => new StoredMember(member.Contents, archive.Length), outputName);

    /// <summary>What is inside of an archive that is found when it is opened.</summary>
    /// <param name="archive">Path of the archive.</param>
    /// <param name="headerOffset">Offset of the member's header in it.</param>
    /// <param name="displayName">See <see cref="DisplayName"/>.</param>
    /// <param name="member">Finds its bytes in an archive that stays mapped as long as the input is used.</param>
    /// <param name="outputName">See <see cref="OutputName"/>, or null.</param>
    internal static ObjectInput OfMember(
        string archive, ulong headerOffset, string displayName, Func<StoredMember> member, string? outputName = null) =>
        new(archive, headerOffset, displayName, outputName, InputOrigin.Archive, displayName, member);
}

// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Inputs;

/// <summary>One object that a command works on.</summary>
/// <example>
/// For <c>build</c> with <c>build/net/tun.o</c> in it: display name <c>build/net/tun.o</c>, output name <c>net/tun</c>.
/// For the member <c>sort.o</c> of <c>lib/lib.a</c>: display name <c>lib/lib.a(sort.o)</c>, output name
/// <c>lib/lib.a/sort</c>.
/// </example>
internal sealed class ObjectInput
{
    private readonly string _path;
    private readonly Region? _member;
    private readonly long _archiveSize;
    private readonly string? _memberName;

    /// <summary>An object in a file of its own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="outputName">See <see cref="OutputName"/>.</param>
    /// <param name="wasFound">See <see cref="WasFound"/>.</param>
    /// <param name="memberName">What a thin archive that names it calls it, <c>lib.a(sort.o)</c>, or null.</param>
    public ObjectInput(string path, string outputName, bool wasFound, string? memberName = null)
    {
        (_path, OutputName, WasFound, _memberName) = (path, outputName, wasFound, memberName);
    }

    /// <summary>An object inside an archive.</summary>
    /// <param name="member">Its bytes; the archive stays mapped as long as the run.</param>
    /// <param name="archiveSize">Bytes of the archive.</param>
    /// <param name="outputName">See <see cref="OutputName"/>.</param>
    public ObjectInput(Region member, long archiveSize, string outputName)
    {
        (_path, _member, _archiveSize, OutputName, WasFound) = (member.Source.File, member, archiveSize, outputName, true);
    }

    /// <summary>How messages name the object.</summary>
    public string DisplayName => _path;

    /// <summary>Path without suffix, relative to a folder for outputs; does not lead out of it.</summary>
    public string OutputName { get; }

    /// <summary>
    /// True when the command line did not name the object, but an archive or a folder that it is in: such an object
    /// may be of no interest.
    /// </summary>
    public bool WasFound { get; }

    /// <summary>True when the object is in a file of its own.</summary>
    public bool IsFile => _member is null;

    /// <summary>Maps the object, or gives the mapped member of its archive.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    public ObjectImage Open()
    {
        try
        {
            return _member is { } region ? new ObjectImage(null, region, _archiveSize) : ObjectImage.OfFile(_path);
        }
        catch (UnreadableFileException exception) when (_memberName is not null)
        {
            throw OfMember(_memberName, exception);
        }
    }

    /// <summary>The error about a file that only a thin archive has named: <c>lib.a(sort.o): lib/sort.o: No such file or directory</c>.</summary>
    public static UnreadableFileException OfMember(string memberName, UnreadableFileException exception) =>
        new(memberName, exception.Message);
}

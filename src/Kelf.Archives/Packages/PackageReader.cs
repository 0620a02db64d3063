// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.Archives.Streams;
using Kelf.ObjectFiles.Archive;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Packages;

/// <summary>
/// Reads the files of a package of Debian (deb(5): an ar archive with <c>debian-binary</c>, control.tar and data.tar) or of rpm
/// (<c>docs/manual/format.md</c>: lead, signature, header, and a compressed cpio archive), one after the other, without unpacking it.
/// </summary>
/// <example>
/// <code>
/// using PackageReader package = PackageReader.Open(map.Contents, DecompressionLimit.Standard.For(map.Contents.Length));
/// while (package.MoveNext())
/// {
///     if (package.Current.Path.EndsWith(".ko", StringComparison.Ordinal)) { package.CopyTo(buffer); }
/// }
/// </code>
/// </example>
public sealed class PackageReader : IDisposable
{
    private const string Version = "debian-binary", Data = "data.tar";

    // Lead: 96 bytes, of which only the magic is of use.
    private const int LeadSize = 96, SignatureAlignment = 8;
    private const uint PayloadFormat = 1124, PayloadCompressor = 1125;

    private readonly StreamInput _input;
    private readonly MemberReader _members;
    private ulong _left;
    private bool _isAtEnd;

    private PackageReader(StreamInput input, MemberReader members) => (_input, _members) = (input, members);

    /// <summary>The member that <see cref="MoveNext"/> found.</summary>
    public PackageMember Current { get; private set; } = new("", false, 0);

    private static ReadOnlySpan<byte> LeadMagic => [0xed, 0xab, 0xee, 0xdb];

    /// <summary>True when a file begins like a package.</summary>
    public static bool IsPackage(Region contents) => IsRpm(contents) || IsDeb(contents);

    /// <summary>Opens a package.</summary>
    /// <param name="package">All of it.</param>
    /// <param name="budget">What it may expand to.</param>
    /// <exception cref="MalformedFileException">It is none, or damaged, or its files are compressed with what is not known here.</exception>
    public static PackageReader Open(Region package, DecompressionBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return IsRpm(package) ? OpenRpm(package, budget)
            : IsDeb(package) ? OpenDeb(package, budget)
            : throw package.Malformed(0, "neither a .deb nor a .rpm package");
    }

    /// <summary>Moves to the next member; what was not read of the one before is passed over.</summary>
    /// <returns>False at the end, when the check values of all that was read are right.</returns>
    /// <exception cref="MalformedFileException">The package is damaged.</exception>
    /// <exception cref="MissingLibraryException">The library for its compression is not installed.</exception>
    public bool MoveNext()
    {
        if (_isAtEnd)
        {
            return false;
        }

        if (!_input.Skip(_left))
        {
            throw CutShort();
        }

        _left = 0;
        if (_members.Next() is { } next)
        {
            (Current, _left) = (next, next.Size);
            return true;
        }

        _isAtEnd = true;
        _input.Skip(ulong.MaxValue);
        return false;
    }

    /// <summary>Reads the contents of the member, once.</summary>
    /// <param name="output">Takes them.</param>
    /// <exception cref="MalformedFileException">The package is damaged, or the output cannot take as many bytes.</exception>
    public void CopyTo(GrowingBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        while (_left > 0)
        {
            Span<byte> room = output.Room();
            if (room.IsEmpty)
            {
                throw _input.Malformed(_input.Position, $"'{Current.Path}' has {Current.Size} bytes, more than may be read");
            }

            int got = _input.Read(room[..(int)Math.Min((ulong)room.Length, _left)]);
            if (got == 0)
            {
                throw CutShort();
            }

            output.Advance(got);
            _left -= (ulong)got;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _input.Dispose();

    private static bool IsRpm(Region contents) => contents.Length >= LeadSize && contents.Span(0, LeadMagic.Length).SequenceEqual(LeadMagic);

    private static bool IsDeb(Region contents) => ArchiveReader.IsArchive(contents) && contents.Length > Version.Length + "!<arch>\n".Length
        && contents.Span((ulong)"!<arch>\n".Length, Version.Length).SequenceEqual("debian-binary"u8);

    private static PackageReader OpenDeb(Region package, DecompressionBudget budget)
    {
        foreach (ArchiveMember member in ArchiveReader.Open(package))
        {
            if (member.Name.StartsWith(Data, StringComparison.Ordinal))
            {
                StreamInput input = new(member.Contents, FormatOf(member), budget);
                return new PackageReader(input, new TarMembers(input));
            }
        }

        throw package.Malformed((ulong)package.Length, "no data.tar in this package: it is cut short, or none");
    }

    // What dpkg-deb writes, and wrote.
    private static StreamFormat? FormatOf(ArchiveMember member) => member.Name[Data.Length..] switch
    {
        "" => null,
        ".gz" => StreamFormat.Gzip,
        ".xz" => StreamFormat.Xz,
        ".zst" => StreamFormat.Zstd,
        ".bz2" => StreamFormat.Bzip2,
        ".lzma" => StreamFormat.Lzma,
        _ => throw member.Contents.Malformed(0, "not compressed with gzip, xz, zstd, bzip2 or lzma"),
    };

    private static PackageReader OpenRpm(Region package, DecompressionBudget budget)
    {
        RpmHeader signature = RpmHeader.Read(package, LeadSize);
        RpmHeader header = RpmHeader.Read(package, (signature.End + SignatureAlignment - 1) / SignatureAlignment * SignatureAlignment);
        if (header.TextOf(PayloadFormat) is { } payload and not "cpio")
        {
            throw package.Malformed(header.End, $"the files of this package are not in a cpio archive, but in the form '{payload}'");
        }

        Region archive = package.Slice(header.End, (ulong)package.Length - header.End).As(new ByteSource($"{package.Source.File}(payload)"));
        StreamFormat? format = header.TextOf(PayloadCompressor) switch
        {
            null when archive.Length >= 5 && archive.Span(0, 5).SequenceEqual("07070"u8) => null,
            // Packages before there was a choice.
            null or "gzip" => StreamFormat.Gzip,
            "bzip2" => StreamFormat.Bzip2,
            "xz" => StreamFormat.Xz,
            "lzma" => StreamFormat.Lzma,
            "zstd" => StreamFormat.Zstd,
            "identity" or "none" => null,
            { } other => throw package.Malformed(header.End, $"the files of this package are compressed with '{other}', which is not known here"),
        };
        StreamInput input = new(archive, format, budget);
        RpmFiles? files = null;
        return new PackageReader(input, new CpioMembers(input, number => (files ??= new RpmFiles(header)).Find(number)));
    }

    private MalformedFileException CutShort() => _input.Malformed(_input.Position, $"'{Current.Path}' of {Current.Size} bytes is cut short");
}

// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.Archives.Tar;

/// <summary>What a member of a tar archive is (<c>typeflag</c>, POSIX.1 <c>pax</c>, "ustar Interchange Format").</summary>
public enum TarMemberType : byte
{
    /// <summary>A file, as archives before ustar have it (<c>AREGTYPE</c>).</summary>
    OldFile = 0,

    /// <summary>A file (<c>REGTYPE</c>).</summary>
    File = (byte)'0',

    /// <summary>A symbolic link (<c>SYMTYPE</c>).</summary>
    Link = (byte)'2',

    /// <summary>A directory (<c>DIRTYPE</c>).</summary>
    Directory = (byte)'5',

    /// <summary>The link target of the next member, which is too long for its header (<c>GNUTYPE_LONGLINK</c>).</summary>
    LongLinkTarget = (byte)'K',

    /// <summary>The name of the next member, which is too long for its header (<c>GNUTYPE_LONGNAME</c>).</summary>
    LongName = (byte)'L',
}

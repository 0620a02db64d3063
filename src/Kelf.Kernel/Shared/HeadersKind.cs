// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared;

/// <summary>
/// The kinds of errors that the specification of the headers' archive gives codes: for making it (<c>E-</c>), and for what is read
/// out of images (<c>X-</c>). Programs find them as <c>kind</c> in JSON; in the place of the kernel's script messages begin with
/// them.
/// </summary>
public static class HeadersKind
{
    /// <summary>Two names are one to the file system.</summary>
    public const string Case = "E-CASE";

    /// <summary>The archive does not hold these headers.</summary>
    public const string Drift = "E-DRIFT";

    /// <summary>No headers are listed.</summary>
    public const string Empty = "E-EMPTY";

    /// <summary>A link leads out of the archive.</summary>
    public const string Link = "E-LINK";

    /// <summary>A list cannot be read, or a tree has nothing to list.</summary>
    public const string List = "E-LIST";

    /// <summary>A listed file is not there.</summary>
    public const string Missing = "E-MISSING";

    /// <summary>A name is no text.</summary>
    public const string Name = "E-NAME";

    /// <summary>A listed path is outside its tree.</summary>
    public const string Prefix = "E-PREFIX";

    /// <summary>A header changes while it is read.</summary>
    public const string Race = "E-RACE";

    /// <summary>A header cannot be read, or is too large.</summary>
    public const string Read = "E-READ";

    /// <summary>A time is unknown, or another one on each day.</summary>
    public const string Time = "E-TIME";

    /// <summary>What is listed is neither a file nor a link to one.</summary>
    public const string Type = "E-TYPE";

    /// <summary>The archive cannot be written.</summary>
    public const string Write = "E-WRITE";

    /// <summary>The compressor is missing or fails.</summary>
    public const string Compressor = "E-XZ";

    /// <summary>Symbols or markers do not agree with the stream between them.</summary>
    public const string Bounds = "X-BOUNDS";

    /// <summary>An image asks for more than it may have.</summary>
    public const string Limit = "X-LIMIT";

    /// <summary>What was looked for is not there.</summary>
    public const string None = "X-NONE";

    /// <summary>The directory for the headers has other contents.</summary>
    public const string Target = "X-TARGET";

    /// <summary>A stream or archive is damaged or cut short.</summary>
    public const string Truncated = "X-TRUNC";

    /// <summary>A member of an archive would be unpacked to a place outside.</summary>
    public const string Unsafe = "X-UNSAFE";

    /// <summary>Whether a kind is one of these.</summary>
    public static bool IsCode(string kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return kind is ['E' or 'X', '-', ..];
    }
}

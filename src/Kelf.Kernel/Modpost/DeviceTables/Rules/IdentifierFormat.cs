// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary>How the 16 bytes of a UUID or GUID are written.</summary>
internal sealed class IdentifierFormat
{
    // The first three numbers of a GUID are little-endian, on all machines.
    private static readonly byte[] s_mixed = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    private static readonly byte[] s_stored = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    private readonly byte[] _bytes;
    private readonly char _base;
    private readonly bool _hasDashes;

    private IdentifierFormat(byte[] bytes, char numberBase, bool hasDashes) =>
        (_bytes, _base, _hasDashes) = (bytes, numberBase, hasDashes);

    /// <summary>That of fields which are none.</summary>
    public static IdentifierFormat None { get; } = new([], 'x', hasDashes: false);

    /// <summary>The format of a name.</summary>
    public static IdentifierFormat Of(string name) => name switch
    {
        "GUID" => new IdentifierFormat(s_mixed, 'X', hasDashes: true),
        "guid" => new IdentifierFormat(s_mixed, 'x', hasDashes: true),
        "uuid" => new IdentifierFormat(s_stored, 'x', hasDashes: true),
        "digits" => new IdentifierFormat(s_stored, 'x', hasDashes: false),
        _ => throw new ArgumentException($"no format {name}", nameof(name)),
    };

    /// <summary>Appends an identifier.</summary>
    public void Append(ReadOnlySpan<byte> bytes, AliasText text)
    {
        for (int i = 0; i < _bytes.Length; i++)
        {
            if (_hasDashes && i is (4 or 6 or 8 or 10))
            {
                text.Add((byte)'-');
            }

            text.Hex(bytes[_bytes[i]], _base);
        }
    }
}

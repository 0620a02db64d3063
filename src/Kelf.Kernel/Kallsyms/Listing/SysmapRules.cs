// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Text;

namespace Kelf.Kernel.Kallsyms.Listing;

/// <summary>Names that a release keeps out of <c>System.map</c>.</summary>
internal sealed record SysmapRules
{
    private static readonly byte[] s_thunk = "Thunk_"u8.ToArray();
    private static readonly byte[] s_moduleInformation = "__UNIQUE_ID_modinfo_"u8.ToArray();
    private static readonly SearchValues<byte> s_digits = SearchValues.Create("0123456789"u8);
    private static readonly SearchValues<byte> s_lettersAndDigits =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    // Most names begin otherwise.
    private readonly bool[] _firstBytes = new bool[256];
    private readonly byte[][] _beginnings = [];
    private readonly byte[][] _wholeNames = [];
    private readonly byte[][] _endings = [];
    private readonly byte[][] _parts = [];

    /// <summary>How a name begins.</summary>
    public IReadOnlyList<string> Beginnings
    {
        get => [.. _beginnings.Select(Encoding.ASCII.GetString)];
        init => _beginnings = Note(value);
    }

    /// <summary>What a name is.</summary>
    public IReadOnlyList<string> WholeNames
    {
        init => _wholeNames = Note(value);
    }

    /// <summary>How a name ends.</summary>
    public IReadOnlyList<string> Endings
    {
        init => _endings = Bytes(value);
    }

    /// <summary>What a name has anywhere.</summary>
    public IReadOnlyList<string> Parts
    {
        init => _parts = Bytes(value);
    }

    /// <summary>Drop stubs of lld: two underscores, letters and digits, <c>Thunk_</c>.</summary>
    public bool DropsThunks { get; init; }

    /// <summary>Drop <c>__UNIQUE_ID_modinfo_</c> with nothing but digits after it.</summary>
    public bool DropsModuleInformation { get; init; }

    /// <summary>Whether the rules about ends and parts drop a name.</summary>
    public bool DropsAnywhere(ReadOnlySpan<byte> name)
    {
        foreach (byte[] ending in _endings)
        {
            if (name.EndsWith(ending))
            {
                return true;
            }
        }

        // Few names have a dot at all.
        if (_parts.Length > 0 && name.Contains((byte)'.'))
        {
            foreach (byte[] part in _parts)
            {
                if (name.IndexOf(part) >= 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether the rules about beginnings drop a name.</summary>
    public bool DropsFrom(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || !_firstBytes[name[0]])
        {
            return false;
        }

        foreach (byte[] whole in _wholeNames)
        {
            if (name.SequenceEqual(whole))
            {
                return true;
            }
        }

        foreach (byte[] beginning in _beginnings)
        {
            if (name.StartsWith(beginning))
            {
                return true;
            }
        }

        return (DropsThunks && IsThunk(name))
            || (DropsModuleInformation && name.StartsWith(s_moduleInformation)
                && !name[s_moduleInformation.Length..].ContainsAnyExcept(s_digits));
    }

    // The letters and digits in front may have "Thunk" in them; the underscore ends them.
    private static bool IsThunk(ReadOnlySpan<byte> name)
    {
        if (!name.StartsWith("__"u8))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = name[2..];
        int end = rest.IndexOfAnyExcept(s_lettersAndDigits);
        return end >= 0 && rest[..(end + 1)].EndsWith(s_thunk);
    }

    private byte[][] Note(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            _firstBytes[name[0]] = true;
        }

        return Bytes(names);
    }

    private static byte[][] Bytes(IReadOnlyList<string> names) => [.. names.Select(Encoding.ASCII.GetBytes)];
}

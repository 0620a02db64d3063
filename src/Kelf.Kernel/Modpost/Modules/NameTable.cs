// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Modpost.Modules;

/// <summary>
/// A number for each name of an export or import: thousands of modules need the same few thousand symbols. Numbers are given in the
/// order of arrival, which is that of threads: nothing that is written follows it.
/// </summary>
public sealed class NameTable
{
    private readonly Lock _gate = new();
    private readonly ByteStringTable _names = new();

    /// <summary>How many names there are; only when no thread adds any.</summary>
    public int Count => _names.Count;

    /// <summary>The bytes of a name; only when no thread adds any.</summary>
    public ReadOnlySpan<byte> this[int number] => _names[number];

    /// <summary>The number of a name.</summary>
    public int Add(ReadOnlySpan<byte> name)
    {
        lock (_gate)
        {
            return _names.Add(name);
        }
    }

    /// <summary>The number of a name, or -1; only when no thread adds any.</summary>
    public int Find(ReadOnlySpan<byte> name) => _names.Find(name);

    /// <summary>A name for a message.</summary>
    public string TextOf(int number) => Latin1.Of(_names[number]);
}

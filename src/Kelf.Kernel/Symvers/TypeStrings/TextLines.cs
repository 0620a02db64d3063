// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Symvers.TypeStrings;

/// <summary>
/// The lines of a symtypes file whose symbols do not agree on the texts of types: each line once, sorted by its bytes,
/// whatever the order of arrival. Threads may add at the same time.
/// </summary>
internal sealed class TextLines
{
    private readonly SortedSet<byte[]> _lines =
        new(Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)));

    private readonly Lock _lock = new();

    /// <summary>Adds all lines that a writer writes.</summary>
    public void Add(Action<IByteSink> write)
    {
        ByteBuilder text = new();
        write(text);
        lock (_lock)
        {
            for (ReadOnlySpan<byte> rest = text.Bytes; !rest.IsEmpty;)
            {
                int length = rest.IndexOf((byte)'\n') + 1;
                length = length == 0 ? rest.Length : length;
                _lines.Add(rest[..length].ToArray());
                rest = rest[length..];
            }
        }
    }

    /// <summary>Writes the lines.</summary>
    public void WriteTo(IByteSink output)
    {
        foreach (byte[] line in _lines)
        {
            output.Write(line);
        }
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Symvers.TypeStrings;

/// <summary>
/// One text per type name: the longest of all that the walked units have for it, of equally long ones the smallest in
/// byte order. Neither the order of units nor the number of threads decides anything.
/// </summary>
/// <remarks>
/// Texts have literal pieces and references only (see <see cref="Pieces"/>); reference numbers are those of
/// <see cref="Names"/>. The length that counts is that of the text as it is written, references as <c>s#name</c>.
/// </remarks>
internal sealed class TypeTexts
{
    private Entry[] _entries = new Entry[64];

    private record struct Entry(byte[]? Text, long WrittenLength, bool HasRivals);

    /// <summary>Names of types, as references write them.</summary>
    public ByteStringTable Names { get; } = new();

    /// <summary>True when different texts were offered for some name.</summary>
    public bool HasRivals { get; private set; }

    /// <summary>True when different texts were offered for a name.</summary>
    public bool HasRivalsOf(int name) => name < _entries.Length && _entries[name].HasRivals;

    /// <summary>True when each name has a text.</summary>
    public bool AllHaveTexts
    {
        get
        {
            int name = 0;
            while (name < Names.Count && Has(name))
            {
                name++;
            }

            return name == Names.Count;
        }
    }

    /// <summary>True when the name has a text.</summary>
    public bool Has(int name) => name < _entries.Length && _entries[name].Text is not null;

    /// <summary>The text of a name; empty when it has none.</summary>
    public ReadOnlySpan<byte> this[int name] => name < _entries.Length ? _entries[name].Text : default;

    /// <summary>Takes a text for a name, if it is longer than the one known, or as long and smaller.</summary>
    public void Offer(int name, ReadOnlySpan<byte> text, long writtenLength)
    {
        if (name >= _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(name + 1, _entries.Length * 2));
        }

        ref Entry entry = ref _entries[name];
        if (entry.Text is not null)
        {
            if (text.SequenceEqual(entry.Text))
            {
                return;
            }

            HasRivals = true;
            entry.HasRivals = true;
            if (writtenLength < entry.WrittenLength || (writtenLength == entry.WrittenLength && !IsSmaller(text, entry.Text)))
            {
                return;
            }
        }

        entry = new Entry(text.ToArray(), writtenLength, entry.HasRivals);
    }

    /// <summary>Replaces the text of a name.</summary>
    public void Replace(int name, ReadOnlySpan<byte> text)
    {
        if (name < _entries.Length)
        {
            _entries[name] = default;
        }

        Offer(name, text, 0);
    }

    /// <summary>Takes over all texts of another table.</summary>
    /// <returns>The number in this table of each name of the other.</returns>
    public int[] Merge(TypeTexts other)
    {
        int[] numbers = new int[other.Names.Count];
        for (int name = 0; name < numbers.Length; name++)
        {
            numbers[name] = Names.Add(other.Names[name]);
        }

        for (int name = 0; name < numbers.Length; name++)
        {
            if (other.Has(name))
            {
                byte[] text = other._entries[name].Text!;
                Renumber(text, numbers);
                Offer(numbers[name], text, other._entries[name].WrittenLength);
                _entries[numbers[name]].HasRivals |= other._entries[name].HasRivals;
            }
        }

        return numbers;
    }

    /// <summary>Changes the reference numbers in a text.</summary>
    public static void Renumber(byte[] text, int[] numbers)
    {
        for (int at = 0; ; at += Pieces.NumberedLength)
        {
            int found = text.AsSpan(at).IndexOf((byte)0);
            if (found < 0)
            {
                return;
            }

            at += found;
            Span<byte> number = text.AsSpan(at + 2, 4);
            BinaryPrimitives.WriteInt32LittleEndian(number, numbers[BinaryPrimitives.ReadInt32LittleEndian(number)]);
        }
    }

    /// <summary>Appends a text as it is written, references as names.</summary>
    public void Write(ReadOnlySpan<byte> text, IByteSink output)
    {
        Pieces pieces = new(text);
        while (pieces.Next())
        {
            output.Write(pieces.Kind == PieceKind.Reference ? Names[pieces.Number] : pieces.Literal);
        }
    }

    private bool IsSmaller(ReadOnlySpan<byte> text, ReadOnlySpan<byte> known)
    {
        ByteBuilder a = new(), b = new();
        Write(text, a);
        Write(known, b);
        return a.Bytes.SequenceCompareTo(b.Bytes) < 0;
    }
}

// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.TestSupport;

/// <summary>A string section: NUL-terminated strings, each distinct one once.</summary>
/// <param name="startsWithEmpty">True when offset 0 is the empty string, as ELF demands.</param>
internal sealed class StringPool(bool startsWithEmpty)
{
    private readonly Dictionary<string, uint> _offsets = new(StringComparer.Ordinal);
    private readonly List<byte> _bytes = startsWithEmpty ? [0] : [];

    public bool IsEmpty => _bytes.Count == 0;

    public uint Add(string text)
    {
        if (text.Length == 0 && startsWithEmpty)
        {
            return 0;
        }

        if (!_offsets.TryGetValue(text, out uint offset))
        {
            offset = (uint)_bytes.Count;
            _bytes.AddRange(ByteAssembler.Latin1(text));
            _bytes.Add(0);
            _offsets[text] = offset;
        }

        return offset;
    }

    public byte[] ToArray() => [.. _bytes];
}

// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Globalization;

namespace Kelf.Kernel.SymbolPaths.Decode.Output;

/// <summary>The bytes in a line that a kernel prints with its registers.</summary>
/// <remarks>
/// <code>
/// Code: 48 89 e5 &lt;0f&gt; 0b 5d c3        bytes of x86; the processor was at the marked one
/// Code: d503233f a9be7bfd (b9400001)   words of other machines, as numbers
/// </code>
/// </remarks>
/// <param name="Bytes">The bytes, as they lay in memory.</param>
/// <param name="Unit">Bytes of what is one number in the line.</param>
/// <param name="Current">Offset of the instruction that was being executed; -1 when none is marked.</param>
public sealed record MachineCode(ReadOnlyMemory<byte> Bytes, int Unit, int Current)
{
    /// <summary>What stands before the bytes.</summary>
    public const string Mark = "Code: ";

    // A kernel prints some sixty; nothing long is started for what is no code.
    private const int MostBytes = 1024;

    /// <summary>Reads the text after the mark.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isBigEndian">The machine's byte order.</param>
    /// <returns>Null when it is no code: <c>Bad RIP value</c>.</returns>
    public static MachineCode? Parse(string text, bool isBigEndian)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<byte> bytes = [];
        int unit = 0;
        int current = -1;
        foreach (string word in text.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            bool isMarked = word is ['<', .., '>'] or ['(', .., ')'];
            string digits = isMarked ? word[1..^1] : word;
            unit = unit == 0 ? digits.Length / 2 : unit;
            if (unit is not (1 or 2 or 4) || digits.Length != unit * 2 || bytes.Count >= MostBytes
                || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
            {
                return null;
            }

            current = isMarked ? bytes.Count : current;
            byte[] number = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(number, value);
            ReadOnlySpan<byte> significant = number.AsSpan(sizeof(uint) - unit);
            bytes.AddRange(isBigEndian ? significant.ToArray() : [.. significant.ToArray().Reverse()]);
        }

        return bytes.Count > unit ? new MachineCode(bytes.ToArray(), unit, current) : null;
    }
}

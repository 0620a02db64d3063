// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Modpost.DeviceTables.Records;

namespace Kelf.Kernel.Modpost.DeviceTables.Rules;

/// <summary>
/// Text with fields in it. <c>{f}</c> is the field's value in upper-case digits, two for each byte, or its text;
/// <c>{f!=X}</c> that unless it is X (hexadecimal), else a star, <c>{f!=}</c> the same of an empty text;
/// <c>{f?M}</c> that if <c>match_flags</c> has one of the bits M, else a star. A format may follow a colon: <c>X</c>, <c>x</c> or <c>D</c>
/// with a number of digits, <c>_</c> for a text whose white space becomes underscores, or one of
/// <see cref="IdentifierFormat"/>. Doubled braces are braces.
/// A <c>~</c> at the end of all is a star unless there is one already.
/// </summary>
public sealed class AliasTemplate : AliasRule
{
    private readonly List<Part> _parts = [];
    private readonly DeviceField? _flags;
    private readonly bool _endsWithStar;

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="format">The structure that has its fields.</param>
    public AliasTemplate(string text, RecordFormat format)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(format);
        _endsWithStar = text.EndsWith('~');
        text = _endsWithStar ? text[..^1] : text;
        foreach ((string literal, string? slot) in Split(text))
        {
            _parts.Add(new Part(Encoding.ASCII.GetBytes(literal), slot is null ? null : Slot.Parse(slot, format)));
        }

        _flags = _parts.Exists(part => part.Slot is { Mask: not 0 }) ? format.Field("match_flags") : null;
    }

    /// <inheritdoc/>
    public override void Convert(in DeviceRecord record, AliasOutput output)
    {
        Append(record, output);
        output.Add();
    }

    /// <summary>Appends the text of a record.</summary>
    public void Append(in DeviceRecord record, AliasOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        uint flags = _flags is null ? 0 : record.Number(_flags);
        foreach (Part part in _parts)
        {
            output.Text.Add(part.Literal);
            if (part.Slot is { } slot)
            {
                if (slot.Mask == 0 || (flags & slot.Mask) != 0)
                {
                    Append(slot, record, output);
                }
                else
                {
                    output.Text.Add((byte)'*');
                }
            }
        }

        if (_endsWithStar)
        {
            output.Text.EndWithStar();
        }
    }

    // Each slot with the literal text before it; the last has none.
    private static IEnumerable<(string Literal, string? Slot)> Split(string text)
    {
        int start = 0;
        for (int open = Open(0); open >= 0; open = Open(start))
        {
            int close = text.IndexOf('}', open);
            yield return (Unescape(text[start..open]), text[(open + 1)..close]);
            start = close + 1;
        }

        yield return (Unescape(text[start..]), null);

        int Open(int from)
        {
            int at = text.IndexOf('{', from);
            while (at >= 0 && at + 1 < text.Length && text[at + 1] == '{')
            {
                at = text.IndexOf('{', at + 2);
            }

            return at;
        }

        static string Unescape(string literal) =>
            literal.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);
    }

    private static void Append(Slot slot, in DeviceRecord record, AliasOutput output)
    {
        AliasText text = output.Text;
        switch (slot.Field.Kind)
        {
            case FieldKind.Number:
                uint value = record.Number(slot.Field);
                _ = slot.NotEqual == value ? text.Add((byte)'*') : text.Number(value, slot.Base, slot.Digits);
                break;
            case FieldKind.Text:
                ReadOnlySpan<byte> name = output.TextOf(record, slot.Field);
                int from = text.Length;
                _ = slot.NotEqual is not null && name.IsEmpty ? text.Add((byte)'*') : text.Add(name);
                if (slot.ReplacesSpaces)
                {
                    text.ReplaceSpaces(from);
                }

                break;
            default:
                slot.Identifier.Append(record.Bytes(slot.Field), text);
                break;
        }
    }

    private readonly record struct Part(byte[] Literal, Slot? Slot);

    private sealed record Slot(
        DeviceField Field, uint? NotEqual, uint Mask, char Base, int Digits, bool ReplacesSpaces, IdentifierFormat Identifier)
    {
        public static Slot Parse(string text, RecordFormat format)
        {
            string[] halves = text.Split(':');
            string shape = halves.Length > 1 ? halves[1] : "";
            int end = halves[0].IndexOfAny(['!', '?']);
            DeviceField field = format.Field(end < 0 ? halves[0] : halves[0][..end]);
            string condition = end < 0 ? "" : halves[0][end..];
            bool isNumber = field.Kind == FieldKind.Number;
            return new Slot(
                field,
                condition.StartsWith("!=", StringComparison.Ordinal) ? Hex(condition[2..]) : null,
                condition.StartsWith('?') ? Hex(condition[1..]) : 0,
                isNumber && shape.Length > 0 ? shape[0] : 'X',
                isNumber && shape.Length > 0 ? (int)Hex(shape[1..]) : field.Width.Lp64 * 2,
                shape == "_",
                field.Kind == FieldKind.Bytes ? IdentifierFormat.Of(shape) : IdentifierFormat.None);
        }

        private static uint Hex(string text) => text.Length == 0 ? 0 : uint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Text;
using System.Text;

using Kelf.Kernel.Kallsyms.Compression;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kallsyms.Output;

/// <summary>Writes the tables as assembler text, byte for byte as <c>scripts/kallsyms</c> of each release.</summary>
public sealed class KallsymsText
{
    private const int BlockSize = 1 << 18;

    private static readonly byte[][] s_bytes = [.. Enumerable.Range(0, 256).Select(value => Encoding.ASCII.GetBytes($"0x{value:x2}"))];

    private readonly KallsymsTable _table;
    private readonly IByteSink _sink;
    private readonly ByteBuilder _block = new();
    private readonly KallsymsLayout _layout;

    private KallsymsText(KallsymsTable table, IByteSink sink)
    {
        (_table, _sink, _layout) = (table, sink, table.Options.Layout);
    }

    // The preprocessor chooses by the word size of the machine.
    private static ReadOnlySpan<byte> Preamble => """
        #include <asm/bitsperlong.h>
        #if BITS_PER_LONG == 64
        #define PTR .quad
        #define ALGN .balign 8
        #else
        #define PTR .long
        #define ALGN .balign 4
        #endif

        """u8;

    /// <summary>Writes the text.</summary>
    /// <param name="table">The tables.</param>
    /// <param name="file">What they were made from, for messages.</param>
    /// <param name="sink">Takes the text.</param>
    /// <exception cref="RefusedException">A name would end a string or a comment of the text. Nothing is written.</exception>
    public static void Write(KallsymsTable table, string file, IByteSink sink)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(sink);
        RefuseQuotes(table, file);
        new KallsymsText(table, sink).Run();
    }

    private static void RefuseQuotes(KallsymsTable table, string file)
    {
        bool hasComments = table.Options.Layout != KallsymsLayout.Linux61;
        foreach (ref readonly KallsymsEntry entry in table.Entries)
        {
            ReadOnlySpan<byte> text = table.TextOf(entry);
            if (text.ContainsAny((byte)'"', (byte)'\\') || (hasComments && text.IndexOf("*/"u8) >= 0))
            {
                throw new RefusedException(
                    file, $"name {PrintableText.Of(text[1..])} cannot stand in assembler text; make an object instead");
            }
        }
    }

    private void Run()
    {
        if (_layout < KallsymsLayout.Linux72)
        {
            _block.Write(Preamble);
        }

        _block.Write("\t.section .rodata, \"a\"\n"u8);
        foreach (TablePart part in TableShape.PartsOf(_table.Options))
        {
            byte[] symbol = Encoding.ASCII.GetBytes(TableShape.SymbolOf(part));
            _block.Write(".globl "u8);
            _block.Write(symbol);
            _block.Write(_layout >= KallsymsLayout.Linux72 ? "\n\t.balign 4\n"u8 : "\n\tALGN\n"u8);
            _block.Write(symbol);
            _block.Write(":\n"u8);
            Lines(part);
            if (TableShape.HasSize(_layout, part))
            {
                _block.Write(".size "u8);
                _block.Write(symbol);
                _block.Write(", . - "u8);
                _block.Write(symbol);
                _block.Write("\n"u8);
            }

            _block.Write("\n"u8);
        }

        _sink.Write(_block.Bytes);
    }

    private void Lines(TablePart part)
    {
        switch (part)
        {
            case TablePart.Count:
                Number(".long"u8, _table.Count);
                break;
            case TablePart.Names:
                Names();
                break;
            case TablePart.Markers:
                foreach (int marker in _table.Markers().AsSpan()[..^1])
                {
                    Number(".long"u8, marker);
                }

                break;
            case TablePart.TokenTable:
                TokenTable();
                break;
            case TablePart.TokenIndex:
                TokenIndex();
                break;
            case TablePart.Offsets or TablePart.Addresses:
                Addresses(part);
                break;
            case TablePart.RelativeBase:
                _block.Write("\tPTR\t"u8);
                TextWithDistance(_table.Addresses.RelativeBase);
                _block.Write("\n"u8);
                break;
            default:
                Places();
                break;
        }
    }

    private void Names()
    {
        foreach (ref readonly KallsymsEntry entry in _table.Entries)
        {
            ReadOnlySpan<byte> text = _table.CompressedTextOf(entry);
            _block.Write("\t.byte "u8);
            if (text.Length > KallsymsTable.MostInOneByte)
            {
                _block.Write(s_bytes[0x80 | (text.Length & 0x7f)]);
                _block.Write(", "u8);
                _block.Write(s_bytes[text.Length >> 7]);
            }
            else
            {
                _block.Write(s_bytes[text.Length]);
            }

            foreach (byte value in text)
            {
                _block.Write(", "u8);
                _block.Write(s_bytes[value]);
            }

            EndOfLine(entry);
        }
    }

    private void TokenTable()
    {
        for (int code = 0; code < TokenCompression.Codes; code++)
        {
            _block.Write("\t.asciz\t\""u8);
            _block.Write(_table.Compression.TokenOf(code));
            _block.Write("\"\n"u8);
        }
    }

    private void TokenIndex()
    {
        int offset = 0;
        for (int code = 0; code < TokenCompression.Codes; code++)
        {
            Number(".short"u8, offset);
            offset += _table.Compression.TokenOf(code).Length + 1;
        }
    }

    private void Addresses(TablePart part)
    {
        for (int i = 0; i < _table.Count; i++)
        {
            ref readonly KallsymsEntry entry = ref _table.Entries[i];
            long value = _table.Addresses.Values[i];
            _block.Write(part == TablePart.Addresses ? "\tPTR\t"u8 : "\t.long\t"u8);
            if (_table.Options.PcRelative)
            {
                _block.Write("_text - . + ("u8);
                Decimal(value);
                _block.Write(")"u8);
            }
            else if (part == TablePart.Addresses && !entry.IsAbsolute)
            {
                TextWithDistance(entry.Address);
            }
            else
            {
                Hexadecimal((ulong)value);
            }

            EndOfLine(entry);
        }
    }

    private void Places()
    {
        foreach (int place in _table.NameOrder)
        {
            _block.Write("\t.byte "u8);
            _block.Write(s_bytes[(place >> 16) & 0xff]);
            _block.Write(", "u8);
            _block.Write(s_bytes[(place >> 8) & 0xff]);
            _block.Write(", "u8);
            _block.Write(s_bytes[place & 0xff]);
            EndOfLine(_table.Entries[place]);
        }
    }

    private void EndOfLine(in KallsymsEntry entry)
    {
        if (_layout != KallsymsLayout.Linux61)
        {
            _block.Write("\t/* "u8);
            _block.Write(_table.TextOf(entry));
            _block.Write(" */"u8);
        }

        _block.Write("\n"u8);
        if (_block.Bytes.Length >= BlockSize)
        {
            _sink.Write(_block.Bytes);
            _block.Clear();
        }
    }

    private void Number(ReadOnlySpan<byte> directive, long value)
    {
        _block.Write("\t"u8);
        _block.Write(directive);
        _block.Write("\t"u8);
        Decimal(value);
        _block.Write("\n"u8);
    }

    private void Decimal(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out int length);
        _block.Write(digits[..length]);
    }

    private void TextWithDistance(ulong address)
    {
        ulong text = _table.Addresses.TextAddress;
        _block.Write(address < text ? "_text - "u8 : "_text + "u8);
        Hexadecimal(address < text ? text - address : address - text);
    }

    // As C's %#x: zero has no prefix.
    private void Hexadecimal(ulong value)
    {
        if (value != 0)
        {
            _block.Write("0x"u8);
        }

        Span<byte> digits = stackalloc byte[16];
        Utf8Formatter.TryFormat(value, digits, out int length, new('x'));
        _block.Write(digits[..length]);
    }
}

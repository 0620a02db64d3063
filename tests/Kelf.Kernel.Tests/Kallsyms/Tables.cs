// SPDX-License-Identifier: GPL-2.0-only
using System.Security.Cryptography;
using System.Text;

using Kelf.Kernel.Kallsyms;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Hashes;
using Kelf.TestSupport;

namespace Kelf.Kernel.Tests.Kallsyms;

/// <summary>Tables made of the text of a map, and what is written of them.</summary>
internal static class Tables
{
    public const string File = "x.map";

    public static KallsymsOptions Linux73 { get; } = new() { Layout = KallsymsLayout.Linux73, AllSymbols = true, PcRelative = true };

    public static KallsymsTable Of(byte[] map, KallsymsOptions options, Action<Diagnostic>? warn = null)
    {
        using NativeBuffer buffer = InMemory.File(map, File);
        return KallsymsTool.Make(MapReader.Read(buffer.Contents, options.Layout), options, warn);
    }

    public static KallsymsTable Of(string map, KallsymsOptions options, Action<Diagnostic>? warn = null) =>
        Of(Encoding.Latin1.GetBytes(map), options, warn);

    public static string TextOf(KallsymsTable table)
    {
        ByteBuilder text = new();
        KallsymsText.Write(table, File, text);
        return Encoding.Latin1.GetString(text.Bytes);
    }

    public static byte[] ObjectOf(KallsymsTable table, ElfObjectKind? kind = null)
    {
        ByteBuilder bytes = new();
        KallsymsObject.Write(table, kind ?? new ElfObjectKind(ElfClass.Elf64, ByteOrder.Little, ElfMachine.X8664), File, bytes);
        return bytes.Bytes.ToArray();
    }

    public static KallsymsSection SectionOf(KallsymsTable table) => new(table, ElfClass.Elf64, ByteOrder.Little);

    /// <summary>Names of entries in table order, with their letters.</summary>
    public static string[] TextsOf(KallsymsTable table) =>
        [.. table.Entries.ToArray().Select(entry => Encoding.Latin1.GetString(table.TextOf(entry)))];

    /// <summary>The names without their letters.</summary>
    public static string NamesOf(KallsymsTable table) => string.Join(' ', TextsOf(table).Select(text => text[1..]));

    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string Sha256(string text) => Sha256(Encoding.Latin1.GetBytes(text));
}

// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Shared.Symvers;

/// <summary>
/// What a symtypes file has on the names in it. In one of several objects a name may have several type strings. Threads may ask at
/// the same time.
/// </summary>
public sealed class SymtypesFile
{
    private readonly ByteStringTable _names = new();
    private readonly ByteStringTable _records = new();

    private SymtypesFile(string name) => Name = name;

    /// <summary>What messages call the file.</summary>
    public string Name { get; }

    /// <summary>Reads a file, or standard input when the path is <c>-</c>.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    /// <exception cref="RefusedException">A line is malformed.</exception>
    public static SymtypesFile Read(string path)
    {
        using InputBytes input = InputBytes.Open(path);
        return Parse(input.Contents.Span(), path == InputBytes.StandardInput ? InputBytes.StandardInputName : path);
    }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="RefusedException">A line is malformed.</exception>
    public static SymtypesFile Parse(ReadOnlySpan<byte> text, string name)
    {
        SymtypesFile file = new(name);
        SymtypesReader records = new(text, name);
        ByteBuilder record = new();
        while (records.Next())
        {
            file._names.Add(records.Name);
            file._records.Add(Join(records.Name, records.Text, record));
        }

        return file;
    }

    /// <summary>Does the file know the name?</summary>
    public bool Has(ReadOnlySpan<byte> name) => _names.Find(name) >= 0;

    /// <summary>Has the name that type string there?</summary>
    public bool Has(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text) => _records.Find(Join(name, text, new ByteBuilder())) >= 0;

    private static ReadOnlySpan<byte> Join(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text, ByteBuilder record)
    {
        record.Clear();
        record.Write(name);
        record.Write(" "u8);
        record.Write(text);
        return record.Bytes;
    }
}

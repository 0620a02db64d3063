// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Enumeration;

using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Kabi.Types;

/// <summary>Which files a corpus may be.</summary>
public enum CorpusForm
{
    /// <summary>A directory of files of objects, or one file of any form.</summary>
    Any,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A file that has many.</summary>
    Consolidated,
}

/// <summary>Reads corpora. Those that are compared with each other are read by one reader.</summary>
public sealed class CorpusReader
{
    // A symtypes file of one object of a kernel has 0.9 MB at most, and all of them in one 15 MB.
    private const long MaxFile = 1 << 30;

    private readonly PlainReader _plain;

    /// <summary>A reader with a table of its own.</summary>
    public CorpusReader()
        : this(new RecordTable())
    {
    }

    internal CorpusReader(RecordTable table)
    {
        Table = table;
        _plain = new PlainReader(table);
    }

    /// <summary>Is told of each file before it is read.</summary>
    public Action<string>? BeforeFile { get; init; }

    // The records of all that was read.
    internal RecordTable Table { get; }

    /// <summary>Reads a corpus.</summary>
    /// <exception cref="UnreadableFileException">A file cannot be read.</exception>
    /// <exception cref="MalformedTextException">A file is malformed, or is of another form.</exception>
    public Corpus Read(string path, CorpusForm form = CorpusForm.Any)
    {
        if (form == CorpusForm.Directory || (form == CorpusForm.Any && Directory.Exists(path)))
        {
            return new Corpus(Table, [.. FilesBelow(path).Select(file => ReadPlain(Path.Combine(path, file), file))]);
        }

        BeforeFile?.Invoke(path);
        using InputBytes input = InputBytes.Open(path, MaxFile);
        return Read(input.Contents.Span(), path, form);
    }

    // The text of a file.
    internal Corpus Read(ReadOnlySpan<byte> text, string path, CorpusForm form = CorpusForm.Any) =>
        ConsolidatedReader.Accepts(text) ? new Corpus(Table, new ConsolidatedReader(Table, path).Read(text))
            : VariantReader.Accepts(text) ? new VariantReader(Table, path).Read(text)
            : form == CorpusForm.Consolidated ? throw NotConsolidated(text, path)
            : new Corpus(Table, [_plain.Read(text, path, path)]);

    private CorpusFile ReadPlain(string path, string name)
    {
        BeforeFile?.Invoke(path);
        using InputBytes input = InputBytes.Open(path, MaxFile);
        ReadOnlySpan<byte> text = input.Contents.Span();
        return ConsolidatedReader.Accepts(text)
            ? throw FirstLine(text, path, "Expected a plain symtypes file, but found consolidated data")
            : _plain.Read(text, path, name);
    }

    // Regular files only: a link below the directory is not followed.
    private static List<string> FilesBelow(string directory)
    {
        if (File.Exists(directory))
        {
            throw new UnreadableFileException(directory, SystemMessage.NotDirectory);
        }

        EnumerationOptions options = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.ReparsePoint };
        try
        {
            FileSystemEnumerable<string> files = new(directory, (ref FileSystemEntry entry) => Path.GetRelativePath(directory, entry.ToFullPath()), options)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory
                    && entry.FileName.EndsWith(".symtypes", StringComparison.Ordinal) && entry.FileName.Length > ".symtypes".Length,
            };
            List<string> found = [.. files];
            found.Sort(Corpus.CompareFiles);
            return found;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(directory, SystemMessage.Of(exception));
        }
    }

    private static MalformedTextException NotConsolidated(ReadOnlySpan<byte> text, string path) =>
        FirstLine(text, path, "Expected a consolidated symtypes file, but found an invalid header");

    private static MalformedTextException FirstLine(ReadOnlySpan<byte> text, string path, string what)
    {
        Utf8Lines lines = new(text, path);
        return lines.Next() ? lines.Wrong(what) : new MalformedTextException(path, 0, null, what);
    }
}

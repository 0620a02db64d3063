// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Compare;
using Kelf.Kernel.Kabi.Lists;
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>Corpora from texts, and what is written about them.</summary>
internal sealed class Corpora
{
    private readonly CorpusReader _reader = new();

    /// <summary>A corpus of files of objects.</summary>
    public Corpus Plain(params (string Path, string Text)[] files)
    {
        PlainReader reader = new(_reader.Table);
        return new Corpus(_reader.Table, [.. files.Select(file => reader.Read(Encoding.UTF8.GetBytes(file.Text), file.Path, file.Path))]);
    }

    /// <summary>A corpus from one file that has many.</summary>
    public Corpus Consolidated(string text) =>
        new(_reader.Table, new ConsolidatedReader(_reader.Table, "file").Read(Encoding.UTF8.GetBytes(text)));

    /// <summary>The same, of the older form.</summary>
    public Corpus Variants(string text) => new VariantReader(_reader.Table, "file").Read(Encoding.UTF8.GetBytes(text));

    /// <summary>What <c>consolidate</c> writes.</summary>
    public static string Consolidate(Corpus corpus)
    {
        ByteBuilder output = new();
        new CorpusWriter(corpus).WriteConsolidated(output);
        return Text(output);
    }

    /// <summary>The files that <c>split</c> writes, each with its path before it.</summary>
    public static string Split(Corpus corpus)
    {
        ByteBuilder output = new();
        foreach (CorpusFile file in corpus.Files)
        {
            output.Write(Encoding.UTF8.GetBytes($"== {file.Path}\n"));
            new CorpusWriter(corpus).WriteFile(file, output);
        }

        return Text(output);
    }

    /// <summary>What <c>compare</c> prints.</summary>
    public static string Compare(Corpus old, Corpus @new, ReportFormat format = ReportFormat.Pretty, string? list = null)
    {
        ByteBuilder output = new();
        NameList? names = list is null ? null : NameList.Parse(Encoding.UTF8.GetBytes(list), "list");
        new TypeReport(TypeComparison.Compare(old, @new, names)).Write([(format, output)]);
        return Text(output);
    }

    private static string Text(ByteBuilder output) => Encoding.UTF8.GetString(output.Bytes);
}

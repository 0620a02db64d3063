// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kheaders.Settings;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kheaders.Lists;

/// <summary>
/// The texts of the two lists of headers, one path in a line, in the order of the file system. Lines are taken literally:
/// GNU tar, which reads them for the original, has its own opinion of backslashes and leading dashes.
/// </summary>
/// <param name="Source">Headers of the source tree.</param>
/// <param name="Object">Generated headers.</param>
public sealed record HeaderLists(byte[] Source, byte[] Object)
{
    /// <summary>File of the first list; null when the trees were searched.</summary>
    public string? SourceFile { get; init; }

    /// <summary>File of the second list; null when the trees were searched.</summary>
    public string? ObjectFile { get; init; }

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the list files, or searches the trees.</summary>
    /// <exception cref="RefusedException">A list cannot be read, or a tree lacks a directory.</exception>
    public static HeaderLists Read(KheadersOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options is { SourceList: { } source, ObjectList: { } generated }
            ? new HeaderLists(ReadFile(source), ReadFile(generated)) { SourceFile = source, ObjectFile = generated }
            : HeaderSearch.Run(options.Trees, options.Scope);
    }

    /// <summary>The headers of both lists, in their order; a name may come more than once.</summary>
    /// <param name="trees">What the lines are relative to.</param>
    /// <exception cref="RefusedException">A line is not inside its tree, or no text.</exception>
    /// <exception cref="AggregateException">Several lines are not.</exception>
    public IReadOnlyList<ListedHeader> Headers(HeaderTrees trees)
    {
        ArgumentNullException.ThrowIfNull(trees);
        List<ListedHeader> headers = [];
        List<Exception> errors = [];
        string prefix = trees.Source + "/";
        foreach ((string line, string place) in Lines(Source, SourceFile))
        {
            if (!line.StartsWith(prefix, StringComparison.Ordinal))
            {
                errors.Add(new RefusedException(line, $"{place}not in the source tree, whose lines begin with {prefix}", HeadersKind.Prefix));
            }
            else if (NameOf(line[prefix.Length..], place, errors) is { } name)
            {
                headers.Add(new ListedHeader(name, line));
            }
        }

        foreach ((string line, string place) in Lines(Object, ObjectFile))
        {
            if (NameOf(line, place, errors) is { } name)
            {
                headers.Add(new ListedHeader(name, trees.InObject(line)));
            }
        }

        CodedErrors.ThrowIfAny(errors);
        return headers;
    }

    private static string? NameOf(string path, string place, List<Exception> errors)
    {
        string name = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        if (name.Split('/').All(part => part is not ("" or "." or "..")))
        {
            return name;
        }

        errors.Add(new RefusedException(path, $"{place}not a plain path below its tree", HeadersKind.Prefix));
        return null;
    }

    /// <summary>The lines of a list; an empty one says nothing.</summary>
    internal static IEnumerable<string> Lines(byte[] list) => Lines(list, null).Select(line => line.Text);

    // A message names the file and the number of the line where there is one.
    private static IEnumerable<(string Text, string Place)> Lines(byte[] list, string? file)
    {
        int number = 0;
        for (int start = 0; start < list.Length;)
        {
            number++;
            int end = Array.IndexOf(list, (byte)'\n', start);
            end = end < 0 ? list.Length : end;
            if (end > start)
            {
                string place = file is null ? "" : $"{file}:{number}: ";
                yield return (Text(list.AsSpan(start, end - start), place), place);
            }

            start = end + 1;
        }
    }

    private static string Text(ReadOnlySpan<byte> line, string place)
    {
        try
        {
            return s_strict.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            throw new RefusedException(PrintableText.Of(line), $"{place}a name that is not UTF-8 cannot be opened", HeadersKind.Name);
        }
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            using MappedFile file = MappedFile.Open(path);
            return file.Contents.Span().ToArray();
        }
        catch (UnreadableFileException exception)
        {
            throw new RefusedException(path, exception.What, HeadersKind.List);
        }
    }
}

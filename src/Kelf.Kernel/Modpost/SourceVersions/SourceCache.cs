// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Concurrent;

using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Modpost.SourceVersions;

/// <summary>The sources of modules, without what does not count. For all threads of a run: headers, which many objects have, are read once.</summary>
public sealed class SourceCache
{
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> _headers = new(StringComparer.Ordinal);

    /// <summary>What counts of a source.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    internal static byte[] Source(string path)
    {
        using InputBytes input = InputBytes.Open(path);
        ReadOnlySpan<byte> text = input.Contents.Span();
        byte[] squeezed = new byte[text.Length];
        int length = SourceText.Squeeze(text, squeezed);
        return squeezed.AsSpan(0, length).ToArray();
    }

    /// <summary>What counts of a header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    internal byte[] Header(string path) => _headers.GetOrAdd(path, static name => new Lazy<byte[]>(() => Source(name))).Value;
}

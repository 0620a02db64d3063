// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Streams;
using Kelf.Archives.Tar;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Images;

/// <summary>
/// Finds what a layer carries: by the symbols around it, by markers, and at last by looking at every stream. A finding is whole:
/// it was decoded to its end, and its check values are right.
/// </summary>
/// <param name="search">Decodes streams.</param>
/// <param name="limits">What it may cost.</param>
/// <param name="warn">Told of symbols and markers that do not keep their promise.</param>
internal sealed class FindingReader(ImageSearch search, ImageLimits limits, Action<Diagnostic> warn)
{
    private const long ProbeSize = TarHeader.BlockSize;

    // A configuration has some 300 KB.
    private const long LargestConfig = 64 << 20;

    private static ReadOnlySpan<byte> ConfigEnd => "IKCFG_ED"u8;

    private static ReadOnlySpan<byte> HeadersEnd => "IKHD_ED"u8;

    /// <summary>All findings of a kind in a layer, the surest first; each place once.</summary>
    public IEnumerable<ImageFinding> Find(ImageLayer layer, FindingKind kind)
    {
        HashSet<ulong> seen = new(KeyedHash.Numbers);
        // What was gzip was found in the layer around it.
        if (kind == FindingKind.Config && layer.Container.Kind == "configuration" && layer.Compression != StreamFormat.Gzip)
        {
            byte[] text = layer.Bytes.Span().ToArray();
            yield return new ImageFinding(kind, layer.Path, 0, "file", text, text);
            yield break;
        }

        foreach ((ulong offset, ulong? length, string how) in Places(layer, kind))
        {
            if (seen.Add(offset) && TryRead(layer, kind, offset, length, how) is { } finding)
            {
                yield return finding;
            }
        }
    }

    private IEnumerable<(ulong Offset, ulong? Length, string How)> Places(ImageLayer layer, FindingKind kind)
    {
        bool isHeaders = kind == FindingKind.Headers;
        if (SymbolBounds.Find(layer.Bytes, isHeaders ? "kernel_headers_data" : "kernel_config_data", out Diagnostic? problem) is { } bounds)
        {
            yield return (bounds.Offset, bounds.Length, "symbols");
        }

        if (problem is not null)
        {
            warn(problem with { Severity = Severity.Warning, Kind = HeadersKind.Bounds, File = layer.Path });
        }

        foreach (ulong marker in isHeaders ? layer.Scan.HeaderMarkers : layer.Scan.ConfigMarkers)
        {
            yield return (marker, null, "marker");
        }

        StreamFormat format = isHeaders ? StreamFormat.Xz : StreamFormat.Gzip;
        foreach (StreamCandidate candidate in layer.Scan.Streams.Where(item => item.Format == format).Take(limits.Decodes))
        {
            yield return (candidate.Offset, null, "stream");
        }
    }

    private ImageFinding? TryRead(ImageLayer layer, FindingKind kind, ulong offset, ulong? length, string how)
    {
        if (offset > (ulong)layer.Bytes.Length)
        {
            return null;
        }

        Region rest = layer.Bytes.Slice(offset, length ?? (ulong)layer.Bytes.Length - offset);
        StreamFormat format = kind == FindingKind.Headers ? StreamFormat.Xz : StreamFormat.Gzip;
        // Kernels have xz and gzip here; who builds one with another compressor gets that.
        StreamFormat? found = StreamDecoder.MayBegin(rest, format) ? format
            : how == "stream" ? null
            : StreamDecoder.Formats.Where(other => StreamDecoder.MayBegin(rest, other)).Select(other => (StreamFormat?)other).FirstOrDefault();
        if (found is not { } stream)
        {
            return null;
        }

        string place = ImageSearch.PlaceOf(layer, offset, stream);
        if (!IsPromising(rest, stream, kind, place))
        {
            return null;
        }

        using GrowingBuffer? contents = search.Decoder.TryDecode(
            rest, stream, kind == FindingKind.Headers ? limits.Archive : LargestConfig, place, isSure: how != "stream",
            out long consumed);
        if (contents is null)
        {
            return null;
        }

        if (kind == FindingKind.Headers && !HoldsHeaders(contents.Contents, place))
        {
            return null;
        }

        CheckEnd(layer, kind, offset + (ulong)consumed, how, length, consumed, place);
        return new ImageFinding(
            kind, layer.Path, offset, how, rest.Span(0, (int)consumed).ToArray(), contents.Contents.Span().ToArray());
    }

    // The first bytes tell whether it is worth while to decode all.
    private bool IsPromising(Region stream, StreamFormat format, FindingKind kind, string place)
    {
        using GrowingBuffer? start = search.Decoder.TryPeek(stream, format, kind == FindingKind.Headers ? ProbeSize : 1 << 16, place);
        return start is not null && (kind == FindingKind.Config
            ? start.Length > 0 && ConfigText.IsConfig(start.Contents)
            : start.Length == ProbeSize && TarReader.IsTar(start.Contents.Span())
                && start.Contents.Span(0, 2).SequenceEqual("./"u8));
    }

    // Packages are archives too, and their names begin alike; that of their headers is longer.
    private bool HoldsHeaders(Region archive, string place)
    {
        try
        {
            return TarReader.Read(archive, limits.Members).Any(member => member.Name.Span.StartsWith("./include/"u8));
        }
        catch (MalformedFileException exception)
        {
            search.Decoder.Add(true, new RefusedException(place, $"the archive is damaged: {exception.Message}", HeadersKind.Truncated));
            return false;
        }
    }

    private void Warn(string place, string text) => warn(Diagnostic.Warning(HeadersKind.Bounds, text) with { File = place });

    private void CheckEnd(ImageLayer layer, FindingKind kind, ulong end, string how, ulong? length, long consumed, string place)
    {
        if (length is { } stated && stated != (ulong)consumed)
        {
            Warn(place, $"its symbols are {stated} bytes apart, the stream has {consumed}");
        }

        ReadOnlySpan<byte> marker = kind == FindingKind.Headers ? HeadersEnd : ConfigEnd;
        bool isMarked = (ulong)layer.Bytes.Length - end >= (ulong)marker.Length
            && layer.Bytes.Span(end, marker.Length).SequenceEqual(marker);
        if (how == "marker" && !isMarked)
        {
            Warn(place, $"no {System.Text.Encoding.ASCII.GetString(marker)} after the stream");
        }
    }
}

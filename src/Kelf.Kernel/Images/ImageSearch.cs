// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Globalization;

using Kelf.Archives.Streams;
using Kelf.Kernel.Images.Containers;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images;

/// <summary>
/// Goes through an image layer by layer: the file, the kernel in it, what is in that. What the headers of a container say is
/// tried first: its parts, the kernel among them first, or its payload; then every place where a stream may begin.
/// </summary>
/// <param name="limits">What it may cost.</param>
public sealed class ImageSearch(ImageLimits limits)
{
    private ImageDecoder? _decoder;

    /// <summary>What kept streams from being read, in the order in which it was met; empty before <see cref="Run"/>.</summary>
    public IReadOnlyList<RefusedException> Problems => _decoder?.Problems ?? [];

    /// <summary>What could not be looked into because a library is not installed: a line for each format.</summary>
    public IEnumerable<Diagnostic> Unread => _decoder?.Unread ?? [];

    /// <summary>Decodes the streams of the file that is searched.</summary>
    internal ImageDecoder Decoder => _decoder ?? throw new InvalidOperationException("no search was begun");

    /// <summary>Visits the layers, outer ones first, until a visitor has seen enough.</summary>
    /// <param name="file">The file.</param>
    /// <param name="visit">Looks at a layer; true ends the search. Bytes of a layer are valid during the call alone.</param>
    /// <returns>True when a visitor ended it.</returns>
    /// <exception cref="RefusedException">The file is empty or too large.</exception>
    public bool Run(Region file, Func<ImageLayer, bool> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        string path = file.Source.File;
        if (file.IsEmpty)
        {
            throw new RefusedException(path, "the file is empty", HeadersKind.None);
        }

        _decoder = new ImageDecoder(path, limits.Decompression.For(file.Length));
        return file.Length <= limits.Input
            ? Visit(new ImageLayer(file, path, 0) { IsWholeFile = true }, visit)
            : throw new RefusedException(path, $"{file.Length} bytes are more than the limit of {limits.Input}", HeadersKind.Limit);
    }

    /// <summary>The error for a search that found nothing: the first problem, or that there is none.</summary>
    /// <param name="what">What was looked for.</param>
    /// <param name="path">The file.</param>
    public Exception NotFound(string what, string path) =>
        Problems.FirstOrDefault(problem => problem.Kind is HeadersKind.Limit or HeadersKind.Truncated) ?? _decoder?.Missing
        ?? (Exception)new RefusedException(path, $"no {what} found", HeadersKind.None);

    /// <summary>How messages call a stream.</summary>
    internal static string PlaceOf(ImageLayer layer, ulong offset, StreamFormat format) =>
        string.Create(CultureInfo.InvariantCulture, $"{layer.Path}: {StreamDecoder.NameOf(format)} at 0x{offset:x}");

    private bool Visit(ImageLayer layer, Func<ImageLayer, bool> visit)
    {
        if (visit(layer))
        {
            return true;
        }

        if (layer.Depth == limits.Depth)
        {
            return false;
        }

        Decoder.Add(layer.Container.Problem is not null, new RefusedException(layer.Path, layer.Container.Problem ?? "", HeadersKind.Truncated));
        foreach (ContainerPart part in layer.Container.Parts)
        {
            if (VisitPart(layer, part, visit))
            {
                return true;
            }
        }

        if (VisitPayload(layer, visit, out ulong done) is { } isEnded)
        {
            return isEnded;
        }

        int decodes = 0;
        foreach (StreamCandidate candidate in layer.Scan.Streams)
        {
            // What lies inside a stream that was read is part of it.
            if (candidate.Offset < done)
            {
                continue;
            }

            if (++decodes > limits.Decodes)
            {
                Decoder.Add(true, new RefusedException(layer.Path, $"more than {limits.Decodes} streams", HeadersKind.Limit));
                break;
            }

            Region rest = layer.Bytes.Slice(candidate.Offset, (ulong)layer.Bytes.Length - candidate.Offset);
            if (VisitStream(layer, rest, candidate.Offset, candidate.Format, isSure: false, visit, out long consumed))
            {
                return true;
            }

            done = candidate.Offset + (ulong)consumed;
        }

        return false;
    }

    private bool VisitPart(ImageLayer layer, ContainerPart part, Func<ImageLayer, bool> visit) => Visit(
        new ImageLayer(
            layer.Bytes.Slice(part.Offset, part.Length),
            string.Create(CultureInfo.InvariantCulture, $"{layer.Path}: {part.Name} at 0x{part.Offset:x}"),
            layer.Depth + 1)
        {
            Part = part,
            Offset = part.Offset,
        },
        visit);

    // What the header of a container says, or a file that is one stream. Null if neither leads to one.
    private bool? VisitPayload(ImageLayer layer, Func<ImageLayer, bool> visit, out ulong done)
    {
        done = 0;
        Container container = layer.Container;
        Region payload = container.PayloadLength > 0
            ? layer.Bytes.Slice(container.PayloadOffset, container.PayloadLength)
            : container.Kind == "data" ? layer.Bytes : default;
        foreach (StreamFormat format in StreamDecoder.Formats)
        {
            if (payload.IsEmpty || !StreamDecoder.MayBegin(payload, format))
            {
                continue;
            }

            ulong offset = container.PayloadOffset;
            bool isEnded = VisitStream(layer, payload, offset, format, isSure: true, visit, out long consumed);
            if (consumed == 0)
            {
                return null;
            }

            done = offset + (ulong)consumed;
            // After a payload that a header names are no others; after a stream that a file begins with there may be.
            return isEnded || container.PayloadLength > 0 ? isEnded : null;
        }

        return null;
    }

    private bool VisitStream(
        ImageLayer layer, Region stream, ulong offset, StreamFormat format, bool isSure, Func<ImageLayer, bool> visit, out long consumed)
    {
        string place = PlaceOf(layer, offset, format);
        using GrowingBuffer? contents = Decoder.TryDecode(stream, format, long.MaxValue, place, isSure, out consumed);
        if (contents is null)
        {
            consumed = 0;
            return false;
        }

        if (layer.Container.HasSizeBehindPayload && isSure && format != StreamFormat.Gzip)
        {
            CheckSize(layer, stream, consumed, contents.Length);
        }

        return contents.Length > 0 && Visit(
            new ImageLayer(contents.Contents, place, layer.Depth + 1)
            {
                Compression = format,
                Offset = offset,
                CompressedSize = consumed,
                IsWholeFile = layer.IsWholeFile && offset == 0,
            },
            visit);
    }

    private void CheckSize(ImageLayer layer, Region payload, long consumed, long size)
    {
        if (payload.Length - consumed >= 4)
        {
            uint stated = BinaryPrimitives.ReadUInt32LittleEndian(payload.Span((ulong)consumed, 4));
            Decoder.Add(stated != (uint)size, new RefusedException(
                layer.Path, $"{stated} bytes are stated after the compressed kernel, which gives {size}", HeadersKind.Truncated));
        }
    }
}

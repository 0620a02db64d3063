// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Archives.Streams;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images;

/// <summary>
/// Decodes the streams of an image, none of which is to be trusted, within the budget of the file, and keeps account of those that
/// could not be read.
/// </summary>
/// <param name="file">Path of the image.</param>
/// <param name="budget">What all streams together may give.</param>
internal sealed class ImageDecoder(string file, DecompressionBudget budget)
{
    // A stream that broke off after this much was one.
    private const long Convincing = 1 << 20;

    // What a place costs, however little is decoded there; and how many times as much as a stream, if it turns out to be none:
    // a thousand places that each look like a stream up to the end of the file do not take a thousand times as long.
    private const long CostOfPlace = 1 << 12;
    private const long CostOfNone = 8;

    private readonly List<RefusedException> _problems = [];
    private readonly SortedDictionary<StreamFormat, (MissingLibraryException Why, HashSet<string> Places)> _unread = [];
    private bool _isSpent;

    /// <summary>What kept streams from being read, in the order in which it was met.</summary>
    public IReadOnlyList<RefusedException> Problems => _problems;

    /// <summary>The first library that was missed, or null.</summary>
    public MissingLibraryException? Missing { get; private set; }

    /// <summary>What could not be looked into because a library is not installed: a line for each format.</summary>
    public IEnumerable<Diagnostic> Unread => _unread.Values.Select(format => format.Why.Diagnostic with
    {
        File = file,
        Section = null,
        Text = string.Create(
            CultureInfo.InvariantCulture,
            $"not looked into {format.Places.Count} {(format.Places.Count == 1 ? "place" : "places")} where a stream may begin: {format.Why.What}"),
    });

    /// <summary>Notes what kept something from being read.</summary>
    public void Add(bool isProblem, RefusedException problem)
    {
        if (isProblem)
        {
            _problems.Add(problem);
        }
    }

    /// <summary>Decodes a stream.</summary>
    /// <param name="stream">Begins with it.</param>
    /// <param name="format">Its format.</param>
    /// <param name="limit">Bytes that it may give.</param>
    /// <param name="place">How messages call it.</param>
    /// <param name="isSure">Whether it is known to be a stream, so that a failure is a problem.</param>
    /// <param name="consumed">Its own bytes.</param>
    /// <returns>What it stands for, which the caller disposes; null if it cannot be read.</returns>
    public GrowingBuffer? TryDecode(Region stream, StreamFormat format, long limit, string place, bool isSure, out long consumed)
    {
        GrowingBuffer output = new(new ByteSource(place), limit, budget);
        DecodeResult? result = Decode(stream, format, output, limit, place, isSure);
        consumed = result?.Consumed ?? 0;
        if (result?.Status == DecodeStatus.Done)
        {
            return output;
        }

        isSure |= output.Length >= Convincing;
        string given = string.Create(CultureInfo.InvariantCulture, $"after {output.Length} bytes");
        output.Dispose();
        Add(isSure && result is not null, result?.Status switch
        {
            DecodeStatus.LimitReached => new RefusedException(place, $"the stream gives more than {limit} bytes", HeadersKind.Limit),
            DecodeStatus.TooMuchMemory => new RefusedException(place, budget.ExceededByMemory, HeadersKind.Limit),
            DecodeStatus.Truncated => new RefusedException(place, $"the stream ends early, {given}", HeadersKind.Truncated),
            _ => new RefusedException(place, $"the stream is damaged, {given}", HeadersKind.Truncated),
        });
        return null;
    }

    /// <summary>Decodes the first bytes of what may be a stream.</summary>
    /// <param name="stream">Begins with it.</param>
    /// <param name="format">Its format.</param>
    /// <param name="size">Bytes that are wanted.</param>
    /// <param name="place">How messages call it.</param>
    /// <returns>As many bytes as there are, which the caller disposes; null if there is no such stream.</returns>
    public GrowingBuffer? TryPeek(Region stream, StreamFormat format, long size, string place)
    {
        GrowingBuffer output = new(new ByteSource(place), size, budget);
        if (Decode(stream, format, output, size, place, isSure: false) is { Status: not DecodeStatus.Corrupt })
        {
            return output;
        }

        output.Dispose();
        return null;
    }

    // Null if the reason is noted, and has nothing to do with the stream.
    private DecodeResult? Decode(Region stream, StreamFormat format, GrowingBuffer output, long limit, string place, bool isSure)
    {
        if (_unread.TryGetValue(format, out (MissingLibraryException Why, HashSet<string> Places) unread))
        {
            unread.Places.Add(place);
            return null;
        }

        DecodeResult result;
        try
        {
            result = budget.Left > 0 ? StreamDecoder.Decode(stream, format, output) : new DecodeResult(DecodeStatus.LimitReached);
        }
        catch (MissingLibraryException exception)
        {
            _unread.Add(format, (exception, [place]));
            Missing ??= exception;
            return null;
        }
        catch (OutOfMemoryException)
        {
            result = new DecodeResult(DecodeStatus.TooMuchMemory);
        }

        if (result.Status == DecodeStatus.LimitReached && budget.Left < limit - output.Length)
        {
            Add(!_isSpent, new RefusedException(file, budget.Exceeded, HeadersKind.Limit));
            _isSpent = true;
            budget.Spend(budget.Left);
            return null;
        }

        bool isNone = result.Status is DecodeStatus.Corrupt or DecodeStatus.Truncated && !isSure;
        long work = Math.Max(result.Consumed, output.Length);
        budget.Spend(CostOfPlace + (isNone ? work * CostOfNone : work) - output.Length);
        return result;
    }
}

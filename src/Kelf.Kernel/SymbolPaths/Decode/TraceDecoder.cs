// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>How it was found out which symbol of several a frame means.</summary>
public enum FrameEvidence
{
    /// <summary>It was not: there is no such symbol, or there are several.</summary>
    None,

    /// <summary>The name is unique.</summary>
    Name,

    /// <summary>The address that is printed before it.</summary>
    Address,

    /// <summary>Its size.</summary>
    Size,

    /// <summary>The call between it and its neighbour in the trace.</summary>
    Call,

    /// <summary>The log has the path already.</summary>
    Path,
}

/// <summary>A frame and what it may be.</summary>
/// <param name="Line">Number of its line, from 0.</param>
/// <param name="Frame">The frame.</param>
/// <param name="Candidates">The symbols that it may mean; of several none is preferred.</param>
/// <param name="Evidence">How it was found out.</param>
public sealed record DecodedFrame(int Line, TraceFrame Frame, SymbolHit[] Candidates, FrameEvidence Evidence)
{
    /// <summary>False when no candidate has the printed size: the log is of another kernel.</summary>
    public bool HasSize { get; init; }
}

/// <summary>
/// Finds out which symbols the frames of a log mean: by their addresses if the log has them (whole if the KASLR offset is known, else
/// modulo what KASLR moves kernels by), by their sizes, by the calls between them. What is left open stays open.
/// </summary>
public sealed class TraceDecoder
{
    // Each call site is looked at for each of them, and of functions that people write no more have one name.
    private const int MostCallers = 256;

    private readonly ILookup<string, SymbolImage> _images;
    private readonly CallSites? _calls;
    private readonly SymbolImage? _kernel;
    private readonly Dictionary<(string? Module, string Name), SymbolHit[]> _named = [];
    private readonly Dictionary<SymbolHit[], CandidateIndex> _indices = [];

    /// <summary>Prepares decoding.</summary>
    /// <param name="finder">The kernel and its modules.</param>
    public TraceDecoder(SymbolFinder finder)
    {
        ArgumentNullException.ThrowIfNull(finder);
        // The kernel itself is no module.
        _images = finder.Images.ToLookup(image => image.Module ?? "", StringComparer.Ordinal);
        _kernel = finder.Images.FirstOrDefault(image => image.Module is null);
        _calls = _kernel?.Elf is { } elf ? new CallSites(elf) : null;
    }

    /// <summary>Decodes the frames of one boot, in the order of the log.</summary>
    /// <param name="frames">The frames with the numbers of their lines.</param>
    /// <param name="kernelOffset">The KASLR offset that the log tells, or null.</param>
    public IReadOnlyList<DecodedFrame> Decode(IReadOnlyList<(int Line, TraceFrame Frame)> frames, ulong? kernelOffset)
    {
        ArgumentNullException.ThrowIfNull(frames);
        DecodedFrame[] decoded = [.. frames.Select(item => ByName(item.Line, item.Frame))];
        if ((kernelOffset ?? InferOffset(decoded)) is { } offset)
        {
            Narrow(decoded, FrameEvidence.Address, (frame, hits) => frame.Address is { } address && hits[0].Image == _kernel
                ? IndexOf(hits).At(address - offset - frame.Offset)
                : hits);
        }
        else if (_kernel?.Elf is { } elf && KaslrAlignment.Of(elf.Machine) is { } alignment)
        {
            Narrow(decoded, FrameEvidence.Address, (frame, hits) => frame.Address is { } address && hits[0].Image == _kernel
                ? IndexOf(hits).At(address - frame.Offset, alignment)
                : hits);
        }

        Narrow(decoded, FrameEvidence.Size, WithSize);
        ByCalls(decoded);
        return Array.ConvertAll(decoded, frame => frame with { HasSize = IndexOf(frame.Candidates).Sized(frame.Frame.Size).Length > 0 });
    }

    private static ulong AddressOf(SymbolHit hit) => CandidateIndex.AddressOf(hit);

    private CandidateIndex IndexOf(SymbolHit[] hits)
    {
        if (!_indices.TryGetValue(hits, out CandidateIndex? index))
        {
            _indices[hits] = index = new CandidateIndex(hits);
        }

        return index;
    }

    /// <summary>Leaves out the candidates that do not fit, unless none does.</summary>
    private static void Narrow(DecodedFrame[] frames, FrameEvidence evidence, Func<TraceFrame, SymbolHit[], SymbolHit[]> fitting)
    {
        for (int i = 0; i < frames.Length; i++)
        {
            DecodedFrame frame = frames[i];
            if (frame.Candidates.Length > 1)
            {
                SymbolHit[] left = fitting(frame.Frame, frame.Candidates);
                frames[i] = left.Length == 0 ? frame
                    : frame with { Candidates = left, Evidence = left.Length == 1 ? evidence : FrameEvidence.None };
            }
        }
    }

    /// <summary>The candidates with the printed size, if the printed offset lies in it; else all.</summary>
    private SymbolHit[] WithSize(TraceFrame frame, SymbolHit[] hits)
    {
        // A call at the very end of a function returns after it.
        if (frame.Offset > frame.Size || (frame.IsCurrent && frame.Offset == frame.Size))
        {
            return hits;
        }

        return IndexOf(hits).Sized(frame.Size);
    }

    /// <summary>
    /// The offset by which all frames with an address and a unique name are moved; null when there is none, or they disagree.
    /// </summary>
    private ulong? InferOffset(DecodedFrame[] frames)
    {
        ulong? found = null;
        foreach (DecodedFrame frame in frames)
        {
            if (frame is { Candidates: [var only], Frame.Address: { } address } && only.Image == _kernel)
            {
                ulong offset = address - frame.Frame.Offset - AddressOf(only);
                if (found is not null && found != offset)
                {
                    return null;
                }

                found = offset;
            }
        }

        return found;
    }

    private DecodedFrame ByName(int line, TraceFrame frame)
    {
        string? module = frame.Module is null ? null : SymbolFinder.ModuleName(frame.Module);
        if (!_named.TryGetValue((module, frame.Name), out SymbolHit[]? hits))
        {
            _named[(module, frame.Name)] = hits =
            [
                .. _images[module ?? ""]
                    .SelectMany(image => image.Named(frame.Name).Select(entry => new SymbolHit(image, entry))),
            ];
        }

        if (frame.Path is { } path)
        {
            return new DecodedFrame(line, frame, IndexOf(hits).Of(path), FrameEvidence.Path);
        }

        return new DecodedFrame(line, frame, hits, hits.Length == 1 ? FrameEvidence.Name : FrameEvidence.None);
    }

    /// <summary>
    /// Traces begin with the innermost call. What is at the return address of a frame calls the frame above it; that is evidence
    /// for both, and its absence is none, because of calls through pointers and jumps at ends of functions.
    /// </summary>
    private void ByCalls(DecodedFrame[] frames)
    {
        if (_calls is null)
        {
            return;
        }

        int inner = -1;
        for (int i = 0; i < frames.Length; i++)
        {
            if (frames[i].Frame.IsGuess)
            {
                continue;
            }

            if (inner >= 0 && !frames[i].Frame.IsCurrent)
            {
                Settle(ref frames[i], ref frames[inner]);
            }

            inner = i;
        }
    }

    /// <summary>Leaves of both frames the candidates that such a call connects, when it is one.</summary>
    private void Settle(ref DecodedFrame outer, ref DecodedFrame inner)
    {
        if ((outer.Candidates.Length <= 1 && inner.Candidates.Length <= 1) || outer.Candidates.Length > MostCallers)
        {
            return;
        }

        CandidateIndex callees = IndexOf(inner.Candidates);
        List<SymbolHit> callers = [];
        HashSet<ulong> targets = new(KeyedHash.Numbers);
        foreach (SymbolHit caller in outer.Candidates)
        {
            if (caller.Image == _kernel && _calls!.TargetBefore(AddressOf(caller) + outer.Frame.Offset) is { } target
                && callees.At(target) is [{ } callee, ..] && callee.Image == _kernel)
            {
                callers.Add(caller);
                targets.Add(target);
            }
        }

        if (outer.Candidates.Length > 1 && callers is [var only])
        {
            outer = outer with { Candidates = [only], Evidence = FrameEvidence.Call };
        }

        if (inner.Candidates.Length > 1 && targets.Count == 1 && callees.At(targets.First()) is [var called])
        {
            inner = inner with { Candidates = [called], Evidence = FrameEvidence.Call };
        }
    }
}

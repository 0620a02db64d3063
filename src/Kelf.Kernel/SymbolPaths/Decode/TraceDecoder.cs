// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Decode.Scanning;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>
/// Finds out which symbols the frames of a log mean: by their addresses if the log has them (whole if it is known where the image lay,
/// else modulo what KASLR moves kernels by), by their sizes, by the calls between them. What is left open stays open.
/// </summary>
public sealed class TraceDecoder
{
    // Each is compared for each frame where no index helps.
    private const int MostCompared = 256;

    private readonly ILookup<string, SymbolImage> _images;
    private readonly Func<string, string?, SymbolImage?> _modules;
    private readonly SymbolImage? _kernel;
    private readonly CallEvidence? _calls;
    private readonly CandidateIndices _indices = new();
    private readonly Dictionary<SymbolImage, FrameNames> _names = [];
    private readonly Dictionary<(string? Module, string? BuildId, string Name), NamedSymbols> _named = [];

    /// <summary>Prepares decoding.</summary>
    /// <param name="finder">The kernel, and maybe modules.</param>
    /// <param name="modules">
    /// Gives the module of a name, as a running kernel has it, and a build ID, or null; asked when a frame is in one that is not known.
    /// </param>
    public TraceDecoder(SymbolFinder finder, Func<string, string?, SymbolImage?>? modules = null)
    {
        ArgumentNullException.ThrowIfNull(finder);
        // The kernel itself is no module.
        _images = finder.Images.ToLookup(image => image.Module ?? "", StringComparer.Ordinal);
        _modules = modules ?? ((_, _) => null);
        _kernel = finder.Images.FirstOrDefault(image => image.Module is null);
        _calls = _kernel is null ? null : new CallEvidence(_kernel, _indices);
    }

    /// <summary>True when calls are looked at, so that a frame may tell what the one before it is.</summary>
    internal bool ComparesCalls => _calls is { IsKnown: true };

    /// <summary>Whether KASLR may have moved the kernel so far.</summary>
    internal bool IsPlausible(ulong distance) => _kernel?.Elf is not { } elf || KaslrAlignment.IsPlausible(elf.Machine, distance);

    /// <summary>Takes what a frame tells of where its image lay.</summary>
    /// <returns>A distance that cannot be, or null.</returns>
    internal ulong? Learn(TraceFrame frame, ImagePlace place)
    {
        if (frame is not { Address: { } address, Offset: { } offset } || offset > frame.Size
            || WithSize(frame, Candidates(frame, out _)) is not [var only])
        {
            return null;
        }

        ulong distance = address - offset - CandidateIndex.AddressOf(only);
        if (only.Image == _kernel && !IsPlausible(distance))
        {
            return distance;
        }

        place.Learn(only.Image, SectionOf(only), distance);
        return null;
    }

    /// <summary>Finds out what a frame means, as far as it tells that itself.</summary>
    /// <returns>Null for an address that is no code of the kernel's.</returns>
    internal DecodedFrame? Decode(long line, TraceFrame frame, ImagePlace place)
    {
        if (frame.Form == FrameForm.Address)
        {
            return OfAddress(line, frame, place);
        }

        SymbolHit[] hits = Candidates(frame, out FrameEvidence evidence);
        if (frame.Path is { } path)
        {
            return new DecodedFrame(line, frame, _indices.Of(hits).Of(path), FrameEvidence.Path);
        }

        DecodedFrame decoded = new(line, frame, hits, hits.Length == 1 ? evidence : FrameEvidence.None);
        if (decoded.IsOpen && frame.Address is { } address)
        {
            decoded.Leave(AtAddress(frame, address, hits, place), FrameEvidence.Address);
        }

        if (decoded.IsOpen)
        {
            decoded.Leave(WithSize(frame, decoded.Candidates), FrameEvidence.Size);
        }

        decoded.Offset ??= OffsetIn(decoded, place);
        return decoded;
    }

    /// <summary>Takes what two neighbours in a trace tell of each other: one calls the other, or both are one, of which ARM has two lines.</summary>
    internal void Connect(DecodedFrame outer, DecodedFrame inner)
    {
        if (outer.Frame is not { Form: FrameForm.Name } frame)
        {
            _calls?.Connect(outer, inner);
        }
        else if (frame.Name == inner.Frame.Name && frame.Module == inner.Frame.Module && !inner.IsOpen)
        {
            outer.Leave(inner.Candidates, FrameEvidence.Call);
        }
    }

    /// <summary>Notes whether the frame can be of this kernel, once all else is known.</summary>
    internal void Finish(DecodedFrame frame) => frame.HasSize = frame.Frame.Size is not { } size || Sized(frame.Candidates, size).Length > 0;

    /// <summary>The symbols of the name, or if none has the printed size those that were made from its functions and have it.</summary>
    private SymbolHit[] Candidates(TraceFrame frame, out FrameEvidence evidence)
    {
        NamedSymbols named = Named(frame);
        evidence = FrameEvidence.Name;
        if (named.Exact.Length == 0)
        {
            return named.Variants;
        }

        if (frame.Size is { } size && Sized(named.Exact, size).Length == 0 && Sized(named.Variants, size) is { Length: > 0 } variants)
        {
            evidence = FrameEvidence.Size;
            return variants;
        }

        return named.Exact;
    }

    private NamedSymbols Named(TraceFrame frame)
    {
        string? module = frame.Module is null ? null : SymbolFinder.ModuleName(frame.Module);
        (string?, string?, string) key = (module, frame.BuildId, frame.Name);
        if (_named.TryGetValue(key, out NamedSymbols? named))
        {
            return named;
        }

        IEnumerable<SymbolImage> images = _images[module ?? ""];
        if (module is not null && !images.Any())
        {
            images = _modules(module, frame.BuildId) is { } opened ? [opened] : [];
        }

        FrameNames[] names = [.. images.Select(NamesOf)];
        named = new NamedSymbols(
            [.. names.SelectMany(image => image.Named(frame.Name))], () => [.. names.SelectMany(image => image.VariantsOf(frame.Name))]);
        // Of names that are none there may be any number.
        if (named.Exact.Length > 0 || named.Variants.Length > 0)
        {
            _named[key] = named;
        }

        return named;
    }

    private FrameNames NamesOf(SymbolImage image)
    {
        if (!_names.TryGetValue(image, out FrameNames? names))
        {
            _names[image] = names = new FrameNames(image);
        }

        return names;
    }

    /// <summary>The candidates with the printed size, if the printed offset lies in it; else all.</summary>
    private SymbolHit[] WithSize(TraceFrame frame, SymbolHit[] hits)
    {
        // A call at the very end of a function returns after it.
        return frame is not { Size: { } size, Offset: { } offset } || offset > size || (frame.IsCurrent && offset == size)
            ? hits
            : Sized(hits, size);
    }

    private SymbolHit[] Sized(SymbolHit[] hits, ulong size) => hits switch
    {
        [] => hits,
        [var only] => only.Image.HasSize(only.Entry, size) ? hits : [],
        _ => _indices.Of(hits).Sized(size),
    };

    private SymbolHit[] AtAddress(TraceFrame frame, ulong address, SymbolHit[] hits, ImagePlace place)
    {
        if (hits[0].Image != _kernel)
        {
            return hits.Length > MostCompared || frame.Offset is not { } within ? []
                : Array.FindAll(hits, hit => place.Of(hit.Image, SectionOf(hit)) is { } moved
                    && address - moved - within == CandidateIndex.AddressOf(hit)) is [var only] ? _indices.Alone(only) : [];
        }

        if (place.Of(_kernel, 0) is not { } distance)
        {
            return frame.Offset is { } rest && _kernel.Elf is { } elf && KaslrAlignment.Of(elf.Machine) is { } alignment
                ? _indices.Of(hits).At(address - rest, alignment)
                : [];
        }

        return frame.Offset is { } offset ? _indices.Of(hits).At(address - distance - offset)
            : _kernel.Sizes.TryFind(address - distance, out int entry) ? _indices.Of(hits).At(_kernel.Listing.AddressOf(entry))
            : [];
    }

    /// <summary>How far from the beginning of a function the address of a name alone is.</summary>
    private static ulong? OffsetIn(DecodedFrame decoded, ImagePlace place) =>
        decoded is { Frame.Address: { } address, Candidates: [var only] } && place.Of(only.Image, SectionOf(only)) is { } distance
        && address - distance - CandidateIndex.AddressOf(only) is var offset && offset <= only.Image.Sizes.Of(only.Entry)
            ? offset
            : null;

    /// <summary>The function at an address, whose name is then that of the frame.</summary>
    private DecodedFrame? OfAddress(long line, TraceFrame frame, ImagePlace place)
    {
        if (_kernel is null || place.Of(_kernel, 0) is not { } distance)
        {
            return null;
        }

        // A place to return to is after the call, which may be the last instruction of its function.
        ulong address = frame.Address!.Value - distance;
        if (!_kernel.Sizes.TryFind(frame.IsCurrent ? address : address - 1, out int entry)
            || _kernel.Listing.LetterOf(entry) is not ((byte)'t' or (byte)'T' or (byte)'w' or (byte)'W'))
        {
            return null;
        }

        TraceFrame named = frame with
        {
            Name = _kernel.Listing.TextOf(entry),
            Offset = address - _kernel.Listing.AddressOf(entry),
            Size = _kernel.Sizes.Of(entry),
        };
        return new DecodedFrame(line, named, _indices.Alone(new SymbolHit(_kernel, entry)), FrameEvidence.Address);
    }

    // A kernel is moved as a whole, a module by sections.
    private static uint SectionOf(SymbolHit hit) => hit.Image is { Module: not null, Elf: { } elf }
        && elf.SymbolTable is var symbols && hit.Image.Listing.IndexOf(hit.Entry) is > 0 and int index
            ? symbols[index].SectionNumber
            : 0;

    /// <summary>The symbols of a name, and those that were made from functions of it, which are seldom asked for.</summary>
    private sealed class NamedSymbols(SymbolHit[] exact, Func<SymbolHit[]> variants)
    {
        private SymbolHit[]? _variants;

        public SymbolHit[] Exact => exact;

        public SymbolHit[] Variants => _variants ??= variants();
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;
using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Hashes;

using ChainsByAddress = System.Collections.Generic.Dictionary<
    ulong, System.Collections.Generic.IReadOnlyList<Kelf.Kernel.Lines.PlaceChain>>;

namespace Kelf.Kernel.SymbolPaths.Decode.Places;

/// <summary>
/// Finds the places of frames. All frames at hand are asked for at once, since what knows lines goes through a unit for all of its addresses.
/// </summary>
/// <param name="settings">Which addresses are looked up.</param>
internal sealed class FramePlacer(PlaceSettings settings)
{
    /// <summary>Symbols of a frame that are looked up: a log of many frames would else be the square of what it was.</summary>
    public const int MostCandidates = 64;

    // Of the frames that were asked for last: what knows lines remembers itself what it was asked before.
    private readonly Dictionary<SymbolImage, ChainsByAddress> _known = [];

    /// <summary>Looks up what is needed to place frames.</summary>
    public void Ask(IEnumerable<DecodedFrame> frames)
    {
        _known.Clear();
        foreach (IGrouping<SymbolImage, ulong> wanted in
            from frame in frames
            where IsPlaced(frame)
            from hit in frame.Candidates.Take(MostCandidates)
            where hit.Image.Lines is not null
            let address = AskedFor(frame, hit)
            where address is not null
            group address.Value by hit.Image)
        {
            Ask(wanted.Key, wanted);
        }
    }

    /// <summary>The places of a frame that was asked for; null when nothing knows lines of its images.</summary>
    public IReadOnlyList<CandidatePlace>? PlacesOf(DecodedFrame frame) =>
        !IsPlaced(frame) || !frame.Candidates.Take(MostCandidates).Any(hit => hit.Image.Lines is not null)
            ? null
            : [.. frame.Candidates.Take(MostCandidates).Select(hit => Place(frame, hit))];

    // What has its line already is left.
    private static bool IsPlaced(DecodedFrame frame) => !frame.Frame.HasPlace && frame.Candidates.Length > 0;

    private void Ask(SymbolImage image, IEnumerable<ulong> addresses)
    {
        ulong[] asked = [.. new HashSet<ulong>(addresses, KeyedHash.Numbers).Order()];
        IReadOnlyList<PlaceChain>[] found = image.Lines!.Find(asked);
        ChainsByAddress known = new(KeyedHash.Numbers);
        for (int i = 0; i < asked.Length; i++)
        {
            known.Add(asked[i], found[i]);
        }

        _known.Add(image, known);
    }

    private IReadOnlyList<PlaceChain> ChainsAt(SymbolImage image, ulong address) =>
        image.Lines is not null && _known.TryGetValue(image, out ChainsByAddress? known)
            ? known.GetValueOrDefault(address, [])
            : [];

    private bool IsBelieved(DecodedFrame frame) => frame.HasSize || settings.TrustsOtherSizes;

    private FrameAddress? AddressOf(DecodedFrame frame, SymbolHit hit) =>
        IsBelieved(frame) ? FrameAddress.Of(frame, hit, settings.TakesAddressesAsTheyAre) : null;

    /// <summary>The address of the frame; or where only the file is wanted, that of the function.</summary>
    private ulong? AskedFor(DecodedFrame frame, SymbolHit hit) =>
        AddressOf(frame, hit)?.Address ?? (WantsFile(frame) ? CandidateIndex.AddressOf(hit) : null);

    // A function without an offset, or one whose size is not the function's, and whose file is not in the log.
    private bool WantsFile(DecodedFrame frame) => frame.Frame.Path is null && (!IsBelieved(frame) || frame.Offset is null);

    private CandidatePlace Place(DecodedFrame frame, SymbolHit hit)
    {
        CandidatePlace place = new(hit);
        if (AddressOf(frame, hit) is not { } at)
        {
            return WantsFile(frame) && ChainsAt(hit.Image, CandidateIndex.AddressOf(hit)) is [{ Outermost.File: { } file }, ..]
                ? place with { File = file }
                : place;
        }

        place = place with { Address = at.Address, Caller = at.IsOfCaller ? hit.Image.DisplayName(at.Entry) : null };
        IReadOnlyList<PlaceChain> chains = ChainsAt(hit.Image, at.Address);
        if (chains.Count == 0)
        {
            return place;
        }

        DebugNames names = new(hit.Image, at.Entry);
        PlaceChain chain = chains.FirstOrDefault(names.AreOf) ?? chains[0];
        if (!names.AreOf(chain))
        {
            settings.Remark?.Invoke(Diagnostic.Warning(
                WarningKind.OtherFunction,
                $"the debugging information has {chain.Outermost.Function} at 0x{at.Address:x}: only the line is told") with
            {
                Symbol = frame.Frame.Name,
            });
            return Known(chain.Places[0]) ? place with { Places = [chain.Places[0] with { IsInlined = false }], IsAmbiguous = chains.Count > 1 } : place;
        }

        return chain.Places.Any(Known) ? place with { Places = chain.Places, IsAmbiguous = chains.Count > 1 } : place;
    }

    private static bool Known(SourcePlace place) => place.File is not null || place.Line != 0;
}

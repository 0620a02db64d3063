// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Decode.Scanning;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Kernel.SymbolPaths.Decode.Places;

/// <summary>The address in an image of which the line of a frame is.</summary>
/// <remarks>
/// <code>
/// RIP: 0010:name+0x10/0x40     the instruction at name+0x10
///  name+0x10/0x40              the call before it: any byte of it will do, on all machines
///  name+0x0/0x40               the call is the last instruction of the function before, which never returns
/// </code>
/// </remarks>
/// <param name="Address">The address.</param>
/// <param name="Entry">The symbol that it is in.</param>
/// <param name="IsOfCaller">True when that is not the symbol which the log names.</param>
internal readonly record struct FrameAddress(ulong Address, int Entry, bool IsOfCaller)
{
    /// <summary>Finds it.</summary>
    /// <param name="decoded">The frame.</param>
    /// <param name="hit">The symbol that it means.</param>
    /// <param name="asItIs">Take addresses to return to as they are.</param>
    /// <returns>Null when the frame has no address in the code of the symbol.</returns>
    public static FrameAddress? Of(DecodedFrame decoded, SymbolHit hit, bool asItIs)
    {
        TraceFrame frame = decoded.Frame;
        SymbolSizes sizes = hit.Image.Sizes;
        if (decoded.Offset is not { } offset || !IsCode(hit.Image, hit.Entry) || offset > frame.Size || offset > sizes.Of(hit.Entry))
        {
            return null;
        }

        ulong address = CandidateIndex.AddressOf(hit) + offset;
        if (asItIs || frame.IsCurrent)
        {
            return asItIs || offset < sizes.Of(hit.Entry) ? new FrameAddress(address, hit.Entry, IsOfCaller: false) : null;
        }

        if (offset > 0)
        {
            return new FrameAddress(address - 1, hit.Entry, IsOfCaller: false);
        }

        return address > 0 && sizes.TryFind(address - 1, out int caller) && IsCode(hit.Image, caller)
            ? new FrameAddress(address - 1, caller, IsOfCaller: true)
            : null;
    }

    // Data has no lines, and its addresses are in logs, too (lockdep's keys).
    private static bool IsCode(SymbolImage image, int entry) =>
        image.Listing.LetterOf(entry) is (byte)'t' or (byte)'T' or (byte)'w' or (byte)'W';
}

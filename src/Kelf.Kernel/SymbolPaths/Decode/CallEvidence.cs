// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>
/// Traces begin with the innermost call. What is at the return address of a frame calls the frame above it; that is evidence for both,
/// and its absence is none, because of calls through pointers and jumps at ends of functions.
/// </summary>
/// <param name="kernel">The kernel.</param>
/// <param name="indices">What finds symbols among others.</param>
internal sealed class CallEvidence(SymbolImage kernel, CandidateIndices indices)
{
    // Each call site is looked at for each of them, and of functions that people write no more have one name.
    private const int MostCallers = 256;

    private readonly CallSites? _calls = kernel.Elf is { Machine: ElfMachine.X8664 or ElfMachine.I386 } elf ? new CallSites(elf) : null;

    /// <summary>False for machines whose calls are not known.</summary>
    public bool IsKnown => _calls is not null;

    /// <summary>Leaves of both frames the candidates that such a call connects, when it is one.</summary>
    public void Connect(DecodedFrame outer, DecodedFrame inner)
    {
        if (_calls is null || outer.Frame.Offset is not { } offset || (!outer.IsOpen && !inner.IsOpen)
            || outer.Candidates.Length > MostCallers)
        {
            return;
        }

        CandidateIndex callees = indices.Of(inner.Candidates);
        List<SymbolHit> callers = [];
        HashSet<ulong> targets = new(KeyedHash.Numbers);
        foreach (SymbolHit caller in outer.Candidates)
        {
            if (caller.Image == kernel && _calls.TargetBefore(CandidateIndex.AddressOf(caller) + offset) is { } target
                && callees.At(target) is [{ } callee, ..] && callee.Image == kernel)
            {
                callers.Add(caller);
                targets.Add(target);
            }
        }

        if (callers is [var only])
        {
            outer.Leave(indices.Alone(only), FrameEvidence.Call);
        }

        if (targets.Count == 1 && callees.At(targets.First()) is [var called])
        {
            inner.Leave(indices.Alone(called), FrameEvidence.Call);
        }
    }
}

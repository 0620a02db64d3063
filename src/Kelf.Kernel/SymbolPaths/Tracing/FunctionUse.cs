// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Tracing;

/// <summary>Whether something may use a function.</summary>
/// <param name="IsAllowed">It may.</param>
/// <param name="Reason">Why not; or what is to be known if it may; or null.</param>
public sealed record Verdict(bool IsAllowed, string? Reason = null);

/// <summary>Copies of a function inside others, which probes and patches of the function do not reach.</summary>
/// <param name="Count">Number of copies.</param>
/// <param name="Into">The functions that they are in, by name.</param>
public sealed record InlinedCopies(int Count, IReadOnlyList<string> Into);

/// <summary>What may use a function of a running kernel.</summary>
/// <param name="Ftrace">The function tracer, and what builds on it (fprobe, BPF's fentry).</param>
/// <param name="Kprobe">A kprobe at its beginning.</param>
/// <param name="Livepatch">A livepatch in its place.</param>
public sealed record FunctionUse(Verdict Ftrace, Verdict Kprobe, Verdict Livepatch);

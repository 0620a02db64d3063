// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines;

/// <summary>A place in the source, as people are told it.</summary>
/// <param name="Function">The function it is in, as debugging information names it; empty when that is not known.</param>
/// <param name="LinkageName">Its symbol where that is another one (Rust, C++); else empty.</param>
/// <param name="File">The file below the source tree; null when it is not known.</param>
/// <param name="Line">The line, from 1; 0 when the compiler gave none.</param>
/// <param name="Column">The column, from 1; 0 when there is none.</param>
/// <param name="Discriminator">Which of several blocks of the line (DWARF 5 §6.2.2); 0 when there is but one.</param>
/// <param name="IsInlined">True when the function was inlined into that of the next place of its chain.</param>
public readonly record struct SourcePlace(
    string Function, string LinkageName, string? File, uint Line, uint Column, uint Discriminator, bool IsInlined);

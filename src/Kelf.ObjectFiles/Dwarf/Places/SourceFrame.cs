// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Places;

/// <summary>A function that an instruction belongs to, and where it is in that function's source.</summary>
/// <param name="Function">The function's name; empty when it is not known.</param>
/// <param name="LinkageName">Its symbol where that is another one, mangled in C++ and Rust; else empty.</param>
/// <param name="Path">The path of the file, as <see cref="SourceFiles.Path"/> gives it; null when it is not known.</param>
/// <param name="Line">The line, from 1; 0 when the compiler gave none.</param>
/// <param name="Column">The column, from 1; 0 when there is none.</param>
/// <param name="Discriminator">Which of several blocks of the line (DWARF 5 §6.2.2); 0 when there is but one.</param>
/// <param name="IsInlined">True when the function was inlined into that of the next frame.</param>
public readonly record struct SourceFrame(
    string Function, string LinkageName, string? Path, uint Line, uint Column, uint Discriminator, bool IsInlined);

// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines.Side;

/// <summary>A function's name, as <see cref="SourcePlace"/> has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="LinkageName">Its symbol where that is another one; else empty.</param>
public readonly record struct SideFunction(string Name, string LinkageName);

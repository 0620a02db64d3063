// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines;

/// <summary>The unit that has the code at an address: where its functions are from, also those that a header has.</summary>
/// <param name="Path">Its source below the source tree.</param>
/// <param name="IsAssembly">
/// True for assembly: assemblers name the first file that emitted code, which may be an included one.
/// </param>
public sealed record CodeUnit(string Path, bool IsAssembly);

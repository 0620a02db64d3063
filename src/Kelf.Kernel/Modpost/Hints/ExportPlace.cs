// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.Hints;

/// <summary>Where a source exports a symbol.</summary>
/// <param name="Name">The symbol.</param>
/// <param name="File">The source, below the tree.</param>
/// <param name="Line">The line, from 1.</param>
internal sealed record ExportPlace(string Name, string File, int Line);

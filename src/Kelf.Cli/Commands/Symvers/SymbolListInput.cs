// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Symvers.Selection;

namespace Kelf.Cli.Commands.Symvers;

/// <summary>Reads lists of symbols.</summary>
internal static class SymbolListInput
{
    /// <summary>Reads a list from a file, or from standard input when the path is <c>-</c>.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    /// <exception cref="RefusedException">A line names no symbol.</exception>
    public static SymbolList Read(string path) =>
        Read(path, path == InputBytes.StandardInput ? InputBytes.StandardInputName : path);

    /// <summary>Reads the list that stands on standard input, as the original does, whose messages name nothing.</summary>
    /// <exception cref="RefusedException">A line names no symbol.</exception>
    public static SymbolList ReadStandardInput() => Read(InputBytes.StandardInput, null);

    private static SymbolList Read(string path, string? name)
    {
        using InputBytes list = InputBytes.Open(path);
        return SymbolList.Parse(list.Contents.Span(), name);
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands;

/// <summary>Reads lists of symbols.</summary>
internal static class SymbolListInput
{
    /// <summary>Reads a list from a file, or from standard input when the path is <c>-</c>.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    /// <exception cref="SymversException">A line names no symbol.</exception>
    public static SymbolList Read(string path)
    {
        if (string.Equals(path, "-", StringComparison.Ordinal))
        {
            return ReadStandardInput();
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            return Read(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(path, SystemMessage.Of(exception));
        }
    }

    /// <summary>Reads the list that stands on standard input.</summary>
    /// <exception cref="SymversException">A line names no symbol.</exception>
    public static SymbolList ReadStandardInput()
    {
        using Stream input = Console.OpenStandardInput();
        return Read(input);
    }

    // A list is a few hundred kilobytes at most, and may come through a pipe: read whole, not mapped.
    private static SymbolList Read(Stream stream)
    {
        using MemoryStream text = new();
        stream.CopyTo(text);
        return SymbolList.Parse(text.GetBuffer().AsSpan(0, (int)text.Length));
    }
}

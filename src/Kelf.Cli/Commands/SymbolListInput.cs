// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands;

/// <summary>Reads lists of symbols.</summary>
internal static class SymbolListInput
{
    /// <summary>What messages call the list that stands on standard input.</summary>
    public const string StandardInputName = "standard input";

    /// <summary>Reads a list from a file, or from standard input when the path is <c>-</c>.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    /// <exception cref="SymversException">A line names no symbol.</exception>
    public static SymbolList Read(string path)
    {
        if (string.Equals(path, "-", StringComparison.Ordinal))
        {
            return ReadStandardInput(StandardInputName);
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            return Read(file, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(path, SystemMessage.Of(exception));
        }
    }

    /// <summary>Reads the list that stands on standard input.</summary>
    /// <param name="name">What messages call it; null for those of the original, which name nothing.</param>
    /// <exception cref="SymversException">A line names no symbol.</exception>
    public static SymbolList ReadStandardInput(string? name = null)
    {
        using Stream input = Console.OpenStandardInput();
        return Read(input, name);
    }

    // A list is a few hundred kilobytes at most, and may come through a pipe: read whole, not mapped.
    private static SymbolList Read(Stream stream, string? name)
    {
        using MemoryStream text = new();
        stream.CopyTo(text);
        return SymbolList.Parse(text.GetBuffer().AsSpan(0, (int)text.Length), name);
    }
}

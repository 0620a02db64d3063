// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.CommandLine;

/// <summary>The option <c>--max-decompressed</c>, which means the same in every command that may decompress.</summary>
internal static class MaxDecompressedOption
{
    private const string Name = "--max-decompressed";

    /// <summary>What a file may expand to where the user says nothing.</summary>
    public static DecompressionLimit Usual { get; } = DecompressionLimit.Standard with { Remedy = $"{Name} SIZE allows more" };

    /// <summary>The same for a drop-in, whose original has no such option.</summary>
    /// <param name="command">The command that has it.</param>
    public static DecompressionLimit UsualOf(string command) =>
        DecompressionLimit.Standard with { Remedy = $"{command} {Name} SIZE allows more" };

    /// <summary>The option.</summary>
    public static Option<string> Create() => new(Name)
    {
        Description = "What the compressed parts of a file may expand to together: bytes, or with K, M or G after it. Default: 64M and "
            + "100 times the file",
        HelpName = "SIZE",
    };

    /// <summary>Refuses what is no size.</summary>
    public static void Refuse(CommandResult result, Option<string> option)
    {
        if (result.GetResult(option) is { Implicit: false, Tokens: [var size] } && TryParse(size.Value) is null)
        {
            result.AddError($"option '{Name}' takes a size such as 512M or 4G, not '{size.Value}'");
        }
    }

    /// <summary>What a command line says.</summary>
    public static DecompressionLimit Bind(ParseResult parsed, Option<string> option) =>
        Usual with { Bytes = TryParse(parsed.GetValue(option)) };

    /// <summary>Reads a size: digits, and K, M or G for as many times 1024.</summary>
    /// <returns>Null if the text is none, or no 64-bit number of bytes from 1.</returns>
    public static long? TryParse(string? text)
    {
        int shift = text is [.., var unit] ? char.ToUpperInvariant(unit) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 } : 0;
        ReadOnlySpan<char> digits = shift > 0 ? text.AsSpan(0, text!.Length - 1) : text;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number > 0 && number <= long.MaxValue >> shift
            ? number << shift
            : null;
    }
}

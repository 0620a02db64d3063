// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.CommandLine;

/// <summary>An option of a command line in the manner of <c>getopt_long</c>.</summary>
/// <param name="Long">The name after the two dashes.</param>
/// <param name="Short">The letter after one dash, or null.</param>
/// <param name="TakesValue">Whether a value must follow.</param>
internal sealed record GnuOption(string Long, char? Short = null, bool TakesValue = false);

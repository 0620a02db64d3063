// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.CommandLine;

/// <summary>
/// A command line that <c>getopt_long</c> refuses; the message is what it would print, program name included.
/// </summary>
internal sealed class GnuOptionException(string message) : Exception(message);

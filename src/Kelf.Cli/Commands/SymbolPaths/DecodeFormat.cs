// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>What <c>kelf decode</c> prints.</summary>
internal enum DecodeFormat
{
    /// <summary>The log, with what is known of its frames put into it.</summary>
    Log,

    /// <summary>The text that <c>scripts/decode_stacktrace.sh</c> makes of the log.</summary>
    Script,

    /// <summary>The frames, for programs.</summary>
    Json,
}

// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>How <c>kelf decode</c> prints.</summary>
/// <param name="Json">Print the frames as JSON.</param>
/// <param name="Force">Decode the log of another build, too.</param>
/// <param name="Demangle">Put readable names in the place of those that Rust made.</param>
internal sealed record DecodeSettings(bool Json, bool Force, bool Demangle);

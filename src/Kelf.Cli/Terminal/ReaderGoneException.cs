// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.Terminal;

/// <summary>Who reads standard output has closed it. Nobody wants to be told: the run ends, and undoes what it began.</summary>
internal sealed class ReaderGoneException : Exception;

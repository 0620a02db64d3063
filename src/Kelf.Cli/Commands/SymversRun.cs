// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.Commands;

/// <summary>Runs <c>kelf symvers</c>.</summary>
internal static class SymversRun
{
    public static int Run(SymversArguments arguments) => throw new NotSupportedException(arguments.ToString());
}

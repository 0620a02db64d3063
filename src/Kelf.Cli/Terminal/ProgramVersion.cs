// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;

namespace Kelf.Cli.Terminal;

/// <summary>Which kelf this is.</summary>
internal static class ProgramVersion
{
    /// <summary>
    /// <c>kelf 1.0.0, commit 0123456789ab, 2026-11-30 (.NET 10.0.12)</c>: the runtime is compiled in, and its fixes with it. The
    /// commit is there when the Makefile built the program.
    /// </summary>
    public static string Text { get; } =
        $"kelf {typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion} "
        + $"(.NET {Environment.Version})";
}

// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;

namespace Kelf.Cli.Terminal;

/// <summary>Which kelf this is.</summary>
internal static class ProgramVersion
{
    /// <summary><c>kelf 1.0.0 (.NET 10.0.12)</c>: the runtime is compiled in, and its fixes with it.</summary>
    public static string Text { get; } =
        $"kelf {typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion} "
        + $"(.NET {Environment.Version})";
}

// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.Initcalls;

namespace Kelf.Cli.Commands.Initcalls;

/// <summary>
/// The drop-in for <c>scripts/generate_initcall_order.pl</c>: its command line, which has no options, and its environment.
/// <c>NM</c> is not needed.
/// </summary>
internal static class InitcallsDropIn
{
    /// <summary>The base name of argv[0] that selects this command.</summary>
    public const string Name = "generate_initcall_order.pl";

    /// <summary>Runs the tool.</summary>
    /// <param name="arguments">Objects and archives in link order.</param>
    /// <returns>The exit status.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        InitcallsArguments asked = new()
        {
            Files = arguments,
            IsQuietAboutJobs = true,
            Directory = Environment.GetEnvironmentVariable("objtree"),
        };
        if (!InitcallsRun.TryOrder(asked, Voice.Of(Name), out InitcallOrder order))
        {
            return ExitStatus.Failed;
        }

        InitcallsRun.WriteScript(order, null);
        return ExitStatus.Done;
    }
}

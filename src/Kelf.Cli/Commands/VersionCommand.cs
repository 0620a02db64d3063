// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Invocation;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;

namespace Kelf.Cli.Commands;

/// <summary><c>kelf version</c>, which is <c>kelf --version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command version = new("version", "Say which version of kelf this is.");
        version.WithExamples(["kelf version"]);
        version.Action = new VersionAction();
        return version;
    }

    /// <summary>Prints the version, whatever else stands on the line.</summary>
    public sealed class VersionAction : SynchronousCommandLineAction
    {
        /// <inheritdoc/>
        public override bool ClearsParseErrors => true;

        /// <inheritdoc/>
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(ProgramVersion.Text);
            return ExitStatus.Done;
        }
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;

namespace Kelf.Cli.Commands.Kabi;

/// <summary>
/// Why a comparison could not be made. Its status is that of diff(1): what cannot be read must not look like kernels that differ, and even less
/// like equal ones.
/// </summary>
internal sealed class KabiTroubleException(Diagnostic diagnostic) : KelfException(diagnostic)
{
    /// <inheritdoc/>
    public override int ExitStatus => Terminal.ExitStatus.WrongUsage;

    /// <summary>Runs something; its errors are trouble.</summary>
    public static int Run(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (KelfException exception) when (exception is not ReaderGoneException)
        {
            throw new KabiTroubleException(exception.Diagnostic);
        }
    }
}

// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Symvers.Settings;

/// <summary>
/// Versions cannot be computed, though the file is well-formed as such: a type that cannot be described, a rule that
/// cannot be applied, a list that cannot be read. The message is one line.
/// </summary>
public sealed class SymversException : Exception
{
    /// <summary>Creates the error.</summary>
    public SymversException(string message)
        : base(message)
    {
    }

    /// <summary>True when the texts of a file would take too much: which unit asks for the one too many is a matter of order.</summary>
    internal bool IsLimit { get; init; }
}

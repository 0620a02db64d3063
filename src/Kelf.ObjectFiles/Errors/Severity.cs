// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Errors;

/// <summary>What a <see cref="Diagnostic"/> means for the run.</summary>
public enum Severity
{
    /// <summary>Suspicious, but no reason to stop.</summary>
    Warning,

    /// <summary>The run fails.</summary>
    Error,
}

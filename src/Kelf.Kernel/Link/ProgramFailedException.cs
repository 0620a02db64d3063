// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Link;

/// <summary>A program that was run for a link has failed; what it has to say it has said itself.</summary>
/// <param name="program">Its name.</param>
/// <param name="status">Its exit status.</param>
public sealed class ProgramFailedException(string program, int status)
    : Exception($"{program} ended with status {status}")
{
    /// <summary>Its exit status.</summary>
    public int Status { get; } = status;
}

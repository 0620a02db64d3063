// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared;

/// <summary>
/// An error with a code, by which scripts and the manual name it: <c>E-MISSING: no such file: include/a.h</c>.
/// </summary>
public sealed class CodedException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">Its code: <c>E-MISSING</c>.</param>
    /// <param name="what">What is wrong, and what to do about it.</param>
    /// <param name="path">The file or place that it is about.</param>
    public CodedException(string code, string what, string path)
        : base($"{code}: {what}: {path}")
    {
        (Code, Path) = (code, path);
    }

    /// <summary>The code.</summary>
    public string Code { get; }

    /// <summary>The file or place.</summary>
    public string Path { get; }
}

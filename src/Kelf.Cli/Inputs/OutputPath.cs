// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.Inputs;

/// <summary>Paths below a folder for outputs, made from paths of inputs.</summary>
internal static class OutputPath
{
    /// <summary>
    /// The path without what leads elsewhere: a root, and all <c>.</c> and <c>..</c>. Names in an archive are its
    /// author's, so they must not choose where a file is written.
    /// </summary>
    public static string For(string path) =>
        string.Join('/', path.Split('/').Where(part => part is not ("" or "." or "..")));

    /// <summary>The path without the <c>.o</c> at its end.</summary>
    public static string WithoutSuffix(string path) => path.EndsWith(".o", StringComparison.Ordinal) ? path[..^2] : path;
}

// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.Inputs;

/// <summary>Paths below a folder for outputs, made from paths of inputs.</summary>
internal static class OutputPath
{
    // Distributed ThinLTO compiles the bitcode X.o on to X.thinlto-native.o. The first kernels with Clang LTO linked the
    // bitcode of a module to MOD.lto.o, later ones to MOD.prelink.o.
    private static readonly string[] s_suffixes = [".thinlto-native.o", ".lto.o", ".prelink.o", ".o"];

    /// <summary>
    /// The path without what leads elsewhere: a root, and all <c>.</c> and <c>..</c>. Names in an archive are its
    /// author's, so they must not choose where a file is written.
    /// </summary>
    public static string For(string path) =>
        string.Join('/', path.Split('/').Where(part => part is not ("" or "." or "..")));

    /// <summary>The path without the <c>.o</c> at its end, and without what Clang LTO puts before it.</summary>
    public static string WithoutSuffix(string path) =>
        s_suffixes.FirstOrDefault(suffix => path.EndsWith(suffix, StringComparison.Ordinal)) is { } found
            ? path[..^found.Length]
            : path;
}

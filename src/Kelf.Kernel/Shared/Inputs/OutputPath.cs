// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Inputs;

/// <summary>Paths below a directory for outputs, made from paths of inputs.</summary>
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

    /// <summary>
    /// The path without the <c>.o</c> at its end, and without what Clang LTO puts before it; of a compressed file as of what it
    /// expands to.
    /// </summary>
    public static string WithoutSuffix(string path)
    {
        string plain = ModuleFile.WithoutCompression(path);
        return s_suffixes.FirstOrDefault(suffix => plain.EndsWith(suffix, StringComparison.Ordinal)) is { } found
            ? plain[..^found.Length]
            : plain;
    }
}

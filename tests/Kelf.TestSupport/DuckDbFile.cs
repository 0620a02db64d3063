// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;

namespace Kelf.TestSupport;

/// <summary>Where DuckDB's library is, which tests of histories need, and the program does not have.</summary>
public static class DuckDbFile
{
    private static readonly Lazy<string?> s_path = new(Find);

    /// <summary>The library; null where it cannot be had.</summary>
    public static string? Path => s_path.Value;

    /// <summary>Why a test is skipped.</summary>
    public const string Missing = "DuckDB's library cannot be had (tests/Testbed/duckdb.sh)";

    private static string? Find()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(System.IO.Path.Combine(root, "kelf.slnx")))
        {
            root = System.IO.Path.GetDirectoryName(root);
        }

        using Process process = Process.Start(new ProcessStartInfo("bash", [System.IO.Path.Combine(root!, "tests/Testbed/duckdb.sh")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string path = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? path : null;
    }
}

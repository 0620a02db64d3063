// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.TestSupport;

/// <summary>Where the sources of kelf are: tests read their fixtures there.</summary>
public static class SourceDirectory
{
    /// <summary>The directory with <c>kelf.slnx</c>, above the test assembly.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "kelf.slnx")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException("kelf.slnx is not above the test assembly");
    }
}

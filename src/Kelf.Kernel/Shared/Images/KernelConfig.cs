// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Images;

/// <summary>The configuration of a built kernel, as its build folder has it for make: <c>include/config/auto.conf</c>.</summary>
public sealed class KernelConfig
{
    private readonly HashSet<string> _set;

    private KernelConfig(HashSet<string> set)
    {
        _set = set;
    }

    /// <summary>Reads the configuration of a build folder.</summary>
    /// <returns>The configuration, or null when the folder has none.</returns>
    public static KernelConfig? Find(string folder)
    {
        try
        {
            string path = Path.Combine(folder, "include", "config", "auto.conf");
            return File.Exists(path)
                ? new KernelConfig([.. InputBytes.ReadLines(path).Where(line => line.EndsWith("=y", StringComparison.Ordinal))])
                : null;
        }
        // What cannot be read says nothing.
        catch (UnreadableFileException)
        {
            return null;
        }
    }

    /// <summary>Whether an option is set to <c>y</c>.</summary>
    /// <param name="option">Its name, without <c>CONFIG_</c>.</param>
    public bool Has(string option) => _set.Contains($"CONFIG_{option}=y");
}

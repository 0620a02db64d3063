// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Modpost.Hints;

/// <summary>Finds where configuration options are described (<c>Documentation/kbuild/kconfig-language.rst</c>).</summary>
internal static class KconfigFiles
{
    /// <summary>Of each option that was found, how people find it: <c>net/Kconfig:12, "Networking"</c>.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="files">Its Kconfig files, below the tree, in the order in which they count.</param>
    /// <param name="options">The options, without <c>CONFIG_</c>.</param>
    public static Dictionary<string, string> Describe(string root, IReadOnlyList<string> files, IReadOnlySet<string> options)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (string file in files)
        {
            string? current = null;
            int number = 0;
            foreach (string line in InputBytes.ReadLines(Path.Combine(root, file)))
            {
                number++;
                string[] words = line.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
                if (words is ["config" or "menuconfig", var option])
                {
                    current = options.Contains(option) && !found.ContainsKey(option) ? option : null;
                    if (current is not null)
                    {
                        found.Add(current, string.Create(CultureInfo.InvariantCulture, $"{file}:{number}, without a prompt: others select it"));
                    }
                }
                else if (current is not null && words is ["bool" or "tristate" or "string" or "int" or "hex" or "prompt", ['"', ..], ..])
                {
                    found[current] = $"{found[current].Split(',')[0]}, \"{line.Split('"')[1]}\"";
                    current = null;
                }
            }
        }

        return found;
    }
}

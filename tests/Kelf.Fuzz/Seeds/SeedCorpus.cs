// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Fuzz.Seeds;

/// <summary>The files that mutants are made from.</summary>
public static class SeedCorpus
{
    /// <summary>Larger files make slow mutants and add little.</summary>
    private const long LargestSeed = 64 * 1024;

    /// <summary>The generated seeds, and the object files and archives of a directory and the directories below it.</summary>
    /// <param name="folder">The directory, or null.</param>
    public static IReadOnlyList<Seed> Load(string? folder)
    {
        List<Seed> seeds = [.. GeneratedSeeds.All()];
        if (folder is not null)
        {
            foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal))
            {
                FileInfo file = new(path);
                if (file.Extension is ".o" or ".a" or ".elf" && file.Length is > 0 and <= LargestSeed)
                {
                    seeds.Add(new Seed(Path.GetRelativePath(folder, path), File.ReadAllBytes(path)));
                }
            }
        }

        return seeds;
    }
}

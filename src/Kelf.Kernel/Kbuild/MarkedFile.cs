// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kbuild;

/// <summary>A file of a kernel tree with what kelf changed in it.</summary>
/// <param name="Original">Its contents without the changes.</param>
/// <param name="Count">How many lines are kelf's.</param>
/// <param name="Altered">Numbers, from 1, of lines with a mark of kelf's that kelf did not write so; they are in <see cref="Original"/> too.</param>
internal sealed record MarkedFile(string Original, int Count, IReadOnlyList<int> Altered)
{
    /// <summary>Finds the changes by their marks.</summary>
    public static MarkedFile Read(string contents)
    {
        List<string> original = [];
        List<int> altered = [];
        int count = 0;
        int number = 0;
        foreach (string line in contents.Split('\n'))
        {
            number++;
            (TreeMarkState state, string? before) = TreeMark.Read(line);
            if (state == TreeMarkState.Whole)
            {
                count++;
                original.AddRange(before is null ? [] : [before]);
                continue;
            }

            original.Add(line);
            if (state == TreeMarkState.Altered)
            {
                altered.Add(number);
            }
        }

        return new MarkedFile(string.Join('\n', original), count, altered);
    }
}

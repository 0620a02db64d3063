// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;

namespace Kelf.Cli.Commands.Symvers;

/// <summary>
/// Tells which symbols have no information. A linked image may have a hundred of them: that is one line, unless someone
/// wants to see them all.
/// </summary>
/// <example>
/// <code>
/// kelf: warning: demo.o: no information for symbol alone
/// kelf: warning: vmlinux: no information for 99 of 5893 symbols; -v names them
/// kelf: warning: no information for 41 symbols of 31 objects; -v names them
/// </code>
/// </example>
internal static class MissingVersions
{
    // More are one warning over and over.
    private const int MostObjects = 20;

    /// <summary>Prints the warnings.</summary>
    /// <param name="results">What was found.</param>
    /// <param name="list">What the list of symbols is called, or null when each object has its own.</param>
    /// <param name="isVerbose">Name all of them, each in a line, sorted.</param>
    public static void Warn(IReadOnlyList<ObjectVersions> results, string? list, bool isVerbose)
    {
        ObjectVersions[] lacking = [.. results.Where(one => one.Versions.Missing > 0)];
        if (lacking.Length > MostObjects && !isVerbose)
        {
            Voice.Kelf.Warning(
                $"no information for {lacking.Sum(one => one.Versions.Missing)} symbols of {lacking.Length} objects; -v names them");
            return;
        }

        foreach (ObjectVersions one in lacking)
        {
            string place = one.DisplayName ?? list!;
            string[] names = [.. one.Versions.MissingNames().Order(StringComparer.Ordinal)];
            if (names.Length > 1 && !isVerbose)
            {
                Voice.Kelf.Warning($"{place}: no information for {names.Length} of {one.Versions.Symbols.Count} symbols; -v names them");
                continue;
            }

            foreach (string name in names)
            {
                Voice.Kelf.Warning($"{place}: no information for symbol {name}");
            }
        }
    }
}

// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.CommandLine;

/// <summary>
/// Options whose value may be missing. As with GNU's <c>getopt_long</c>, it is one only behind <c>=</c>; the command-line library
/// would take the next word for it, whatever that is.
/// </summary>
internal static class ImpliedValues
{
    private static readonly (string Command, string Option, string Value)[] s_values = [("lookup", "--source", "5")];

    /// <summary>The command line with all values.</summary>
    /// <param name="arguments">A command, and what follows it.</param>
    public static IReadOnlyList<string> Add(IReadOnlyList<string> arguments)
    {
        (string, string Option, string Value)[] values = Array.FindAll(s_values, value => value.Command == (arguments.Count > 0 ? arguments[0] : ""));
        if (values.Length == 0)
        {
            return arguments;
        }

        string[] complete = [.. arguments];
        for (int i = 1; i < complete.Length && complete[i] != "--"; i++)
        {
            foreach ((_, string option, string value) in values.Where(value => value.Option == complete[i]))
            {
                complete[i] = $"{option}={value}";
            }
        }

        return complete;
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests;

/// <summary>Comparison of outputs byte for byte, with a message that shows the first line that differs.</summary>
internal static class SymversText
{
    public static void AssertEqual(byte[] expected, byte[] actual, string what)
    {
        if (expected.AsSpan().SequenceEqual(actual))
        {
            return;
        }

        string[] expectedLines = Encoding.UTF8.GetString(expected).Split('\n');
        string[] actualLines = Encoding.UTF8.GetString(actual).Split('\n');
        int line = 0;
        while (line < expectedLines.Length && line < actualLines.Length && expectedLines[line] == actualLines[line])
        {
            line++;
        }

        string wanted = expectedLines.ElementAtOrDefault(line) ?? "(no more)";
        string found = actualLines.ElementAtOrDefault(line) ?? "(no more)";
        Assert.Fail($"{what}, line {line + 1}\nexpected: {wanted}\nactual:   {found}");
    }
}

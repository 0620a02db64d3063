// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kallsyms.Output;

using Xunit;

namespace Kelf.Kernel.Tests.Kallsyms;

/// <summary>Where in the table of names every 256th is, found by walking over that table as a kernel does.</summary>
public sealed class MarkerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(600)]
    public void Markers_are_where_a_kernel_looks(int count)
    {
        // Names of all lengths, of letters that compression makes little of: some take two bytes for their length.
        Random random = new(count);
        StringBuilder map = new("ffffffff81000000 T _text\nffffffff81000000 T _stext\n");
        for (int i = 0; i < count; i++)
        {
            map.Append(System.Globalization.CultureInfo.InvariantCulture, $"ffffffff81{i + 16:x6} t n{i}_");
            for (int left = i % 400; left > 0; left--)
            {
                map.Append((char)('0' + random.Next(75)));
            }

            map.Append('\n');
        }

        KallsymsTable table = Tables.Of(map + "ffffffff81ffffff T _etext\n", Tables.Linux73);
        List<int> expected = [];
        int offset = 0;
        HashSet<int> lengths = [];
        for (int i = 0; i < table.Count; i++)
        {
            if (i % 256 == 0)
            {
                expected.Add(offset);
            }

            int length = table.CompressedTextOf(table.Entries[i]).Length;
            lengths.Add(length);
            offset += length + (length < 128 ? 1 : 2);
        }

        Assert.True(count < 600 || (lengths.Contains(127) && lengths.Contains(128)));
        Assert.Equal([.. expected, offset], table.Markers());
    }
}

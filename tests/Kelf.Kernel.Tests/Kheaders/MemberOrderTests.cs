// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Members;

using Xunit;

namespace Kelf.Kernel.Tests.Kheaders;

public sealed class MemberOrderTests
{
    [Fact]
    public void Components_are_compared_not_paths()
    {
        string[] names = ["tty.h", "tty-x.h", "tty/t.h", "tty/a/b.h", "ttz", "é.h", "Z.h", "tty/t.h.h"];
        HeaderMember[] members = [.. names.Select(name => new HeaderMember(name, name))];
        Array.Sort(members, MemberOrder.Instance);
        Assert.Equal(
            ["Z.h", "tty/a/b.h", "tty/t.h", "tty/t.h.h", "tty-x.h", "tty.h", "ttz", "é.h"], members.Select(member => member.Name));
    }

    // Against the definition: arrays of components, bytewise.
    [Fact]
    public void Random_names_are_ordered_like_their_components()
    {
        Random random = new(6);
        for (int i = 0; i < 5000; i++)
        {
            HeaderMember a = new(Name(random), "");
            HeaderMember b = new(Name(random), "");
            Assert.Equal(Math.Sign(ByComponents(a.Name, b.Name)), Math.Sign(MemberOrder.Instance.Compare(a, b)));
        }
    }

    private static string Name(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => "a-/."[random.Next(4)]))
        .Trim('/').Replace("//", "/", StringComparison.Ordinal).Replace("//", "/", StringComparison.Ordinal);

    private static int ByComponents(string a, string b)
    {
        string[] left = a.Split('/');
        string[] right = b.Split('/');
        for (int i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (string.CompareOrdinal(left[i], right[i]) is not 0 and int order)
            {
                return order;
            }
        }

        return left.Length - right.Length;
    }
}

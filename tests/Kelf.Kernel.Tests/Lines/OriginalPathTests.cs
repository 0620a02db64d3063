// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Lines.Tables;

using Xunit;

namespace Kelf.Kernel.Tests.Lines;

public sealed class OriginalPathTests
{
    [Theory]
    [InlineData("/src/kernel/fork.c", "/src", "kernel/fork.c")]
    [InlineData("/src/kernel/fork.c", "/src/kernel", "kernel/fork.c")] // a bare name is looked for in the tree
    [InlineData("/src/kernel/fork.c", "/obj", "kernel/fork.c")]
    [InlineData("/src/net/mac80211/../wireless/core.h", "/obj", "net/mac80211/../wireless/core.h")] // not folded
    [InlineData("/home/kernel/linux/mm/slub.c", "/obj", "kernel/linux/mm/slub.c")] // the first such directory
    [InlineData("/usr/include/stdio.h", "/obj", "usr/include/stdio.h")]
    [InlineData("/opt/x/y.c", "/obj", "y.c")]
    [InlineData("/opt/x/y.c", "", "y.c")]
    [InlineData("net/packet/af_packet.c", "/obj", "net/packet/af_packet.c")]
    [InlineData("a/b.c/a/b.c", "/obj", "a/b.c")]
    [InlineData("fork.c", "/src/kernel", "kernel/fork.c")]
    [InlineData("fork.c", "/src/other", "fork.c")]
    [InlineData("fork.c", "kernel", "fork.c")]
    [InlineData("", "/src/kernel", "kernel/")]
    public void Paths_are_cut_as_in_version_7(string path, string directory, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(OriginalPath.Of(Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(directory))));
}

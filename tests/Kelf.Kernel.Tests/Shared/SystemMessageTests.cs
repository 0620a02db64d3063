// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;

using Xunit;

namespace Kelf.Kernel.Tests.Shared;

public sealed class SystemMessageTests
{
    [Theory]
    [InlineData("/nowhere", "No such file or directory")]
    [InlineData("/nowhere/at/all", "No such file or directory")]
    [InlineData("", "No such file or directory")]
    public void Says_what_the_system_says(string path, string message)
    {
        Exception? error = Record.Exception(() => File.OpenRead(path));
        Assert.NotNull(error);
        Assert.Equal(message, SystemMessage.Of(error));
    }

    [Fact]
    public void A_full_disk_has_no_path_in_its_message()
    {
        using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        IOException error = Assert.ThrowsAny<IOException>(() => full.Write([1]));
        Assert.Equal("No space left on device", SystemMessage.Of(error));
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Support;

/// <summary>Assertions about errors: always the whole message, since it is what the user gets.</summary>
internal static class Expect
{
    /// <summary>The action complains about its input in exactly these words.</summary>
    public static void Malformed(string message, Action action) =>
        Assert.Equal(message, Assert.ThrowsAny<MalformedFileException>(action).Message);
}

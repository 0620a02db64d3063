// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Sources;

using Xunit;

namespace Kelf.Kernel.Tests.Shared.Sources;

/// <summary>The tree that names and directories of units tell.</summary>
public sealed class UnitTreeTests
{
    private const string Build = "debian/build/amd64";

    [Theory]
    // Debian: compilers leave the front out, assemblers do not.
    [InlineData(Build, "/build/linux-6.1/" + Build, "/build/linux-6.1/arch/x86/kernel/head_64.S", "arch/x86/kernel/head_64.S")]
    [InlineData(Build, "/build/linux-6.1/" + Build, "certs/system_certificates.S", "certs/system_certificates.S")]
    [InlineData(Build, "/build/linux-6.1/" + Build, "/usr/lib/rustlib/lib.rs", "/usr/lib/rustlib/lib.rs")]
    // Of another build, or one that merely ends alike.
    [InlineData(Build, "/build/linux-6.1/debian/build/arm64", "/build/linux-6.1/arch/head.S", "/build/linux-6.1/arch/head.S")]
    [InlineData(Build, "/build/linux-6.1/my" + Build, "/build/linux-6.1/arch/head.S", "/build/linux-6.1/arch/head.S")]
    [InlineData(".", "/build/linux-6.1/.", "/build/linux-6.1/arch/head.S", "/build/linux-6.1/arch/head.S")]
    // Nothing is left out.
    [InlineData("/obj", "/obj", "/src/arch/head.S", "/src/arch/head.S")]
    public void Assembly_has_the_paths_of_the_compilers(string folder, string assemblyDirectory, string name, string expected)
    {
        SourceTree tree = UnitTree.Of([(name, assemblyDirectory), ("init/main.c", folder)], []);
        Assert.Equal(expected, tree.Normalise(name, assemblyDirectory));
        Assert.Equal("init/main.c", tree.Normalise("init/main.c", folder));
    }
}

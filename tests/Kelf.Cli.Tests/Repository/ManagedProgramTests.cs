// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Tests.Relocs;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>
/// The program on the shared runtime, for work on kelf (CONTRIBUTING.md): what is compiled before <c>out/kelf</c> is made of it.
/// </summary>
public sealed class ManagedProgramTests : IDisposable
{
    private readonly WorkDirectory _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void It_does_what_the_native_program_does()
    {
        _work.Put("vmlinux", ElfBytes.Kernel());
        string[] arguments = ["relocs", "vmlinux", "--text"];
        ProgramResult native = _work.Done(arguments);
        string program = Path.Combine(SourceTree.Root, "out", "build", "bin", "Kelf.Cli", "release", "kelf.dll");
        ProgramResult managed = ProgramRun.Run("dotnet", _work.Root, [program, .. arguments], [], []);
        Assert.Equal((0, native.Errors), (managed.Exit, managed.Errors));
        Assert.NotEmpty(managed.Output);
        Assert.Equal(native.Output, managed.Output);
    }
}

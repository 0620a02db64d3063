// SPDX-License-Identifier: GPL-2.0-only
using Xunit;

namespace Kelf.Cli.Tests.Relocs;

/// <summary>The choice between the table of the original and one without its mistake.</summary>
public sealed class RelaxedLoadTests : IDisposable
{
    private const string Warning = "warning: vmlinux: places that the linker relaxed to absolute addresses: 10, the first "
        + "0xffffffff8100000a (.text); they are in the table, which the original relocs leaves them out of, so that a moved "
        + "kernel reads wrong addresses there (--compat or KELF_RELOCS=compat: leave them out, too)\n";

    private readonly WorkDirectory _work = new WorkDirectory().Put("vmlinux", ElfBytes.Fixture("lld"));

    public void Dispose() => _work.Dispose();

    [Fact]
    public void All_ways_to_a_table_have_the_places()
    {
        Assert.Equal($"kelf: {Warning}", _work.Done("relocs", "vmlinux", "-o", "table").Errors);
        ProgramResult dropIn = ProgramRun.RunAs("relocs", _work.Root, "vmlinux");
        Assert.Equal($"relocs: {Warning}", dropIn.Errors);
        Assert.Equal($"kelf: {Warning}", _work.Done("split", "-q", "vmlinux", "--relocs", "split").Errors);
        Assert.Equal(14 * 4, dropIn.Output.Length);
        Assert.Equal(dropIn.Output, _work.Get("table"));
        Assert.Equal(dropIn.Output, _work.Get("split"));
    }

    [Fact]
    public void All_ways_lead_to_the_table_of_the_original()
    {
        byte[] wanted = File.ReadAllBytes(Path.Combine(Repository.SourceTree.Root, "tests", "Fixtures", "relocs", "lld", "table"));
        ProgramResult[] results =
        [
            _work.Done("relocs", "--compat", "vmlinux"),
            Run(ProgramRun.Kelf, "relocs", "vmlinux"),
            Run(ProgramRun.Kelf, "--as", "relocs", "vmlinux"),
            _work.Done("split", "-q", "--compat", "vmlinux", "--relocs", "one"),
            Run(ProgramRun.Kelf, "split", "-q", "vmlinux", "--relocs", "other"),
        ];
        Assert.All(results, result => Assert.Equal((0, ""), (result.Exit, result.Errors)));
        Assert.All(results[..3], result => Assert.Equal(wanted, result.Output));
        Assert.Equal(wanted, _work.Get("one"));
        Assert.Equal(wanted, _work.Get("other"));
    }

    [Fact]
    public void A_mistake_in_the_environment_is_one()
    {
        ProgramResult result = ProgramRun.Run(
            ProgramRun.Kelf, _work.Root, ["relocs", "vmlinux"], [], [new("KELF_RELOCS", "original")]);
        Assert.Equal((1, "kelf: error: KELF_RELOCS: it is 'compat' or not set, not 'original'\n"), (result.Exit, result.Errors));
        Assert.Empty(result.Output);
    }

    private ProgramResult Run(string program, params string[] arguments) =>
        ProgramRun.Run(program, _work.Root, arguments, [], [new("KELF_RELOCS", "compat")]);
}

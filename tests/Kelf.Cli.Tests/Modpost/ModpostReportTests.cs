// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Modpost;

/// <summary>What kelf modpost prints beside what it writes.</summary>
public sealed class ModpostReportTests : IDisposable
{
    private const string Build = "modpost -M --versions -b -x --object-list modules.order -o Module.symvers vmlinux.o";

    private readonly ModpostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Exports_with_their_users()
    {
        Assert.Equal(
            """
            counter: vmlinux
                m1
            do_work: vmlinux, GPL only
                m1
            helper: vmlinux, namespace SUB_NS
                m1
            kvm_only: vmlinux, GPL only, namespace module:m-2,kvm*
                m-2
            module_layout: vmlinux
                m1
                m-2
            m1_api: m1, GPL only, namespace SUB_NS
                m-2
            6 exports, 0 never used

            """,
            Print("--report exports"));
        Assert.True(_folder.Has("Module.symvers"));
    }

    [Fact]
    public void The_same_as_JSON()
    {
        File.WriteAllText(_folder.PathOf("modules.order"), "m1.o\n");
        string json = string.Concat(Print("--report exports --json").Where(letter => !char.IsWhiteSpace(letter)));
        Assert.StartsWith(
            """{"exports":[{"name":"counter","owner":"vmlinux","gplOnly":false,"namespace":"","version":"0x0000abcd","users":["m1"]},""", json);
        Assert.EndsWith("""{"name":"m1_api","owner":"m1","gplOnly":true,"namespace":"SUB_NS","version":"0x0badf00d","users":[]}],"neverUsed":2}""", json);
    }

    [Theory]
    [InlineData("--provides rpm", "kernel(counter) = 0x0000abcd\nkernel(do_work) = 0x12345678\nkernel(helper) = 0xdeadbeef\n"
        + "kernel(kvm_only) = 0x00000063\nkernel(m1_api) = 0x0badf00d\nkernel(module_layout) = 0xac3df945\n")]
    [InlineData("--requires rpm", "kernel(counter) = 0x0000abcd\nkernel(do_work) = 0x12345678\nkernel(helper) = 0xdeadbeef\n"
        + "kernel(kvm_only) = 0x00000063\nkernel(module_layout) = 0xac3df945\n")]
    [InlineData("--requires suse --flavour default", "ksym(default:counter) = abcd\nksym(default:do_work) = 12345678\n"
        + "ksym(default:helper) = deadbeef\nksym(default:kvm_only) = 63\nksym(default:module_layout) = ac3df945\n")]
    public void Dependencies_of_packages(string options, string expected) => Assert.Equal(expected, Print(options));

    [Fact]
    public void External_modules_need_the_kernel_of_the_first_dump_and_others()
    {
        File.WriteAllText(_folder.PathOf("kernel"), "0x1\tdo_work\tvmlinux\tEXPORT_SYMBOL_GPL\t\n0x2\thelper\tnet/x\tEXPORT_SYMBOL\tSUB_NS\n0x4\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n");
        File.WriteAllText(_folder.PathOf("other"), "0x3\tcounter\t../o\tEXPORT_SYMBOL\t\n");
        ProgramResult result = ProgramRun.RunKelf(
            _folder.Root, "modpost -M --versions -b -e -i kernel -i other -o Module.symvers m1.o --requires rpm".Split(' '));
        Assert.Equal((0, "kernel(do_work) = 0x00000001\nkernel(helper) = 0x00000002\nkernel(module_layout) = 0x00000004\nksym(counter) = 0x00000003\n"),
            (result.Exit, Encoding.UTF8.GetString(result.Output)));
    }

    [Theory]
    [InlineData("--provides deb", "option '--provides' has no format deb: names in dependencies of Debian packages have lower-case letters")]
    [InlineData("--requires deb", "option '--requires' has no format deb")]
    [InlineData("--requires apk", "option '--requires' takes rpm or suse, not 'apk'")]
    [InlineData("--provides suse", "format suse needs option '--flavour'")]
    [InlineData("--provides rpm --flavour x", "option '--flavour' is for format suse")]
    [InlineData("--provides rpm --requires rpm", "options '--provides' and '--requires' both print to standard output")]
    [InlineData("--json", "option '--json' is for '--report'")]
    [InlineData("--report imports", "imports")]
    public void What_cannot_be_printed_is_refused(string options, string message)
    {
        ProgramResult result = ProgramRun.RunKelf(_folder.Root, $"{Build} {options}".Split(' '));
        Assert.Equal((2, ""), (result.Exit, Encoding.UTF8.GetString(result.Output)));
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.False(_folder.Has("Module.symvers"));
    }

    [Fact]
    public void Namespaces_that_are_imported_for_nothing()
    {
        _folder.Write("m1.o", ModpostFolder.Module("license=GPL", "import_ns=SUB_NS", "import_ns=OLD_NS", "description=d").Needs("helper").Build());
        _folder.Write("modules.order", "m1.o\n");
        ProgramResult plain = ProgramRun.RunKelf(_folder.Root, Build.Split(' '));
        ProgramResult result = ProgramRun.RunKelf(_folder.Root, $"{Build} --check-imports".Split(' '));
        Assert.Equal((0, ""), (plain.Exit, plain.Errors));
        Assert.Equal((0, "WARNING: modpost: m1.ko: imports namespace 'OLD_NS', but uses no symbol of it.\n"), (result.Exit, result.Errors));
    }

    private string Print(string options)
    {
        ProgramResult result = ProgramRun.RunKelf(_folder.Root, $"{Build} {options}".Split(' '));
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        return Encoding.UTF8.GetString(result.Output);
    }
}

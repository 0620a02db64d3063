// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Reports;

using Xunit;

namespace Kelf.Kernel.Tests.Modpost.Reports;

public sealed class ReportTests
{
    private readonly NameTable _names = new();
    private readonly ExportIndex _index;
    private readonly ModpostModule _vmlinux = new("vmlinux", isDumped: false);
    private readonly ModpostModule _first = new("net/first", isDumped: false);
    private readonly ModpostModule _second = new("net/second", isDumped: false);
    private readonly ModpostModule _kernel = new("vmlinux", isDumped: true);
    private readonly ModpostModule _other = new("../other/api", isDumped: true) { Dump = 1 };

    public ReportTests() => _index = new ExportIndex(_names);

    [Fact]
    public void Exports_with_their_users()
    {
        Export used = Add(_vmlinux, "used", 0x12), unused = Add(_vmlinux, "unused", null), api = Add(_first, "api", 0xabcdef01);
        Export foreign = Add(_kernel, "foreign", 1);
        Add(_kernel, "foreign_unused", 2);
        Need(_first, used, used);
        Need(_second, api, used, foreign);
        IReadOnlyList<ExportUse> report = ExportReport.Of([_kernel, _vmlinux, _first, _second], _names);
        Assert.Equal(["foreign", "used", "unused", "api"], report.Select(export => export.Name));
        Assert.Equal(["net/second", "net/first net/second", "", "net/second"], report.Select(export => string.Join(' ', export.Users)));
        Assert.Equal(("vmlinux", null), (report[2].Owner, unused.Version));
        Assert.Equal(0xabcdef01u, report[3].Version);
    }

    [Fact]
    public void Packages_of_a_kernel_provide_all_versions_and_need_those_of_vmlinux()
    {
        Export b = Add(_vmlinux, "b", 0x12), a_b = Add(_vmlinux, "a_b", 0), a = Add(_first, "a", 0xabcdef01);
        Add(_vmlinux, "without", null);
        Need(_second, a, b, a_b);
        PackageDependencies dependencies = new([_vmlinux, _first, _second], _names, isExternal: false);
        Assert.Equal(["kernel(a) = 0xabcdef01", "kernel(a_b) = 0x00000000", "kernel(b) = 0x00000012"], dependencies.Provides());
        Assert.Equal(["kernel(a_b) = 0x00000000", "kernel(b) = 0x00000012"], dependencies.Requires());
        Assert.Equal(["ksym(default:a) = abcdef01", "ksym(default:a_b) = 0", "ksym(default:b) = 12"], dependencies.ProvidesOfFlavour("default"));
        Assert.Equal(["ksym(rt:a_b) = 0", "ksym(rt:b) = 12"], dependencies.RequiresOfFlavour("rt"));
    }

    [Fact]
    public void Packages_of_other_modules_need_the_kernel_and_what_others_export()
    {
        Export kernel = Add(_kernel, "z", 1), other = Add(_other, "a", 2), own = Add(_first, "own", 3);
        Need(_second, own, other, kernel, kernel);
        PackageDependencies dependencies = new([_kernel, _other, _first, _second], _names, isExternal: true);
        Assert.Equal(["ksym(own) = 0x00000003"], dependencies.Provides());
        Assert.Equal(["kernel(z) = 0x00000001", "ksym(a) = 0x00000002"], dependencies.Requires());
    }

    [Fact]
    public void Namespaces_that_are_imported_for_nothing()
    {
        Export plain = Add(_vmlinux, "plain", 1), crypto = Add(_vmlinux, "crypto", 1);
        crypto.Namespace = "CRYPTO";
        _first.Namespaces = ["CRYPTO", "USB", "USB", "module:x"];
        Need(_first, plain, crypto);
        MessageList messages = new();
        UnusedImports.Check(_first, messages);
        Assert.Equal([new Message(MessageLevel.Warning, "net/first.ko: imports namespace 'USB', but uses no symbol of it.", -1)], messages.Messages);
    }

    [Fact]
    public void What_is_undefined_may_be_of_any_namespace()
    {
        _first.Namespaces = ["USB"];
        MessageList messages = new();
        _first.Imports = [new Import(_names.Add("gone"u8), isWeak: false)];
        UnusedImports.Check(_first, messages);
        Assert.Empty(messages.Messages);
        _first.Imports = [new Import(_names.Add("gone"u8), isWeak: true)];
        UnusedImports.Check(_first, messages);
        Assert.Single(messages.Messages);
    }

    private Export Add(ModpostModule owner, string name, uint? version)
    {
        Export export = new(_names.Add(Latin1.Bytes(name)), owner) { Version = version };
        owner.Exports.Add(export);
        return export;
    }

    // Of several exports of one name the last that is needed answers.
    private void Need(ModpostModule module, params Export[] exports)
    {
        Array.ForEach(exports, export => _index.Register(export));
        module.Index = _index;
        module.Imports = [.. exports.Select(export => new Import(export.Name, isWeak: false))];
    }
}

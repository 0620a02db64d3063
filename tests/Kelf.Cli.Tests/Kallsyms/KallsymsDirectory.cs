// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.TestSupport;

namespace Kelf.Cli.Tests.Kallsyms;

/// <summary>A directory with <c>x.map</c>, and <c>vmlinux</c> with its tables.</summary>
internal sealed class KallsymsDirectory : IDisposable
{
    /// <summary>The map.</summary>
    public const string Map = "ffffffff81000000 T _text\nffffffff81000000 T _stext\nffffffff81000010 t name_show\nffffffff81000080 T _etext\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-kallsyms-");

    public KallsymsDirectory()
    {
        Write("x.map", Map);
        Write("vmlinux", new KallsymsImage());
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Write(string name, string text) => Write(name, Encoding.Latin1.GetBytes(text));

    public void Write(string name, KallsymsImage image) => Write(name, image.ToElf().Build());

    public void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), bytes);
    }

    public byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    public string Read(string name) => Encoding.Latin1.GetString(Bytes(name));

    public bool Has(string name) => File.Exists(PathOf(name));

    public (int Exit, string Output, string Errors) Kelf(params string[] arguments) =>
        Text(ProgramRun.RunKelf(_folder.FullName, arguments));

    public (int Exit, string Output, string Errors) DropIn(params string[] arguments) =>
        Text(ProgramRun.RunAs("kallsyms", _folder.FullName, arguments));

    public (int Exit, string Output, string Errors) Run(
        string program, IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments) =>
        Text(ProgramRun.Run(program, _folder.FullName, arguments, [], environment));

    public void Dispose() => _folder.Delete(recursive: true);

    private static (int Exit, string Output, string Errors) Text(ProgramResult result) =>
        (result.Exit, Encoding.Latin1.GetString(result.Output), result.Errors);
}

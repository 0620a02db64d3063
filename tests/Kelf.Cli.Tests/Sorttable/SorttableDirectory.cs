// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.TestSupport;

namespace Kelf.Cli.Tests.Sorttable;

/// <summary>A directory with an unsorted image, <c>vmlinux</c>.</summary>
internal sealed class SorttableDirectory : IDisposable
{
    private const ulong Base = 0xffff_ffff_8100_0000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-sorttable-");

    public SorttableDirectory()
    {
        Write("vmlinux", Image.ToElf().Build());
    }

    /// <summary>Two exceptions, two ORC entries, three tracer calls, of which one belongs to no function.</summary>
    public static KernelImage Image { get; } = new()
    {
        Functions = [new("f", Base, 16), new("g", Base + 0x20, 16)],
        Exceptions = [(Base + 0x24, Base, 1), (Base + 4, Base, 2)],
        Orc = [(Base + 0x20, [8, 0, 0, 0, 5, 2]), (Base, [8, 0, 0, 0, 5, 2])],
        Mcount = [Base + 0x20, Base + 0x10, Base],
        Release = "7.3.4",
    };

    /// <summary>The image when all is sorted.</summary>
    public static KernelImage Sorted { get; } = Image with
    {
        Exceptions = [Image.Exceptions[1], Image.Exceptions[0]],
        Orc = [Image.Orc![1], Image.Orc[0]],
        Mcount = [0, Base, Base + 0x20],
        SortNeeded = 0,
    };

    public string Path => _folder.FullName;

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, byte[] contents) => File.WriteAllBytes(PathOf(name), contents);

    public byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    public ProgramResult Kelf(string commandLine) => ProgramRun.RunKelf(Path, Split("sorttable " + commandLine));

    public ProgramResult DropIn(string commandLine) => ProgramRun.RunAs("sorttable", Path, Split(commandLine));

    public static string Text(ProgramResult result) => Encoding.UTF8.GetString(result.Output);

    public void Dispose() => _folder.Delete(recursive: true);

    private static string[] Split(string commandLine) => commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

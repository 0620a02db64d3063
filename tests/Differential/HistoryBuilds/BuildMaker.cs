// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Sources;
using Kelf.Kernel.Shared;

namespace Kelf.Differential.HistoryBuilds;

/// <summary>
/// Makes builds of two series, one after the other, with a few changes each: the same at each run. The second series branches off the first, and
/// takes some of what the first gets later.
/// </summary>
internal sealed class BuildMaker(string directory, int exports)
{
    private const int Hot = 12;

    // Of no meaning; the same builds each time.
    private readonly Random _random = new(20261130);

    public void Make(int builds)
    {
        int ofMain = builds * 3 / 5;
        int branch = ofMain / 3;
        MadeKernel main = new(exports);
        MadeKernel? stable = null;
        List<(int Build, int Type, string Before, string Member)> growths = [];
        for (int build = 1; build <= ofMain; build++)
        {
            if (build > 1)
            {
                growths.AddRange(Change(main, "main", build));
            }

            Write(main, "main", build);
            if (build == branch)
            {
                stable = main.Copy();
            }
        }

        if (stable is null)
        {
            return;
        }

        for (int build = 1; build <= builds - ofMain; build++)
        {
            if (build > 1)
            {
                Change(stable, "stable", build);
                foreach ((int _, int type, string before, string member) in growths.Where(growth => growth.Build == branch + build && growth.Type % 2 == 1))
                {
                    if (stable.MembersOf(type) == before)
                    {
                        stable.Grow(type, member);
                    }
                }
            }

            Write(stable, "stable", build);
        }

        File.WriteAllText(Path.Combine(directory, "rules"), "TYPE type_*1 PASS reason=\"seen\"\nTYPE type_*3 PASS reason=\"seen, too\"\n");
        WriteModule(main);
    }

    private List<(int Build, int Type, string Before, string Member)> Change(MadeKernel kernel, string series, int build)
    {
        List<(int, int, string, string)> growths = [];
        for (int i = 0; i < 2; i++)
        {
            int type = _random.Next(kernel.Types);
            string member = string.Create(CultureInfo.InvariantCulture, $"{series}_{build}_{i}");
            growths.Add((build, type, kernel.MembersOf(type), member));
            kernel.Grow(type, member);
        }

        if (build % 10 == 0)
        {
            kernel.Shrink(_random.Next(kernel.Types));
        }

        for (int i = 0; i < Hot; i++)
        {
            if (_random.Next(10) < i)
            {
                kernel.Salt(i * 101 % kernel.Exports);
            }
        }

        kernel.Salt(_random.Next(kernel.Exports));
        kernel.Toggle(_random.Next(kernel.Exports));
        kernel.Toggle(_random.Next(kernel.Exports));
        kernel.Move(_random.Next(kernel.Exports), string.Create(CultureInfo.InvariantCulture, $"drivers/moved{build}"));
        kernel.Relicense(_random.Next(kernel.Exports));
        return growths;
    }

    private void Write(MadeKernel kernel, string series, int build)
    {
        string sources = Path.Combine(directory, "sources");
        kernel.Write(sources);
        SnapshotReader reader = new(new SourceOptions());
        ByteBuilder bytes = new();
        SnapshotWriter.Write(reader.Read([sources]), bytes, SnapshotWriter.QuickLevel);
        string folder = Path.Combine(directory, series);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{series}-{build:d3}.kabi")), bytes.Bytes.ToArray());
        Directory.Delete(sources, recursive: true);
    }

    // A module as modpost leaves it, with the versions of the last build of main: C, to be compiled.
    private void WriteModule(MadeKernel kernel)
    {
        StringBuilder text = new();
        int[] wanted = [.. Enumerable.Range(0, kernel.Exports).Where(i => i % Math.Max(1, kernel.Exports / 60) == 5 && kernel.IsThere(i)).Take(60)];
        foreach (int i in wanted)
        {
            text.Append(CultureInfo.InvariantCulture, $"extern int {MadeKernel.NameOf(i)}(void);\n");
        }

        text.Append("int use(void) { return 0");
        foreach (int i in wanted)
        {
            text.Append(CultureInfo.InvariantCulture, $" + {MadeKernel.NameOf(i)}()");
        }

        text.Append("; }\nstruct modversion_info { unsigned long crc; char name[56]; };\n");
        text.Append("__attribute__((section(\"__versions\"), used)) static const struct modversion_info versions[] = {\n");
        foreach (int i in wanted)
        {
            text.Append(CultureInfo.InvariantCulture, $"\t{{ 0x{kernel.CrcOf(i):x8}, \"{MadeKernel.NameOf(i)}\" }},\n");
        }

        text.Append("};\n__attribute__((section(\".modinfo\"), used)) static const char info[] = \"license=GPL\\0import_ns=MADE\";\n");
        File.WriteAllText(Path.Combine(directory, "driver.c"), text.ToString());
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Differential.ModpostInputs.DeviceTables;
using Kelf.Differential.RandomC;

namespace Kelf.Differential.ModpostInputs.Sources;

/// <summary>Modules of random sources: the object, the list of its parts, and the command file of each part.</summary>
internal sealed class RandomModules(string folder, Dice dice)
{
    private readonly List<string> _modules = [];
    private readonly List<string> _headers = [];
    private int _sources;

    /// <summary>Writes modules with <paramref name="count"/> sources; their objects are named in <c>list</c>.</summary>
    public static void Write(string folder, int seed, int count)
    {
        RandomModules modules = new(folder, new Dice((ulong)seed));
        for (int i = 0; modules._sources < count; i++)
        {
            modules.WriteModule(i, count);
        }

        File.WriteAllLines(Path.Combine(folder, "list"), modules._modules.Select(name => name + ".o"));
    }

    private void WriteModule(int number, int count)
    {
        string directory = dice.Pick("", "a/", "drivers/net/", "drivers/net/sub/", "x/x/");
        string module = $"{directory}mod{number}";
        _modules.Add(module);
        WriteBytes(module + ".o", RandomTables.NewObject(ObjectTarget.Of("x86_64")).Build());
        StringBuilder parts = new();
        for (int left = dice.Between(1, 5); left > 0 && _sources < count; left--)
        {
            string part = $"{(dice.Chance(80) ? directory : "lib/")}part{number}_{left}";
            parts.Append(part).Append(".o\n");
            // Twice the same: it counts twice.
            parts.Append(dice.Chance(5) ? part + ".o\n" : "").Append(dice.Chance(10) ? "lib/lib.a\n" : "").Append(dice.Chance(10) ? "\n" : "");
            WritePart(part);
        }

        WriteBytes(module + ".mod", Encoding.ASCII.GetBytes(parts.ToString()));
    }

    private void WritePart(string part)
    {
        string directory = part[..(part.LastIndexOf('/') + 1)];
        string source = part + dice.Pick(".c", ".c", ".S", ".rs");
        WriteSource(source);
        StringBuilder command = new($"savedcmd_{part}.o := gcc -c -o {part}.o {source}\n\n");
        command.Append(dice.Chance(5) ? "" : $"{dice.Pick("", " ", "\t")}source_{part}.o := {source}\n\n");
        command.Append(CultureInfo.InvariantCulture, $"deps_{part}.o := \\\n");
        for (int left = dice.Below(6); left > 0; left--)
        {
            command.Append(CultureInfo.InvariantCulture, $"  {dice.Pick(Dependency(directory), "$(wildcard include/config/X)")} \\\n");
        }

        // The last line of the list has no backslash: here a blank one, there one that would count if it had one.
        command.Append(dice.Pick("\n", $"  {directory}none.h\n", "") + $"{part}.o: $(deps_{part}.o)\n\n$(deps_{part}.o):\n");
        WriteBytes(Path.Combine(directory, "." + part[directory.Length..] + ".o.cmd"), Encoding.ASCII.GetBytes(command.ToString()));
    }

    // Of the same directory, one below or elsewhere; as the compiler names it: from here, through parents, or from the root.
    private string Dependency(string directory)
    {
        string header = _headers.Count > 0 && dice.Chance(50)
            ? dice.Pick(_headers)
            : $"{dice.Pick(directory, directory, directory + "below/", "include/")}h{_sources}.h";
        if (!_headers.Contains(header))
        {
            _headers.Add(header);
            WriteSource(header);
        }

        return dice.Pick("", "", "./", "include/../", "./include/../") + header;
    }

    private void WriteSource(string path)
    {
        _sources++;
        Directory.CreateDirectory(Path.Combine(folder, "include"));
        WriteBytes(path, RandomText.Make(dice));
    }

    private void WriteBytes(string path, byte[] bytes)
    {
        path = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}

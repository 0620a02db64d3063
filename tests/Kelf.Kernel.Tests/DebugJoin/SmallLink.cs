// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Text;

using Kelf.Kernel.DebugJoin;
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Split;
using Kelf.ObjectFiles.Elf;

using Xunit;

namespace Kelf.Kernel.Tests.DebugJoin;

/// <summary>A link of a few objects that gcc compiles, done by a linker alone, and with debugging sections apart.</summary>
internal sealed class SmallLink : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-join-");
    private readonly List<string> _objects = [];
    private readonly string _linker;

    /// <summary>Makes one where the tools are.</summary>
    public SmallLink(string linker)
    {
        _linker = linker;
        try
        {
            string? version = TryRun(linker, "--version");
            Assert.SkipWhen(version is null, $"there is no {linker}");
            Assert.SkipWhen(TryRun("gcc", "--version") is null, "there is no gcc");
            Layout = LinkerKnowledge.Find(Encoding.UTF8.GetBytes(version), Flags);
        }
        catch (Exception exception)
        {
            Dispose();
            if (exception is UnknownLayoutException unknown)
            {
                Assert.Skip(unknown.Message);
            }

            throw;
        }
    }

    /// <summary>What the linker does.</summary>
    public ILinkerLayout Layout { get; }

    /// <summary>Options of the link.</summary>
    public List<string> Flags { get; } = ["--emit-relocs", "--build-id=sha1"];

    /// <summary>The objects.</summary>
    public IReadOnlyList<string> Objects => _objects;

    public string In(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Compiles a source, or assembles it.</summary>
    public void Add(string name, string source, params IEnumerable<string> options)
    {
        File.WriteAllText(In(name), source);
        string target = In(Path.ChangeExtension(name, ".o"));
        Run("gcc", [.. options, "-c", name, "-o", target]);
        _objects.Add(target);
    }

    /// <summary>Joins all objects to one.</summary>
    public void LinkRelocatable(string name)
    {
        Run(_linker, ["-r", "-o", In(name), .. _objects]);
        _objects.Clear();
        _objects.Add(In(name));
    }

    /// <summary>Links other objects.</summary>
    public void Use(IEnumerable<string> objects)
    {
        string[] all = [.. objects];
        _objects.Clear();
        _objects.AddRange(all);
    }

    /// <summary>Puts all objects but the first into an archive.</summary>
    public void Archive(string name, string kind)
    {
        Run("ar", [kind, In(name), .. _objects.Skip(1).Reverse()]);
        _objects.RemoveRange(1, _objects.Count - 1);
        _objects.Add(In(name));
    }

    /// <summary>Joins stand-ins of all objects to one, and makes that the only object of the link.</summary>
    public void LinkStandIns(string name)
    {
        using FixedWorkers workers = new(2);
        using DebugJoining joining = DebugJoining.Prepare(_objects, In("stand-ins"), workers);
        Run(_linker, ["-r", "-o", In(name), .. _objects.Select(joining.StandInFor)]);
        LinkedStandIns.WriteList(In(name), joining.Objects);
        _objects.Clear();
        _objects.Add(In(name));
    }

    /// <summary>What the linker and <c>kelf split</c> make.</summary>
    public byte[] Whole() => Split(LinkWhole());

    /// <summary>What the linker makes.</summary>
    public string LinkWhole()
    {
        Run(_linker, [.. Flags, "-o", In("whole"), .. _objects]);
        return In("whole");
    }

    /// <summary>What the linker makes of stand-ins, with debugging sections added.</summary>
    public byte[] Apart(int threads = 2)
    {
        using FixedWorkers workers = new(threads);
        using (DebugJoining joining = DebugJoining.Prepare(_objects, In("stand-ins"), workers))
        {
            Run(_linker, [.. Flags, "-o", In("linked"), .. _objects.Select(joining.StandInFor)]);
            using JoinedImage joined = joining.Join(In("linked"), In("joined"), Layout, default);
            joined.Finish();
        }

        Assert.False(Directory.Exists(In("stand-ins")));
        return File.ReadAllBytes(In("joined"));
    }

    /// <summary>Asserts that both are the same, and that the linked image differs from the whole one in nothing that is loaded.</summary>
    public void AssertSame(int threads = 2)
    {
        byte[] expected = Whole();
        byte[] joined = Apart(threads);
        if (!expected.AsSpan().SequenceEqual(joined))
        {
            File.WriteAllBytes(In("expected"), expected);
            Assert.Fail($"{FirstDifference()}; {expected.Length} and {joined.Length} bytes");
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    public string Run(string program, params IEnumerable<string> arguments) =>
        TryRun(program, arguments) ?? throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} has failed");

    private static byte[] Split(string image)
    {
        using ElfFile file = ElfFile.Open(image);
        return SplitTool.Plan(RelocatableImage.Open(file), new SplitOptions()).Image.ToBytes();
    }

    // The section of the first byte that differs.
    private string FirstDifference()
    {
        using ElfFile expected = ElfFile.Open(In("expected"));
        using ElfFile joined = ElfFile.Open(In("joined"));
        foreach (ElfSection section in expected.Sections)
        {
            if (section.HasBytes && (!joined.TryFindSection(section.Name, out ElfSection? other) || other.Size != section.Size
                || !expected.Contents(section).Span().SequenceEqual(joined.Contents(other).Span())))
            {
                return $"{section.Name} differs";
            }
        }

        return "no section differs";
    }

    private string? TryRun(string program, params IEnumerable<string> arguments)
    {
        try
        {
            ProcessStartInfo start = new(program)
            {
                WorkingDirectory = _folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (string argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program}: {errors.Result}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}

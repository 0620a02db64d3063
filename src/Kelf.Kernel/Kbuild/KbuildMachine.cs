// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Images;

namespace Kelf.Kernel.Kbuild;

/// <summary>What a source tree is built for: one tree serves several machines, and configurations of each.</summary>
public sealed class KbuildMachine
{
    private const string ConfigFile = ".config";

    // Kconfig's own title: "# Linux/arm64 7.3.4 Kernel Configuration".
    private const string TitleStart = "# Linux/";
    private const string TitleEnd = " Kernel Configuration";

    private KbuildMachine(string name, KernelConfig? config, string? directory)
    {
        (Name, Config, Directory) = (name, config, directory);
    }

    /// <summary>As <c>make ARCH=</c> has it: <c>arm64</c>.</summary>
    public string Name { get; }

    /// <summary>The object tree, as given, or null when only the machine is known.</summary>
    public string? Directory { get; }

    /// <summary>The directory in <c>arch</c> that has its sources: SRCARCH of the kernel's makefile.</summary>
    internal string SourceName => Name switch
    {
        "i386" or "x86_64" => "x86",
        "sparc32" or "sparc64" => "sparc",
        "parisc64" => "parisc",
        "sh64" => "sh",
        _ => Name,
    };

    /// <summary>The configuration of the object tree, or null.</summary>
    internal KernelConfig? Config { get; }

    /// <summary>A machine, whatever its configuration.</summary>
    /// <param name="name">As <c>make ARCH=</c> has it.</param>
    public static KbuildMachine Of(string name) => new(name, null, null);

    /// <summary>The machine and the configuration of an object tree, which may be the source tree itself.</summary>
    /// <param name="directory">The directory with <c>.config</c>.</param>
    /// <exception cref="RefusedException">It is not configured.</exception>
    /// <exception cref="UnreadableFileException">The configuration cannot be read.</exception>
    public static KbuildMachine OfObjects(string directory)
    {
        string path = Path.Combine(directory, ConfigFile);
        if (!File.Exists(path))
        {
            throw new RefusedException(directory, $"no object tree: it has no {ConfigFile}");
        }

        List<string> lines = [.. InputBytes.ReadLines(path)];
        string? title = lines.FirstOrDefault(line =>
            line.StartsWith(TitleStart, StringComparison.Ordinal) && line.EndsWith(TitleEnd, StringComparison.Ordinal));
        return title is null
            ? throw new RefusedException(path, $"it tells no machine: no line '{TitleStart}MACHINE VERSION{TitleEnd}'")
            : new KbuildMachine(title[TitleStart.Length..].Split(' ')[0], KernelConfig.Parse(string.Join('\n', lines)), directory);
    }
}

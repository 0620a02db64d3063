// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Inputs;

namespace Kelf.Kernel.Kabi.Packages;

/// <summary>What a file of a kernel says.</summary>
internal enum KernelFileKind
{
    /// <summary>Versions of exports: <c>Module.symvers</c>.</summary>
    Versions,

    /// <summary>A kernel, linked or as it boots.</summary>
    Image,

    /// <summary>A module, or its debugging information.</summary>
    Module,
}

/// <summary>
/// A file of a kernel's packages, or of a directory laid out like them, that says what the kernel exports. By its path alone: packages of
/// Debian, Ubuntu, Fedora, openSUSE and Arch have them at these places.
/// </summary>
/// <param name="Path">Path below the root directory.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What a snapshot calls it: <c>vmlinux</c>, or a module as <c>Module.symvers</c> has it (<c>drivers/net/tun</c>).</param>
/// <param name="Release">The kernel's release, if the path has it.</param>
internal sealed record KernelFile(string Path, KernelFileKind Kind, string Name, string? Release)
{
    /// <summary>What a snapshot calls the kernel itself.</summary>
    public const string ImageName = "vmlinux";

    private const string Debug = ".debug", DebugRoot = "usr/lib/debug/", ModulesRoot = "lib/modules/", BuiltBelow = "kernel/";

    private static readonly string[] s_images = [ImageName, "vmlinuz", "Image", "bzImage", "zImage"];
    private static readonly string[] s_versions = ["Module.symvers", "symvers"];

    // Beside an image, and none.
    private static readonly string[] s_others = [".py", ".sig", ".hmac"];

    /// <summary>True when debuggers alone read it: it may lack all but debugging information.</summary>
    public bool IsForDebuggers => Path.StartsWith(DebugRoot, StringComparison.Ordinal);

    /// <summary>What the file at a path is; null if it says nothing of exports.</summary>
    /// <param name="path">Below the root directory, with slashes.</param>
    public static KernelFile? Of(string path)
    {
        string plain = ModuleFile.WithoutCompression(path);
        plain = plain.EndsWith(Debug, StringComparison.Ordinal) ? plain[..^Debug.Length] : plain;
        int slash = plain.LastIndexOf('/');
        (string folder, string name) = (slash < 0 ? "" : plain[..slash], plain[(slash + 1)..]);
        (string? release, string below) = Installed(plain);
        if (name.EndsWith(".ko", StringComparison.Ordinal))
        {
            return new KernelFile(path, KernelFileKind.Module, ModuleNameOf(below)[..^".ko".Length], release);
        }

        bool isBoot = folder is "boot" or DebugRoot + "boot";
        KernelFileKind? kind = Is(name, s_versions) ? KernelFileKind.Versions
            : Is(name, s_images) && !Array.Exists(s_others, end => name.EndsWith(end, StringComparison.Ordinal)) ? KernelFileKind.Image
            : null;
        // boot/vmlinuz-6.12.1, lib/modules/6.12.1/vmlinuz, usr/src/linux-headers-6.12.1/Module.symvers.
        bool isThere = folder.Length == 0 || isBoot
            || (release is not null && (below == name || below == "build/" + name))
            || (kind == KernelFileKind.Versions && folder.StartsWith("usr/src/", StringComparison.Ordinal));
        release ??= isBoot && name.IndexOf('-', StringComparison.Ordinal) is > 0 and int dash ? name[(dash + 1)..] : null;
        return kind is { } known && isThere ? new KernelFile(path, known, known == KernelFileKind.Image ? ImageName : name, release) : null;
    }

    // The name alone, or with a release behind it.
    private static bool Is(string name, string[] names) =>
        Array.Exists(names, known => name.StartsWith(known, StringComparison.Ordinal) && (name.Length == known.Length || name[known.Length] == '-'));

    // lib/modules/RELEASE/REST, also below other directories.
    private static (string? Release, string Below) Installed(string path)
    {
        int at = ("/" + path).IndexOf("/" + ModulesRoot, StringComparison.Ordinal);
        string below = at < 0 ? "" : path[(at + ModulesRoot.Length)..];
        return below.IndexOf('/', StringComparison.Ordinal) is > 0 and int slash ? (below[..slash], below[(slash + 1)..]) : (null, path);
    }

    // Modules of the kernel's own build are installed below kernel/.
    private static string ModuleNameOf(string path)
    {
        int at = ("/" + path).IndexOf("/" + BuiltBelow, StringComparison.Ordinal);
        return at < 0 ? path : path[(at + BuiltBelow.Length)..];
    }
}

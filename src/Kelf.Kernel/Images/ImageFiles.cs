// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images;

/// <summary>The files that may hold what is looked for, the best first.</summary>
public static class ImageFiles
{
    // Directories of a package are few; what is not one need not be searched for ever.
    private const int MostFiles = 200_000;

    /// <summary>A file, or those of an unpacked kernel package that may serve.</summary>
    /// <exception cref="UnreadableFileException">There is no such file.</exception>
    public static IReadOnlyList<string> Of(string path, FindingKind kind)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        EnumerationOptions options = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        return
        [
            .. Directory.EnumerateFiles(path, "*", options).Take(MostFiles)
                .Select(file => (Rank: Rank(Path.GetFileName(file), kind), File: file))
                .Where(item => item.Rank is not null)
                .OrderBy(item => item.Rank).ThenBy(item => item.File, StringComparer.Ordinal)
                .Select(item => item.File),
        ];
    }

    /// <summary>Where the running system may have it.</summary>
    /// <param name="kind">What.</param>
    /// <param name="release">The running kernel's: <c>uname -r</c>.</param>
    public static IReadOnlyList<string> OfRunningSystem(FindingKind kind, string release)
    {
        string modules = $"/lib/modules/{release}";
        string[] images = [$"{modules}/vmlinuz", $"/boot/vmlinuz-{release}", $"/boot/vmlinux-{release}"];
        string module = kind == FindingKind.Headers ? "kheaders.ko" : "configs.ko";
        string[] carriers = [.. ModuleFile.Compressions.Select(suffix => $"{modules}/kernel/kernel/{module}{suffix}")];
        string[] first = kind == FindingKind.Headers
            ? ["/sys/kernel/kheaders.tar.xz", "/proc/kheaders.tar.xz", .. carriers]
            : ["/proc/config.gz", .. carriers, $"/boot/config-{release}", $"{modules}/config"];
        return [.. first.Concat(images).Where(File.Exists)];
    }

    /// <summary>Finds something in the first file that has it.</summary>
    /// <param name="files">At least one file, the best first.</param>
    /// <param name="limits">What the search of a file may cost.</param>
    /// <param name="find">Looks into a file; throws when it is not there.</param>
    /// <exception cref="RefusedException">None has it: what is wrong with the best.</exception>
    /// <exception cref="MissingLibraryException">A library is missing for the best.</exception>
    /// <exception cref="UnreadableFileException">The best cannot be read.</exception>
    /// <exception cref="MalformedFileException">The best is malformed.</exception>
    public static T First<T>(IReadOnlyList<string> files, ImageLimits limits, Func<Region, T> find)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(find);
        ExceptionDispatchInfo? best = null;
        foreach (string file in files)
        {
            try
            {
                using InputBytes image = InputBytes.Open(file, limits.Piped);
                return find(image.Contents);
            }
            catch (KelfException e)
            {
                best ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        best?.Throw();
        throw new ArgumentException("no file", nameof(files));
    }

    private static int? Rank(string name, FindingKind kind)
    {
        bool isHeaders = kind == FindingKind.Headers;
        return (isHeaders ? StartsWith(name, "kheaders.ko", "kheaders.tar", "kheaders_data.tar") : StartsWith(name, "config-", "configs.ko"))
            ? 0
            : name == ".config" && !isHeaders ? 1
            : StartsWith(name, "vmlinuz", "bzImage", "zImage", "Image", "uImage", "fitImage", "kernel.img", "boot.img")
                || name.EndsWith(".efi", StringComparison.Ordinal) || name.EndsWith(".itb", StringComparison.Ordinal) ? 2
            : StartsWith(name, "vmlinux") ? 3
            : null;
    }

    private static bool StartsWith(string name, params ReadOnlySpan<string> beginnings)
    {
        foreach (string beginning in beginnings)
        {
            if (name.StartsWith(beginning, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}

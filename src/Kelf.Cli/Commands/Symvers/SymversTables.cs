// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Modules;
using Kelf.Kernel.Shared.Symvers;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Symvers;

/// <summary>
/// The versions that an image and its modules carry with them: what they export (<c>--from-image</c>, the lines of
/// <c>Module.symvers</c>), and what modules want (<c>--imports</c>).
/// </summary>
internal static class SymversTables
{
    private const string Image = "vmlinux";
    private const string InstalledBelow = "kernel/"; // where modules_install puts those of the kernel

    /// <summary>Prints what the files export.</summary>
    /// <returns>The exit status.</returns>
    public static int PrintExports(IReadOnlyList<string> operands, DecompressionLimit limit, string? output)
    {
        StringBuilder text = new();
        foreach (SymversLine line in ReadExports(operands, limit))
        {
            line.WriteTo(text);
        }

        return Print(text, output);
    }

    /// <summary>Prints what the modules want.</summary>
    /// <returns>The exit status.</returns>
    public static int PrintImports(IReadOnlyList<string> operands, DecompressionLimit limit, string? output)
    {
        StringBuilder text = new();
        foreach ((string name, uint crc, string module) in Read(
            operands, limit, "no versions of symbols from elsewhere",
            (elf, module) => ModuleVersions.Read(elf).Select(wanted => (wanted.Name, wanted.Crc, module))))
        {
            text.Append(CultureInfo.InvariantCulture, $"0x{crc:x8}\t{name}\t{module}\n");
        }

        return Print(text, output);
    }

    /// <summary>Reads what the files export.</summary>
    public static IReadOnlyList<SymversLine> ReadExports(IReadOnlyList<string> operands, DecompressionLimit limit) => Read(
        operands, limit, "no exported symbols", (elf, module) => ExportTable.Read(elf).Select(symbol => new SymversLine(symbol, module)));

    private static int Print(StringBuilder text, string? output)
    {
        Result.Write(Encoding.UTF8.GetBytes(text.ToString()), output);
        return ExitStatus.Done;
    }

    private static List<T> Read<T>(
        IReadOnlyList<string> operands, DecompressionLimit limit, string none, Func<ElfFile, string, IEnumerable<T>> read)
    {
        List<T> all = [];
        foreach (string operand in operands)
        {
            int before = all.Count;
            foreach ((ObjectInput input, string module) in Files(operand))
            {
                using OpenedObject file = input.Open(limit);
                ElfFile elf = ElfFile.Parse(file.Contents);
                all.AddRange(read(elf, elf.Type == ElfType.Relocatable ? module : Image));
            }

            if (all.Count == before)
            {
                WarningList.Current.Add(Diagnostic.Warning(WarningKind.NoVersions, none).In(operand));
            }
        }

        return all;
    }

    private static IEnumerable<(ObjectInput Input, string Module)> Files(string operand)
    {
        if (!Directory.Exists(operand))
        {
            return [(ObjectInput.OfFile(operand), ModuleFile.NameOf(operand))];
        }

        IEnumerable<(ObjectInput, string)> modules = ModuleFile.Below(operand).Select(module => (module, NameBelow(operand, module.DisplayName)));
        string image = Path.Combine(operand, Image);
        return File.Exists(image) ? modules.Prepend((ObjectInput.OfFile(image), Image))
            : modules.Any() ? modules
            : throw new RefusedException(operand, "no vmlinux, and no modules (*.ko) in this directory or below it");
    }

    private static string NameBelow(string directory, string path)
    {
        string relative = Path.GetRelativePath(directory, path);
        string place = Path.Combine(Path.GetDirectoryName(relative) ?? "", ModuleFile.NameOf(path));
        return place.StartsWith(InstalledBelow, StringComparison.Ordinal) ? place[InstalledBelow.Length..] : place;
    }
}

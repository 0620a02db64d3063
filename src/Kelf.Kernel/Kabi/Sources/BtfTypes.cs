// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Modules;
using Kelf.Kernel.Symvers.Selection;
using Kelf.ObjectFiles.Btf;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>
/// What images and modules without debugging information export, with the types that their BTF has: functions, and the few variables that it
/// describes. BTF of a module continues that of its kernel, which has to be among the files.
/// </summary>
/// <param name="files">The image and modules, the image first.</param>
/// <param name="options">How they are read.</param>
internal sealed class BtfTypes(IReadOnlyList<(ObjectInput Input, string Name)> files, SourceOptions options) : IDisposable
{
    // What a module for other builds of its kernel continues instead: types with sizes and without members (kernel scripts/Makefile.modfinal).
    private const string BaseSection = ".BTF.base";

    private readonly Lock _lock = new();
    private OpenedObject? _image;
    private BtfNames? _names;

    /// <summary>The types of what a file exports.</summary>
    /// <param name="elf">The image or module.</param>
    /// <param name="exports">Names.</param>
    /// <param name="name">What the snapshot calls the file.</param>
    /// <param name="table">Takes the records.</param>
    /// <param name="warnings">Takes warnings.</param>
    /// <returns>Null when the file has no BTF, or what it continues is not there.</returns>
    /// <exception cref="MalformedFileException">BTF is malformed.</exception>
    public CorpusFile? Describe(ElfFile elf, SymbolList exports, string name, RecordTable table, List<Diagnostic> warnings)
    {
        if (!elf.TryFindSection(BtfFile.SectionName, out _))
        {
            return null;
        }

        BtfNames? names = Image();
        if (ModuleInformation.IsIn(elf))
        {
            string? reason = elf.TryFindSection(BaseSection, out _) ? "its BTF was made for several builds of its kernel, and has no members of the kernel's types"
                : names is null ? "its BTF continues that of its kernel: give vmlinux and modules as one directory" : null;
            if (reason is not null)
            {
                warnings.Add(Diagnostic.Warning(WarningKind.NoInformation, reason).In(name));
                return null;
            }

            names = BtfFile.TryRead(elf, names!.File, out BtfFile? btf) ? new BtfNames(btf, names) : null;
        }

        return names is null ? null : Read(names, elf, exports, name, table);
    }

    /// <inheritdoc/>
    public void Dispose() => _image?.Dispose();

    private static CorpusFile Read(BtfNames names, ElfFile elf, SymbolList exports, string name, RecordTable table)
    {
        string file = elf.Image.Source.File;
        BtfText text = new(names, elf.Class == ElfClass.Elf64 ? sizeof(ulong) : sizeof(uint), file);
        ReadOnlySpan<byte> lines = text.Write(Enumerable.Range(0, exports.Count).Select(symbol => Encoding.UTF8.GetString(exports[symbol])).Distinct());
        lock (table)
        {
            return new PlainReader(table).Read(lines, $"types of {file}", name);
        }
    }

    // That of the first file, which is the kernel unless there are modules alone: read once, for all modules.
    private BtfNames? Image()
    {
        lock (_lock)
        {
            if (_image is null)
            {
                _image = files[0].Input.Open(options.Limit);
                ElfFile elf = ElfFile.Parse(_image.Contents);
                _names = !ModuleInformation.IsIn(elf) && BtfFile.TryRead(elf, null, out BtfFile? btf) ? new BtfNames(btf, null) : null;
            }

            return _names;
        }
    }
}

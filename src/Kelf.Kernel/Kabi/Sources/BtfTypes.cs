// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics.CodeAnalysis;
using System.Text;

using Kelf.Kernel.Kabi.Packages;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Modules;
using Kelf.Kernel.Symvers.Selection;
using Kelf.ObjectFiles.Btf;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>
/// What images and modules without debugging information export, with the types that their BTF has: functions, and the few variables that it
/// describes. BTF of a module continues that of its kernel, which has to be known before.
/// </summary>
internal sealed class BtfTypes
{
    // What a module for other builds of its kernel continues instead: types with sizes and without members (kernel scripts/Makefile.modfinal).
    private const string BaseSection = ".BTF.base";

    private readonly Lock _lock = new();
    private BtfNames? _kernel;
    private string _place = "";

    /// <summary>True when that of a kernel is known.</summary>
    public bool HasKernel => _kernel is not null;

    /// <summary>Has a file BTF that cannot be read before that of its kernel?</summary>
    public bool HasToWait(ElfFile elf) =>
        !HasKernel && ModuleInformation.IsIn(elf) && elf.TryFindSection(BtfFile.SectionName, out _) && !elf.TryFindSection(BaseSection, out _);

    /// <summary>Takes BTF of a kernel. That which comes first stays, for all modules.</summary>
    /// <param name="contents">Its bytes, which are copied.</param>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    public void Take(Region contents)
    {
        lock (_lock)
        {
            if (_kernel is null)
            {
                _kernel = new BtfNames(BtfFile.Read(Region.Of(contents.Span().ToArray(), contents.Source)), null);
                _place = contents.Source.File;
            }
        }
    }

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

        BtfNames? names = _kernel;
        if (ModuleInformation.IsIn(elf))
        {
            string? reason = elf.TryFindSection(BaseSection, out _) ? "its BTF was made for several builds of its kernel, and has no members of the kernel's types"
                : names is null ? "its BTF continues that of its kernel: give vmlinux, too" : null;
            if (reason is not null)
            {
                warnings.Add(Diagnostic.Warning(WarningKind.NoInformation, reason).In(name));
                return null;
            }

            names = BtfFile.TryRead(elf, names!.File, out BtfFile? btf) ? new BtfNames(btf, names) : null;
        }

        int pointer = elf.Class == ElfClass.Elf64 ? sizeof(ulong) : sizeof(uint);
        return names is null ? null
            : Write(names, pointer, Enumerable.Range(0, exports.Count).Select(symbol => Encoding.UTF8.GetString(exports[symbol])), elf.Image.Source.File, name, table);
    }

    /// <summary>The types of what a kernel exports, of BTF that is no part of an image.</summary>
    /// <param name="exports">Names.</param>
    /// <param name="table">Takes the records.</param>
    public CorpusFile? DescribeKernel(IEnumerable<string> exports, RecordTable table) => _kernel is not { } names ? null
        : Write(names, names.PointerSize, exports, _place, KernelFile.ImageName, table);

    /// <summary>Finds BTF in a kernel that has no sections.</summary>
    /// <param name="image">The kernel as it lies in memory.</param>
    /// <param name="btf">BTF; what follows it may be part of it.</param>
    public static bool TryFind(Region image, [NotNullWhen(true)] out Region? btf)
    {
        // Magic, version 1, no flags, a header of 24 bytes; nothing but BTF can be read to its end after that.
        ReadOnlySpan<byte> little = [0x9f, 0xeb, 1, 0, 24, 0, 0, 0], big = [0xeb, 0x9f, 1, 0, 0, 0, 0, 24];
        btf = null;
        foreach (bool isBig in (ReadOnlySpan<bool>)[false, true])
        {
            long at = image.IndexOf(isBig ? big : little);
            for (int tries = 0; at >= 0 && tries < 16 && btf is null; tries++)
            {
                Region rest = image.Slice((ulong)at, (ulong)(image.Length - at));
                try
                {
                    btf = BtfFile.Read(rest).EndId > 1 ? rest.Slice(0, SizeOf(rest, isBig ? ByteOrder.Big : ByteOrder.Little)) : null;
                }
                catch (MalformedFileException)
                {
                    // Other bytes that look like its header.
                }

                at = image.IndexOf(isBig ? big : little, (ulong)at + 1);
            }
        }

        return btf is not null;
    }

    // The header's fields after its length: types and strings, each as offset behind the header and size.
    private static ulong SizeOf(Region btf, ByteOrder order)
    {
        Cursor header = btf.Read(order, sizeof(uint));
        (uint length, uint types, uint typesSize, uint strings, uint stringsSize) = (header.U32(), header.U32(), header.U32(), header.U32(), header.U32());
        return length + Math.Max((ulong)types + typesSize, (ulong)strings + stringsSize);
    }

    private static CorpusFile Write(BtfNames names, int pointer, IEnumerable<string> exports, string file, string name, RecordTable table)
    {
        ReadOnlySpan<byte> lines = new BtfText(names, pointer, file).Write(exports.Distinct());
        lock (table)
        {
            return new PlainReader(table).Read(lines, $"types of {file}", name);
        }
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Images;

/// <summary>
/// What the Rust crates of a kernel export, and the C helpers beside them. Their objects have no export markers: the kernel's
/// rust/Makefile takes the list from <c>nm -p --defined-only</c>, of which it keeps the letters T, R, D and B and leaves out what
/// compilers add, and rust/exports.c exports it for all of them.
/// </summary>
public static class RustLibraryExports
{
    // Marked with skip_gendwarfksyms in rust/Makefile: exports.o has the markers of all others, the rest exports nothing.
    private static readonly HashSet<string> s_unversioned = new(StringComparer.Ordinal)
    {
        "exports.o", "compiler_builtins.o", "build_error.o", "ffi.o", "uapi.o", "pin_init.o", "zerocopy.o",
    };

    private static ReadOnlySpan<byte> Letters => "TRDB"u8;

    /// <summary>True for objects that rust/Makefile versions by that list.</summary>
    /// <param name="path">Path of the object, such as <c>rust/core.o</c>.</param>
    /// <param name="elf">The object.</param>
    public static bool Has(string path, ElfFile elf)
    {
        ArgumentNullException.ThrowIfNull(elf);
        (string name, string directory, string above) = Split(path);
        // Others are in folders of that name, too, such as samples/rust: what is a module, or may be one, has .modinfo
        // (include/linux/moduleparam.h), and a crate has not. The helpers have it, of their headers.
        return name.EndsWith(".o", StringComparison.Ordinal)
            && ((directory == "rust" && !s_unversioned.Contains(name) && !elf.TryFindSection(".modinfo", out _))
                || (name, directory, above) is ("helpers.o", "helpers", "rust"));
    }

    /// <summary>True for the object that exports for the crates: it declares everything as <c>int</c>, and the build does not version it.</summary>
    /// <param name="path">Path of the object.</param>
    public static bool IsExporter(string path) => Split(path) is ("exports.o", "rust", _);

    /// <summary>The names, in the order of the symbol table.</summary>
    /// <exception cref="MalformedFileException">The symbol table is wrong.</exception>
    public static IReadOnlyList<byte[]> Read(ElfFile elf)
    {
        ArgumentNullException.ThrowIfNull(elf);
        SymbolLetters letters = new(elf);
        ElfSymbolTable symbols = elf.SymbolTable;
        List<byte[]> names = [];
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            ReadOnlySpan<byte> name = symbols.NameOf(symbol);
            if (!symbol.IsUndefined && !name.IsEmpty && Letters.Contains(letters.Of(symbol)) && !IsOfCompiler(name))
            {
                names.Add(name.ToArray());
            }
        }

        return names;
    }

    private static bool IsOfCompiler(ReadOnlySpan<byte> name) =>
        name.IndexOf("__pfx"u8) >= 0 || name.IndexOf("__cfi"u8) >= 0 || name.IndexOf("__odr_asan"u8) >= 0;

    private static (string Name, string Directory, string Above) Split(string path)
    {
        string full = Path.GetFullPath(path);
        string? directory = Path.GetDirectoryName(full);
        return (Path.GetFileName(full), Path.GetFileName(directory) ?? "", Path.GetFileName(Path.GetDirectoryName(directory)) ?? "");
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.TestSupport;

/// <summary>Makes small bitcode files of one module, with a symbol table for it or without.</summary>
/// <example><code>
/// byte[] file = new BitcodeBuilder { Assembly = "a: b:" }.Function("f").Build();
/// </code></example>
public sealed class BitcodeBuilder
{
    private readonly StringBuilder _strings = new();
    private readonly List<(ulong Code, ulong[] Operands)> _globals = [];
    private readonly List<(string Name, string IrName, uint Flags, string? Section)> _symbols = [];
    private readonly List<string> _sections = [];

    /// <summary>Module-level assembly.</summary>
    public string? Assembly { get; init; }

    /// <summary>Version of the symbol table, or null for none.</summary>
    public uint? TableVersion { get; init; } = 3;

    /// <summary>Modules that the symbol table claims to be for.</summary>
    public uint TableModules { get; init; } = 1;

    /// <summary>Version of the module's format.</summary>
    public ulong ModuleVersion { get; init; } = 2;

    /// <summary>Epoch of the identification.</summary>
    public ulong Epoch { get; init; }

    /// <summary>Adds a function that is global unless its linkage is 3.</summary>
    public BitcodeBuilder Function(string name, ulong linkage = 0, bool isDeclared = false, string? section = null)
    {
        // Offset, length, type, calling convention, is declared, linkage, attributes, alignment, section.
        ulong index = Section(section);
        _globals.Add((8, [String(name), (ulong)name.Length, 0, 0, isDeclared ? 1UL : 0, linkage, 0, 0, index]));
        return this;
    }

    /// <summary>Adds a variable that is global unless its linkage is 3.</summary>
    public BitcodeBuilder Variable(string name, ulong linkage = 0, bool isDeclared = false, string? section = null)
    {
        // Offset, length, type, flags, initial value, linkage, alignment, section.
        ulong index = Section(section);
        _globals.Add((7, [String(name), (ulong)name.Length, 0, 0, isDeclared ? 0UL : 1, linkage, 0, index]));
        return this;
    }

    /// <summary>Adds a symbol to the symbol table; without an IR name it is one of assembly.</summary>
    public BitcodeBuilder Symbol(string name, uint flags, string irName = "", string? section = null)
    {
        _symbols.Add((name, irName, flags, section));
        return this;
    }

    /// <summary>The contents of SYMTAB_BLOCK.</summary>
    public byte[] BuildTable()
    {
        uint symbols = 0x4c + (12 * TableModules);
        uint uncommons = symbols + (24 * (uint)_symbols.Count);
        uint number = (uint)_symbols.Count(symbol => symbol.Section is not null);
        uint size = TableVersion == 4 ? 28u : 24;
        ByteAssembler bytes = new(ByteOrder.Little);
        bytes.U32(TableVersion ?? 3);
        Add(bytes, "test 1.0");
        bytes.U32(0x4c).U32(TableModules).U32(symbols).U32(0).U32(symbols).U32((uint)_symbols.Count).U32(uncommons).U32(number);
        Add(bytes, "x86_64-linux");
        Add(bytes, "a.c");
        Add(bytes, "");
        bytes.U32(uncommons + (size * number)).U32(0);
        for (int i = 0; i < TableModules; i++)
        {
            bytes.U32(0).U32((uint)_symbols.Count).U32(0);
        }

        foreach ((string name, string irName, uint flags, string? section) in _symbols)
        {
            Add(bytes, name);
            Add(bytes, irName);
            bytes.U32(uint.MaxValue).U32(flags | (section is null ? 0 : 4u));
        }

        foreach (string section in _symbols.Select(symbol => symbol.Section).OfType<string>())
        {
            bytes.Bytes(new byte[size - 8]);
            Add(bytes, section);
        }

        return bytes.ToArray();
    }

    /// <summary>The file.</summary>
    /// <param name="table">The symbol table, when not its own.</param>
    public byte[] Build(byte[]? table = null)
    {
        BitstreamWriter file = new BitstreamWriter().Magic();
        file.Enter(13, 5).Text(1, "TEST1.0").Record(2, Epoch).End();
        file.Enter(8, 3).Record(1, ModuleVersion).Text(2, "x86_64-linux");
        if (Assembly is not null)
        {
            file.Text(4, Assembly);
        }

        _sections.ForEach(section => file.Text(5, section));
        foreach ((ulong code, ulong[] operands) in _globals)
        {
            file.Record(code, operands);
        }

        // Another block inside, with what nobody looks at.
        file.Enter(12, 4).Record(1, 2, 3).End();
        file.Text(16, "a.c").Record(17, 1, 2, 3, 4, 5).End();
        if (TableVersion is not null)
        {
            file.BlobBlock(25, table ?? BuildTable());
        }

        return file.BlobBlock(23, Encoding.Latin1.GetBytes(_strings.ToString())).ToArray();
    }

    private void Add(ByteAssembler bytes, string text) => bytes.U32((uint)String(text)).U32((uint)text.Length);

    private ulong String(string text)
    {
        int at = _strings.ToString().IndexOf(text, StringComparison.Ordinal);
        if (at < 0)
        {
            at = _strings.Length;
            _strings.Append(text);
        }

        return (ulong)at;
    }

    private ulong Section(string? name)
    {
        if (name is null)
        {
            return 0;
        }

        if (!_sections.Contains(name))
        {
            _sections.Add(name);
        }

        return (ulong)_sections.IndexOf(name) + 1;
    }
}

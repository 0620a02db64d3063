// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Kabi.Sources;
using Kelf.Kernel.Kabi.Types;
using Kelf.ObjectFiles.Btf;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Fuzz.Targets;

/// <summary>Whatever BTF says, all of its functions and variables are written as symtypes that can be read, or it is refused.</summary>
public sealed class BtfTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "btf";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(BtfFile)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        BtfFile file = BtfFile.Read(image);
        List<string> symbols = [];
        for (uint id = 1; id < file.EndId; id++)
        {
            BtfType type = file[id];
            // Export tables have no other names.
            if (type.Kind is BtfKind.Function or BtfKind.Variable && file.Name(type.NameOffset) is { IsEmpty: false } name
                && name.IndexOfAnyExceptInRange((byte)'0', (byte)'z') < 0)
            {
                symbols.Add(Encoding.ASCII.GetString(name));
            }
        }

        BtfText text = new(new BtfNames(file, null), 8, "mutant");
        _ = new PlainReader(new RecordTable()).Read(text.Write(symbols.Distinct()), "mutant", "mutant");
    }
}

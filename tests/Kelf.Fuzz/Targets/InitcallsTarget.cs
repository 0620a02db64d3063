// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Initcalls;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bitcode;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Targets;

/// <summary>
/// Initcalls of an object, ELF or bitcode, their linker script, and the check of the mutant, as an image, against them.
/// </summary>
public sealed class InitcallsTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "initcalls";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(InitcallsReader), typeof(ImageCheck)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        if (!ElfFile.IsElf(image) && !BitcodeFile.IsBitcode(image))
        {
            return;
        }

        InitcallOrder order = new([InitcallsReader.Read(image)]);
        ByteBuilder script = new();
        InitcallsScript.Write(order, script);
        if (ElfFile.IsElf(image))
        {
            ImageCheck check = ImageCheck.Run(image, order);
            GC.KeepAlive(check.Problems.Count + script.Bytes.Length);
        }
    }
}

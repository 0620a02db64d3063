// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>What told the source of a symbol. The first that answers counts, in this order.</summary>
public enum PathOrigin : byte
{
    /// <summary>Nothing did: symbols of the linker script, or too little is known.</summary>
    None,

    /// <summary>The section <c>.klp.symid</c>: the symbol of <c>vmlinux.o</c> that became it.</summary>
    Symid,

    /// <summary>A map file of the linker: the object at its address.</summary>
    Map,

    /// <summary>Its name, which LLVM made from the module or source that it was local to.</summary>
    Promoted,

    /// <summary>The <c>STT_FILE</c> symbol that it stands after, and the object with these local symbols.</summary>
    File,

    /// <summary>The function that it is the padding or the type hash of.</summary>
    Prefix,

    /// <summary>The object that defines the global name.</summary>
    Global,

    /// <summary>The unit of debugging information at its address.</summary>
    Dwarf,

    /// <summary>That no object of the link defines it, so the linker script does; only when the script's path is given.</summary>
    Script,

    /// <summary>A side table that was made before.</summary>
    Side,
}

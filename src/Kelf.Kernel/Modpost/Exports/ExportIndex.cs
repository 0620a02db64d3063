// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Modules;

namespace Kelf.Kernel.Modpost.Exports;

/// <summary>The exports by their names: of several with one name, the one that was registered last answers.</summary>
/// <param name="names">The names.</param>
public sealed class ExportIndex(NameTable names)
{
    // By the number of the name. Names are added as long as objects are read, and this grows with them.
    private Export?[] _latest = new Export?[1024];

    /// <summary>Registers an export.</summary>
    /// <returns>The one that had the name before, or null.</returns>
    public Export? Register(Export export)
    {
        ArgumentNullException.ThrowIfNull(export);
        int name = WithoutDot(export.Name);
        if (name >= _latest.Length)
        {
            Array.Resize(ref _latest, Math.Max(names.Count, name + 1));
        }

        Export? previous = _latest[name];
        _latest[name] = export;
        return previous;
    }

    /// <summary>The export of a name, or null.</summary>
    /// <param name="number">Number of the name.</param>
    public Export? Find(int number)
    {
        int name = WithoutDot(number);
        return name < _latest.Length ? _latest[name] : null;
    }

    // On 64-bit PowerPC with ABI version 1, the entry of the function foo is .foo.
    private int WithoutDot(int number) =>
        names[number] is [(byte)'.', .. var rest] ? names.Add(rest) : number;
}

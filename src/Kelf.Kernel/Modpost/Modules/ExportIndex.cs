// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Modpost.Modules;

/// <summary>The exports by their names: of several with one name, the one that was registered last answers.</summary>
/// <param name="names">The names.</param>
public sealed class ExportIndex(NameTable names)
{
    // On 64-bit PowerPC with ABI version 1, the entry of the function foo is .foo.
    private const byte Dot = (byte)'.';

    // By the number of the name. Names are added as long as objects are read, and this grows with them.
    private Export?[] _latest = new Export?[1024];

    /// <summary>Registers an export.</summary>
    /// <returns>The one that had the name before, or null.</returns>
    public Export? Register(Export export)
    {
        ArgumentNullException.ThrowIfNull(export);
        int name = names[export.Name] is [Dot, .. var rest] ? names.Add(rest) : export.Name;
        if (name >= _latest.Length)
        {
            Array.Resize(ref _latest, Math.Max(names.Count, name + 1));
        }

        Export? previous = _latest[name];
        _latest[name] = export;
        return previous;
    }

    /// <summary>The export of a name, or null; only when no thread adds names.</summary>
    /// <param name="number">Number of the name.</param>
    public Export? Find(int number)
    {
        // What begins with a dot is never registered as such: where something is, that is the answer.
        if (number < _latest.Length && _latest[number] is { } export)
        {
            return export;
        }

        return names[number] is [Dot, .. var rest] && names.Find(rest) is >= 0 and int name && name < _latest.Length ? _latest[name] : null;
    }
}

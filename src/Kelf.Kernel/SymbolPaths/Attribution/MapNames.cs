// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>Finds objects by the names that linkers have for them in maps.</summary>
/// <param name="members">The paths of archive members by <c>ARCHIVE(BASE at OFFSET)</c>.</param>
/// <remarks>
/// <code>
/// init/main.o                               GNU ld, of a file and of a member of a thin archive
/// vmlinux.a(init/main.o)                    lld, of a member of a thin archive
/// lib/lib.a(sort.o)                         both, of a member of an ordinary archive
/// vmlinux.o.lto.vmlinux.a(main.o at 90).o   lld, of what ThinLTO made of a member
/// </code>
/// </remarks>
public sealed class MapNames(IReadOnlyDictionary<string, string> members)
{
    private const string Lto = ".lto.";

    /// <summary>The path of an object.</summary>
    public string ObjectOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int lto = name.IndexOf(Lto, StringComparison.Ordinal);
        if (lto >= 0 && name.EndsWith(").o", StringComparison.Ordinal))
        {
            string member = name[(lto + Lto.Length)..^2];
            return members.GetValueOrDefault(member, member);
        }

        int open = name.EndsWith(')') ? name.IndexOf('(') : -1;
        if (open < 0)
        {
            return name;
        }

        string inside = name[(open + 1)..^1];
        return inside.Contains('/') ? inside : Path.Combine(Path.GetDirectoryName(name[..open]) ?? "", inside);
    }
}

// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Kernel.Tests.SymbolPaths;

/// <summary>
/// Symbols with paths, as tests write them: <c>t show net/a.c</c>; the path may be missing. Each has 16 bytes, and a dash makes the one
/// before it longer by as much.
/// </summary>
internal static class Sketch
{
    public static PathAttribution Of(params string[] lines)
    {
        ByteStringTable names = new();
        names.Add([]);
        List<RuntimeSymbol> symbols = [];
        List<string> paths = [""];
        List<int> pathOf = [];
        ulong address = 0x1000 - 16;
        foreach (string[] words in lines.Select(line => line.Split(' ')))
        {
            address += 16;
            if (words[0] == "-")
            {
                continue;
            }

            symbols.Add(new RuntimeSymbol(
                address, (byte)words[0][0], names.Add(Encoding.UTF8.GetBytes(words[1])), symbols.Count + 1));
            string path = words.Length > 2 ? words[2] : "";
            if (!paths.Contains(path))
            {
                paths.Add(path);
            }

            pathOf.Add(paths.IndexOf(path));
        }

        RuntimeSymbols listing = new([.. symbols], names, isModule: false);
        return new PathAttribution(
            listing, paths, [.. pathOf], [.. pathOf.Select(path => path == 0 ? PathOrigin.None : PathOrigin.File)]);
    }

    public static SymbolFinder Finder(params string[] lines) => new([new SymbolImage(Of(lines), module: null, elf: null)]);
}

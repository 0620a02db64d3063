// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Lines;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Kernel.Tests.SymbolPaths.Logs;

/// <summary>
/// Lines as tests write them: <c>1003 a.c:12 show</c> is a place of an address in a function, and
/// <c>1003 a.h:1 inner, a.c:12 show</c> one where a function was inlined; a discriminator follows the line after a dot. An address that
/// stands twice is in two units.
/// </summary>
internal sealed class FakeLines(params string[] places) : ILineSource
{
    /// <summary>What was asked for, in order.</summary>
    public List<ulong[]> Asked { get; } = [];

    public bool HasLines => true;

    public void Dispose()
    {
    }

    public IReadOnlyList<PlaceChain>[] Find(IReadOnlyList<ulong> addresses)
    {
        Asked.Add([.. addresses]);
        return [.. addresses.Select(address => (IReadOnlyList<PlaceChain>)
        [
            .. places.Where(place => ulong.Parse(place.Split(' ')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture) == address)
                .Select(place => Chain(place[(place.IndexOf(' ', StringComparison.Ordinal) + 1)..].Split(", "))),
        ])];
    }

    /// <summary>A kernel with symbols and their lines.</summary>
    public SymbolFinder Kernel(params string[] symbols) => new([Image(module: null, symbols)]);

    /// <summary>A kernel or a module.</summary>
    public SymbolImage Image(string? module, params string[] symbols) =>
        new(Sketch.Of(symbols), module, elf: null) { LineSource = new Lazy<ILineSource?>(this) };

    private static PlaceChain Chain(string[] places) => new([.. places.Select((place, i) => Place(place, i + 1 < places.Length))]);

    private static SourcePlace Place(string text, bool isInlined)
    {
        string[] words = text.Split(' ');
        string[] place = words[0].Split(':');
        string[] line = place[1].Split('.');
        string[] names = words.Length > 1 ? words[1].Split('=') : [""];
        return new SourcePlace(
            names[0], names.Length > 1 ? names[1] : "", place[0] == "?" ? null : place[0],
            uint.Parse(line[0], CultureInfo.InvariantCulture), 0, line.Length > 1 ? uint.Parse(line[1], CultureInfo.InvariantCulture) : 0, isInlined);
    }
}

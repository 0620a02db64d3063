// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Lines;
using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths.Decode.Scanning;
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Decode.Script;

/// <summary>
/// Makes of a log the text that <c>scripts/decode_stacktrace.sh</c> of Linux 7.3 makes of it, with <c>ADDR2LINE=llvm-addr2line</c>, byte
/// for byte, its faults too: for comparison, and for those who read that text with programs.
/// </summary>
/// <remarks>
/// What it loses: blanks at the ends of lines, offsets, sizes, addresses, build IDs, all but the last of several frames in a line, a last
/// line without an end. Of several functions of a name it takes the first, whatever its size, and of the instruction that faulted
/// the one before.
/// </remarks>
public sealed class ScriptDecoder
{
    // In init/main.c.
    private const string BaseFunction = "kernel_init";
    // A log without an end names ever new addresses.
    private const int MostKept = 1 << 16;

    private readonly ScriptSettings _settings;
    private readonly ByteBuilder _text = new();
    private readonly ShellInput _input = new();
    private readonly Dictionary<SymbolImage, ScriptNames?> _names = [];
    private readonly Dictionary<(SymbolImage Image, ulong Address), string?> _places = [];
    private string? _base;

    /// <summary>Prepares.</summary>
    public ScriptDecoder(ScriptSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_settings, _base) = (settings, settings.Base);
    }

    /// <summary>What can be printed; <see cref="Clear"/> forgets it.</summary>
    public ReadOnlySpan<byte> Text => _text.Bytes;

    /// <summary>True when the log has lines of machine code, which the script has disassembled.</summary>
    public bool HasCode { get; private set; }

    /// <summary>Forgets the text.</summary>
    public void Clear() => _text.Clear();

    /// <summary>Decodes bytes of a log; of a line that does not end in them the rest may come later.</summary>
    public void Decode(ReadOnlySpan<byte> bytes)
    {
        List<(string Text, Lookup? Lookup)> lines = [];
        _input.Read(bytes, line => lines.Add(Prepare(line)));
        if (_places.Count > MostKept)
        {
            _places.Clear();
        }

        Lookup[] lookups = [.. lines.Select(line => line.Lookup).OfType<Lookup>()];
        foreach (IGrouping<SymbolImage, string> names in lookups.Where(lookup => lookup.Image is not null)
            .GroupBy(lookup => lookup.Image!, lookup => lookup.Symbol.Name))
        {
            NamesOf(names.Key)?.Prepare(names.Append(BaseFunction));
        }

        Ask(lookups);
        foreach ((string text, Lookup? lookup) in lines)
        {
            string printed = lookup is null ? ScriptLine.Echoed(text) : lookup.Line.With(Decoded(lookup));
            // "echo -n" prints nothing at all.
            _text.Write(Encoding.Latin1.GetBytes(printed.Length == 0 && text.Contains('n', StringComparison.Ordinal) && lookup is null ? "" : printed + "\n"));
        }
    }

    private (string Text, Lookup? Lookup) Prepare(string line)
    {
        string text = line.EndsWith('\r') ? line[..^1] : line;
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        if (LogFacts.Release(bytes) is { } release)
        {
            _settings.Release?.Invoke(release);
        }

        if (LogFacts.BuildId(bytes) is { } buildId)
        {
            _settings.BuildId?.Invoke(buildId);
        }

        if (!ScriptLine.IsOne(text))
        {
            HasCode |= text.Contains("Code:", StringComparison.Ordinal);
            return (text, null);
        }

        ScriptLine parsed = ScriptLine.Parse(text);
        SymbolImage? image = parsed.Module.Length == 0 ? _settings.Kernel : _settings.FindModule(SymbolFinder.ModuleName(parsed.Module), parsed.BuildId);
        return (text, new Lookup(parsed, ScriptSymbol.Parse(parsed.Symbol), image));
    }

    private ulong? AddressOf(Lookup lookup)
    {
        if (lookup.Image is not { } image || lookup.Symbol.Offset is not { } offset || NamesOf(image)?.Find(lookup.Symbol.Name) is not { } start)
        {
            return null;
        }

        return start + offset - (offset == 0 || _settings.TakesAddressesAsTheyAre ? 0UL : 1);
    }

    private ScriptNames? NamesOf(SymbolImage image)
    {
        if (!_names.TryGetValue(image, out ScriptNames? names))
        {
            _names[image] = names = image.Elf is { SymbolSection: not null } elf ? new ScriptNames(elf, image.Module is not null) : null;
        }

        return names;
    }

    // All that is at hand at once: a unit is gone through for all of its addresses.
    private void Ask(IEnumerable<Lookup> lookups)
    {
        foreach (IGrouping<SymbolImage, ulong> wanted in lookups
            .Select(lookup => (lookup.Image, Address: AddressOf(lookup)))
            .Where(pair => pair.Address is not null && !_places.ContainsKey((pair.Image!, pair.Address.Value)))
            .GroupBy(pair => pair.Image!, pair => pair.Address!.Value))
        {
            ulong[] addresses = [.. wanted.Distinct().Order()];
            IReadOnlyList<PlaceChain>[]? chains = wanted.Key.Lines?.Find(addresses);
            for (int i = 0; i < addresses.Length; i++)
            {
                _places[(wanted.Key, addresses[i])] = chains is null ? null : TextOf(chains[i]);
            }
        }
    }

    private string Decoded(Lookup lookup)
    {
        if (lookup.Image is null)
        {
            return lookup.Line.Symbol;
        }

        if (AddressOf(lookup) is not { } address || _places[(lookup.Image, address)] is not { } places)
        {
            return lookup.Symbol.Bare;
        }

        string name = lookup.Symbol.Name;
        name = name.StartsWith("_R", StringComparison.Ordinal) && RustName.TryDemangle(name) is { } readable ? Bytewise(readable) : name;
        string cut = (_base ??= FindBase()) + "/";
        return $"{lookup.Symbol.Segment}{name} ({string.Join(' ', places.Split('\n').Select(place => place.StartsWith(cut, StringComparison.Ordinal) ? place[cut.Length..] : place))})";
    }

    // What stands before "/init/main.c:" in the place of kernel_init.
    private string FindBase()
    {
        const string First = "/init/main.c:";
        if (NamesOf(_settings.Kernel)?.Find(BaseFunction) is not { } address || _settings.Kernel.Lines?.Find([address]) is not [{ } chains]
            || TextOf(chains) is not { } places)
        {
            return $"{BaseFunction}+0x0/0x0";
        }

        string text = places.Replace('\n', ' ');
        int end = text.LastIndexOf(First, StringComparison.Ordinal);
        return end < 0 ? text + ")" : text[..end];
    }

    // The lines of `addr2line -i`; null for "??:0".
    private static string? TextOf(IReadOnlyList<PlaceChain> chains) => chains.Count == 0 || chains[0].Places is [{ File: null, Line: 0 }] ? null
        : string.Join('\n', chains[0].Places.Select(place => string.Create(
            CultureInfo.InvariantCulture,
            $"{Bytewise(place.File ?? "??")}:{place.Line}{(place.Discriminator == 0 ? "" : $" (discriminator {place.Discriminator})")}")));

    private static string Bytewise(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private sealed record Lookup(ScriptLine Line, ScriptSymbol Symbol, SymbolImage? Image);
}

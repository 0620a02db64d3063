// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Cli.Terminal;

/// <summary>
/// The warnings of a run. Those of one kind are one line, with the first of them and their number; <c>-v</c> lists them all,
/// sorted. Under the name of an original each is a line of its own, in the order in which it was found, as the original has it.
/// </summary>
/// <param name="voice">How warnings begin.</param>
/// <example>
/// <code>
/// kelf: warning: a.o: .debug_info+0x40: DW_AT_type 0xffff leads to no entry, taken for void (30 such warnings; -v lists them)
/// </code>
/// </example>
internal sealed class WarningList(Voice voice) : IDisposable
{
    private readonly Dictionary<string, List<string>> _kinds = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>List all warnings of a kind: what <c>-v</c> asks for.</summary>
    public static bool ListsAll { get; set; }

    /// <summary>Takes a warning, which is said when the list is written.</summary>
    public void Add(Warning warning)
    {
        if (!voice.CountsWarnings)
        {
            voice.Warning(warning.Text);
            return;
        }

        if (!_kinds.TryGetValue(warning.Kind, out List<string>? texts))
        {
            _kinds.Add(warning.Kind, texts = []);
            _order.Add(warning.Kind);
        }

        texts.Add(warning.Text);
    }

    /// <summary>Says what was taken since the last time.</summary>
    public void Write()
    {
        foreach (string kind in _order)
        {
            List<string> texts = _kinds[kind];
            texts.Sort(StringComparer.Ordinal);
            if (texts.Count > 1 && !ListsAll)
            {
                voice.Warning($"{texts[0]} ({texts.Count} such warnings; -v lists them)");
                continue;
            }

            texts.ForEach(voice.Warning);
        }

        _kinds.Clear();
        _order.Clear();
    }

    /// <summary>Also when the run fails, what was suspicious before may tell why.</summary>
    public void Dispose() => Write();
}

// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.SymbolPaths.Decode.Output;

/// <summary>What is put into a log for its frames when no lines are known.</summary>
internal sealed class FrameText
{
    // By identity: sets of symbols are kept (CandidateIndices).
    private readonly Dictionary<SymbolHit[], string> _paths = [];

    /// <summary>
    /// What stands before a frame's name: <c>path:</c>; with several candidates <c>{path|path}:</c>, and with one of which no path is known a
    /// question mark there. Nothing when no path is known, or the log has the file already.
    /// </summary>
    public string Before(DecodedFrame frame)
    {
        if (frame.Frame.HasPlace || frame.Frame.Path is not null || frame.Candidates.Length == 0)
        {
            return "";
        }

        if (!_paths.TryGetValue(frame.Candidates, out string? path))
        {
            _paths[frame.Candidates] = path = PrintableText.Of(PathsOf(frame.Candidates));
        }

        return path;
    }

    /// <summary>What an address without a name is: <c>name+0xOFFSET/0xSIZE</c>.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="name">Its name, as it shall be shown.</param>
    public static string OfAddress(DecodedFrame frame, string name) => string.Create(
        CultureInfo.InvariantCulture, $"{name}+0x{frame.Frame.Offset:x}/0x{frame.Frame.Size:x}");

    private static string PathsOf(SymbolHit[] hits)
    {
        string paths = AlternativesText.Of(hits.Select(hit => hit.Image.PathOf(hit.Entry)));
        return paths.Length == 0 ? "" : $"{paths}:";
    }
}

// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli.Commands.SymbolPaths.Lookup;

/// <summary>A place in a function as <c>faddr2line</c> is asked for it: <c>name+0x12/0x40</c>, <c>name+18</c>.</summary>
/// <param name="Text">The whole.</param>
/// <param name="Name">The function: what stands before the last plus.</param>
/// <param name="Offset">What stands between the first plus and the last slash.</param>
/// <param name="Size">What stands behind the first slash, or null.</param>
internal sealed record FaddrQuery(string Text, string Name, string Offset, string? Size)
{
    /// <summary>Reads one.</summary>
    /// <returns>Null when it has no name or no offset.</returns>
    public static FaddrQuery? TryParse(string text)
    {
        int last = text.LastIndexOf('+');
        if (last <= 0)
        {
            return null;
        }

        string offset = text[(text.IndexOf('+', StringComparison.Ordinal) + 1)..];
        int end = offset.LastIndexOf('/');
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        offset = end < 0 ? offset : offset[..end];
        return offset.Length == 0 ? null : new FaddrQuery(text, text[..last], offset, slash < 0 ? null : text[(slash + 1)..]);
    }
}

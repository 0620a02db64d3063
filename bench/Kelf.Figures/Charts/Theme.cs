// SPDX-License-Identifier: GPL-2.0-only
using OxyPlot;

namespace Kelf.Figures.Charts;

/// <summary>Colours of a chart on a light or on a dark page, whose own colour is behind it.</summary>
/// <param name="Name">In the names of files.</param>
/// <param name="Text">Of labels.</param>
/// <param name="Faint">Of what is said beside.</param>
/// <param name="Grid">Of lines.</param>
/// <param name="Better">Of bars where kelf needs less.</param>
/// <param name="Worse">Of bars where it needs more.</param>
internal sealed record Theme(string Name, OxyColor Text, OxyColor Faint, OxyColor Grid, OxyColor Better, OxyColor Worse)
{
    /// <summary>Both.</summary>
    public static IReadOnlyList<Theme> All { get; } =
    [
        new("light", Colour(0x1F2328), Colour(0x59636E), Colour(0xD1D9E0), Colour(0x0969DA), Colour(0xBC4C00)),
        new("dark", Colour(0xF0F6FC), Colour(0x9198A1), Colour(0x3D444D), Colour(0x4493F8), Colour(0xDB6D28)),
    ];

    private static OxyColor Colour(uint rgb) => OxyColor.FromUInt32(0xFF000000 | rgb);
}

// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Figures.Results;
using Kelf.Figures.Texts;

using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Kelf.Figures.Charts;

/// <summary>
/// Bars from 1, which is what the original needs, to how many times less kelf needs, on a logarithmic scale: a bar to the left of 1 is
/// one where it needs more. Text is text, which whoever shows the chart sets in a font of theirs; all margins are fixed, so no width of a
/// text is asked for, and no font.
/// </summary>
internal sealed class RatioChart
{
    // As wide as a page of README is shown, so that text has its size.
    private const double Width = 840;
    private const double RowHeight = 30;
    // The title begins at the very top, where a glyph may reach higher.
    private const double Air = 6;
    private const double Above = 40;
    private const double AboveBars = 12;
    private const double Below = 30;
    private const double Left = 290;
    private const double Right = 16;
    private const string Font = "-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif";

    private readonly string _title;
    private readonly IReadOnlyList<(string Label, double Ratio)> _bars;

    private RatioChart(string title, IEnumerable<(string Label, double? Ratio)> bars)
    {
        _title = title;
        _bars = [.. from bar in bars where bar.Ratio is > 0 select (bar.Label, bar.Ratio!.Value)];
    }

    /// <summary>Of the time.</summary>
    public static RatioChart Time(Overview overview) =>
        new("How many times faster than the original", overview.Rows.Select(row => (row.Label, row.Time.Ratio)));

    /// <summary>Of the most memory.</summary>
    public static RatioChart Memory(Overview overview) =>
        new("How many times less memory than the original", overview.Rows.Where(row => row.Memory is not null).Select(row => (row.Label, row.Memory!.Ratio)));

    /// <summary>The chart as an SVG document.</summary>
    public string ToSvg(Theme theme)
    {
        double height = Above + (RowHeight * _bars.Count) + Below;
        SvgExporter exporter = new() { Width = Width, Height = height, IsDocument = false };
        string svg = exporter.ExportToString(Model(theme)).ReplaceLineEndings("\n") + "\n";
        // A page that is narrower shows it smaller, and not less of it.
        return svg.Replace("<svg ", $"<svg viewBox=\"0 -{Air:0} {Width:0} {height + Air:0}\" ", StringComparison.Ordinal);
    }

    private PlotModel Model(Theme theme)
    {
        PlotModel model = new()
        {
            Title = _title,
            TitleColor = theme.Text,
            TitleFontSize = 16,
            TitleFontWeight = FontWeights.Bold,
            DefaultFont = Font,
            DefaultFontSize = 14,
            TextColor = theme.Text,
            PlotAreaBorderThickness = new OxyThickness(0),
            PlotMargins = new OxyThickness(Left, AboveBars, Right, Below),
            Padding = new OxyThickness(0),
            Background = OxyColors.Transparent,
            Culture = CultureInfo.InvariantCulture,
        };
        // The first row is the highest one.
        CategoryAxis categories = new() { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, GapWidth = 0.5, TickStyle = TickStyle.None };
        categories.Labels.AddRange(_bars.Select(bar => bar.Label));
        model.Axes.Add(categories);
        model.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Bottom,
            Minimum = Math.Min(1, 0.8 * _bars.Min(bar => bar.Ratio)),
            // Room for what is written behind a bar.
            Maximum = 2.5 * _bars.Max(bar => bar.Ratio),
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = theme.Grid,
            MinorTickSize = 0,
            TickStyle = TickStyle.None,
            TextColor = theme.Faint,
            AxislineStyle = LineStyle.None,
        });
        BarSeries series = new()
        {
            BaseValue = 1,
            LabelFormatString = null,
            StrokeThickness = 0,
        };
        foreach ((_, double ratio) in _bars)
        {
            series.Items.Add(new BarItem(ratio) { Color = ratio < 1 ? theme.Worse : theme.Better });
        }

        model.Series.Add(series);
        foreach ((int index, (_, double ratio)) in _bars.Index())
        {
            model.Annotations.Add(new OxyPlot.Annotations.TextAnnotation
            {
                Text = $"{Numbers.ShortRatio(ratio)}×",
                TextPosition = new DataPoint(Math.Max(ratio, 1), index),
                TextHorizontalAlignment = HorizontalAlignment.Left,
                TextVerticalAlignment = VerticalAlignment.Middle,
                Offset = new ScreenVector(6, 0),
                FontWeight = FontWeights.Bold,
                StrokeThickness = 0,
                Background = OxyColors.Undefined,
            });
        }

        return model;
    }
}

using System.Globalization;
using System.Net;
using System.Text;

namespace AkkaClip.App.Reports;

/// <summary>A line chart as a self-contained SVG element: axes with round ticks, one polyline a series, a legend.</summary>
internal sealed record LineChart(string Title, string XLabel, string YLabel, IReadOnlyList<LineChart.Series> Lines)
{
    private const double Width = 640, Height = 300, Left = 64, Right = 16, Top = 36, Bottom = 44;
    private static readonly string[] s_colours = ["#1f6feb", "#d1622b", "#2c8a4b", "#8250df", "#6e7781"];

    /// <summary>One line; points whose y is not finite break it.</summary>
    public sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points);

    public string ToSvg()
    {
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Escape(Title)}\" xmlns=\"http://www.w3.org/2000/svg\">"));
        svg.Append(Invariant($"<text x=\"{Left}\" y=\"20\" class=\"title\">{Escape(Title)}</text>"));
        var finite = Lines.SelectMany(l => l.Points).Where(p => double.IsFinite(p.Y)).ToList();
        if (finite.Count == 0)
            return svg.Append(Invariant($"<text x=\"{Left}\" y=\"{Height / 2}\">no points</text></svg>")).ToString();

        var x = ChartAxis.Over(finite.Min(p => p.X), finite.Max(p => p.X), Left, Width - Right);
        var y = ChartAxis.Over(finite.Min(p => p.Y), finite.Max(p => p.Y), Height - Bottom, Top);
        DrawAxes(svg, x, y);
        for (var i = 0; i < Lines.Count; i++)
            DrawLine(svg, Lines[i], s_colours[i % s_colours.Length], i, x, y);
        return svg.Append("</svg>").ToString();
    }

    private void DrawAxes(StringBuilder svg, ChartAxis x, ChartAxis y)
    {
        foreach (var tick in y.Ticks())
        {
            svg.Append(Invariant($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y.Place(tick):F1}\" y2=\"{y.Place(tick):F1}\" class=\"grid\"/>"));
            svg.Append(Invariant($"<text x=\"{Left - 8}\" y=\"{y.Place(tick) + 4:F1}\" class=\"tick end\">{tick:G4}</text>"));
        }
        foreach (var tick in x.Ticks())
            svg.Append(Invariant($"<text x=\"{x.Place(tick):F1}\" y=\"{Height - Bottom + 18}\" class=\"tick middle\">{tick:G6}</text>"));
        svg.Append(Invariant($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" class=\"tick middle\">{Escape(XLabel)}</text>"));
        svg.Append(Invariant($"<text x=\"{Left - 48}\" y=\"{Top - 4}\" class=\"tick\">{Escape(YLabel)}</text>"));
    }

    private void DrawLine(StringBuilder svg, Series line, string colour, int index, ChartAxis x, ChartAxis y)
    {
        var path = new StringBuilder();
        var draw = false;
        foreach (var (px, py) in line.Points)
        {
            if (double.IsFinite(py))
                path.Append(Invariant($"{(draw ? 'L' : 'M')}{x.Place(px):F1} {y.Place(py):F1}"));
            draw = double.IsFinite(py);
        }
        svg.Append(Invariant($"<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>"));
        if (Lines.Count > 1)
            svg.Append(Invariant($"<text x=\"{Width - Right}\" y=\"{Top + 14 * (index + 1)}\" class=\"tick end\" fill=\"{colour}\">{Escape(line.Name)}</text>"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}

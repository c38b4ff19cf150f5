using System.Globalization;
using System.Net;
using System.Text;

namespace AkkaClip.App.Reports;

/// <summary>Points and the laws through them as a self-contained SVG element, both axes in powers of ten.</summary>
internal sealed record LogLogChart(string Title, string XLabel, string YLabel, IReadOnlyList<LogLogChart.Series> All)
{
    private const double Width = 720, Height = 440, Left = 64, Right = 16, Top = 36, Bottom = 48;
    private static readonly string[] s_colours = ["#1f6feb", "#d1622b", "#2c8a4b", "#8250df", "#bf3989", "#6e7781"];

    /// <summary>One colour of the chart; all values in log10.</summary>
    /// <param name="Name">For the legend.</param>
    /// <param name="Points">Models, with what a pointer over them is told.</param>
    /// <param name="Line">The law.</param>
    /// <param name="Band">Where models are expected: lower and upper end at each x.</param>
    public sealed record Series(
        string Name, IReadOnlyList<(double X, double Y, string Label)> Points, IReadOnlyList<(double X, double Y)> Line, IReadOnlyList<(double X, double Low, double High)> Band);

    public string ToSvg()
    {
        var x = ChartAxis.Over(All.Min(s => s.Points.Min(p => p.X)), All.Max(s => Math.Max(s.Points.Max(p => p.X), Last(s))), Left, Width - Right);
        var y = ChartAxis.Over(All.Min(s => s.Points.Min(p => p.Y)), All.Max(s => s.Points.Max(p => p.Y)), Height - Bottom, Top);
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg viewBox=\"0 0 {Width} {Height}\" style=\"max-width:60rem\" role=\"img\" aria-label=\"{Escape(Title)}\" xmlns=\"http://www.w3.org/2000/svg\">"));
        svg.Append(Invariant($"<clipPath id=\"plot\"><rect x=\"{Left}\" y=\"{Top}\" width=\"{Width - Left - Right}\" height=\"{Height - Top - Bottom}\"/></clipPath>"));
        svg.Append(Invariant($"<text x=\"{Left}\" y=\"20\" class=\"title\">{Escape(Title)}</text>"));
        DrawAxes(svg, x, y);
        for (var i = 0; i < All.Count; i++)
            Draw(svg, All[i], s_colours[i % s_colours.Length], i, x, y);
        return svg.Append("</svg>").ToString();
    }

    private static double Last(Series series) => series.Line.Count > 0 ? series.Line[^1].X : double.NegativeInfinity;

    private void DrawAxes(StringBuilder svg, ChartAxis x, ChartAxis y)
    {
        foreach (var tick in y.Ticks())
        {
            svg.Append(Invariant($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y.Place(tick):F1}\" y2=\"{y.Place(tick):F1}\" class=\"grid\"/>"));
            svg.Append(Invariant($"<text x=\"{Left - 8}\" y=\"{y.Place(tick) + 4:F1}\" class=\"tick end\">{Math.Pow(10, tick):G3}</text>"));
        }
        foreach (var tick in x.Ticks())
            svg.Append(Invariant($"<text x=\"{x.Place(tick):F1}\" y=\"{Height - Bottom + 18}\" class=\"tick middle\">{Math.Pow(10, tick):0.#E+0}</text>"));
        svg.Append(Invariant($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" class=\"tick middle\">{Escape(XLabel)}</text>"));
        svg.Append(Invariant($"<text x=\"{Left - 48}\" y=\"{Top - 4}\" class=\"tick\">{Escape(YLabel)}</text>"));
    }

    private static void Draw(StringBuilder svg, Series series, string colour, int index, ChartAxis x, ChartAxis y)
    {
        var band = series.Band.Select(b => (b.X, b.Low)).Concat(series.Band.Reverse().Select(b => (b.X, b.High)));
        svg.Append(Invariant($"<g clip-path=\"url(#plot)\"><path d=\"{Path(band, x, y)}Z\" fill=\"{colour}\" fill-opacity=\"0.1\"/>"));
        svg.Append(Invariant($"<path d=\"{Path(series.Line, x, y)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/></g>"));
        foreach (var (px, py, label) in series.Points)
            svg.Append(Invariant($"<circle cx=\"{x.Place(px):F1}\" cy=\"{y.Place(py):F1}\" r=\"4\" fill=\"{colour}\"><title>{Escape(label)}</title></circle>"));
        svg.Append(Invariant($"<text x=\"{Width - Right}\" y=\"{Top + (14 * (index + 1))}\" class=\"end\" fill=\"{colour}\">{Escape(series.Name)}</text>"));
    }

    private static string Path(IEnumerable<(double X, double Y)> points, ChartAxis x, ChartAxis y) =>
        string.Join("", points.Select((p, i) => Invariant($"{(i == 0 ? 'M' : 'L')}{x.Place(p.X):F1} {y.Place(p.Y):F1}")));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}

using System.Net;
using System.Text;

namespace AkkaClip.App.Reports;

/// <summary>A page that needs nothing but itself: styles, charts and pictures are inside.</summary>
internal sealed class HtmlPage(string title)
{
    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1f2328; background: #fff }
        h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin-top: 2rem }
        table { border-collapse: collapse } td, th { padding: .25rem .9rem .25rem 0; text-align: left; border-bottom: 1px solid #d0d7de; vertical-align: top }
        td.number { text-align: right; font-variant-numeric: tabular-nums }
        svg { width: 100%; max-width: 40rem; height: auto } svg text { font: 12px system-ui, sans-serif } svg .title { font-weight: 600; font-size: 13px }
        svg .grid { stroke: #d0d7de } svg .tick { fill: #57606a } svg .end { text-anchor: end } svg .middle { text-anchor: middle }
        .charts, .pictures { display: flex; flex-wrap: wrap; gap: 1.5rem } .charts > * { flex: 1 1 30rem }
        figure { margin: 0; width: 14rem } figure img { width: 9rem; height: 9rem; image-rendering: pixelated; border: 1px solid #d0d7de }
        figcaption { font-size: .85rem } .right { color: #1a7f37; font-weight: 600 } .note { color: #57606a }
        """;

    private readonly StringBuilder _body = new();

    public HtmlPage Heading(string text)
    {
        _body.Append("<h2>").Append(Escape(text)).Append("</h2>\n");
        return this;
    }

    public HtmlPage Note(string text)
    {
        _body.Append("<p class=\"note\">").Append(Escape(text)).Append("</p>\n");
        return this;
    }

    public HtmlPage Table(IEnumerable<(string Name, string Value)> rows)
    {
        _body.Append("<table>\n");
        foreach (var (name, value) in rows)
            _body.Append("<tr><th>").Append(Escape(name)).Append("</th><td class=\"number\">").Append(Escape(value)).Append("</td></tr>\n");
        _body.Append("</table>\n");
        return this;
    }

    /// <summary>A table with a header; cells that end with a digit are set as numbers.</summary>
    public HtmlPage Table(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        _body.Append("<table>\n<tr>").AppendJoin("", header.Select(h => $"<th>{Escape(h)}</th>")).Append("</tr>\n");
        foreach (var row in rows)
            _body.Append("<tr>").AppendJoin("", row.Select(c => $"<td{(c.Length > 0 && char.IsAsciiDigit(c[^1]) ? " class=\"number\"" : "")}>{Escape(c)}</td>")).Append("</tr>\n");
        _body.Append("</table>\n");
        return this;
    }

    public HtmlPage Chart(LogLogChart chart)
    {
        _body.Append(chart.ToSvg()).Append('\n');
        return this;
    }

    public HtmlPage Charts(IEnumerable<LineChart> charts)
    {
        _body.Append("<div class=\"charts\">\n");
        foreach (var chart in charts)
            _body.Append("<div>").Append(chart.ToSvg()).Append("</div>\n");
        _body.Append("</div>\n");
        return this;
    }

    public HtmlPage Pictures(IEnumerable<Picture> pictures)
    {
        _body.Append("<div class=\"pictures\">\n");
        foreach (var picture in pictures)
        {
            _body.Append("<figure><img alt=\"\" src=\"data:").Append(picture.MediaType).Append(";base64,")
                .Append(Convert.ToBase64String(picture.Bytes.Span)).Append("\"><figcaption>");
            foreach (var line in picture.Lines)
                _body.Append(line.Right ? "<div class=\"right\">" : "<div>").Append(Escape(line.Text)).Append("</div>");
            _body.Append("</figcaption></figure>\n");
        }
        _body.Append("</div>\n");
        return this;
    }

    public override string ToString() =>
        $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{Escape(title)}</title><style>{Style}</style></head>\n<body><h1>{Escape(title)}</h1>\n{_body}</body></html>\n";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A picture with lines of text under it; a right one is marked.</summary>
    internal sealed record Picture(string MediaType, ReadOnlyMemory<byte> Bytes, IReadOnlyList<(string Text, bool Right)> Lines);
}

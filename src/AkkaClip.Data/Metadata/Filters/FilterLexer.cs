using System.Text;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>Cuts a filter into words, numbers, texts and signs.</summary>
internal static class FilterLexer
{
    private static readonly string[] s_signs = [">=", "<=", "<>", "!=", "==", "=", "<", ">", "(", ")", ",", "-"];

    public static List<FilterToken> Read(string filter)
    {
        var tokens = new List<FilterToken>();
        for (var at = 0; at < filter.Length;)
        {
            if (char.IsWhiteSpace(filter[at]))
            {
                at++;
                continue;
            }
            var token = Next(filter, at, out var end);
            tokens.Add(token);
            at = end;
        }
        tokens.Add(new FilterToken(FilterTokenKind.End, "", filter.Length));
        return tokens;
    }

    private static FilterToken Next(string filter, int at, out int end)
    {
        var c = filter[at];
        if (c is '\'' or '"')
            return new FilterToken(c == '"' ? FilterTokenKind.Name : FilterTokenKind.Text, Quoted(filter, at, out end), at);
        if (char.IsAsciiDigit(c) || c == '.')
            return new FilterToken(FilterTokenKind.Number, While(filter, at, IsOfNumber, out end), at);
        if (char.IsLetter(c) || c == '_')
            return new FilterToken(FilterTokenKind.Word, While(filter, at, (f, i) => char.IsLetterOrDigit(f[i]) || f[i] is '_' or '.', out end), at);
        var sign = Array.Find(s_signs, s => string.CompareOrdinal(filter, at, s, 0, s.Length) == 0)
            ?? throw new FilterException(filter, at, $"'{c}' has no meaning here; texts stand in single quotes");
        end = at + sign.Length;
        return new FilterToken(FilterTokenKind.Sign, sign, at);
    }

    private static string While(string filter, int at, Func<string, int, bool> holds, out int end)
    {
        for (end = at + 1; end < filter.Length && holds(filter, end);)
            end++;
        return filter[at..end];
    }

    private static bool IsOfNumber(string filter, int i) =>
        char.IsAsciiLetterOrDigit(filter[i]) || filter[i] is '.' or '_' || filter[i] is '+' or '-' && filter[i - 1] is 'e' or 'E';

    // A quote within is written twice.
    private static string Quoted(string filter, int at, out int end)
    {
        var text = new StringBuilder();
        for (var i = at + 1; i < filter.Length; i++)
        {
            if (filter[i] != filter[at])
            {
                text.Append(filter[i]);
            }
            else if (i + 1 < filter.Length && filter[i + 1] == filter[at])
            {
                text.Append(filter[i++]);
            }
            else
            {
                end = i + 1;
                return text.ToString();
            }
        }
        throw new FilterException(filter, at, $"the quote {filter[at]} that begins here does not end");
    }
}

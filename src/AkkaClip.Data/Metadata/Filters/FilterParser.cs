using System.Globalization;
using AkkaClip.Data.Metadata.Columns;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>Reads a filter by descent: 'or' of 'and' of 'not' of comparisons.</summary>
/// <param name="filter">As it was written.</param>
/// <param name="schema">The columns; null: any name is one, and types are not looked at.</param>
internal sealed class FilterParser(string filter, MetadataSchema? schema)
{
    private const int MaxDepth = 200;
    private static readonly string[] s_words = ["and", "or", "not", "in", "between", "like", "ilike", "is", "null", "true", "false"];

    private readonly List<FilterToken> _tokens = FilterLexer.Read(filter);
    private readonly ComparisonFactory _comparisons = new(filter, schema is not null);
    private int _next;
    private int _depth;

    private FilterToken Current => _tokens[_next];

    public Predicate Read()
    {
        var whole = Or();
        return Current.Kind == FilterTokenKind.End ? whole : throw Fail(Current, "the filter should end or go on with 'and' or 'or'");
    }

    private Predicate Or() => Joined("or", isAnd: false, And);

    private Predicate And() => Joined("and", isAnd: true, Not);

    private Predicate Joined(string word, bool isAnd, Func<Predicate> part)
    {
        var parts = new List<Predicate> { part() };
        while (Take(word))
            parts.Add(part());
        return parts is [var only] ? only : new Junction(isAnd, parts);
    }

    private Predicate Not()
    {
        if (++_depth > MaxDepth)
            throw Fail(Current, $"the filter is nested deeper than {MaxDepth} levels");
        var result = Take("not") ? new Negation(Not()) : Primary();
        _depth--;
        return result;
    }

    private Predicate Primary()
    {
        if (Take("("))
        {
            var inner = Or();
            Expect(")");
            return inner;
        }
        var at = Current;
        if (at.Kind is FilterTokenKind.Number or FilterTokenKind.Text || at.Is("-"))
            return Mirrored();
        var field = Column();
        var isNegated = Take("not");
        Predicate? test = Take("in") ? In(field)
            : Take("between") ? Between(field)
            : Take("like") ? _comparisons.Like(at, field, Text(), ignoreCase: false)
            : Take("ilike") ? _comparisons.Like(at, field, Text(), ignoreCase: true)
            : null;
        if (test is not null)
            return isNegated ? new Negation(test) : test;
        if (isNegated)
            throw Fail(Current, "'in', 'between' or 'like' belongs behind 'not'");
        if (Take("is"))
            return Missing(field);
        return Operator() is { } operation ? Comparison(at, field, operation) : _comparisons.Boolean(at, field);
    }

    private Predicate Comparison(FilterToken at, MetadataField field, FilterOperator operation)
    {
        if (Current.Kind is FilterTokenKind.Word or FilterTokenKind.Name && !Current.Is("true") && !Current.Is("false"))
            return _comparisons.OfColumns(at, field, operation, Column());
        return _comparisons.OfValue(field, operation, Value());
    }

    // 0.3 <= similarity
    private Predicate Mirrored()
    {
        var value = Value();
        var operation = Operator() ?? throw Fail(Current, "a comparison (=, !=, <, <=, >, >=) belongs here");
        return _comparisons.OfValue(Column(), operation switch
        {
            FilterOperator.Less => FilterOperator.Greater,
            FilterOperator.LessOrEqual => FilterOperator.GreaterOrEqual,
            FilterOperator.Greater => FilterOperator.Less,
            FilterOperator.GreaterOrEqual => FilterOperator.LessOrEqual,
            var same => same,
        }, value);
    }

    private Predicate In(MetadataField field)
    {
        Expect("(");
        var values = new List<FilterValue> { Value() };
        while (Take(","))
            values.Add(Value());
        Expect(")");
        return _comparisons.In(field, values);
    }

    private Junction Between(MetadataField field)
    {
        var from = Value();
        Expect("and");
        return new Junction(isAnd: true,
        [
            _comparisons.OfValue(field, FilterOperator.GreaterOrEqual, from), _comparisons.OfValue(field, FilterOperator.LessOrEqual, Value()),
        ]);
    }

    private Predicate Missing(MetadataField field)
    {
        var isNegated = Take("not");
        Expect("null");
        return isNegated ? new Negation(new MissingTest(field)) : new MissingTest(field);
    }

    private FilterOperator? Operator()
    {
        FilterOperator? operation = Current.Kind == FilterTokenKind.Sign
            ? Current.Text switch
            {
                "=" or "==" => FilterOperator.Equal,
                "!=" or "<>" => FilterOperator.NotEqual,
                "<" => FilterOperator.Less,
                "<=" => FilterOperator.LessOrEqual,
                ">" => FilterOperator.Greater,
                ">=" => FilterOperator.GreaterOrEqual,
                _ => null,
            }
            : null;
        if (operation is not null)
            _next++;
        return operation;
    }

    private MetadataField Column()
    {
        var token = Current;
        if (token.Kind is not (FilterTokenKind.Word or FilterTokenKind.Name) || token.Kind == FilterTokenKind.Word && s_words.Contains(token.Text, StringComparer.OrdinalIgnoreCase))
            throw Fail(token, token.Kind == FilterTokenKind.End ? "a column is missing" : "a column belongs here");
        _next++;
        if (schema is null)
            return _comparisons.AnyField(token.Text);
        return schema.Find(token.Text) ?? throw Fail(token, $"'{token.Text}' is no column of these files; they have {string.Join(", ", schema.Fields.Select(f => f.Name))}");
    }

    private FilterValue Value()
    {
        var token = Current;
        var isNegative = Take("-");
        var value = Current;
        _next = Math.Min(_next + 1, _tokens.Count - 1);
        if (value.Kind == FilterTokenKind.Number)
        {
            var digits = value.Text.Replace("_", "", StringComparison.Ordinal);
            return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                ? new FilterValue(token, (isNegative ? "-" : "") + digits, null, null)
                : throw Fail(value, $"'{value.Text}' is no number");
        }
        if (!isNegative && value.Kind == FilterTokenKind.Text)
            return new FilterValue(token, null, value.Text, null);
        if (!isNegative && (value.Is("true") || value.Is("false")))
            return new FilterValue(token, null, null, value.Is("true"));
        throw Fail(token, value.Kind == FilterTokenKind.End ? "a value is missing" : "a number, or a text in single quotes, belongs here");
    }

    private string Text()
    {
        var value = Value();
        return value.Text ?? throw Fail(value.Token, "a pattern in single quotes belongs here");
    }

    private bool Take(string word)
    {
        if (!Current.Is(word))
            return false;
        _next++;
        return true;
    }

    private void Expect(string word)
    {
        if (!Take(word))
            throw Fail(Current, $"'{word}' belongs here");
    }

    private FilterException Fail(FilterToken token, string problem) => new(filter, token.Position, problem);
}

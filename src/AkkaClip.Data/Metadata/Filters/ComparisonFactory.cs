using System.Globalization;
using AkkaClip.Data.Metadata.Columns;
using Parquet.Schema;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>Makes predicates of columns and values whose types agree, and refuses the others at their place.</summary>
/// <param name="filter">As it was written.</param>
/// <param name="isTyped">Whether the columns are those of a file.</param>
internal sealed class ComparisonFactory(string filter, bool isTyped)
{
    /// <summary>A column of which nothing is known yet.</summary>
    public MetadataField AnyField(string name) => isTyped
        ? throw new InvalidOperationException("The columns of the file are known.")
        : new MetadataField(name, new DataField<double>(name), ColumnKind.Other);

    public Predicate OfValue(MetadataField field, FilterOperator operation, FilterValue value)
    {
        switch (field.Kind, value)
        {
            case (ColumnKind.Integer, { Number: { } digits }) when long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole):
                return new NumberComparison<long>(field, operation, whole);
            case (ColumnKind.Integer or ColumnKind.Real, { Number: { } digits }):
                return new NumberComparison<double>(field, operation, double.Parse(digits, CultureInfo.InvariantCulture));
            case (ColumnKind.Text, { Text: { } text }):
                return new TextComparison(field, operation, text);
            case (ColumnKind.Boolean, { Boolean: { } wanted }) when operation is FilterOperator.Equal or FilterOperator.NotEqual:
                return wanted == (operation == FilterOperator.Equal) ? new BooleanTest(field) : new Negation(new BooleanTest(field));
            default:
                return Untyped(field) ?? throw Fail(value.Token, $"{field.Name} is {Described(field)}, and {value.Described} is not");
        }
    }

    public Predicate OfColumns(FilterToken at, MetadataField left, FilterOperator operation, MetadataField right)
    {
        var (a, b) = (Class(left), Class(right));
        return a == b && a is ColumnKind.Real or ColumnKind.Text
            ? new ColumnComparison(left, operation, right)
            : Untyped(left) ?? throw Fail(at, $"{left.Name} is {Described(left)}, and {right.Name} {Described(right)}");
    }

    public Predicate In(MetadataField field, List<FilterValue> values)
    {
        if (field.Kind != ColumnKind.Text)
            return new Junction(isAnd: false, values.Select(v => OfValue(field, FilterOperator.Equal, v)));
        var wrong = values.Find(v => v.Text is null);
        if (wrong is not null)
            throw Fail(wrong.Token, $"{field.Name} is {Described(field)}, and {wrong.Described} is not");
        var wanted = values.Select(v => v.Text!).ToHashSet(StringComparer.Ordinal);
        return new TextTest(field, wanted.Contains);
    }

    public Predicate Like(FilterToken at, MetadataField field, string pattern, bool ignoreCase) => field.Kind == ColumnKind.Text
        ? new TextTest(field, new LikePattern(pattern, ignoreCase).Matches)
        : Untyped(field) ?? throw Fail(at, $"'like' is for texts, and {field.Name} is {Described(field)}");

    public Predicate Boolean(FilterToken at, MetadataField field) => field.Kind == ColumnKind.Boolean
        ? new BooleanTest(field)
        : Untyped(field) ?? throw Fail(at, $"{field.Name} is {Described(field)}; it needs a comparison, as in {field.Name} {(field.Kind == ColumnKind.Text ? "= 'x'" : ">= 1")}");

    private MissingTest? Untyped(MetadataField field) => isTyped ? null : new MissingTest(field);

    private static ColumnKind Class(MetadataField field) => field.Kind == ColumnKind.Integer ? ColumnKind.Real : field.Kind;

    private static string Described(MetadataField field) => field.Kind switch
    {
        ColumnKind.Real or ColumnKind.Integer => "a number",
        ColumnKind.Text => "a text",
        ColumnKind.Boolean => "true or false",
        _ => $"of type {field.Field.ClrType.Name}, which filters do not look into",
    };

    private FilterException Fail(FilterToken at, string problem) => new(filter, at.Position, problem);
}

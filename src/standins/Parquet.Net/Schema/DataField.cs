using System.Numerics;
using Parquet.File.Values.Primitives;

namespace Parquet.Schema;

/// <summary>A column.</summary>
public class DataField : Field
{
    private static readonly HashSet<Type> SupportedTypes =
    [
        typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double), typeof(decimal), typeof(BigInteger), typeof(DateTime), typeof(TimeSpan), typeof(Interval),
        typeof(byte[]), typeof(string), typeof(Guid),
    ];

    /// <param name="name">Its name.</param>
    /// <param name="clrType">The type of a value, possibly nullable.</param>
    /// <param name="isNullable">Whether values may be missing; null: as <paramref name="clrType"/> says, and never for reference types.</param>
    /// <param name="isArray">Whether a row has any number of values. Not written.</param>
    /// <param name="propertyName">Of serialized classes, which the stand-in has not.</param>
    public DataField(string name, Type clrType, bool? isNullable = null, bool? isArray = null, string? propertyName = null)
        : base(name, SchemaType.Data)
    {
        ArgumentNullException.ThrowIfNull(clrType);
        var underlying = Nullable.GetUnderlyingType(clrType);
        ClrType = underlying ?? clrType;
        if (!SupportedTypes.Contains(ClrType))
            throw new NotSupportedException($"type {clrType} is not supported");
        IsArray = isArray ?? false;
        SetNullable(isNullable ?? (underlying is not null || clrType.IsClass));
        MaxRepetitionLevel = IsArray ? 1 : 0;
        MaxDefinitionLevel = IsArray || IsNullable ? 1 : 0;
        _ = propertyName;
    }

    public Type ClrType { get; }

    /// <summary>The type of the elements of <see cref="Data.DataColumn.Data"/>.</summary>
    public Type ClrNullableIfHasNullsType { get; set; } = typeof(void);

    public bool IsArray { get; internal set; }

    internal bool IsAttachedToSchema { get; set; }

    public override string ToString() => $"{Path} ({ClrType}{(IsNullable ? "?" : "")}{(IsArray ? "[]" : "")})";

    public override bool Equals(object? obj) => obj is DataField other && base.Equals(obj) &&
        ClrType == other.ClrType && IsNullable == other.IsNullable && IsArray == other.IsArray;

    public override int GetHashCode() => base.GetHashCode();

    internal void SetNullable(bool isNullable)
    {
        IsNullable = isNullable;
        ClrNullableIfHasNullsType = isNullable && ClrType.IsValueType ? typeof(Nullable<>).MakeGenericType(ClrType) : ClrType;
    }

    internal void EnsureAttachedToSchema(string argName)
    {
        if (!IsAttachedToSchema)
            throw new ArgumentException($"Field [{this}] is not attached to any schema. You need to construct a schema passing in this field first.", argName);
    }
}

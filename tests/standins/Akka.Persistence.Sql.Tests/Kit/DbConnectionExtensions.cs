using System.Data.Common;

namespace Akka.Persistence.Sql.Tests.Kit;

/// <summary>Looks into databases.</summary>
internal static class DbConnectionExtensions
{
    /// <summary>The first column of all rows, joined.</summary>
    public static string Query(this DbConnection connection, string sql, string separator = ";")
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
            values.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        return string.Join(separator, values);
    }
}

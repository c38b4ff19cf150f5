using System.Data.Common;

namespace Akka.Persistence.Sql.Db;

/// <summary>Commands in one line.</summary>
internal static class DbCommandExtensions
{
    public static DbCommand Command(this DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this assembly's own; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    public static DbCommand With(this DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return command;
    }

    public static async Task ExecuteAsync(this DbConnection connection, string sql, CancellationToken token)
    {
        await using var command = connection.Command(sql);
        await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
    }

    public static async Task RunAsync(this DbCommand command, CancellationToken token)
    {
        await using (command)
            await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
    }
}

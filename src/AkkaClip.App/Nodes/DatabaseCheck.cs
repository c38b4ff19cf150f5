using System.Data.Common;
using AkkaClip.App.Configuration;
using AkkaClip.Core.Nodes;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AkkaClip.App.Nodes;

/// <summary>
/// Whether a control node reaches its database now. One that goes away later stops nothing; one that was never there is
/// most likely a mistake.
/// </summary>
internal static class DatabaseCheck
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<Finding>> RunAsync(PersistenceSpec persistence, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return persistence.Provider == PersistenceProvider.Sqlite
                ? [await SqliteAsync(persistence, either.Token)]
                : await PostgreSqlAsync(persistence, time, either.Token);
        }
        catch (Exception e) when (e is DbException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return [Refused(persistence, e.Message)];
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return [Refused(persistence, $"no answer within {s_limit.TotalSeconds} s")];
        }
    }

    private static async Task<Finding> SqliteAsync(PersistenceSpec persistence, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(persistence.File)!);
        await using var connection = new SqliteConnection(ActorSystemConfig.ConnectionStringOf(persistence));
        // Takes the lock of a writer, and finds out that way whether the file is a database and can be written.
        await QueryAsync(connection, "BEGIN IMMEDIATE; ROLLBACK; SELECT sqlite_version()", cancellation);
        return Finding.Fine("database", $"SQLite, {persistence.File}");
    }

    private static async Task<IReadOnlyList<Finding>> PostgreSqlAsync(PersistenceSpec persistence, TimeProvider time, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(persistence.ConnectionString.Reveal());
        var now = (DateTime)(await QueryAsync(connection, "SELECT now()", cancellation))!;
        return
        [
            Finding.Fine("database", $"PostgreSQL {connection.PostgreSqlVersion}, {WhereOf(persistence)}"),
            .. ClockCheck.Run("the database", new DateTimeOffset(now.ToUniversalTime(), TimeSpan.Zero), time),
        ];
    }

    private static async Task<object?> QueryAsync(DbConnection connection, string text, CancellationToken cancellation)
    {
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts stand above, and nothing of a user's is in them.
        command.CommandText = text;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellation);
    }

    private static Finding Refused(PersistenceSpec persistence, string why) => Finding.Refusal(
        "database",
        persistence.Provider == PersistenceProvider.Sqlite
            ? $"the SQLite database {persistence.File} cannot be used: {why}"
            : $"the PostgreSQL database {WhereOf(persistence)} cannot be reached: {why}; see akkaclip.node.persistence.connection-string");

    /// <summary>Of a connection string, what may be shown.</summary>
    private static string WhereOf(PersistenceSpec persistence)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(persistence.ConnectionString.Reveal());
            return $"{parts.Database} at {parts.Host}:{parts.Port}";
        }
        catch (ArgumentException)
        {
            return "(its connection string is not valid)";
        }
    }
}

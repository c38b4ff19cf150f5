using System.Data.Common;
using System.Text;
using Akka.Persistence.Sql.Config;
using Akka.Persistence.Sql.Db;

namespace Akka.Persistence.Sql.Journal;

/// <summary>The statements of the journal.</summary>
internal sealed class JournalTable
{
    private readonly Database _database;
    private readonly JournalConfig _config;
    private readonly string[] _columns;

    public JournalTable(Database database, JournalConfig config)
    {
        _database = database;
        _config = config;
        List<string> columns = ["created", "deleted", "persistence_id", "sequence_number", "message", "manifest", "identifier"];
        if (config.UseWriterUuidColumn)
            columns.Add("writer_uuid");
        if (!config.TagTable)
            columns.Add("tags");
        _columns = [.. columns];
    }

    /// <summary>Writes rows, all or none, in their order.</summary>
    public Task InsertAsync(IReadOnlyList<JournalRow> rows)
    {
        var rowsPerStatement = Math.Min(_config.RowsPerStatement, _config.Plugin.Dialect.MaxParametersPerStatement / _columns.Length);
        return rows.Count <= rowsPerStatement && (!_config.TagTable || rows.All(row => row.Tags.Count == 0))
            ? _database.WriteOneStatementAsync((connection, token) => InsertRowsAsync(connection, rows, rows.Count, token))
            : _database.WriteAsync(async (connection, token) =>
            {
                await InsertRowsAsync(connection, rows, rowsPerStatement, token).ConfigureAwait(false);
                if (_config.TagTable)
                    await InsertTagsAsync(connection, rows, token).ConfigureAwait(false);
            });
    }

    /// <summary>The highest number above another one, deleted rows included; 0: none.</summary>
    public Task<long> HighestSequenceNrAsync(string persistenceId, long above) => _database.ReadAsync(async (connection, token) =>
    {
        await using var command = connection
            .Command("SELECT max(sequence_number) FROM journal WHERE persistence_id = @id AND sequence_number > @above")
            .With("id", persistenceId).With("above", above);
        return await command.ExecuteScalarAsync(token).ConfigureAwait(false) is long highest ? highest : 0L;
    });

    /// <summary>The next rows that are not deleted, in the order of their numbers; both bounds are included.</summary>
    public Task<List<JournalRow>> ReadAsync(string persistenceId, long from, long to, long max) => _database.ReadAsync(async (connection, token) =>
    {
        await using var command = connection
            .Command($"""
                SELECT sequence_number, created, message, manifest, identifier{(_config.UseWriterUuidColumn ? ", writer_uuid" : "")}
                FROM journal
                WHERE persistence_id = @id AND sequence_number >= @from AND sequence_number <= @to AND deleted = @no
                ORDER BY sequence_number LIMIT @max
                """)
            .With("id", persistenceId).With("from", from).With("to", to).With("no", false).With("max", max);
        var rows = new List<JournalRow>();
        await using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
        while (await reader.ReadAsync(token).ConfigureAwait(false))
        {
            rows.Add(new JournalRow(
                persistenceId, reader.GetInt64(0), reader.GetInt64(1),
                new Payload((byte[])reader.GetValue(2), reader.IsDBNull(4) ? null : reader.GetInt32(4), reader.IsDBNull(3) ? "" : reader.GetString(3)),
                !_config.UseWriterUuidColumn || reader.IsDBNull(5) ? null : reader.GetString(5),
                []));
        }
        return rows;
    });

    /// <summary>Deletes rows up to a number. The highest of them is only marked, so that its number stays used.</summary>
    public Task DeleteAsync(string persistenceId, long to) => _database.WriteAsync(async (connection, token) =>
    {
        await connection
            .Command("UPDATE journal SET deleted = @yes WHERE persistence_id = @id AND sequence_number <= @to")
            .With("yes", true).With("id", persistenceId).With("to", to)
            .RunAsync(token).ConfigureAwait(false);
        await connection
            .Command("""
                DELETE FROM journal WHERE persistence_id = @id AND sequence_number <= @to AND sequence_number <
                  (SELECT max(sequence_number) FROM journal WHERE persistence_id = @id AND deleted = @yes)
                """)
            .With("id", persistenceId).With("to", to).With("yes", true)
            .RunAsync(token).ConfigureAwait(false);
        if (_config.TagTable)
        {
            await connection
                .Command("DELETE FROM tags WHERE persistence_id = @id AND sequence_nr <= @to")
                .With("id", persistenceId).With("to", to)
                .RunAsync(token).ConfigureAwait(false);
        }
    });

    private async Task InsertRowsAsync(DbConnection connection, IReadOnlyList<JournalRow> rows, int rowsPerStatement, CancellationToken token)
    {
        for (var start = 0; start < rows.Count;)
        {
            // One statement for all that have the same number of rows: a provider parses it once.
            var count = Math.Min(rowsPerStatement, rows.Count - start);
            await using var insert = InsertCommand(connection, count);
            for (; rows.Count - start >= count; start += count)
            {
                for (var p = 0; p < insert.Parameters.Count; p++)
                    insert.Parameters[p].Value = ValueOf(_columns[p % _columns.Length], rows[start + (p / _columns.Length)]);
                await insert.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            }
        }
    }

    private DbCommand InsertCommand(DbConnection connection, int rows)
    {
        var sql = new StringBuilder($"INSERT INTO journal({string.Join(",", _columns)}) VALUES ");
        for (var r = 0; r < rows; r++)
        {
            var names = Enumerable.Range(r * _columns.Length, _columns.Length).Select(p => $"@p{p}");
            sql.Append(r == 0 ? "(" : ",(").AppendJoin(',', names).Append(')');
        }
        var command = connection.Command(sql.ToString());
        for (var p = 0; p < rows * _columns.Length; p++)
            command.With($"p{p}", null);
        return command;
    }

    private object ValueOf(string column, JournalRow row) => column switch
    {
        "created" => row.Created,
        "deleted" => false,
        "persistence_id" => row.PersistenceId,
        "sequence_number" => row.SequenceNr,
        "message" => row.Message.Bytes,
        "manifest" => row.Message.Manifest,
        "identifier" => row.Message.SerializerId ?? (object)DBNull.Value,
        "writer_uuid" => row.WriterUuid,
        _ => row.Tags.Count == 0 ? "" : $"{_config.TagSeparator}{string.Join(_config.TagSeparator, row.Tags)}{_config.TagSeparator}",
    };

    private static async Task InsertTagsAsync(DbConnection connection, IReadOnlyList<JournalRow> rows, CancellationToken token)
    {
        foreach (var row in rows)
        {
            foreach (var tag in row.Tags)
            {
                await connection
                    .Command("""
                        INSERT INTO tags(ordering_id, tag, sequence_nr, persistence_id)
                        SELECT ordering, @tag, sequence_number, persistence_id FROM journal
                        WHERE persistence_id = @id AND sequence_number = @nr
                        """)
                    .With("tag", tag).With("id", row.PersistenceId).With("nr", row.SequenceNr)
                    .RunAsync(token).ConfigureAwait(false);
            }
        }
    }
}

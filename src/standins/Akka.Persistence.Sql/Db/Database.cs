using System.Data;
using System.Data.Common;
using Akka.Event;
using Akka.Persistence.Sql.Config;

namespace Akka.Persistence.Sql.Db;

/// <summary>
/// A plugin's database. Operations run on the thread pool, each on a connection of its own from the provider's pool;
/// the tables are made before the first one, and again after a failure, for then the database may be another one.
/// </summary>
internal sealed class Database
{
    private readonly PluginConfig _config;
    private readonly string _createTables;
    private readonly ILoggingAdapter _log;
    private readonly CancellationToken _shutdown;
    private readonly SemaphoreSlim _writerLock;
    private volatile bool _tablesAreThere;

    /// <param name="config">Where it is.</param>
    /// <param name="createTables">What makes the tables unless they are there.</param>
    /// <param name="log">For a failure to do so.</param>
    /// <param name="shutdown">Ends every operation.</param>
    public Database(PluginConfig config, string createTables, ILoggingAdapter log, CancellationToken shutdown)
    {
        _config = config;
        _createTables = createTables;
        _log = log;
        _shutdown = shutdown;
        _writerLock = config.Dialect.WriterLock(config.ConnectionString);
        _tablesAreThere = !config.AutoInitialize;
    }

    /// <summary>Makes the tables now rather than for the first operation. Never fails: that operation will tell.</summary>
    public async Task InitializeAsync()
    {
        try
        {
            await WriteAsync((_, _) => Task.CompletedTask, transaction: false).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (_config.WarnOnAutoInitFail && !_shutdown.IsCancellationRequested)
                _log.Warning(e, "{0}: cannot make the tables; the next operation tries again", _config.Path);
        }
    }

    /// <remarks>Tried twice: the pool may hold connections to a server that has been restarted since.</remarks>
    public async Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> operation)
    {
        var level = _config.ReadIsolationLevel;
        try
        {
            return await RunAsync(operation, level, transaction: level != IsolationLevel.Unspecified).ConfigureAwait(false);
        }
        catch (DbException e) when (e.IsTransient)
        {
            return await RunAsync(operation, level, transaction: level != IsolationLevel.Unspecified).ConfigureAwait(false);
        }
    }

    /// <summary>All or nothing.</summary>
    public Task WriteAsync(Func<DbConnection, CancellationToken, Task> operation) => WriteAsync(operation, transaction: true);

    /// <summary>For a single statement, which is all or nothing by itself.</summary>
    public Task WriteOneStatementAsync(Func<DbConnection, CancellationToken, Task> operation) =>
        WriteAsync(operation, transaction: _config.WriteIsolationLevel != IsolationLevel.Unspecified);

    private async Task WriteAsync(Func<DbConnection, CancellationToken, Task> operation, bool transaction)
    {
        if (_writerLock is not null)
            await _writerLock.WaitAsync(_shutdown).ConfigureAwait(false);
        try
        {
            await RunAsync(
                async (connection, token) =>
                {
                    await operation(connection, token).ConfigureAwait(false);
                    return true;
                },
                _config.WriteIsolationLevel,
                transaction).ConfigureAwait(false);
        }
        finally
        {
            _writerLock?.Release();
        }
    }

    // On the pool: SQLite knows no asynchronous calls, and a caller that gives up after a while must be able to.
    private Task<T> RunAsync<T>(Func<DbConnection, CancellationToken, Task<T>> operation, IsolationLevel level, bool transaction) => Task.Run(
        async () =>
        {
            try
            {
                await using var connection = _config.Dialect.Connect(_config.ConnectionString);
                await connection.OpenAsync(_shutdown).ConfigureAwait(false);
                if (!_tablesAreThere)
                    await MakeTablesAsync(connection).ConfigureAwait(false);
                if (!transaction)
                    return await operation(connection, _shutdown).ConfigureAwait(false);
                await using var scope = await connection.BeginTransactionAsync(level, _shutdown).ConfigureAwait(false);
                var result = await operation(connection, _shutdown).ConfigureAwait(false);
                await scope.CommitAsync(_shutdown).ConfigureAwait(false);
                return result;
            }
            catch (DbException)
            {
                _tablesAreThere = !_config.AutoInitialize;
                throw;
            }
        },
        _shutdown);

    private async Task MakeTablesAsync(DbConnection connection)
    {
        await _config.Dialect.PrepareAsync(connection, _shutdown).ConfigureAwait(false);
        await using var scope = await connection.BeginTransactionAsync(_shutdown).ConfigureAwait(false);
        await connection.ExecuteAsync(_createTables, _shutdown).ConfigureAwait(false);
        await scope.CommitAsync(_shutdown).ConfigureAwait(false);
        _tablesAreThere = true;
    }
}

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
    private readonly SemaphoreSlim _creating = new(1, 1);
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
        _tablesAreThere = !config.AutoInitialize;
    }

    /// <summary>Makes the tables now rather than for the first operation. Never fails: that operation will tell.</summary>
    public async Task InitializeAsync()
    {
        try
        {
            await RunAsync((_, _) => Task.FromResult(0), IsolationLevel.Unspecified, transaction: false).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (_config.WarnOnAutoInitFail && !_shutdown.IsCancellationRequested)
                _log.Warning(e, "{0}: cannot make the tables; the next operation tries again", _config.Path);
        }
    }

    public Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> operation) =>
        RunAsync(operation, _config.ReadIsolationLevel, transaction: _config.ReadIsolationLevel != IsolationLevel.Unspecified);

    /// <summary>All or nothing.</summary>
    public Task WriteAsync(Func<DbConnection, CancellationToken, Task> operation) => RunAsync(
        async (connection, token) =>
        {
            await operation(connection, token).ConfigureAwait(false);
            return 0;
        },
        _config.WriteIsolationLevel,
        transaction: true);

    /// <summary>For a single statement, which is all or nothing by itself.</summary>
    public Task WriteOneStatementAsync(Func<DbConnection, CancellationToken, Task> operation) => RunAsync(
        async (connection, token) =>
        {
            await operation(connection, token).ConfigureAwait(false);
            return 0;
        },
        _config.WriteIsolationLevel,
        transaction: _config.WriteIsolationLevel != IsolationLevel.Unspecified);

    // On the pool: SQLite knows no asynchronous calls, and a caller that gives up after a while must be able to.
    private Task<T> RunAsync<T>(Func<DbConnection, CancellationToken, Task<T>> operation, IsolationLevel level, bool transaction) => Task.Run(
        async () =>
        {
            try
            {
                await using var connection = _config.Dialect.Connect(_config.ConnectionString);
                await connection.OpenAsync(_shutdown).ConfigureAwait(false);
                await _config.Dialect.PrepareAsync(connection, _shutdown).ConfigureAwait(false);
                await EnsureTablesAsync(connection).ConfigureAwait(false);
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

    private async Task EnsureTablesAsync(DbConnection connection)
    {
        if (_tablesAreThere)
            return;
        await _creating.WaitAsync(_shutdown).ConfigureAwait(false);
        try
        {
            if (_tablesAreThere)
                return;
            await using var scope = await connection.BeginTransactionAsync(_shutdown).ConfigureAwait(false);
            await connection.ExecuteAsync(_createTables, _shutdown).ConfigureAwait(false);
            await scope.CommitAsync(_shutdown).ConfigureAwait(false);
            _tablesAreThere = true;
        }
        finally
        {
            _creating.Release();
        }
    }
}

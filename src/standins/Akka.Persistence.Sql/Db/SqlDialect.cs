using System.Data.Common;
using Akka.Persistence.Sql.Config;

namespace Akka.Persistence.Sql.Db;

/// <summary>What differs between databases: connections, column types, and how many writers they take.</summary>
internal abstract class SqlDialect
{
    public static readonly string[] ProviderNames =
        ["SQLite", "SQLite.MS", "PostgreSQL", "PostgreSQL.9.2", "PostgreSQL.9.3", "PostgreSQL.9.5", "PostgreSQL.15"];

    /// <returns>Null: no such provider.</returns>
    public static SqlDialect Of(string providerName) => !ProviderNames.Contains(providerName) ? null
        : providerName.StartsWith("SQLite", StringComparison.Ordinal) ? new SqliteDialect()
        : new PostgreSqlDialect(identityColumns: providerName == "PostgreSQL.15");

    /// <summary>How many transactions write at the same time, of those that are allowed.</summary>
    public abstract int Writers(int allowed);

    /// <summary>How many values are written at a time.</summary>
    public abstract int MaxParametersPerStatement { get; }

    public abstract DbConnection Connect(string connectionString);

    /// <returns>What is wrong with a connection string, or null.</returns>
    public string ComplaintAbout(string connectionString)
    {
        try
        {
            Connect(connectionString).Dispose();
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    /// <summary>What writers of this process hold one after the other; null: they need not.</summary>
    public abstract SemaphoreSlim WriterLock(string connectionString);

    /// <summary>Prepares a database before its tables are made.</summary>
    public abstract Task PrepareAsync(DbConnection connection, CancellationToken token);

    /// <summary>Makes the journal, and the table of tags where there is one, unless they are there.</summary>
    public abstract string CreateJournal(JournalConfig config);

    /// <summary>Makes the table of snapshots unless it is there.</summary>
    public abstract string CreateSnapshots();

    /// <summary>Whether a row with the same key was there.</summary>
    public abstract bool IsDuplicate(DbException e);
}

namespace Akka.Persistence.Sql.Tests.Kit;

/// <summary>The configuration of a journal and a snapshot store in one database.</summary>
internal static class SqlConfig
{
    public static string Of(string providerName, string connectionString) => $$"""
        akka.persistence {
          journal {
            plugin = "akka.persistence.journal.sql"
            sql {
              class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
              provider-name = "{{providerName}}"
              connection-string = "{{connectionString}}"
            }
          }
          snapshot-store {
            plugin = "akka.persistence.snapshot-store.sql"
            sql {
              class = "Akka.Persistence.Sql.Snapshot.SqlSnapshotStore, Akka.Persistence.Sql"
              provider-name = "{{providerName}}"
              connection-string = "{{connectionString}}"
            }
          }
        }

        """;
}

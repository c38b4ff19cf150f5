using Akka.Persistence.Sql.Db;

namespace Akka.Persistence.Sql.Journal;

/// <summary>A row of the journal that is written, or was read.</summary>
/// <param name="PersistenceId">Whose event.</param>
/// <param name="SequenceNr">Its number, from 1.</param>
/// <param name="Created">When it was written, ticks (UTC).</param>
/// <param name="Message">The event.</param>
/// <param name="WriterUuid">Which incarnation of a journal wrote it.</param>
/// <param name="Tags">Its labels; not read back.</param>
internal sealed record JournalRow(
    string PersistenceId, long SequenceNr, long Created, Payload Message, string WriterUuid, IReadOnlyCollection<string> Tags);

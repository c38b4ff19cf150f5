using Akka.Actor;
using Akka.Persistence.Sql.Tests.Kit;
using Akka.Persistence.Tests.Contracts;
using Akka.Persistence.Tests.Kit;

namespace Akka.Persistence.Sql.Tests.Sqlite;

public sealed class SqliteLockTests : PersistenceTestKit
{
    private readonly SqliteFile _file;

    public SqliteLockTests()
        : this(new SqliteFile())
    {
    }

    private SqliteLockTests(SqliteFile file)
        : base(TextSerializer.Config + "akka.persistence.journal.sql.circuit-breaker.call-timeout = 2s\n" + file.Config) => _file = file;

    [Fact]
    public void Another_process_that_writes_is_waited_for()
    {
        var scribe = FreshScribe("patient");
        using var other = _file.Open();
        using (var transaction = other.BeginTransaction())
        {
            scribe.Tell(new Act(me => me.Persist("a", me.SayWritten)));
            ExpectNoMsg(TimeSpan.FromMilliseconds(300));
        }
        ExpectMsg("written a", Patience);
    }

    [Fact]
    public void A_file_that_stays_locked_fails_the_write_and_a_new_actor_recovers_when_it_is_free()
    {
        var scribe = FreshScribe("locked");
        Write(scribe, "a");
        using var other = _file.Open();
        using (var transaction = other.BeginTransaction())
        {
            scribe.Tell(new Act(me => me.Persist("b", me.SayWritten)));
            ExpectMsg<string>(m => m.StartsWith("failed b at 2", StringComparison.Ordinal), Patience);
            ExpectMsg("stopped");
        }
        StartScribe(new ScribeOptions("locked", TestActor));
        ExpectMsg("replayed a", Patience);
        FishForMessage<string>(m => m.StartsWith("recovered", StringComparison.Ordinal), Patience);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _file.Dispose();
    }
}

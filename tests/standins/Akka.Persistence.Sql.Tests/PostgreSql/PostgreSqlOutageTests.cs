using Akka.Actor;
using Akka.Persistence.Sql.Tests.Kit;
using Akka.Persistence.Tests.Contracts;
using Akka.Persistence.Tests.Kit;

namespace Akka.Persistence.Sql.Tests.PostgreSql;

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlOutageTests : PersistenceTestKit
{
    private readonly PostgreSqlFixture _server;

    public PostgreSqlOutageTests(PostgreSqlFixture server)
        : base(TextSerializer.Config + SqlConfig.Of("PostgreSQL", server.NewDatabase())) => _server = server;

    [SkippableFact]
    public void A_server_that_goes_away_fails_writes_and_recoveries_and_serves_them_when_it_is_back()
    {
        var scribe = FreshScribe("outage");
        Write(scribe, "a");
        _server.Stop();
        try
        {
            scribe.Tell(new Act(me => me.Persist("b", me.SayWritten)));
            ExpectMsg<string>(m => m.StartsWith("failed b at 2", StringComparison.Ordinal), Patience);
            ExpectMsg("stopped");

            StartScribe(new ScribeOptions("outage", TestActor));
            ExpectMsg<string>(m => m.StartsWith("recovery failed", StringComparison.Ordinal), Patience);
            ExpectMsg("stopped");
        }
        finally
        {
            _server.Start();
        }
        var back = StartScribe(new ScribeOptions("outage", TestActor));
        ExpectAll("replayed a", "recovered at 1");
        Write(back, "c");
    }

    [SkippableFact]
    public void After_a_restart_of_the_server_the_next_actor_recovers_at_once()
    {
        var scribe = FreshScribe("restarted");
        Write(scribe, "a");
        Stop(scribe);
        _server.Stop();
        _server.Start();
        StartScribe(new ScribeOptions("restarted", TestActor));
        ExpectAll("replayed a", "recovered at 1");
    }

    [SkippableFact]
    public void A_server_that_is_not_there_at_the_start_is_found_later()
    {
        _server.Stop();
        try
        {
            StartScribe(new ScribeOptions("late", TestActor));
            ExpectMsg<string>(m => m.StartsWith("recovery failed", StringComparison.Ordinal), Patience);
            ExpectMsg("stopped");
        }
        finally
        {
            _server.Start();
        }
        Write(FreshScribe("late"), "a");
    }
}

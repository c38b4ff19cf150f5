using Akka.Actor;
using Akka.Configuration;

namespace Akka.Persistence.Tests.Kit;

/// <summary>Tests of persistent actors; the test actor is their log.</summary>
public abstract class PersistenceTestKit : TestKit.Xunit2.TestKit
{
    protected const string InMemory = """
        akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        """;

    /// <summary>Long enough for a database on a busy machine.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected PersistenceTestKit(string config = InMemory)
        : base(ConfigurationFactory.ParseString(config))
    {
    }

    /// <summary>Starts a scribe and waits until it has recovered from nothing.</summary>
    protected IActorRef FreshScribe(string persistenceId)
    {
        var scribe = StartScribe(new ScribeOptions(persistenceId, TestActor));
        ExpectMsg("recovered at 0", Patience);
        return scribe;
    }

    protected IActorRef StartScribe(ScribeOptions options) => Sys.ActorOf(Props.Create(() => new Scribe(options)));

    /// <summary>Stops a scribe and starts another one with its events.</summary>
    protected IActorRef Reincarnate(IActorRef scribe, string persistenceId)
    {
        Stop(scribe);
        return StartScribe(new ScribeOptions(persistenceId, TestActor));
    }

    protected void Stop(IActorRef scribe)
    {
        Sys.Stop(scribe);
        ExpectMsg("stopped", Patience);
    }

    protected void Write(IActorRef scribe, params string[] events)
    {
        foreach (var e in events)
        {
            scribe.Tell(new Act(me => me.Persist(e, me.SayWritten)));
            ExpectMsg($"written {e}", Patience);
        }
    }

    protected void ExpectAll(params string[] messages)
    {
        foreach (var message in messages)
            ExpectMsg(message, Patience);
    }
}

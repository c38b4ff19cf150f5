using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Sql.Tests.Kit;

namespace Akka.Persistence.Sql.Tests.Settings;

public class RefusedSettingsTests : TestKit.Xunit2.TestKit
{
    [Theory]
    [InlineData("delete-compatibility-mode = true", "akka.persistence.journal.sql.delete-compatibility-mode = true")]
    [InlineData("table-mapping = sqlite", "akka.persistence.journal.sql.table-mapping = sqlite")]
    [InlineData("default.journal.table-name = events", "akka.persistence.journal.sql.default.journal.table-name = events")]
    [InlineData("provider-name = MySql", "akka.persistence.journal.sql.provider-name = MySql: it must be one of SQLite")]
    [InlineData("connection-string = \"\"", "akka.persistence.journal.sql.connection-string is empty")]
    [InlineData("connection-string = nonsense", "akka.persistence.journal.sql.connection-string: ")]
    [InlineData("read-isolation-level = chaos", "akka.persistence.journal.sql.read-isolation-level = chaos")]
    [InlineData("tag-write-mode = Both", "akka.persistence.journal.sql.tag-write-mode = Both")]
    [InlineData("parallelism = 0", "akka.persistence.journal.sql.parallelism = 0")]
    public async Task A_value_that_is_unknown_or_not_implemented_is_refused_by_its_name(string value, string named)
    {
        var config = ConfigurationFactory.ParseString($"akka.persistence.journal.sql {{ {value} }}")
            .WithFallback(SqlConfig.Of("SQLite", "Data Source=never-made.db"))
            .WithFallback("akka.stdout-loglevel = OFF");
        using var system = ActorSystem.Create("refused", config);
        system.EventStream.Subscribe(TestActor, typeof(Event.Error));
        Persistence.Instance.Apply(system).JournalFor(null);
        var error = FishForMessage<Event.Error>(e => e.Cause is ActorInitializationException);
        Assert.Contains(named, error.Cause.ToString(), StringComparison.Ordinal);
        await system.Terminate();
    }

    [Fact]
    public void The_defaults_are_those_of_the_genuine_plug_in()
    {
        var journal = SqlPersistence.DefaultJournalConfiguration;
        Assert.Equal(5_000, journal.GetInt("buffer-size"));
        Assert.Equal(100, journal.GetInt("batch-size"));
        Assert.Equal(3, journal.GetInt("parallelism"));
        Assert.Equal(1_000, journal.GetInt("replay-batch-size"));
        Assert.Equal("TagTable", journal.GetString("tag-write-mode"));
        Assert.True(journal.GetBoolean("auto-initialize"));
    }
}

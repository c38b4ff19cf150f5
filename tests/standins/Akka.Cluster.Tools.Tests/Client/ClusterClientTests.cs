using Akka.Actor;
using Akka.Cluster.Tests.Kit;
using Akka.Cluster.Tools.Client;

namespace Akka.Cluster.Tools.Tests.Client;

public sealed class ClusterClientTests : IAsyncDisposable
{
    private const string Outside = """
        akka.actor.provider = remote
        akka.cluster.client {
          heartbeat-interval = 200 ms
          acceptable-heartbeat-pause = 2 s
          establishing-get-contacts-interval = 200 ms
        }
        """;

    private readonly LocalCluster _nodes = new();
    private ActorSystem? _outside;

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task A_client_outside_of_the_cluster_gets_answers_from_a_service_on_any_node()
    {
        var systems = await _nodes.StartJoined(2);
        Register(systems[1]);
        var client = Client(ClusterClientReceptionist.Get(systems[0]));
        Assert.Equal(LocalCluster.AddressOf(systems[1]).ToString(), await Ask(client));
        Assert.Equal(2, Cluster.Get(systems[0]).State.Members.Count);
    }

    [Fact]
    public async Task With_local_affinity_the_receptionists_own_service_answers()
    {
        var systems = await _nodes.StartJoined(2);
        Register(systems[0]);
        Register(systems[1]);
        var client = Client(ClusterClientReceptionist.Get(systems[0]));
        // All receptionists are contacts: whichever the client chose keeps to its own.
        var answers = new HashSet<string>();
        for (var i = 0; i < 10; i++)
            answers.Add(await Ask(client, localAffinity: true));
        Assert.Single(answers);
    }

    [Fact]
    public async Task A_message_to_all_reaches_every_node()
    {
        var systems = await _nodes.StartJoined(2);
        foreach (var system in systems)
            Register(system);
        var client = Client(ClusterClientReceptionist.Get(systems[0]));
        var probe = new TestKit.Xunit2.TestKit(_outside).CreateTestProbe();
        var answers = new HashSet<string>();
        // The nodes hear of each other's services a little later.
        await LocalCluster.Until(() =>
        {
            client.Tell(new ClusterClient.SendToAll("/user/where", "where"), probe);
            answers.UnionWith(probe.ReceiveWhile(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(200), message => (string)message));
            return answers.Count == 2;
        });
    }

    [Fact]
    public async Task When_its_receptionist_leaves_the_client_goes_on_by_another()
    {
        var systems = await _nodes.StartJoined(3);
        Register(systems[2]);
        var receptionists = systems.Select(ClusterClientReceptionist.Get).ToArray();
        var client = Client(receptionists[0]);
        await Ask(client);
        foreach (var system in systems[..2])
        {
            await Cluster.Get(system).LeaveAsync().WaitAsync(LocalCluster.Limit);
            await system.WhenTerminated.WaitAsync(LocalCluster.Limit);
        }
        Assert.Equal(LocalCluster.AddressOf(systems[2]).ToString(), await Ask(client));
    }

    [Fact]
    public async Task A_service_that_was_not_registered_is_not_reached()
    {
        var system = await _nodes.StartJoined(null);
        system.ActorOf(Props.Create(() => new Answer()), "secret");
        Register(system);
        var client = Client(ClusterClientReceptionist.Get(system));
        await Ask(client);
        await Assert.ThrowsAsync<AskTimeoutException>(
            () => client.Ask<string>(new ClusterClient.Send("/user/secret", "where"), TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_client_that_finds_nobody_in_time_stops()
    {
        var outside = _nodes.Start(Outside, "outside");
        var settings = ClusterClientSettings.Create(outside)
            .WithInitialContacts([ActorPath.Parse("akka.tcp://test@127.0.0.1:1/system/receptionist")])
            .WithReconnectTimeout(TimeSpan.FromMilliseconds(500));
        var kit = new TestKit.Xunit2.TestKit(outside);
        var client = kit.Watch(outside.ActorOf(ClusterClient.Props(settings)));
        await kit.ExpectTerminatedAsync(client, LocalCluster.Limit);
    }

    private IActorRef Client(ClusterClientReceptionist receptionist)
    {
        _outside = _nodes.Start(Outside, "outside");
        var contact = ActorPath.Parse(receptionist.Underlying.Path.ToStringWithAddress(AddressOf(receptionist)));
        return _outside.ActorOf(ClusterClient.Props(ClusterClientSettings.Create(_outside).WithInitialContacts([contact])), "client");
    }

    private static Address AddressOf(ClusterClientReceptionist receptionist) =>
        ((IInternalActorRef)receptionist.Underlying).Provider.DefaultAddress;

    private static void Register(ActorSystem system) =>
        ClusterClientReceptionist.Get(system).RegisterService(system.ActorOf(Props.Create(() => new Answer()), "where"));

    // A service may not be known yet where the client asks: then there is no answer, and it asks again.
    private static async Task<string> Ask(IActorRef client, bool localAffinity = false)
    {
        string? answer = null;
        var begin = TimeProvider.System.GetTimestamp();
        while (answer is null && TimeProvider.System.GetElapsedTime(begin) < LocalCluster.Limit)
        {
            try
            {
                answer = await client.Ask<string>(new ClusterClient.Send("/user/where", "where", localAffinity), TimeSpan.FromSeconds(2));
            }
            catch (AskTimeoutException)
            {
            }
        }
        return answer ?? throw new TimeoutException("No answer");
    }

    /// <summary>Says on which node it is.</summary>
    private sealed class Answer : ReceiveActor
    {
        public Answer() => Receive<string>(_ => Sender.Tell(Cluster.Get(Context.System).SelfAddress.ToString()));
    }
}

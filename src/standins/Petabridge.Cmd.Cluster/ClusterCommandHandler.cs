using Petabridge.Cmd.Host;

namespace Petabridge.Cmd.Cluster;

/// <summary>Does the commands of <c>cluster</c>.</summary>
internal sealed class ClusterCommandHandler : CommandHandlerActor
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);

    public ClusterCommandHandler()
        : base(ClusterCommands.Definitions)
    {
        Process(ClusterCommands.Show.Name, _ => Answer(Show()));
        Process(ClusterCommands.Status.Name, _ => Answer(Line(_cluster.SelfMember)));
        Process(ClusterCommands.Leader.Name, _ => Answer(_cluster.State.Leader?.ToString() ?? "no leader is known"));
        Process(ClusterCommands.Tail.Name, _ =>
        {
            var (cluster, client) = (_cluster, Sender);
            Context.ActorOf(Props.Create(() => new ClusterTail(cluster, client)));
        });
        Process(ClusterCommands.Join.Name, command => WithAddress(command, address =>
        {
            _cluster.Join(address);
            Answer($"joining {address}");
        }));
        Process(ClusterCommands.Leave.Name, Leave);
        Process(ClusterCommands.Down.Name, command => WithAddress(command, address => WithMember(address, Down)));
        Process(ClusterCommands.DownUnreachable.Name, _ => DownUnreachable());
    }

    private void Answer(string text) => Sender.Tell(new CommandResponse(text));

    private string Show()
    {
        var members = _cluster.State.Members.OrderBy(m => m.Address.ToString(), StringComparer.Ordinal).ToList();
        return string.Join('\n', members.Select(Line).Append($"Count: {members.Count} nodes"));
    }

    private string Line(Member member) =>
        $"{member.Address} | [{string.Join(",", member.Roles.Order(StringComparer.Ordinal))}] | {member.Status.ToString().ToLowerInvariant()} |{(_cluster.State.Unreachable.Contains(member) ? " unreachable" : "")}";

    private void Leave(Command command)
    {
        if (command.Arguments.Count > 0)
        {
            WithAddress(command, address => WithMember(address, member =>
            {
                _cluster.Leave(member.Address);
                Answer($"{member.Address} is leaving");
            }));
            return;
        }

        _cluster.Leave(_cluster.SelfAddress);
        Answer($"{_cluster.SelfAddress} is leaving");
    }

    private void DownUnreachable()
    {
        var unreachable = _cluster.State.Unreachable;
        foreach (var member in unreachable)
            _cluster.Down(member.Address);
        Answer(string.Join('\n', unreachable.Select(member => $"{member.Address} is put out").Append($"Count: {unreachable.Count} nodes")));
    }

    private void Down(Member member)
    {
        _cluster.Down(member.Address);
        Answer($"{member.Address} is put out");
    }

    private void WithAddress(Command command, Action<Address> act)
    {
        var text = command.Arguments[0].Item2;
        try
        {
            act(Address.Parse(text));
        }
        catch (Exception e) when (e is UriFormatException or ArgumentException or FormatException)
        {
            Sender.Tell(new ErroredCommandResponse($"'{text}' is no address; one is akka.tcp://system@host:port"));
        }
    }

    private void WithMember(Address address, Action<Member> act)
    {
        if (_cluster.State.Members.FirstOrDefault(m => m.Address == address) is { } member)
            act(member);
        else
            Sender.Tell(new ErroredCommandResponse($"{address} is no member; cluster show lists them"));
    }
}

using AkkaClip.Collectives.Frames;
using AkkaClip.Collectives.Links;
using AkkaClip.Core.Membership;

namespace AkkaClip.Collectives.Sockets;

/// <summary>
/// The links of one member to those that it exchanges with. Of two members the one of higher rank dials; whatever does not
/// come about in time breaks. Links come about even after the group has failed, to carry the reason.
/// </summary>
internal sealed class Mesh : ILinkTaker
{
    private readonly Generation _generation;
    private readonly TrainerId _self;
    private readonly string _settings;
    private readonly DataPlaneListener _listener;
    private readonly IFrameReceiver _receiver;

    /// <summary>By neighbour, then by stream.</summary>
    private readonly Dictionary<int, FrameLink[]> _links = [];
    private ITimer? _deadline;
    private int _numUnopened;

    /// <param name="settings">What must be alike at all members, in words.</param>
    public Mesh(Generation generation, TrainerId self, IReadOnlyList<int> neighbours, DataPlaneListener listener, string settings, SocketGroupOptions options, IFrameReceiver receiver)
    {
        _generation = generation;
        _self = self;
        _settings = settings;
        _listener = listener;
        _receiver = receiver;
        Stamp = FrameStamp.Of(generation.Run, generation.Number);
        _numUnopened = neighbours.Count * options.StreamsPerPeer;
        foreach (var rank in neighbours)
        {
            _links[rank] = [.. Enumerable.Range(0, options.StreamsPerPeer)
                .Select(_ => new FrameLink(rank, Stamp, receiver, listener.Options.SilenceLimit, options.ChunkBytes))];
        }
    }

    public FrameStamp Stamp { get; }

    public FrameLink Link(int rank, int stream)
    {
        var streams = _links[rank];
        return streams[stream % streams.Length];
    }

    /// <exception cref="InvalidOperationException">The generation is over, or was joined already.</exception>
    public void Open(IReadOnlyDictionary<TrainerId, DataPlaneEndpoint> endpoints)
    {
        var rank = _generation.RankOf(_self)!.Value;
        _deadline = TimeProvider.System.CreateTimer(_ => BreakUnopened(), null, _listener.Options.LinkTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            _listener.Meetings.Join(_generation, _self, this);
        }
        catch
        {
            _deadline.Dispose();
            throw;
        }
        if (_links.Count == 0)
            Close();
        var dialler = new Dialler(_listener.Options);
        foreach (var peer in _links.Keys.Where(peer => peer < rank))
        {
            for (var stream = 0; stream < _links[peer].Length; stream++)
            {
                var claim = Claim(peer, stream);
                _links[peer][stream].Start(connecting => Opened(dialler.Dial(endpoints[_generation.Members[peer]], claim, connecting)));
            }
        }
    }

    /// <summary>Tells all neighbours that the group has failed, and unlinks them. Does not wait.</summary>
    public void End(in OutgoingFrame abort)
    {
        foreach (var streams in _links.Values)
        {
            foreach (var link in streams)
                link.End(abort);
        }
    }

    /// <summary>After <see cref="End"/>: returns when no link uses a member's buffer any more.</summary>
    public void AwaitQuiet()
    {
        foreach (var streams in _links.Values)
        {
            foreach (var link in streams)
                link.AwaitQuiet();
        }
    }

    /// <remarks>A peer that means another group by the same generation fails this one too: the two will never agree.</remarks>
    public string? Refuse(LinkClaim claim)
    {
        if (_generation.RankOf(new TrainerId(claim.From)) is not { } from || from <= _generation.RankOf(_self) || !_links.TryGetValue(from, out var streams))
            return $"no link from trainer {claim.From} is expected";
        var difference = claim.Members != LinkClaim.HashOf(_generation) ? $"means other members or another first step than {_generation}"
            : claim.Settings != _settings ? $"has other settings than trainer {_self}: {claim.Settings} instead of {_settings}"
            : null;
        if (difference is not null)
            _receiver.Broken(streams[0], difference, new InvalidDataException(difference));
        return difference is not null ? $"trainer {claim.From} {difference}"
            : claim.Stream < 0 || claim.Stream >= streams.Length ? $"stream {claim.Stream} from trainer {claim.From} is not expected"
            : null;
    }

    public void Take(LinkClaim claim, LinkStream stream)
    {
        var from = _generation.RankOf(new TrainerId(claim.From))!.Value;
        if (!_links[from][claim.Stream].Start(_ => Opened(stream)))
            stream.Dispose(); // a second dial for the same link; the first one stands
    }

    private LinkClaim Claim(int peer, int stream) => new(
        LinkPurpose.Group, _generation.Run.Value, _generation.Number, LinkClaim.HashOf(_generation),
        _self.Value, _generation.Members[peer].Value, stream, _settings);

    private LinkStream Opened(LinkStream stream)
    {
        if (Interlocked.Decrement(ref _numUnopened) == 0)
            Close();
        return stream;
    }

    /// <summary>All links are there; no more are taken.</summary>
    private void Close()
    {
        _deadline?.Dispose();
        _listener.Meetings.Leave(_generation, _self);
    }

    private void BreakUnopened()
    {
        _listener.Meetings.Leave(_generation, _self);
        foreach (var link in _links.Values.SelectMany(streams => streams).Where(link => !link.IsOpen))
        {
            link.Abandon();
            _receiver.Broken(link, $"could not be linked within {_listener.Options.LinkTimeout.TotalSeconds:0.###} s", new TimeoutException());
        }
    }
}

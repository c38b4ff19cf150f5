using System.Buffers.Binary;
using System.Text;
using Akka.Event;

namespace Akka.Remote.Transport;

/// <summary>Takes the frames of one connection: reads envelopes, finds the actors, delivers.</summary>
internal sealed class InboundMessages
{
    private const int PathsRemembered = 4096;

    private readonly Remoting _remoting;
    private readonly Connection _connection;
    private readonly Association _association;
    private readonly Dictionary<byte[], IActorRef> _actors = new(PathComparer.Instance);
    private readonly Dictionary<byte[], IActorRef>.AlternateLookup<ReadOnlySpan<byte>> _actorsByPath;
    private bool _acknowledgementDue;

    public InboundMessages(Remoting remoting, Connection connection)
    {
        _remoting = remoting;
        _connection = connection;
        _association = connection.Lane.Association;
        _actorsByPath = _actors.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <exception cref="InvalidDataException">The frame is none that a sane system sends.</exception>
    public void Receive(ReadOnlySpan<byte> frame)
    {
        var body = frame[1..];
        switch ((FrameKind)frame[0])
        {
            case FrameKind.Message:
                ReceiveMessage(body);
                break;
            case FrameKind.SystemMessage:
                ReceiveSystemMessage(body);
                break;
            case FrameKind.Ack:
                _association.Outbox.Acknowledge(_connection.PeerUid, ReadInt64(ref body));
                break;
            case FrameKind.Fence:
                _association.Inbox.Pass(ReadInt64(ref body));
                break;
            case FrameKind.KeepAlive:
                break;
            case FrameKind.Goodbye:
                _connection.Close("the remote system has shut down", orderly: true);
                break;
            case FrameKind.Quarantined:
                _remoting.Events.NotifyListeners(new ThisActorSystemQuarantinedEvent(_remoting.DefaultAddress, _association.Remote));
                _connection.Close("the remote system has quarantined this system", orderly: true);
                break;
            default:
                throw new InvalidDataException($"a frame of unknown kind {frame[0]}");
        }
    }

    /// <summary>Tells how far system messages have come: once for all that were read together.</summary>
    public void Acknowledge()
    {
        if (!_acknowledgementDue)
            return;
        _acknowledgementDue = false;
        _connection.Signal(EnvelopeEncoder.Signal(FrameKind.Ack, _association.Inbox.Received));
    }

    private void ReceiveMessage(ReadOnlySpan<byte> body)
    {
        if (Decode(body) is not { } letter)
            return;
        var source = _connection.Lane.Source;
        lock (source.Gate)
        {
            if (source.Is(_connection))
                _remoting.Delivery.Deliver(letter);
        }
    }

    private void ReceiveSystemMessage(ReadOnlySpan<byte> body)
    {
        var sequence = ReadInt64(ref body);
        var fence = ReadInt64(ref body);
        var letter = Decode(body);
        _acknowledgementDue = true;
        _association.Inbox.Accept(_connection.PeerUid, sequence, fence, () =>
        {
            if (letter is { } there)
                _remoting.Delivery.Deliver(there);
        });
    }

    // Null where the payload cannot be read: that message is lost, and the next one is not.
    private InboundMessage? Decode(ReadOnlySpan<byte> body)
    {
        var recipient = ActorOf(ReadText(ref body));
        var sender = ActorOf(ReadText(ref body));
        var serializerId = (int)ReadInteger(ref body, sizeof(int));
        var manifest = Encoding.UTF8.GetString(ReadText(ref body));
        try
        {
            var message = _remoting.System.Serialization.Deserialize(body.ToArray(), serializerId, manifest);
            return new InboundMessage((IInternalActorRef)recipient, sender, message);
        }
        catch (Exception e)
        {
            if (_remoting.Throttle.Allows($"{serializerId}/{manifest}"))
            {
                _association.Log.Warning(e, "Cannot deserialize a message from [{0}] to [{1}], serializer [{2}], manifest [{3}]: {4}",
                    _association.Remote, recipient, serializerId, manifest, e.Message);
            }
            return null;
        }
    }

    private IActorRef ActorOf(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty)
            return ActorRefs.NoSender;
        if (_actorsByPath.TryGetValue(path, out var known))
            return known;
        var actor = _remoting.Provider.ResolveActorRef(Encoding.UTF8.GetString(path));
        // Only what a path names for good: an incarnation, an actor elsewhere, the root. Those of asks come once.
        var forGood = path.Contains((byte)'#') || actor.Path.Depth == 0 || actor is RemoteActorRef { Path.Parent.Name: not "temp" };
        if (forGood && actor is not EmptyLocalActorRef)
        {
            if (_actors.Count >= PathsRemembered)
                _actors.Clear();
            _actors[path.ToArray()] = actor;
        }
        return actor;
    }

    private static ReadOnlySpan<byte> ReadText(ref ReadOnlySpan<byte> from)
    {
        var length = (int)ReadInteger(ref from, sizeof(ushort));
        return Take(ref from, length);
    }

    private static long ReadInt64(ref ReadOnlySpan<byte> from) => ReadInteger(ref from, sizeof(long));

    private static long ReadInteger(ref ReadOnlySpan<byte> from, int size)
    {
        var bytes = Take(ref from, size);
        return size switch
        {
            sizeof(ushort) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            sizeof(int) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> from, int count)
    {
        if (count > from.Length)
            throw new InvalidDataException("a frame ends within a field");
        var taken = from[..count];
        from = from[count..];
        return taken;
    }
}

/// <summary>A message that has arrived.</summary>
internal readonly record struct InboundMessage(IInternalActorRef Recipient, IActorRef Sender, object Message);

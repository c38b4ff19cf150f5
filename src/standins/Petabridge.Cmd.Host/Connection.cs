using Petabridge.Cmd.Wire;

namespace Petabridge.Cmd.Host;

/// <summary>One client: what it asks goes to the palettes' actors, and their answers back to it.</summary>
/// <remarks>
/// Parent of an actor for each palette that is used, and of one for each command under way. It reads and writes off its
/// thread; a client that does not take its answers in <see cref="WriteLimit"/> is cut off, as is one that does not prove
/// the secret or speaks something else. Ends with the connection.
/// </remarks>
internal sealed class Connection : ReceiveActor
{
    private const int MaxWaiting = 4096;
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10), ProofLimit = TimeSpan.FromSeconds(5);

    private readonly Link _link;
    private readonly string _secret;
    private readonly IReadOnlyDictionary<string, CommandPaletteHandler> _palettes;
    private readonly Dictionary<string, IActorRef> _handlers = new(StringComparer.Ordinal);
    private readonly Dictionary<int, IActorRef> _exchanges = [];
    private readonly Queue<Reply> _waiting = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private bool _isWriting;

    /// <param name="secret">What the client must know; null: nothing.</param>
    public Connection(Link link, string secret, IReadOnlyDictionary<string, CommandPaletteHandler> palettes)
    {
        (_link, _secret, _palettes) = (link, secret, palettes);
        Receive<Request>(OnRequest);
        Receive<Reply>(Send);
        Receive<Written>(_ =>
        {
            _isWriting = false;
            Write();
        });
        Receive<Gone>(gone =>
        {
            if (gone.Reason.Length > 0)
                _log.Warning("petabridge.cmd: the client at {0} is cut off: {1}", _link.RemoteEndPoint, gone.Reason);
            Context.Stop(Self);
        });
        Receive<Terminated>(ended => _exchanges.Where(e => e.Value.Equals(ended.ActorRef)).Select(e => e.Key).ToList().ForEach(id => _exchanges.Remove(id)));
    }

    private sealed record Written;

    private sealed record Gone(string Reason);

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    protected override void PreStart() => _ = ReadAsync(_link, _secret, Self, _ended.Token);

    protected override void PostStop()
    {
        _ended.Cancel();
        _link.Dispose();
        _ended.Dispose();
    }

    private static async Task ReadAsync(Link link, string secret, IActorRef self, CancellationToken ended)
    {
        var reason = "";
        try
        {
            await GreetAsync(link, secret, ended).ConfigureAwait(false);
            while (await link.ReadAsync<Request>(ended).ConfigureAwait(false) is { } request)
                self.Tell(request, ActorRefs.NoSender);
        }
        catch (Exception e) when (e is InvalidDataException or TimeoutException)
        {
            reason = e.Message;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It has hung up, or this end has.
        }

        self.Tell(new Gone(reason), ActorRefs.NoSender);
    }

    private static async Task GreetAsync(Link link, string secret, CancellationToken ended)
    {
        var nonce = secret is null ? null : SecretProof.NewNonce();
        await link.WriteAsync(new Hello(Hello.Name, nonce), ended).WaitAsync(WriteLimit, ended).ConfigureAwait(false);
        if (nonce is null)
            return;
        var first = await link.ReadAsync<Request>(ended).WaitAsync(ProofLimit, ended).ConfigureAwait(false);
        var holds = SecretProof.Holds(secret, nonce, first?.Proof);
        await link.WriteAsync(new Reply(0, holds ? "" : "the secret is not that of this host", true, !holds), ended).WaitAsync(WriteLimit, ended).ConfigureAwait(false);
        if (!holds)
            throw new InvalidDataException("it does not know the secret");
    }

    private void OnRequest(Request request)
    {
        if (request.Cancel)
        {
            if (_exchanges.Remove(request.Id, out var exchange))
                Context.Stop(exchange);
            Send(new Reply(request.Id, "", true, false));
        }
        else if (request.Line is not null)
        {
            Begin(request);
        }
    }

    private void Begin(Request request)
    {
        try
        {
            var words = WordSplitter.Split(request.Line);
            if (words is [] or ["help", ..])
            {
                Send(new Reply(request.Id, Help.Text(_palettes, words.Skip(1).ToList()), true, false));
                return;
            }

            var palette = Find(words[0]);
            var command = new CommandParser(palette.Palette).Parse(words[1..]);
            var handler = HandlerOf(palette);
            var exchange = Context.Watch(Context.ActorOf(Props.Create(() => new Exchange(request.Id, handler))));
            _exchanges[request.Id] = exchange;
            handler.Tell(command, exchange);
        }
        catch (FormatException e)
        {
            Send(new Reply(request.Id, e.Message, true, true));
        }
    }

    private CommandPaletteHandler Find(string name) =>
        _palettes.TryGetValue(name, out var palette) ? palette : throw new FormatException(CommandParser.Unknown("this host", "palette", name, _palettes.Keys));

    private IActorRef HandlerOf(CommandPaletteHandler palette)
    {
        var name = palette.Palette.ModuleName;
        if (!_handlers.TryGetValue(name, out var handler))
            _handlers[name] = handler = Context.ActorOf(palette.HandlerProps, name);
        return handler;
    }

    private void Send(Reply reply)
    {
        if (_waiting.Count >= MaxWaiting)
        {
            Self.Tell(new Gone($"it does not take its {MaxWaiting} answers"));
            return;
        }

        _waiting.Enqueue(reply);
        Write();
    }

    private void Write()
    {
        if (_isWriting || !_waiting.TryDequeue(out var next))
            return;
        _isWriting = true;
        _link.WriteAsync(next, _ended.Token).WaitAsync(WriteLimit).PipeTo(
            Self, ActorRefs.NoSender, () => new Written(), failure => new Gone(failure is TimeoutException ? "it does not take its answers" : ""));
    }
}

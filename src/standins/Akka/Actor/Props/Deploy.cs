using Akka.Util;

namespace Akka.Actor;

/// <summary>Where and on what an actor runs: dispatcher, mailbox, stash. What is not given is the system's choice.</summary>
public class Deploy : IEquatable<Deploy>, ISurrogated
{
    public static readonly string NoDispatcherGiven = string.Empty;
    public static readonly string NoMailboxGiven = string.Empty;
    public const int NoStashSize = -1;
    public static readonly Scope NoScopeGiven = Actor.NoScopeGiven.Instance;
    public static readonly Deploy None = new();
    public static readonly Deploy Local = new(LocalScope.Instance);

    public Deploy()
        : this(NoScopeGiven)
    {
    }

    public Deploy(Scope scope)
        : this("", scope)
    {
    }

    public Deploy(string path, Scope scope)
    {
        Path = path;
        Scope = scope ?? NoScopeGiven;
    }

    public string Path { get; private init; }

    public Scope Scope { get; private init; }

    public string Dispatcher { get; private init; } = NoDispatcherGiven;

    public string Mailbox { get; private init; } = NoMailboxGiven;

    public int StashCapacity { get; private init; } = NoStashSize;

    public virtual Deploy WithFallback(Deploy other) => new()
    {
        Path = Path,
        Scope = Scope.WithFallback(other.Scope),
        Dispatcher = Dispatcher == NoDispatcherGiven ? other.Dispatcher : Dispatcher,
        Mailbox = Mailbox == NoMailboxGiven ? other.Mailbox : Mailbox,
        StashCapacity = StashCapacity == NoStashSize ? other.StashCapacity : StashCapacity,
    };

    public virtual Deploy WithScope(Scope scope) =>
        new() { Path = Path, Scope = scope, Dispatcher = Dispatcher, Mailbox = Mailbox, StashCapacity = StashCapacity };

    public virtual Deploy WithMailbox(string mailbox) =>
        new() { Path = Path, Scope = Scope, Dispatcher = Dispatcher, Mailbox = mailbox, StashCapacity = StashCapacity };

    public virtual Deploy WithDispatcher(string dispatcher) =>
        new() { Path = Path, Scope = Scope, Dispatcher = dispatcher, Mailbox = Mailbox, StashCapacity = StashCapacity };

    public virtual Deploy WithStashCapacity(int stashSize) =>
        new() { Path = Path, Scope = Scope, Dispatcher = Dispatcher, Mailbox = Mailbox, StashCapacity = stashSize };

    public bool Equals(Deploy other) => other is not null && Path == other.Path && Scope.Equals(other.Scope)
        && Dispatcher == other.Dispatcher && Mailbox == other.Mailbox && StashCapacity == other.StashCapacity;

    public override bool Equals(object obj) => Equals(obj as Deploy);

    public override int GetHashCode() => HashCode.Combine(Path, Scope, Dispatcher, Mailbox, StashCapacity);

    public ISurrogate ToSurrogate(ActorSystem system) => new DeploySurrogate
    {
        Scope = Scope, Path = Path, Mailbox = Mailbox, Dispatcher = Dispatcher, StashCapacity = StashCapacity,
    };

    public class DeploySurrogate : ISurrogate
    {
        public Scope Scope { get; set; }

        public string Path { get; set; }

        public string Mailbox { get; set; }

        public string Dispatcher { get; set; }

        public int StashCapacity { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) => new Deploy
        {
            Scope = Scope, Path = Path, Mailbox = Mailbox, Dispatcher = Dispatcher, StashCapacity = StashCapacity,
        };
    }
}

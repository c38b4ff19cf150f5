using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Chooses the kind of mailbox for an actor: by its props, its dispatcher or its needs.</summary>
public class Mailboxes
{
    internal const string DefaultMailboxId = "akka.actor.default-mailbox";

    private readonly ActorSystem _system;
    private readonly ConcurrentDictionary<string, MailboxType> _types = new();
    private readonly Dictionary<Type, string> _bindings = [];

    public Mailboxes(ActorSystem system)
    {
        _system = system;
        var requirements = system.Settings.Config.GetConfig("akka.actor.mailbox").GetConfig("requirements");
        foreach (var (name, id) in requirements.AsEnumerable())
        {
            var typeName = name.Trim('"');
            var type = Type.GetType(typeName)
                ?? throw new ConfigurationException($"Mailbox requirement type [{typeName}] not found.");
            _bindings[type] = id.GetString();
        }
    }

    internal static Type RequiredQueue(Type actorType) => actorType.GetInterfaces()
        .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequiresMessageQueue<>))
        ?.GetGenericArguments()[0];

    /// <summary>The queue that a mailbox type says it makes, or null where it does not say.</summary>
    internal static Type ProducedQueue(Type mailboxType) => mailboxType.GetInterfaces()
        .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IProducesMessageQueue<>))
        ?.GetGenericArguments()[0];

    /// <exception cref="ConfigurationException">There is no such mailbox, or its type is unknown.</exception>
    public MailboxType Lookup(string id) => _types.GetOrAdd(id, Configure);

    /// <exception cref="ArgumentException">The chosen mailbox does not make the queue that the actor needs.</exception>
    internal MailboxType MailboxTypeOf(Props props, Config dispatcherConfig)
    {
        var required = RequiredQueue(props.Type);
        if (props.Mailbox != Deploy.NoMailboxGiven)
            return Verified(Lookup(props.Mailbox), required, props);

        var dispatcherMailbox = dispatcherConfig.GetString("mailbox-type", "");
        if (!string.IsNullOrEmpty(dispatcherMailbox))
            {
            // The dispatcher's own section, which an alias may stand for, describes the mailbox.
            var id = dispatcherConfig.GetString("id");
            return Verified(_types.GetOrAdd(id, _ => Make(id, dispatcherConfig)), required, props);
        }
        if (required is not null)
            return Verified(LookupByQueueType(required), required, props);

        var dispatcherRequirement = dispatcherConfig.GetString("mailbox-requirement", "");
        if (string.IsNullOrEmpty(dispatcherRequirement))
            return Lookup(DefaultMailboxId);
        var requirement = Type.GetType(dispatcherRequirement)
            ?? throw new ConfigurationException($"Mailbox requirement [{dispatcherRequirement}] not found.");
        return LookupByQueueType(requirement);
    }

    private static MailboxType Verified(MailboxType type, Type required, Props props)
    {
        var produced = ProducedQueue(type.GetType());
        if (required is null || produced is null || required.IsAssignableFrom(produced))
            return type;
        throw new ArgumentException(
            $"produced message queue type [{produced}] does not fulfill requirement [{required}] for actor class [{props.Type}]." +
            " Must be a subclass of the required type.");
    }

    private MailboxType LookupByQueueType(Type queueType) => _bindings.TryGetValue(queueType, out var id)
        ? Lookup(id)
        : throw new ConfigurationException($"Mailbox Mapping for [{queueType}] not configured");

    private MailboxType Configure(string id)
    {
        if (id == "unbounded")
            return new UnboundedMailbox();
        var root = _system.Settings.Config;
        if (!root.HasPath(id))
            throw new ConfigurationException($"Mailbox Type [{id}] not configured");
        return Make(id, root.GetConfig(id));
    }

    private MailboxType Make(string id, Config own)
    {
        var config = own.WithFallback(_system.Settings.Config.GetConfig(DefaultMailboxId));
        var typeName = own.GetString("mailbox-type", "");
        if (string.IsNullOrEmpty(typeName))
            throw new ConfigurationException($"The setting mailbox-type defined in [{id}] is empty");
        var type = Type.GetType(typeName)
            ?? throw new ConfigurationException($"Found mailbox-type [{typeName}] in configuration for [{id}], but could not find that type in any loaded assemblies.");
        return (MailboxType)Activator.CreateInstance(type, _system.Settings, config);
    }
}

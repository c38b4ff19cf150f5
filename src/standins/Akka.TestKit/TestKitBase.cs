using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Internal;
using Akka.Util.Internal;

namespace Akka.TestKit;

/// <summary>
/// Tests of actors: a system, a test actor that queues what it gets, and expectations about that queue. The test actor
/// is the sender of what the test tells.
/// </summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static readonly AtomicCounter TestActorId = new();

    private readonly ITestKitAssertions _assertions;
    private TestState _state;

    protected TestKitBase(ITestKitAssertions assertions, ActorSystem system = null, string testActorName = null)
        : this(assertions, system, ActorSystemSetup.Empty, null, testActorName)
    {
    }

    protected TestKitBase(
        ITestKitAssertions assertions, ActorSystemSetup setup, string actorSystemName = null, string testActorName = null)
        : this(assertions, null, setup, actorSystemName, testActorName)
    {
    }

    protected TestKitBase(ITestKitAssertions assertions, Config config, string actorSystemName = null, string testActorName = null)
        : this(assertions, null, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)), actorSystemName, testActorName)
    {
    }

    protected TestKitBase(
        ITestKitAssertions assertions, ActorSystem system, ActorSystemSetup config, string actorSystemName, string testActorName)
    {
        _assertions = assertions ?? throw new ArgumentNullException(nameof(assertions), "The supplied assertions must not be null.");
        InitializeTest(system, config, actorSystemName, testActorName);
    }

    public static Config DefaultConfig { get; } =
        ConfigurationFactory.FromResource<TestKitBase>("Akka.TestKit.Internal.Reference.conf");

    public static Config FullDebugConfig { get; } = ConfigurationFactory.ParseString("""
        akka.log-dead-letters-during-shutdown = true
        akka.actor.debug.receive = true
        akka.actor.debug.autoreceive = true
        akka.actor.debug.lifecycle = true
        akka.actor.debug.event-stream = true
        akka.actor.debug.unhandled = true
        akka.log-dead-letters = true
        akka.loglevel = DEBUG
        akka.stdout-loglevel = DEBUG
        """);

    public static TimeSpan Now => TimeSpan.FromTicks(DateTime.UtcNow.Ticks);

    public ActorSystem Sys => _state.System;

    public TestKitSettings TestKitSettings => _state.Settings;

    public ILoggingAdapter Log => _state.Log;

    public IActorRef TestActor => _state.TestActor;

    /// <summary>The message that the last expectation took.</summary>
    public object LastMessage => _state.LastMessage.Message;

    public IActorRef LastSender => _state.LastMessage.Sender;

    public bool HasMessages => _state.Queue.Reader.Count > 0;

    public EventFilterFactory EventFilter => new(this);

    /// <summary>What is left of Within, or the default timeout.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    /// <exception cref="InvalidOperationException">Not within a Within.</exception>
    public TimeSpan Remaining => _state.End is null
        ? throw new InvalidOperationException("Remaining may not be called outside of \"within\"")
        : RemainingOr(TimeSpan.Zero);

    public EventFilterFactory CreateEventFilter(ActorSystem system) => new(this, system);

    public TimeSpan RemainingOrDilated(TimeSpan? duration)
    {
        if (duration is null)
            return RemainingOrDefault;
        if (duration < TimeSpan.Zero)
            throw new ArgumentException("Must be positive TimeSpan", nameof(duration));
        return Dilated(duration.Value);
    }

    /// <summary>The time as long as this machine is slow.</summary>
    public TimeSpan Dilated(TimeSpan duration) => duration < TimeSpan.Zero
        ? throw new ArgumentException("Must not be negative", nameof(duration))
        : new TimeSpan((long)(duration.Ticks * TestKitSettings.TestTimeFactor));

    public TimeSpan GetTimeoutOrDefault(TimeSpan? timeout) => timeout ?? TestKitSettings.SingleExpectDefault;

    /// <summary>Terminates the system and waits for that.</summary>
    /// <exception cref="TimeoutException">It did not stop in time, and that was to be verified.</exception>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        Shutdown(Sys, duration, verifySystemShutdown);

    protected virtual void Shutdown(ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        system ??= Sys;
        var limit = duration ?? Dilated(TimeSpan.FromSeconds(5));
        if (system.Terminate().Wait(limit))
            return;
        ((ExtendedActorSystem)system).Guardian.Stop();
        var text = $"Failed to stop [{system.Name}] within [{limit}]. ActorSystem is being forcefully shut down.";
        if (verifySystemShutdown)
            throw new TimeoutException(text);
        system.Log.Warning(text);
    }

    internal void Fail(string message) => _assertions.Fail("{0}", message);

    protected TimeSpan RemainingOr(TimeSpan duration)
    {
        if (_state.End is not { } end)
            return duration;
        var remaining = end - Now;
        return remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining;
    }

    protected virtual void InitializeTest(ActorSystem system, ActorSystemSetup config, string actorSystemName, string testActorName)
    {
        if (system is null)
        {
            var bootstrap = config.Get<BootstrapSetup>().GetOrElse(BootstrapSetup.Create()).WithConfigFallback(DefaultConfig);
            system = ActorSystem.Create(actorSystemName ?? "test", config.WithSetup(bootstrap));
        }
        else
        {
            system.Settings.InjectTopLevelFallback(DefaultConfig);
        }
        _state = new TestState
        {
            System = system,
            Settings = TestKitExtension.For(system),
            Log = Logging.GetLogger(system, GetType()),
        };
        system.Dispatchers.RegisterConfigurator(
            CallingThreadDispatcher.Id,
            new CallingThreadDispatcherConfigurator(system.Settings.Config, system.Dispatchers.Prerequisites));
        var name = string.IsNullOrEmpty(testActorName) ? $"testActor{TestActorId.IncrementAndGet()}" : testActorName;
        _state.TestActor = CreateTestActor(name);
        UseImplicitSender();
    }

    private void UseImplicitSender()
    {
        // A probe leaves the sender of the test that makes it alone.
        if (this is not INoImplicitSender)
            ActorCell.Current = ((ActorRefWithCell)TestActor).Underlying;
        else if (this is not TestProbe)
            ActorCell.Current = null;
        SynchronizationContext.SetSynchronizationContext(new ActorCellKeepingSynchronizationContext(ActorCell.Current));
    }
}

using System.Diagnostics;
using Akka.Actor;

namespace AkkaClip.Benchmarks;

/// <summary>
/// Messages a second between two actors of one process: one keeps a window of messages in flight, the other sends each
/// of them back. The goal is two million a second on two cores.
/// </summary>
public static class ActorThroughput
{
    private const int NumRoundTrips = 2_000_000;
    private const int NumRuns = 5;
    private const double GoalPerSecond = 2e6;

    public static void Run(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var system = ActorSystem.Create("throughput");
        foreach (var window in new[] { 1, 100, 1_000 })
        {
            var best = Enumerable.Range(0, NumRuns).Max(_ => MessagesPerSecond(system, window));
            var verdict = window == 1 ? "" : best >= GoalPerSecond ? "  (goal met)" : "  (below the goal of 2 million)";
            output.WriteLine($"actors, window {window,5}: {best / 1e6,6:F2} million messages/s, best of {NumRuns}{verdict}");
        }
        system.Terminate().GetAwaiter().GetResult();
    }

    private static double MessagesPerSecond(ActorSystem system, int window)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var numRoundTrips = window == 1 ? NumRoundTrips / 10 : NumRoundTrips;
        var echo = system.ActorOf(Props.Create(() => new Echo()));
        var server = system.ActorOf(Props.Create(() => new Server(echo, window, numRoundTrips, done)));
        var start = Stopwatch.GetTimestamp();
        server.Tell(Start.Instance, ActorRefs.NoSender);
        done.Task.GetAwaiter().GetResult();
        var elapsed = Stopwatch.GetElapsedTime(start);
        system.Stop(server);
        system.Stop(echo);
        return 2.0 * numRoundTrips / elapsed.TotalSeconds;
    }

    private sealed class Start
    {
        public static readonly Start Instance = new();
    }

    private sealed class Ball
    {
        public static readonly Ball Instance = new();
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }

    private sealed class Server : UntypedActor
    {
        private readonly IActorRef _echo;
        private readonly int _window;
        private readonly TaskCompletionSource _done;
        private int _toSend;
        private int _toReceive;

        public Server(IActorRef echo, int window, int numRoundTrips, TaskCompletionSource done)
        {
            _echo = echo;
            _window = window;
            _toSend = numRoundTrips;
            _toReceive = numRoundTrips;
            _done = done;
        }

        protected override void OnReceive(object message)
        {
            if (message is Start)
            {
                for (var i = 0; i < _window; i++)
                    Send();
                return;
            }
            if (--_toReceive == 0)
                _done.SetResult();
            else if (_toSend > 0)
                Send();
        }

        private void Send()
        {
            _toSend--;
            _echo.Tell(Ball.Instance, Self);
        }
    }
}

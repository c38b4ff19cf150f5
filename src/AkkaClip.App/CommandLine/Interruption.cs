using System.CommandLine;
using System.Runtime.InteropServices;

namespace AkkaClip.App.CommandLine;

/// <summary>Ctrl-C and SIGTERM as a cancellation token. The first asks to finish; a second Ctrl-C ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Command _command;
    private readonly PosixSignalRegistration[] _registrations;
    private PosixSignal _signal;

    public Interruption(Command command)
    {
        _command = command;
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(s => PosixSignalRegistration.Create(s, OnSignal))];
    }

    public CancellationToken Token => _source.Token;

    public bool Requested => _source.IsCancellationRequested;

    /// <summary>What the process ends with after the command has finished.</summary>
    public int ExitCode => _signal == PosixSignal.SIGTERM ? InterruptionMeaning.Of(_command).Terminated : CommandLine.ExitCode.Interrupted;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (Requested && context.Signal == PosixSignal.SIGINT)
            return; // not cancelled: the default action ends the process
        context.Cancel = true;
        // Supervisors send SIGTERM more than once (timeout: to the process and to its group), and have SIGKILL for impatience.
        if (Requested)
            return;
        _signal = context.Signal;
        if (InterruptionMeaning.Of(_command).Message is { Length: > 0 } message)
            Console.Error.WriteLine($"{message}; Ctrl-C again ends at once.");
        _source.Cancel();
    }
}

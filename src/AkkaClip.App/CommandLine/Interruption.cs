using System.Runtime.InteropServices;

namespace AkkaClip.App.CommandLine;

/// <summary>Ctrl-C and SIGTERM as a cancellation token. The first asks to finish; a second Ctrl-C ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(s => PosixSignalRegistration.Create(s, OnSignal))];

    public CancellationToken Token => _source.Token;

    public bool Requested => _source.IsCancellationRequested;

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
        Console.Error.WriteLine("Finishing the step and writing a checkpoint; Ctrl-C again ends at once.");
        _source.Cancel();
    }
}

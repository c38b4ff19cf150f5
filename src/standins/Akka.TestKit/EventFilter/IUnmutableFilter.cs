namespace Akka.TestKit;

/// <summary>A mute filter until it is disposed of.</summary>
public interface IUnmutableFilter : IDisposable
{
    void Unmute();
}

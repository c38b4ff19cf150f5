namespace Akka.Remote.Transport;

/// <summary>The connection of a lane whose messages count: the last one that began to bring any.</summary>
internal sealed class InboundSource
{
    private Connection _source;

    /// <summary>Held while a message is delivered, so that those of two connections never mix.</summary>
    public Lock Gate { get; } = new();

    /// <summary>False for an older connection that is still being read: its messages would come after later ones.</summary>
    public bool Is(Connection connection)
    {
        if (!connection.HasDelivered)
        {
            connection.HasDelivered = true;
            _source = connection;
        }
        return connection == _source;
    }
}

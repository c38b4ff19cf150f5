namespace Petabridge.Cmd;

/// <summary>The command could not be done.</summary>
public sealed class ErroredCommandResponse : CommandResponse
{
    public ErroredCommandResponse(string msg)
        : base(msg)
    {
    }
}

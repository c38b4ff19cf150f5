namespace Petabridge.Cmd;

/// <summary>An answer, or a part of one: what is not final is followed by more.</summary>
public class CommandResponse
{
    /// <summary>The end of a stream, without any text.</summary>
    public static readonly CommandResponse Empty = new("");

    public CommandResponse(string msg, bool final = true) => (Msg, Final) = (msg, final);

    public string Msg { get; }

    public bool Final { get; }
}

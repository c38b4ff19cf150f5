namespace Petabridge.Cmd.Client;

/// <summary>The client cannot go on; the message is one line for the user.</summary>
internal sealed class PbmException(string message) : Exception(message);

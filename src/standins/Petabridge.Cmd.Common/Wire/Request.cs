namespace Petabridge.Cmd.Wire;

/// <summary>What a client says.</summary>
/// <param name="Id">Of the command, chosen by the client.</param>
/// <param name="Line">A command to start; null: none.</param>
/// <param name="Cancel">End the command's stream.</param>
/// <param name="Proof">Of the secret: the client's first word, where the host asks for one.</param>
internal sealed record Request(int Id, string Line = null, bool Cancel = false, string Proof = null);

namespace Petabridge.Cmd.Wire;

/// <summary>What the host says.</summary>
/// <param name="Id">Of the command; 0: of the connection, which ends.</param>
/// <param name="Text">Lines for the user.</param>
/// <param name="Final">Nothing follows.</param>
/// <param name="Errored">The command could not be done.</param>
internal sealed record Reply(int Id, string Text, bool Final, bool Errored);

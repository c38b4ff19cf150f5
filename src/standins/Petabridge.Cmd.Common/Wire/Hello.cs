namespace Petabridge.Cmd.Wire;

/// <summary>The host's first word.</summary>
/// <param name="Protocol">Always <see cref="Name"/>: whoever says something else is none.</param>
/// <param name="Nonce">What the client has to prove its knowledge of the secret over; null: no secret is asked for.</param>
internal sealed record Hello(string Protocol, string Nonce)
{
    public const string Name = "petabridge.cmd stand-in 1";
}

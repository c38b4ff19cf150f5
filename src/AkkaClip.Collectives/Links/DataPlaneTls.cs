using System.Net.Security;

namespace AkkaClip.Collectives.Links;

/// <summary>TLS for links between hosts. Links over Unix sockets stay plain: they never leave the machine.</summary>
/// <param name="Server">Holds this node's certificate; may ask for the peer's.</param>
/// <param name="Client">How the certificate of a peer is checked; a null target host is replaced by the peer's.</param>
public sealed record DataPlaneTls(SslServerAuthenticationOptions Server, SslClientAuthenticationOptions Client);

using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AkkaClip.Collectives.Links;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Nodes;

namespace AkkaClip.Actors.Nodes;

/// <summary>TLS of the data plane, from a node's certificate.</summary>
internal static class Certificates
{
    /// <exception cref="UserErrorException">The certificate cannot be used.</exception>
    public static DataPlaneTls Load(TlsSpec tls)
    {
        var certificate = Read(tls);
        return new DataPlaneTls(
            new SslServerAuthenticationOptions { ServerCertificate = certificate },
            new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, peer, chain, errors) => !tls.ValidatePeers || errors == SslPolicyErrors.None || Refuse(peer, chain, errors),
            });
    }

    private static X509Certificate2 Read(TlsSpec tls)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(tls.Certificate, tls.Password.Reveal());
            return certificate.HasPrivateKey
                ? certificate
                : throw new UserErrorException($"akkaclip.node.data-plane.tls.certificate = {tls.Certificate} holds no private key; export the certificate with its key (openssl pkcs12 -export).");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"akkaclip.node.data-plane.tls.certificate = {tls.Certificate} cannot be read: {e.Message} (it must be PKCS#12, and its password right).", e);
        }
    }

    /// <summary>Says why, where a plain no would leave it to guesses.</summary>
    private static bool Refuse(X509Certificate? peer, X509Chain? chain, SslPolicyErrors errors)
    {
        var reasons = chain?.ChainStatus.Select(status => status.Status.ToString()) ?? [];
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            reasons = reasons.Append("it is for another host name");
        throw new AuthenticationException(
            $"its certificate {peer?.Subject ?? "(none)"} is not trusted here ({string.Join(", ", reasons.DefaultIfEmpty(errors.ToString()))}); install its authority on this machine, or set akkaclip.node.data-plane.tls.validate-peers = off");
    }
}

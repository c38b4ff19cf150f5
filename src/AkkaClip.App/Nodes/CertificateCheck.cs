using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AkkaClip.Core.Nodes;

namespace AkkaClip.App.Nodes;

/// <summary>Whether a node's certificate can be used.</summary>
internal static class CertificateCheck
{
    /// <param name="name">What it is for: cluster, data plane.</param>
    public static Finding Run(string name, TlsSpec tls, TimeProvider time)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadPkcs12FromFile(tls.Certificate, tls.Password.Reveal());
            var (from, to, now) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime(), time.GetUtcNow().UtcDateTime);
            var until = to.ToString("u", CultureInfo.InvariantCulture);
            return !certificate.HasPrivateKey ? Finding.Refusal($"{name} TLS", $"{tls.Certificate} holds no private key; export the certificate with its key (openssl pkcs12 -export)")
                : now > to ? Finding.Refusal($"{name} TLS", $"the certificate {tls.Certificate} expired at {until}")
                : now < from ? Finding.Refusal($"{name} TLS", $"the certificate {tls.Certificate} is not valid before {from.ToString("u", CultureInfo.InvariantCulture)}; is the clock right?")
                : Finding.Fine($"{name} TLS", $"{certificate.Subject}, valid until {until}");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return Finding.Refusal($"{name} TLS", $"the certificate {tls.Certificate} cannot be read: {e.Message} (it must be PKCS#12, and its password right)");
        }
    }
}

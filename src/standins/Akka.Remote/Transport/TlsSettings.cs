using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;

namespace Akka.Remote.Transport;

/// <summary>The certificate that every system shows, and whether others' are checked.</summary>
internal sealed class TlsSettings
{
    private readonly X509Certificate2 _certificate;
    private readonly bool _suppressValidation;

    /// <exception cref="ConfigurationException">The certificate cannot be loaded, or has no private key.</exception>
    public TlsSettings(Config config, string section)
    {
        var path = config.GetString("certificate.path");
        if (string.IsNullOrEmpty(path))
            throw new ConfigurationException($"{section}.certificate.path is empty; TLS needs a PKCS #12 file");
        try
        {
            _certificate = X509CertificateLoader.LoadPkcs12FromFile(path, config.GetString("certificate.password"));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{section}.certificate.path: [{path}] cannot be loaded: {e.Message}", e);
        }
        if (!_certificate.HasPrivateKey)
            throw new ConfigurationException($"{section}.certificate.path: [{path}] has no private key");
        _suppressValidation = config.GetBoolean("suppress-validation");
    }

    public async Task<Stream> AsServer(Stream stream, CancellationToken cancellation)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = _certificate }, cancellation).ConfigureAwait(false);
        return tls;
    }

    /// <summary>All systems share one certificate, so its name is the one that the other side must prove.</summary>
    public async Task<Stream> AsClient(Stream stream, CancellationToken cancellation)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = _certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false),
            ClientCertificates = [_certificate],
        };
        if (_suppressValidation)
        {
#pragma warning disable CA5359 // What suppress-validation asks for.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        await tls.AuthenticateAsClientAsync(options, cancellation).ConfigureAwait(false);
        return tls;
    }
}

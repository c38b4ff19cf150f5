using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AkkaClip.Collectives.Links;
using AkkaClip.Collectives.Sockets;
using AkkaClip.Core.Exchange;

namespace AkkaClip.Collectives.Tests.Sockets;

public sealed class TlsGroupTests : CollectiveContract, IDisposable
{
    private static readonly X509Certificate2 s_certificate = SelfSigned();

    private readonly SocketCluster _cluster = new(With(s_certificate.Thumbprint));

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task A_certificate_that_is_not_trusted_fails_the_group()
    {
        using var cluster = new SocketCluster(With("another thumbprint") with { LinkTimeout = TimeSpan.FromSeconds(2) });
        await Together(cluster.Connect(2, new SocketGroupOptions()), member =>
        {
            var failure = Assert.Throws<CollectiveFailedException>(() => member.AllReduceSum(new float[1]).Complete());
            Assert.Equal(1 - member.Rank, failure.PeerRank);
        });
    }

    protected override ICollectiveMember[] Connect(int worldSize, CollectiveOptions options) =>
        _cluster.Connect(worldSize, new SocketGroupOptions { Common = options });

    private static DataPlaneOptions With(string trustedThumbprint) => TestNodes.Options with
    {
        Tls = new DataPlaneTls(
            new SslServerAuthenticationOptions { ServerCertificate = s_certificate },
            new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => ((X509Certificate2)certificate!).Thumbprint == trustedThumbprint,
            }),
    };

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=akkaclip-test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}

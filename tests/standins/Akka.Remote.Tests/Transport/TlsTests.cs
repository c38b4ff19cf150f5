using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Remote.Tests.Systems;
using Xunit.Abstractions;

namespace Akka.Remote.Tests.Transport;

public sealed class TlsTests : RemoteSystems
{
    private static readonly string CertificatePath = MakeCertificate();

    public TlsTests(ITestOutputHelper output)
        : base(output, Tls(validates: false))
    {
    }

    [Fact]
    public async Task Systems_with_a_certificate_talk()
    {
        var there = Start("there", Tls(validates: false));
        Assert.Equal(("akka.ssl.tcp", "akka.ssl.tcp"), (Here.Protocol, AddressOf(there).Protocol));
        var echo = await Reach(Sys, there.ActorOf(Props.Create<Echo>(), "echo"), there);
        var large = new byte[100_000];
        Assert.Equal(large, await echo.Ask<byte[]>(large, Soon));
    }

    [Fact]
    public async Task A_system_without_tls_knows_no_way_there_and_is_refused_under_a_wrong_address()
    {
        var plain = Start("plain");
        Sys.ActorOf(Props.Create<Echo>(), "echo");
        Assert.Throws<RemoteTransportException>(() => plain.ActorSelection(new RootActorPath(Here) / "user" / "echo"));
        var wrong = new RootActorPath(Here.WithProtocol("akka.tcp")) / "user" / "echo";
        await Assert.ThrowsAsync<ActorNotFoundException>(() => plain.ActorSelection(wrong).ResolveOne(Soon));
    }

    [Fact]
    public async Task A_system_that_validates_refuses_a_certificate_that_nobody_vouches_for()
    {
        var strict = Start("strict", Tls(validates: true));
        Sys.ActorOf(Props.Create<Echo>(), "echo");
        await Assert.ThrowsAsync<ActorNotFoundException>(
            () => strict.ActorSelection(new RootActorPath(Here) / "user" / "echo").ResolveOne(Soon));
    }

    [Fact]
    public void A_missing_certificate_fails_the_start() =>
        Assert.ThrowsAny<Exception>(() => Start("lost", Tls(validates: true, "/nowhere/lost.pfx")));

    private static string Tls(bool validates, string? path = null) => $$"""
        akka.remote.dot-netty.tcp {
          enable-ssl = true
          connection-timeout = 5s
          ssl {
            suppress-validation = {{(validates ? "false" : "true")}}
            certificate { path = "{{path ?? CertificatePath}}", password = "secret" }
          }
        }
        """;

    private static string MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=akka-test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var path = Path.Combine(Path.GetTempPath(), $"akka-remote-tests-{Environment.ProcessId}.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, "secret"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(path);
        return path;
    }
}

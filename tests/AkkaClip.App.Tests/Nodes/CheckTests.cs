using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using AkkaClip.App.Nodes;
using AkkaClip.Core.Nodes;
using AkkaClip.TestSupport.Folders;

namespace AkkaClip.App.Tests.Nodes;

public sealed class CheckTests
{
    private static readonly DateTimeOffset s_now = new(2030, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeProvider s_time = new FixedTime(s_now);

    [Theory]
    [InlineData(0, null)]
    [InlineData(59, null)]
    [InlineData(-59, null)]
    [InlineData(90, "90 s behind that of the database")]
    [InlineData(-3600, "3600 s ahead of that of the database")]
    public void A_clock_that_is_far_off_is_refused(int theirsAheadSeconds, string? said)
    {
        var findings = ClockCheck.Run("the database", s_now.AddSeconds(theirsAheadSeconds), s_time).ToList();

        if (said is null)
        {
            Assert.Empty(findings);
            return;
        }
        Assert.Equal(FindingKind.Refusal, Assert.Single(findings).Kind);
        Assert.Contains(said, findings[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-10, 10, true, "right", FindingKind.Fine, "CN=node, valid until 2030-05-11")]
    [InlineData(-10, -1, true, "right", FindingKind.Refusal, "expired at 2030-04-30")]
    [InlineData(1, 10, true, "right", FindingKind.Refusal, "is not valid before 2030-05-02")]
    [InlineData(-10, 10, false, "right", FindingKind.Refusal, "holds no private key")]
    [InlineData(-10, 10, true, "wrong", FindingKind.Refusal, "cannot be read")]
    public void A_certificate_must_be_readable_valid_and_have_its_key(int fromDays, int toDays, bool withKey, string password, object kind, string said)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Root, "node.p12");
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var whole = request.CreateSelfSigned(s_now.AddDays(fromDays), s_now.AddDays(toDays));
        using var publicPart = X509CertificateLoader.LoadCertificate(whole.RawData);
        File.WriteAllBytes(path, (withKey ? whole : publicPart).Export(X509ContentType.Pkcs12, "right"));

        var finding = CertificateCheck.Run("cluster", new TlsSpec { Certificate = path, Password = new SecretText(password), ValidatePeers = true }, s_time);

        Assert.Equal((FindingKind)kind, finding.Kind);
        Assert.Contains(said, finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_of_the_log_is_one_line()
    {
        var cause = new InvalidOperationException("first\nsecond");
        var line = LineLogger.Line(new Error(cause, "[akka://akkaclip/user/runs#123]", typeof(CheckTests), "it\nfailed"), withStackTrace: false);

        Assert.EndsWith(" ERROR   /user/runs it | failed: InvalidOperationException: first | second", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.Contains("Z INFO    Cluster(akka://akkaclip) up", LineLogger.Line(new Info("Cluster(akka://akkaclip)", typeof(CheckTests), "up"), withStackTrace: false), StringComparison.Ordinal);
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Nodes;

namespace AkkaClip.Actors.Tests.Nodes;

/// <summary>A cluster whose data plane is encrypted, all of it over TCP.</summary>
public sealed class DataPlaneTlsTests : IDisposable
{
    private readonly RunFolder _folder = new();
    private readonly FakeParts _parts = new(new FaultPlan());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cluster_trains_over_tls()
    {
        await using var cluster = new TestCluster(_folder.Path, (_, _) => _parts);
        var control = await Start(cluster, validate: false);

        await TestCluster.Submit(control, Specs.Run(_folder.Path) with { Trainers = Specs.Run("").Trainers with { Count = 2, Minimum = 2 } });

        Assert.Equal(RunState.Completed, (await TestCluster.Ended(control, "a run")).State);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_named_with_what_to_do()
    {
        await using var cluster = new TestCluster(_folder.Path, (_, _) => _parts);
        var control = await Start(cluster, validate: true);

        await TestCluster.Submit(control, Specs.Run(_folder.Path) with { Trainers = Specs.Run("").Trainers with { Count = 2, Minimum = 2 } });

        var said = await TestCluster.Await(_folder.Path, happened => happened is RunEvent.GenerationStarted { Generation: > 1 } or RunEvent.StateChanged { State: RunState.Failed });
        var reason = said is RunEvent.GenerationStarted next ? next.Reason : ((RunEvent.StateChanged)said).Reason;
        Assert.Contains("CN=akkaclip-test is not trusted here", reason, StringComparison.Ordinal);
        Assert.Contains("akkaclip.node.data-plane.tls.validate-peers = off", reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', reason);
    }

    [Theory]
    [InlineData("missing.p12", "")]
    [InlineData("node.p12", "a wrong password")]
    public async Task A_certificate_that_cannot_be_read_is_refused_before_anything_starts(string file, string password)
    {
        WriteCertificate();
        await using var cluster = new TestCluster(_folder.Path, (_, _) => _parts);
        var failure = await Assert.ThrowsAsync<UserErrorException>(() => cluster.Start("a", [NodeRoles.Control, NodeRoles.Trainer], node => WithTls(node, validate: true, file, password)));
        Assert.StartsWith($"akkaclip.node.data-plane.tls.certificate = {Path.Combine(_folder.Path, file)} cannot be read", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    private async Task<Actors.Nodes.ClusterNode> Start(TestCluster cluster, bool validate)
    {
        WriteCertificate();
        var control = await cluster.Start("a", [NodeRoles.Control, NodeRoles.Trainer], node => WithTls(node, validate));
        await cluster.Start("b", [NodeRoles.Trainer], node => WithTls(node, validate));
        return control;
    }

    private NodeSpec WithTls(NodeSpec node, bool validate, string file = "node.p12", string password = "letters") => node with
    {
        Devices = ["cpu"],
        DataPlane = node.DataPlane with
        {
            UnixSockets = false,
            Tls = new TlsSpec { Certificate = Path.Combine(_folder.Path, file), Password = new SecretText(password), ValidatePeers = validate },
        },
    };

    private void WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=akkaclip-test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        File.WriteAllBytes(Path.Combine(_folder.Path, "node.p12"), certificate.Export(X509ContentType.Pkcs12, "letters"));
    }
}

using Akka.Configuration;
using Akka.Configuration.Hocon;
using AkkaClip.App.Configuration;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Nodes;

namespace AkkaClip.App.Tests.Configuration;

public sealed class NodeConfigurationTests : IDisposable
{
    private const string Secret = "a secret of the tests";
    private readonly ConfigurationFiles _files = new();

    public NodeConfigurationTests() => _files.SetVariable("AKKACLIP_SECRET", Secret);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void The_reference_is_a_whole_node_but_for_roles_and_secret()
    {
        var node = _files.LoadNode("akkaclip.node.roles = [control]").Node;

        Assert.Equal("the-host-4053", node.Name);
        Assert.Equal(["control"], node.Roles.ToArray());
        Assert.Equal(["cpu"], node.Devices.ToArray());
        Assert.Equal(Secret, node.Secret.Reveal());
        Assert.Equal(Path.Combine(_files.Folder, "working", "runs"), node.RunsDirectory);
        Assert.Equal(Path.Combine(node.RunsDirectory, "akkaclip.db"), node.Persistence.File);
        Assert.Equal(("akkaclip", "127.0.0.1", 4053), (node.Cluster.System, node.Cluster.Host, node.Cluster.Port));
        Assert.Empty(node.Cluster.Seeds);
        Assert.Null(node.Cluster.Tls);
        Assert.Equal("127.0.0.1", node.DataPlane.Host);
        Assert.Equal(TimeSpan.FromSeconds(2), node.DataPlane.ProgressDeadline);
        Assert.Equal(TimeSpan.FromMilliseconds(500), node.RollCall);
    }

    [Fact]
    public void A_file_lies_over_the_reference_and_the_command_line_over_both()
    {
        var node = _files.LoadNode(
            """
            akkaclip.node {
              name = file
              roles = [trainer]
              cluster.host = a.example
              cluster.seeds = ["a.example:4053", "b.example:4053"]
              data-plane.tls {
                certificate = tls/node.p12
                password = hidden
              }
              limits.roll-call = 1 m
            }
            """,
            ConfigOverride.Of("--name", "akkaclip.node.name", "line"),
            ConfigOverride.Of("--roles", "akkaclip.node.roles", ["trainer", "data"]),
            ConfigOverride.Parse("cluster.port=0", NodeSpecReader.Root)).Node;

        Assert.Equal("line", node.Name);
        Assert.Equal(["trainer", "data"], node.Roles.ToArray());
        Assert.Equal(0, node.Cluster.Port);
        Assert.Equal(["a.example:4053", "b.example:4053"], node.Cluster.Seeds.ToArray());
        Assert.Equal("a.example", node.DataPlane.Host);
        Assert.Equal(Path.Combine(_files.Folder, "tls", "node.p12"), node.DataPlane.Tls!.Certificate);
        Assert.Equal("hidden", node.DataPlane.Tls.Password.Reveal());
        Assert.Equal(TimeSpan.FromMinutes(1), node.RollCall);
    }

    [Fact]
    public void A_node_without_a_fixed_port_is_named_by_its_process()
    {
        var node = _files.LoadNode("akkaclip.node { roles = [control]\n cluster.port = 0 }").Node;
        Assert.Equal($"the-host-p{Environment.ProcessId}", node.Name);
    }

    [Fact]
    public void All_errors_are_told_at_once_with_path_value_and_what_said_them()
    {
        _files.SetVariable("AKKACLIP_SECRET", "short");
        var message = RefusedNode(
            """
            akkaclip.node {
              roles = [trainer, taster]
              devices = [toaster]
              cluster.port = 99999
              cluster.seds = ["a:1"]
              limits.roll-call = soon
            }
            """,
            ConfigOverride.Of("--host", "akkaclip.node.cluster.host", "0.0.0.0"));

        Assert.Contains("8 errors", message, StringComparison.Ordinal);
        Assert.Contains("node.conf: akkaclip.node.roles = [trainer, taster]: must be one or more of control, trainer, data, evaluator", message, StringComparison.Ordinal);
        Assert.Contains("node.conf: akkaclip.node.devices = [toaster]: must be cpu or cuda:<number>", message, StringComparison.Ordinal);
        Assert.Contains("node.conf: akkaclip.node.cluster.port = 99999: must be 0", message, StringComparison.Ordinal);
        Assert.Contains("akkaclip.node.cluster.seds is no known key; did you mean akkaclip.node.cluster.seeds?", message, StringComparison.Ordinal);
        Assert.Contains("akkaclip.node.limits.roll-call = soon: must be a time, such as 500 ms", message, StringComparison.Ordinal);
        Assert.Contains("--host 0.0.0.0: akkaclip.node.cluster.host = 0.0.0.0: must be the name or address", message, StringComparison.Ordinal);
        Assert.Contains("akkaclip.node.secret = (5 letters): must be 16 letters or more", message, StringComparison.Ordinal);
        Assert.Contains("akkaclip.node.cluster.seeds = []: must be one host:port or more", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2 s", 2000)]
    [InlineData("500ms", 500)]
    [InlineData("1.5 m", 90_000)]
    [InlineData("1h", 3_600_000)]
    public void Times_have_units(string text, double milliseconds) =>
        Assert.Equal(milliseconds, _files.LoadNode($"akkaclip.node {{ roles = [control]\n limits.roll-call = {text} }}").Node.RollCall.TotalMilliseconds);

    [Theory]
    [InlineData("2")]
    [InlineData("-1 s")]
    [InlineData("1 fortnight")]
    [InlineData("ms")]
    public void Times_without_unit_or_sense_are_refused(string text) =>
        Assert.Contains("must be a time", RefusedNode($"akkaclip.node {{ roles = [control]\n limits.roll-call = \"{text}\" }}"), StringComparison.Ordinal);

    [Fact]
    public void A_missing_secret_is_told_with_the_way_to_make_one()
    {
        _files.SetVariable("AKKACLIP_SECRET", " ");
        Assert.Contains("set the environment variable AKKACLIP_SECRET, or name a file by akkaclip.node.secret.file", RefusedNode("akkaclip.node.roles = [control]"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_secret_in_a_file_that_others_may_read_is_refused()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no file modes");
        const string Node = "akkaclip.node { roles = [control]\n secret.file = cluster.secret }";

        _files.Write("cluster.secret", Secret + "\n", UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("may be read by others (mode 0404); chmod 600", RefusedNode(Node), StringComparison.Ordinal);

        _files.Write("cluster.secret", Secret + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(Secret, _files.LoadNode(Node).Node.Secret.Reveal());
    }

    [Theory]
    [InlineData("akkaclip.node.secret.file = gone.secret", "gone.secret")]
    [InlineData("akkaclip.node.secret.file = empty.secret", "is empty")]
    public void A_secret_file_that_is_missing_or_empty_is_refused(string line, string said)
    {
        _files.Write("empty.secret", "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains(said, RefusedNode($"akkaclip.node.roles = [control]\n{line}"), StringComparison.Ordinal);
    }

    public static TheoryData<string> Keys
    {
        get
        {
            var keys = new TheoryData<string>();
            Collect(ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine(TestSupport.TestData.RepositoryRoot(), "hocon", "reference.conf"))).GetConfig("akkaclip.node").Root, "akkaclip.node", keys);
            return keys;
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_key_of_the_reference_is_read(string key)
    {
        // A section fits no key, so that the one who reads it complains.
        var message = RefusedNode(
            "akkaclip.node { roles = [control]\n cluster.tls.certificate = a.p12\n data-plane.tls.certificate = a.p12\n secret.file = a.secret }",
            key.EndsWith(".secret.variable", StringComparison.Ordinal) ? new ConfigOverride("file", "akkaclip.node.secret.file = off") : new ConfigOverride("no", "akkaclip.node.roles = [control]"),
            new ConfigOverride("wrong", $"{key} = {{ a = b }}"));
        Assert.Contains($"wrong: {key} = {{...}}: must be", message, StringComparison.Ordinal);
    }

    private static void Collect(HoconValue section, string path, TheoryData<string> keys)
    {
        foreach (var (key, value) in section.GetObject().Items)
        {
            if (value.IsObject())
                Collect(value, $"{path}.{key}", keys);
            else
                keys.Add($"{path}.{key}");
        }
    }

    private string RefusedNode(string text, params ConfigOverride[] overrides) =>
        Assert.Throws<UserErrorException>(() => _files.LoadNode(text, overrides)).Message;
}

using AkkaClip.App.Configuration;
using AkkaClip.App.Tests.Configuration;
using AkkaClip.Core.Errors;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.App.Tests.Clients;

/// <summary>How a command line finds the cluster that it is about, and what it says when there is none.</summary>
public sealed class ClusterOptionTests : IDisposable
{
    private readonly ConfigurationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Without_a_cluster_the_runs_are_those_of_this_machine() => Assert.Null(Load(""));

    [Fact]
    public void A_node_file_may_name_the_cluster_and_the_command_line_another()
    {
        const string File = "akkaclip { client { cluster = [\"a:1\", \"b:2\"]\n timeout = 3 s }\n node.cluster.tls.certificate = tls.p12 }";

        var client = Load(File)!;
        Assert.Equal(["a:1", "b:2"], client.Client.Contacts.ToArray());
        Assert.Equal(TimeSpan.FromSeconds(3), client.Client.Timeout);
        Assert.Equal("remote", client.ActorSystem.GetString("akka.actor.provider"));
        Assert.Equal(
            ["akka.ssl.tcp://akkaclip@a:1/system/receptionist", "akka.ssl.tcp://akkaclip@b:2/system/receptionist"],
            client.ActorSystem.GetStringList("akka.cluster.client.initial-contacts"));

        Assert.Equal(["c:3"], Load(File, ConfigOverride.Of("--cluster", "akkaclip.client.cluster", ["c:3"]))!.Client.Contacts.ToArray());
    }

    [Theory]
    [InlineData("akkaclip.client.cluster = [control-1]", "akkaclip.client.cluster = control-1: must be host:port")]
    [InlineData("akkaclip.client.timeout = soon", "must be a time")]
    [InlineData("akkaclip.client.clutser = []", "did you mean akkaclip.client.cluster?")]
    public void Mistakes_are_named(string text, string said) =>
        Assert.Contains(said, Assert.Throws<UserErrorException>(() => Load(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("cancel")]
    public async Task What_only_a_cluster_can_do_says_so(string verb)
    {
        var ended = await CommandLineProcess.RunAsync(_files.Folder, "run", verb, "a-run");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"akkaclip run {verb} is for runs of a cluster: name one of its nodes by --cluster HOST:PORT", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("Ctrl-C", ended.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show", "a-run")]
    [InlineData("watch", "a-run")]
    [InlineData("cancel", "a-run")]
    public async Task A_cluster_that_is_not_there_is_told_at_once(params string[] arguments)
    {
        var ended = await CommandLineProcess.RunAsync(_files.Folder, ["run", .. arguments, "--cluster", "127.0.0.1:1"]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Equal("akkaclip: nobody listens at 127.0.0.1:1: is akkaclip node running there, and reachable from here?", ended.Errors.Trim());
    }

    [Fact]
    public void A_run_of_a_cluster_has_its_folder_where_the_cluster_has_its_runs()
    {
        var file = _files.Write("run.conf", "akkaclip.run { name = mine\n data.paths = [a.tar] }");
        Assert.Equal("mine", RunConfiguration.Load(file, [], nodeFile: null, "/", _ => null, ConfigOverride.Of("--cluster", "akkaclip.client.cluster", ["a:1"])).Run.Directory);
        Assert.Equal("/runs/mine", RunConfiguration.Load(file, [], nodeFile: null, "/", _ => null).Run.Directory);
    }

    private ClientConfiguration? Load(string text, params ConfigOverride[] overrides) =>
        ClientConfiguration.Load([_files.Write("node.conf", text)], overrides, _files.Folder, _ => null);
}

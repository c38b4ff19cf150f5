using System.CommandLine;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Configuration;
using AkkaClip.App.Nodes;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip node</c>: makes this process a member of a cluster.</summary>
internal static class NodeCommand
{
    private static readonly Option<string?> s_config = new("--config") { Description = "The node's HOCON file, such as hocon/nodes/trainer.conf." };
    private static readonly Option<string?> s_roles = new("--roles") { Description = "control, trainer, data, evaluator: one or more, with commas." };
    private static readonly Option<string?> s_name = new("--name") { Description = "The node's name; default: the machine's name and the port." };
    private static readonly Option<string?> s_host = new("--host") { Description = "The name or address by which the other nodes reach this one." };
    private static readonly Option<string?> s_port = new("--port") { Description = "The cluster port; 0: any free one." };
    private static readonly Option<string[]> s_seeds = new("--seed") { Description = "A member to join by, as host:port. May be repeated." };
    private static readonly Option<string[]> s_devices = new("--device") { Description = "A trainer's device: cpu, cuda:0. May be repeated." };
    private static readonly Option<string[]> s_set = new("-D", "--set") { Description = "Overrides a key: -D cluster.stable-after='5 s'. May be repeated." };

    public static Command Build()
    {
        var check = new Option<bool>("--check") { Description = "Only look at the configuration and this machine, and say what would not work." };
        var json = Output.JsonOption();
        var command = new Command("node", "Makes this process a node of a cluster, until Ctrl-C or SIGTERM. The cluster's secret is in AKKACLIP_SECRET, or in a file that the configuration names.")
        {
            s_config, s_roles, s_name, s_host, s_port, s_seeds, s_devices, s_set, check, json,
        }.WithExamples(
            "export AKKACLIP_SECRET=$(openssl rand -hex 32)",
            "akkaclip node --config hocon/nodes/seed.conf",
            "akkaclip node --config hocon/nodes/trainer.conf --device cuda:0 --device cuda:1",
            "akkaclip node --roles trainer,data --seed control-1:4053 --host $(hostname) --port 4053",
            "akkaclip node --config hocon/nodes/trainer.conf --check");
        InterruptionMeaning.Set(command, "Finishing the step and leaving the cluster", terminated: ExitCode.Success);
        command.SetAction(async (parsed, cancellation) =>
        {
            var configuration = NodeConfiguration.Load(parsed.GetValue(s_config), Overrides(parsed));
            var output = Output.Of(parsed, json);
            await NodeReport.ShowAsync(await NodeInspection.RunAsync(configuration.Node, configuration.ActorSystem, TimeProvider.System, cancellation), output);
            return parsed.GetValue(check) ? ExitCode.Success : await NodeSession.RunAsync(configuration, output, cancellation);
        });
        return command;
    }

    /// <summary>The options as keys; what <c>-D</c> says wins over the option of its own.</summary>
    private static List<ConfigOverride> Overrides(ParseResult parsed)
    {
        const string Root = NodeSpecReader.Root;
        var overrides = new List<ConfigOverride>();
        Add(parsed.GetValue(s_name), s_name, "name");
        Add(parsed.GetValue(s_host), s_host, "cluster.host");
        Add(parsed.GetValue(s_port), s_port, "cluster.port");
        AddList(parsed.GetValue(s_roles)?.Split(',', StringSplitOptions.TrimEntries), s_roles, "roles");
        AddList(parsed.GetValue(s_seeds), s_seeds, "cluster.seeds");
        AddList(parsed.GetValue(s_devices), s_devices, "devices");
        overrides.AddRange((parsed.GetValue(s_set) ?? []).Select(entry => ConfigOverride.Parse(entry, Root)));
        return overrides;

        void Add(string? value, Option option, string key)
        {
            if (value is not null)
                overrides.Add(ConfigOverride.Of(option.Name, $"{Root}.{key}", value));
        }

        void AddList(string[]? values, Option option, string key)
        {
            if (values is { Length: > 0 })
                overrides.Add(ConfigOverride.Of(option.Name, $"{Root}.{key}", values));
        }
    }
}

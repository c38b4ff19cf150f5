using Petabridge.Cmd.Cluster;

namespace Petabridge.Cmd.Tests;

public class DefinitionTests
{
    [Fact]
    public void A_definition_keeps_what_its_builder_was_told()
    {
        var definition = new CommandDefinitionBuilder().WithName("view").WithDescription("Views it.")
            .WithArgument(b => b.WithName("since").WithDescription("Since when.").IsMandatory(true).AllowMultiple(true).WithDefaultValues("1m", "5m").WithSwitch("-s").WithSwitch("-S"))
            .Build();

        Assert.Equal("view", definition.Name);
        var since = definition.ArgumentsByName["since"];
        Assert.Contains("-s", since.Switch);
        Assert.Contains("-S", since.Switch);
        Assert.Equal("msg", new CommandPalette("msg", [definition]).ModuleName);
    }

    [Fact]
    public void Responses_are_final_where_nothing_else_is_said()
    {
        Assert.True(new CommandResponse("text").Final);
        Assert.False(new CommandResponse("text", final: false).Final);
        Assert.Equal("no", new ErroredCommandResponse("no").Msg);
        Assert.True(CommandResponse.Empty.Final);
    }

    [Fact]
    public void The_palette_of_the_cluster_is_there() => Assert.Equal("cluster", ClusterCommands.Instance.Palette.ModuleName);
}

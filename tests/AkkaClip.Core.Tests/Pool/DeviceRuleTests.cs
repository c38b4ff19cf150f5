using AkkaClip.Core.Pool;

namespace AkkaClip.Core.Tests.Pool;

public sealed class DeviceRuleTests
{
    [Theory]
    [InlineData("cpu", "cpu", true)]
    [InlineData("cuda:0", "cuda:0", true)]
    [InlineData("cuda:1", "cuda", true)]
    [InlineData("any", "cuda:7", true)]
    [InlineData("cuda:1", "cuda:0", false)]
    [InlineData("cpu", "cuda", false)]
    [InlineData("cuda:0", "cpu", false)]
    public void A_device_serves_a_run_that_names_it_or_its_kind(string offered, string wanted, bool serves) =>
        Assert.Equal(serves, DeviceRule.Serves(offered, wanted));

    [Theory]
    [InlineData("cuda:1", "cuda", "cuda:1")]
    [InlineData("any", "cuda", "cuda")]
    [InlineData("cpu", "cpu", "cpu")]
    public void A_trainer_computes_on_its_own_device_and_where_the_run_wants_if_it_has_none(string offered, string wanted, string chosen) =>
        Assert.Equal(chosen, DeviceRule.Choose(offered, wanted));

    [Fact]
    public void Runs_on_gpus_compete_with_each_other_and_not_with_those_on_cpus()
    {
        Assert.Equal(DeviceRule.KindOf("cuda"), DeviceRule.KindOf("cuda:3"));
        Assert.NotEqual(DeviceRule.KindOf("cuda"), DeviceRule.KindOf("cpu"));
    }

    [Fact]
    public void A_shortage_names_what_is_wanted_and_what_is_there()
    {
        var shortage = DeviceRule.Shortage("cuda:1", ["cuda:0", "cpu", "cpu"]);
        Assert.Contains("trains on cuda:1, and no node lends that: there are 2 x cpu, 1 x cuda:0", shortage, StringComparison.Ordinal);
        Assert.Null(DeviceRule.Shortage("cuda", ["cuda:0", "cpu"]));
        Assert.Null(DeviceRule.Shortage("cuda", [])); // no node at all: that is another story
    }
}

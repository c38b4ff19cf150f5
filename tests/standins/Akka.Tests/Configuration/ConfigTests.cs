using Akka.Configuration;
using Xunit;

namespace Akka.Tests.Configuration;

public class ConfigTests
{
    private static readonly Config s_near = ConfigurationFactory.ParseString("a { x = 1, n { p = 1 } }\ns = scalar\nl = [1]");
    private static readonly Config s_far = ConfigurationFactory.ParseString("a { x = 2, y = 2, n { q = 2 } }\ns { t = 2 }\nl = [2, 3]\nonly = far");

    [Fact]
    public void A_fallback_fills_what_is_missing_key_by_key()
    {
        var config = s_near.WithFallback(s_far);
        Assert.Equal((1, 2), (config.GetInt("a.x"), config.GetInt("a.y")));
        Assert.Equal((1, 2), (config.GetInt("a.n.p"), config.GetInt("a.n.q")));
        Assert.Equal("scalar", config.GetString("s"));
        Assert.Equal([1], config.GetIntList("l"));
        Assert.Equal("far", config.GetString("only"));
    }

    [Fact]
    public void Fallbacks_chain_either_way()
    {
        var last = ConfigurationFactory.ParseString("a.z = 3\na.y = 3");
        foreach (var config in new[] { s_near.WithFallback(s_far).WithFallback(last), s_near.WithFallback(s_far.WithFallback(last)) })
        {
            Assert.Equal((1, 2, 3), (config.GetInt("a.x"), config.GetInt("a.y"), config.GetInt("a.z")));
            Assert.Equal((1, 2, 3), (config.GetConfig("a").GetInt("x"), config.GetConfig("a").GetInt("y"), config.GetConfig("a").GetInt("z")));
        }
    }

    [Fact]
    public void The_configurations_that_were_merged_stay_as_they_were()
    {
        s_near.WithFallback(s_far);
        Assert.False(s_near.HasPath("a.y"));
        Assert.False(s_far.HasPath("a.n.p"));
    }

    [Fact]
    public void Nothing_empty_and_itself_are_special_fallbacks()
    {
        Assert.Same(s_near, s_near.WithFallback(null));
        Assert.Same(s_near, s_near.WithFallback(ConfigurationFactory.Empty));
        Assert.Same(s_far, ConfigurationFactory.Empty.WithFallback(s_far));
        Assert.Throws<ArgumentException>(() => s_near.WithFallback(s_near));
        Assert.Same(s_near, s_near.SafeWithFallback(s_near));
        Assert.Same(s_near, ((Config?)null).SafeWithFallback(s_near));
        Assert.True(((Config?)null).IsNullOrEmpty());
    }

    [Fact]
    public void Rendering_includes_fallbacks_on_request()
    {
        var config = ConfigurationFactory.ParseString("a = 1").WithFallback(ConfigurationFactory.ParseString("b = 2"));
        Assert.DoesNotContain("b : 2", config.ToString(), StringComparison.Ordinal);
        Assert.Contains("b : 2", config.ToString(includeFallback: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Enumeration_gives_every_top_level_key_once_with_the_nearest_value()
    {
        var items = s_near.WithFallback(s_far).AsEnumerable().ToDictionary(item => item.Key, item => item.Value);
        Assert.Equal(["a", "l", "only", "s"], items.Keys.Order());
        Assert.Equal("scalar", items["s"].GetString());
    }

    [Fact]
    public void A_string_is_a_configuration_and_adds_up_with_one()
    {
        Config config = "a = 1";
        Assert.Equal((1, 2), ((config + "a = 3\nb = 2").GetInt("a"), ("b = 2" + config).GetInt("b")));
    }

    [Fact]
    public void A_configuration_without_a_root_refuses_to_be_asked()
    {
        Assert.True(new Config().IsEmpty);
        Assert.Throws<InvalidOperationException>(() => new Config().GetString("a"));
    }

    [Fact]
    public void The_error_of_a_missing_section_names_it()
    {
        Assert.Contains("`akka.remote`", ConfigurationException.NullOrEmptyConfig<ConfigTests>("akka.remote").Message, StringComparison.Ordinal);
    }
}

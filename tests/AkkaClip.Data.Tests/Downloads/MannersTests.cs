using System.Net;
using AkkaClip.Data.Downloads;
using AkkaClip.Data.Downloads.Fetching;
using AkkaClip.Data.Downloads.Hosts;
using AkkaClip.Data.Downloads.Robots;

namespace AkkaClip.Data.Tests.Downloads;

/// <summary>What may be asked for at all, and when.</summary>
public sealed class MannersTests
{
    [Theory]
    [InlineData("1.1.1.1", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2002:a00:1::", false)]
    public void Only_addresses_of_the_internet_are_public(string address, bool expected) =>
        Assert.Equal(expected, PublicAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("User-agent: *\nDisallow: /a", "/a/b.jpg", false)]
    [InlineData("User-agent: *\nDisallow: /a", "/b/a.jpg", true)]
    [InlineData("User-agent: *\nDisallow:", "/a.jpg", true)]
    [InlineData("", "/a.jpg", true)]
    [InlineData("User-agent: *\nDisallow: /\nAllow: /open/", "/open/a.jpg", true)]
    [InlineData("User-agent: *\nDisallow: /open/\nAllow: /open/", "/open/a.jpg", true)]
    [InlineData("User-agent: *\nDisallow: /\n\nUser-agent: akkaclip\nAllow: /", "/a.jpg", true)]
    [InlineData("User-agent: AkkaClip/1.0\nUser-agent: other\nDisallow: /", "/a.jpg", false)]
    [InlineData("User-agent: other\nDisallow: /", "/a.jpg", true)]
    [InlineData("user-AGENT: * # all\r\nDISALLOW: /x # this\r\n", "/x", false)]
    [InlineData("User-agent: *\nDisallow: /*.gif$", "/a/b.gif", false)]
    [InlineData("User-agent: *\nDisallow: /*.gif$", "/a/b.gif?x=1", true)]
    [InlineData("User-agent: *\nDisallow: /a*b*c", "/a1b2c3", false)]
    [InlineData("User-agent: *\nDisallow: /a%7eb", "/a~b", false)]
    [InlineData("User-agent: *\nSitemap: https://x/s.xml\nDisallow: /x", "/x", false)]
    [InlineData("Disallow: /x", "/x", true)]
    [InlineData("User-agent: *\nDisallow: /", "/robots.txt", true)]
    public void Robots_txt_is_read_as_the_standard_says(string text, string path, bool expected) =>
        Assert.Equal(expected, RobotsRules.Parse(text, "akkaclip").Allows(path));

    [Fact]
    public void A_pattern_of_many_stars_costs_no_time()
    {
        var rules = RobotsRules.Parse($"User-agent: *\nDisallow: /{string.Concat(Enumerable.Repeat("*a", 2000))}b$", "akkaclip");
        Assert.True(rules.Allows("/" + new string('a', 4000)));
    }

    [Theory]
    [InlineData("noai", "noai")]
    [InlineData("all, NoImageAI", "NoImageAI")]
    [InlineData("akkaclip: noindex", "noindex")]
    [InlineData("otherbot: noindex, noai", null)]
    [InlineData("max-snippet: 5, noindex", "noindex")]
    [InlineData("unavailable_after: 25 Jun 2010, noai", "noai")]
    [InlineData("nofollow", null)]
    public void Opt_outs_for_everybody_and_for_this_robot_count(string header, string? expected)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("X-Robots-Tag", header);
        Assert.Equal(expected, OptOutHeader.Find(response.Headers, "akkaclip", new FetchOptions().OptOuts));
    }

    [Fact]
    public void A_host_in_trouble_is_left_alone_twice_as_long_each_time_and_then_given_up()
    {
        var now = DateTimeOffset.UnixEpoch;
        var health = HostHealth.Good;
        var pauses = new List<double>();
        for (var i = 0; i < HostHealth.MaxFailures; i++)
        {
            (health, var pause) = health.Failed(DownloadProblem.TimedOut, null, now, now);
            pauses.Add(pause.TotalSeconds);
            now += TimeSpan.FromSeconds(1);
        }
        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60, 0], pauses);
        Assert.True(health.IsGivenUp(now));
        Assert.False(health.IsGivenUp(now + TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Requests_that_were_under_way_together_count_as_one_failure()
    {
        var now = DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(5);
        var health = HostHealth.Good;
        for (var i = 0; i < 8; i++)
            (health, _) = health.Failed(DownloadProblem.TimedOut, null, asked: DateTimeOffset.UnixEpoch, now);
        Assert.Equal(1, health.NumFailures);
    }

    [Fact]
    public void A_host_that_asks_for_an_hour_is_given_up_at_once()
    {
        var (health, _) = HostHealth.Good.Failed(DownloadProblem.RateLimited, TimeSpan.FromHours(1), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        Assert.True(health.IsGivenUp(DateTimeOffset.UnixEpoch + TimeSpan.FromMinutes(59)));
    }
}

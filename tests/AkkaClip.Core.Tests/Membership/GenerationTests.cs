using AkkaClip.Core.Membership;

namespace AkkaClip.Core.Tests.Membership;

public class GenerationTests
{
    private static readonly RunId s_run = new("run");

    [Fact]
    public void Ranks_follow_the_ids_in_any_culture()
    {
        var generation = Generation.Of(s_run, 1, 0, Trainers("b", "a", "B", "a-1"));
        Assert.Equal(Trainers("B", "a", "a-1", "b"), generation.Members);
        Assert.Equal(2, generation.RankOf(new TrainerId("a-1")));
        Assert.Null(generation.RankOf(new TrainerId("c")));
    }

    [Fact]
    public void Equal_generations_are_equal_whatever_order_their_members_came_in()
    {
        Assert.Equal(Generation.Of(s_run, 1, 0, Trainers("a", "b")), Generation.Of(s_run, 1, 0, Trainers("b", "a")));
        Assert.NotEqual(Generation.Of(s_run, 1, 0, Trainers("a", "b")), Generation.Of(s_run, 1, 0, Trainers("a", "c")));
    }

    [Fact]
    public void Nobody_and_twins_make_no_generation()
    {
        Assert.Throws<ArgumentException>(() => Generation.Of(s_run, 1, 0, []));
        Assert.Throws<ArgumentException>(() => Generation.Of(s_run, 1, 0, Trainers("a", "b", "a")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Generation.Of(s_run, 0, 0, Trainers("a")));
    }

    private static IEnumerable<TrainerId> Trainers(params string[] names) => names.Select(name => new TrainerId(name));
}

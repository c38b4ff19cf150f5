using System.Reflection;

namespace AkkaClip.App.Tests.Architecture;

/// <summary>Dependencies run one way: Core, then Collectives, Data and Model, then Evaluation, Actors, App.</summary>
public sealed class DependencyRules
{
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["AkkaClip.Core"] = ["MathNet.Numerics"],
        ["AkkaClip.Collectives"] = ["AkkaClip.Core"],
        ["AkkaClip.Data"] = ["AkkaClip.Core", "Parquet"],
        ["AkkaClip.Model"] = ["AkkaClip.Core", "TorchSharp"],
        ["AkkaClip.Evaluation"] = ["AkkaClip.Core", "AkkaClip.Data", "AkkaClip.Model", "TorchSharp"],
        ["AkkaClip.Actors"] = ["AkkaClip.Core", "AkkaClip.Collectives", "AkkaClip.Data", "AkkaClip.Model", "AkkaClip.Evaluation", "Akka", "Akka.Cluster", "Akka.Cluster.Tools", "Akka.Persistence", "TorchSharp"],
    };

    public static TheoryData<string> Projects => [.. s_allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_layout_allows(string project)
    {
        var references = Assembly.Load(project).GetReferencedAssemblies()
            .Select(r => r.Name!)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal) && name is not ("netstandard" or "mscorlib" or "Microsoft.Win32.Primitives"));

        Assert.Empty(references.Except(s_allowed[project]));
    }

    [Fact]
    public void Every_project_of_the_product_has_a_rule()
    {
        var projects = Directory.GetDirectories(Path.Combine(TestSupport.TestData.RepositoryRoot(), "src"), "AkkaClip.*")
            .Select(Path.GetFileName)
            .Where(name => name != "AkkaClip.App"); // the top: it may reference everything

        Assert.Equal(s_allowed.Keys.Order(), projects.Order());
    }
}

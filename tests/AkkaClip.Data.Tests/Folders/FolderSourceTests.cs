using AkkaClip.Core.Runs;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Tests.Samples;

namespace AkkaClip.Data.Tests.Folders;

public sealed class FolderSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_come_in_the_order_of_their_paths_with_class_text_and_json()
    {
        _folder.Write("dog/2.png", Build.Png(3, 2, 2));
        _folder.Write("cat/1.JPEG", Build.Png(3, 2, 1));
        _folder.Write("cat/1.txt", "a cat");
        _folder.Write("cat/1.json", """{"legs": 4}""");
        _folder.Write("cat/readme.md", "no image");
        using var source = SampleSourceFactory.Open(Build.Spec(DataFormat.Folder, _folder.Path));
        Assert.Equal(2, source.Count);
        var (cat, dog) = (source.Read(0), source.Read(1));
        Assert.Equal(("cat/1.JPEG", "dog/2.png"), (cat.Key, dog.Key));
        Assert.Equal(["a cat"], cat.Captions.AsEnumerable());
        Assert.Equal(("cat", "4", "dog"), (cat.Fields["class"], cat.Fields["legs"], dog.Fields["class"]));
        Assert.Equal(Build.Png(3, 2, 2), dog.Image.ToArray());

        using var classes = SampleSourceFactory.Open(Build.Spec(DataFormat.Folder, _folder.Path) with { CaptionFields = ["class"] });
        Assert.Equal(["dog"], classes.Read(1).Captions.AsEnumerable());
    }

    [Fact]
    public void A_file_that_vanishes_is_its_samples_problem()
    {
        var path = _folder.Write("1.png", Build.Png(3, 2));
        using var source = SampleSourceFactory.Open(Build.Spec(DataFormat.Folder, _folder.Path));
        File.Delete(path);
        Assert.Equal(SampleProblemKind.MissingImage, source.Read(0).Problem?.Kind);
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Read(1));
    }

    [Fact]
    public void A_missing_or_empty_folder_is_an_error()
    {
        Assert.Throws<DataSourceException>(() => SampleSourceFactory.Open(Build.Spec(DataFormat.Folder, _folder.File("none"))));
        Assert.Throws<DataSourceException>(() => SampleSourceFactory.Open(Build.Spec(DataFormat.Folder, _folder.Path)));
        Assert.Throws<DataSourceException>(() => SampleSourceFactory.Open(Build.Spec(DataFormat.Folder)));
    }
}

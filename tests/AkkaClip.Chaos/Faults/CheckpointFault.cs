using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Progress;
using AkkaClip.Chaos.Clusters;
using AkkaClip.Chaos.Runs;

namespace AkkaClip.Chaos.Faults;

/// <summary>The leader is killed and the newest checkpoint corrupted, so that the next one has to find an older one.</summary>
/// <remarks>The trainers hold newer states: the run loses nothing, but the damage must be seen and told.</remarks>
internal sealed class CheckpointFault(string name, string what, TimeSpan bound) : LeaderFault(name, what, bound, Blow.Kill)
{
    private string _corrupted = "";

    protected override Task BeginAsync(Scene scene) => scene.Log.UntilAsync<RunEvent.CheckpointSaved>(scene.Log.Mark());

    /// <summary>Without a leader no other checkpoint becomes the newest.</summary>
    protected override void OnStruck(Scene scene)
    {
        var store = new CheckpointStore(scene.Workplace.RunFolder, TimeProvider.System);
        _corrupted = store.FolderOf(store.Steps()[0]);
        FlipByte(Directory.EnumerateFiles(_corrupted, "*.safetensors").Order(StringComparer.Ordinal).First());
    }

    protected override async Task<LoggedEvent> RecoveryAsync(Scene scene, int mark, IReadOnlyList<ChaosNode> victims)
    {
        await scene.Log.UntilAsync<RunEvent.CheckpointRejected>(mark, rejected => Path.GetFileName(rejected.Folder) == Path.GetFileName(_corrupted));
        return await base.RecoveryAsync(scene, mark, victims);
    }

    private static void FlipByte(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = stream.Length / 2;
        var value = stream.ReadByte();
        stream.Position--;
        stream.WriteByte((byte)(value ^ 0xff));
    }
}

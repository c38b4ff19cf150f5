namespace AkkaClip.Core.Runs;

/// <summary>Who makes a run's batches.</summary>
public enum LoaderPlace
{
    /// <summary><see cref="Nodes"/> where the cluster has a node of role data when the run is submitted, <see cref="Either"/> where it has none.</summary>
    Auto,

    /// <summary>Nodes of role data alone; where none is left, training waits for one.</summary>
    Nodes,

    /// <summary>Every trainer's own node.</summary>
    Own,

    /// <summary>Nodes of role data, and every trainer's own node where none of them answers.</summary>
    Either,
}

namespace AkkaClip.Model.Parameters;

/// <summary>Which parameters of a tower are locked (LiT, Zhai et al. 2022), by OpenCLIP's groups from the output side.</summary>
public static class LayerLock
{
    /// <param name="specs">All parameters of the model.</param>
    /// <param name="unlockedImageGroups">Groups of the image tower that stay trained, projection first; null: not locked.</param>
    /// <param name="unlockedTextGroups">The same of the text tower.</param>
    /// <returns>Whether a parameter is frozen.</returns>
    public static Func<ParameterSpec, bool> Of(
        IReadOnlyList<ParameterSpec> specs, int? unlockedImageGroups, int? unlockedTextGroups)
    {
        var frozenImageGroups = NumFrozenGroups(specs, TowerKind.Image, unlockedImageGroups);
        var frozenTextGroups = NumFrozenGroups(specs, TowerKind.Text, unlockedTextGroups);
        return spec => spec.Tower switch
        {
            TowerKind.Image => spec.Group < frozenImageGroups,
            TowerKind.Text => spec.Group < frozenTextGroups,
            _ => false,
        };
    }

    private static int NumFrozenGroups(IReadOnlyList<ParameterSpec> specs, TowerKind tower, int? unlocked) =>
        unlocked is { } groups ? Math.Max(0, specs.Where(spec => spec.Tower == tower).Max(spec => spec.Group) + 1 - groups) : 0;
}

namespace AkkaClip.Data.Metadata.Columns;

/// <summary>Whether WIDTH and HEIGHT say what their names say; the unjoined files of LAION-5B have them swapped.</summary>
public enum SideOrder
{
    /// <summary>Swapped in files with the columns of the unjoined LAION-5B, as named elsewhere.</summary>
    Detect,
    AsNamed,
    Swapped,
}

namespace AkkaClip.Data.Generation;

internal enum TextureKind { Plain, Striped, Dotted, Checkered }

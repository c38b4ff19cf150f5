namespace AkkaClip.Data.Generation;

internal enum SizeKind { Small, Medium, Large }

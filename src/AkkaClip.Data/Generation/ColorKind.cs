namespace AkkaClip.Data.Generation;

internal enum ColorKind { Red, Orange, Yellow, Green, Cyan, Blue, Purple, Pink }

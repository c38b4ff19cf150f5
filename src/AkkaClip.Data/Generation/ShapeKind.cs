namespace AkkaClip.Data.Generation;

internal enum ShapeKind { Circle, Square, Triangle, Star, Cross, Ring, Heart, Moon }

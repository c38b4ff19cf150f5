namespace Akka.Remote;

/// <summary>A time in milliseconds from an arbitrary origin.</summary>
public delegate long Clock();

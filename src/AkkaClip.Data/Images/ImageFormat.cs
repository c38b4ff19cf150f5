namespace AkkaClip.Data.Images;

/// <summary>What an image file is by its first bytes; its name is not asked.</summary>
public enum ImageFormat { Unknown, Jpeg, Png, WebP }

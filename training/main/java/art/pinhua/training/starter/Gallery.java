package art.pinhua.training.starter;

/// Pictures and captions to train a starter model on, each a function of its index: nothing is stored, and a resumed
/// training sees what an uninterrupted one would have seen.
public interface Gallery {
    /// Width and height of the pictures in pixels.
    int size();

    /// @param index 0 … 2^32 − 1
    Raster picture(long index);

    /// What one says of picture `index` the `visit`-th time; another visit words it anew.
    String caption(long index, long visit);
}

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

    /// What the caption of the same index and visit states: the number of each trait's value, -1 where it is left open.
    int[] stated(long index, long visit);

    /// How many values the traits have, in the order of [#stated].
    int[] traits();
}

package art.pinhua.training.starter;

import java.util.List;
import java.util.function.UnaryOperator;

/// What a starter model of one size learns from and is examined on.
public interface Curriculum {
    /// Something measured, with the least share that passes; 0 where it is only reported.
    record Gate(String name, double least) {}

    /// The same request in two languages.
    /// @param seed of the picture
    record Pair(long seed, Inquiry chinese, Inquiry english) {}

    /// Width and height of the pictures in pixels.
    int side();

    /// Longest prompt in tokens, the two marks included.
    int positions();

    /// The text of `tokenizer.json`.
    String tokenizer();

    Gallery training(long seed);

    /// Pictures that no training index gives.
    Gallery heldOut(long seed);

    /// The first `count` held-out prompts, the same for ever.
    List<? extends Inquiry> prompts(int count);

    /// Those of the first `count` held-out prompts that are in Chinese, each beside the same in English; empty where
    /// languages are not compared.
    List<Pair> inBothLanguages(int count);

    /// In the order of the report.
    List<Gate> gates();

    /// Where the costume is in held-out picture `index`, row by row.
    boolean[] costumeArea(long seed, long index);

    /// What varies that prompts leave open, as a Markdown table: the model beside the art itself.
    String spread(Artist model, int seeds);

    /// The meters' own errors on held-out drawings as a Markdown table: as drawn, and after `coded`.
    String calibration(int drawings, UnaryOperator<Raster> coded);
}

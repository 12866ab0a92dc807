package art.pinhua.training.starter;

import java.util.Map;

/// A prompt to examine a model with, that knows what its picture must show.
public interface Inquiry {
    String text();

    Caption.Language language();

    /// Whether it asks for a combination kept out of training.
    boolean unseen();

    /// Which of the things it asks for the picture shows, by the name of the thing; what it leaves open is absent.
    Map<String, Boolean> judge(Raster picture);
}

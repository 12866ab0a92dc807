package art.pinhua.training.starter;

import java.util.List;

/// Draws pictures for a prompt: a model, or in tests the art itself.
@FunctionalInterface
public interface Artist {
    /// @return one picture per seed
    List<Raster> draw(String prompt, List<Long> seeds);
}

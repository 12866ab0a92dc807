package art.pinhua.generation;

import art.pinhua.platform.problem.ProblemException;
import java.util.UUID;

/// A slice that has images judged blind. Every CDI bean of this type is asked before a person is shown an image or what
/// made it.
public interface ImageGuard {
    /// @throws ProblemException as long as the generation and its images are for nobody to look at
    void check(UUID generationId);
}

/// Randomness as a function of named counters, so that nothing has to be saved to continue a run.
@NullMarked
package art.pinhua.training.random;

import org.jspecify.annotations.NullMarked;

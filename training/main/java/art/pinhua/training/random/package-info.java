/// Randomness as a function of named counters, so that nothing has to be saved to continue a run; and the generator
/// of another world, for seeds that come from there.
@NullMarked
package art.pinhua.training.random;

import org.jspecify.annotations.NullMarked;

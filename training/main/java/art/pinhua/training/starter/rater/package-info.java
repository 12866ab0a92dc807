/// People who vote by a hidden taste, and see pictures only: for demonstrations, benches and tests.
@NullMarked
package art.pinhua.training.starter.rater;

import org.jspecify.annotations.NullMarked;

/// Loss definitions, one file each. Errors per image in, a scalar out, all in fp32.
@NullMarked
package art.pinhua.training.objective;

import org.jspecify.annotations.NullMarked;

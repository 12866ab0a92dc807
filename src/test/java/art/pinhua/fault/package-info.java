/// Faults done to the running product, and the proof that nothing was lost.
@NullMarked
package art.pinhua.fault;

import org.jspecify.annotations.NullMarked;

/// Drives the product from outside, through its HTTP API alone: the demonstration and the benches.
@NullMarked
package art.pinhua.demo;

import org.jspecify.annotations.NullMarked;

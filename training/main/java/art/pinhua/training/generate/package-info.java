/// Text to pictures: the networks, a sampler and a listener put together; models kept in memory; the engine process.
@NullMarked
package art.pinhua.training.generate;

import org.jspecify.annotations.NullMarked;

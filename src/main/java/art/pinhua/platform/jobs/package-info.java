/// Long work that survives crashes: queue, attempts, fences, progress.
@NullMarked
package art.pinhua.platform.jobs;

import org.jspecify.annotations.NullMarked;

@NullMarked
package art.pinhua.platform.jobs;

import org.jspecify.annotations.NullMarked;

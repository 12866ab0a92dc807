/// SQL written by hand, over the pool, in the caller's transaction.
@NullMarked
package art.pinhua.platform.sql;

import org.jspecify.annotations.NullMarked;

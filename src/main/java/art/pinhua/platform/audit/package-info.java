/// What people with power did, in a chain of hashes.
@NullMarked
package art.pinhua.platform.audit;

import org.jspecify.annotations.NullMarked;

/// Tokens that outsiders carry but cannot make.
@NullMarked
package art.pinhua.platform.seal;

import org.jspecify.annotations.NullMarked;

/// People, sign-in, and the bundled OpenID provider.
@NullMarked
package art.pinhua.platform.identity;

import org.jspecify.annotations.NullMarked;

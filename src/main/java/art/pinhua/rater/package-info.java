/// Raters by pseudonym: experts bound to their sign-in, anonymous visitors bound to a signed cookie.
@NullMarked
package art.pinhua.rater;

import org.jspecify.annotations.NullMarked;

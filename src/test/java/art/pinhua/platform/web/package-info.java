@NullMarked
package art.pinhua.platform.web;

import org.jspecify.annotations.NullMarked;

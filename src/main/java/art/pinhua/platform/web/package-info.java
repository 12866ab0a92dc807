/// What every request passes: headers, request ids, same-origin check, health, system page.
@NullMarked
package art.pinhua.platform.web;

import org.jspecify.annotations.NullMarked;

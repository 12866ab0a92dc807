/// What every slice stands on, and no word of the subject: time, randomness, data folder, roles.
@NullMarked
package art.pinhua.platform;

import org.jspecify.annotations.NullMarked;

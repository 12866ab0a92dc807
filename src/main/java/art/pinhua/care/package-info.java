/// Backup, restore and the check of what is stored: for the operator, beside or without the running application.
@NullMarked
package art.pinhua.care;

import org.jspecify.annotations.NullMarked;

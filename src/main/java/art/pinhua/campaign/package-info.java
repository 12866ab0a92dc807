/// What is asked of whom: campaigns, their tasks and gold tasks, and assignments with lease and side order.
@NullMarked
package art.pinhua.campaign;

import org.jspecify.annotations.NullMarked;

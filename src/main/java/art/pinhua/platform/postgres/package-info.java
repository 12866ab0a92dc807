/// A private PostgreSQL cluster for one machine, and where the application finds its database.
@NullMarked
package art.pinhua.platform.postgres;

import org.jspecify.annotations.NullMarked;

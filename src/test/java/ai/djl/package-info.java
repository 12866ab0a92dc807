@NullMarked
package ai.djl;

import org.jspecify.annotations.NullMarked;

/// Prompts in sets: read from lines or CSV, each with its language and topic.
@NullMarked
package art.pinhua.prompt;

import org.jspecify.annotations.NullMarked;

/// From votes to preferences: which votes count, how much, and what they say about the images of each prompt.
/// Everything here can be computed again from the votes and the rules.
@NullMarked
package art.pinhua.curation;

import org.jspecify.annotations.NullMarked;

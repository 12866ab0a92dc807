/// Preference statistics: strengths of images from what raters said, trust in raters, agreement, sequential tests.
/// Pure maths over records; imports only `java..`. Items, raters and clusters are numbers from 0.
@NullMarked
package art.pinhua.statistics;

import org.jspecify.annotations.NullMarked;

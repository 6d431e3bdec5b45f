/** Times in the forms that channels use. */
@NullMarked
package io.jiaozi.support.time;

import org.jspecify.annotations.NullMarked;

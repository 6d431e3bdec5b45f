/** Real processes on one real database; one of them dies. */
@NullMarked
package io.jiaozi.survival;

import org.jspecify.annotations.NullMarked;

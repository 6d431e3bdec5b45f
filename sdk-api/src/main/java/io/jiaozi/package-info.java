@NullMarked
package io.jiaozi;

import org.jspecify.annotations.NullMarked;

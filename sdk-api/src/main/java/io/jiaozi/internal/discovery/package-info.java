/** Finding adapters on the class path, and saying precisely why one was not found. */
@NullMarked
package io.jiaozi.internal.discovery;

import org.jspecify.annotations.NullMarked;

/** What a gateway does, as Micrometer meters. */
@NullMarked
package io.jiaozi.metrics;

import org.jspecify.annotations.NullMarked;

/** What the gateway tells the operator: one listener, one type for each thing that happens. */
@NullMarked
package io.jiaozi.event;

import org.jspecify.annotations.NullMarked;

/** Judges what adapters tell about their accounts. */
@NullMarked
package io.jiaozi.internal.health;

import org.jspecify.annotations.NullMarked;
